// SPDX-License-Identifier: GPL-3.0-or-later
// Files as Flambeau touches them: whole reads with a bound, atomic writes, locks that the kernel releases.
// Every function is safe on any thread; FileLock is owned by one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "flambeau/base/result.h"

namespace flambeau {

namespace fs = std::filesystem;

/// The whole file. Fails with Unsupported where it holds more than `maxBytes`.
Result<std::string> readFile(const fs::path& path, std::uint64_t maxBytes = 1ull << 30);

/// Temp file beside it, write, fsync, rename, fsync of the folder: a reader sees the old or the new, never half.
Status writeFileAtomic(const fs::path& path, std::string_view bytes, unsigned mode = 0644);

/// Like `mkdir -p`.
Status makeDirs(const fs::path& path);

struct CopiedFile {
    std::string sha256;
    std::uint64_t bytes = 0;
};
/// Copies to a temp file beside `to`, hashing on the way, fsyncs and renames. `progress(bytesSoFar)` may return false
/// to stop (Canceled; nothing is left behind).
Result<CopiedFile> copyFileHashed(const fs::path& from, const fs::path& to,
                                  const std::function<bool(std::uint64_t)>& progress = {});

/// Bytes that an ordinary user can still write on the file system of `path` (its nearest existing ancestor).
Result<std::uint64_t> freeDiskBytes(const fs::path& path);

/// NFS, SMB, sshfs and the like, told from statfs.
bool isNetworkFilesystem(const fs::path& path);

/// Whether `path`, once `.` and `..` are resolved lexically, stays inside `root`; symlinks are not followed.
bool staysInside(const fs::path& root, const fs::path& path);
/// A relative path that a host or an archive may give: not empty, not absolute, no `..`, no NUL, no newline.
bool isSafeRelativePath(std::string_view path);

/// $XDG_DATA_HOME or ~/.local/share; likewise the others.
fs::path userDataDir();
fs::path userCacheDir();
fs::path userConfigDir();
/// The folder of the running executable.
fs::path executableDir();

/// An advisory exclusive lock (flock) on a file that is made if it is not there; released by the kernel when the
/// process ends, however it ends. The file itself stays.
class FileLock {
public:
    FileLock() = default;
    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;
    ~FileLock();

    /// An empty optional: another process has it.
    static Result<std::optional<FileLock>> tryAcquire(const fs::path& path);
    static Result<FileLock> acquire(const fs::path& path);
    bool held() const { return m_fd >= 0; }
    void release();

private:
    int m_fd = -1;
};

}  // namespace flambeau
