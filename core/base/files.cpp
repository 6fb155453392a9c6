// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/base/files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <utility>

#include "flambeau/base/id.h"
#include "flambeau/base/sha256.h"
#include "regular_file.h"

namespace flambeau {
namespace {

/// Closes on every way out; a descriptor that must be closed with a check is released first.
class Fd {
public:
    explicit Fd(int fd) : m_fd(fd) {}
    Fd(const Fd&) = delete;
    Fd& operator=(const Fd&) = delete;
    ~Fd() {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    int get() const { return m_fd; }
    int release() { return std::exchange(m_fd, -1); }

private:
    int m_fd;
};

Status writeAll(int fd, const char* data, std::size_t count, const fs::path& path) {
    while (count > 0) {
        const ssize_t done = ::write(fd, data, count);
        if (done < 0) {
            if (errno == EINTR)
                continue;
            return systemError(errno, "Cannot write " + path.string());
        }
        data += done;
        count -= static_cast<std::size_t>(done);
    }
    return {};
}

/// fsync, close and rename of a finished temp file; the folder is synced too, so that the name survives a power cut.
Status settle(Fd& fd, const fs::path& temp, const fs::path& path) {
    if (::fsync(fd.get()) != 0)
        return systemError(errno, "Cannot write " + path.string());
    if (::close(fd.release()) != 0)
        return systemError(errno, "Cannot write " + path.string());
    if (::rename(temp.c_str(), path.c_str()) != 0)
        return systemError(errno, "Cannot put " + path.string() + " in place");
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    const Fd dir(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (dir.get() >= 0)
        (void)::fsync(dir.get());
    return {};
}

fs::path tempBeside(const fs::path& path) { return path.string() + ".part-" + newUuid().substr(0, 8); }

fs::path fromEnvironment(const char* variable, const char* underHome) {
    const char* value = std::getenv(variable);
    if (value && value[0] == '/')
        return value;
    const char* home = std::getenv("HOME");
    return fs::path(home && *home ? home : "/") / underHome;
}

}  // namespace

Result<std::string> readFile(const fs::path& path, std::uint64_t maxBytes) {
    FLAMBEAU_TRY(const int opened, openRegularFile(path));
    const Fd fd(opened);
    struct stat info {};
    (void)::fstat(fd.get(), &info);
    std::string bytes;
    if (info.st_size > 0)
        bytes.reserve(std::min<std::uint64_t>(static_cast<std::uint64_t>(info.st_size), maxBytes));
    const auto buffer = std::make_unique<char[]>(1 << 16);
    while (true) {
        const ssize_t got = ::read(fd.get(), buffer.get(), 1 << 16);
        if (got == 0)
            return bytes;
        if (got < 0) {
            if (errno == EINTR)
                continue;
            return systemError(errno, "Cannot read " + path.string());
        }
        if (bytes.size() + static_cast<std::size_t>(got) > maxBytes)
            return Error{ErrorCode::Unsupported,
                         path.string() + " is larger than the " + std::to_string(maxBytes) + " bytes that are read",
                         "Check that it is the right file.",
                         {}};
        bytes.append(buffer.get(), static_cast<std::size_t>(got));
    }
}

Status writeFileAtomic(const fs::path& path, std::string_view bytes, unsigned mode) {
    const fs::path temp = tempBeside(path);
    Fd fd(::open(temp.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    if (fd.get() < 0)
        return systemError(errno, "Cannot write " + path.string());
    Status done = writeAll(fd.get(), bytes.data(), bytes.size(), path);
    if (done.ok())
        done = settle(fd, temp, path);
    if (!done.ok())
        ::unlink(temp.c_str());
    return done;
}

Status makeDirs(const fs::path& path) {
    std::error_code problem;
    fs::create_directories(path, problem);
    if (problem)
        return systemError(problem.value(), "Cannot make the folder " + path.string());
    if (!fs::is_directory(path, problem))
        return Error{ErrorCode::AlreadyExists, path.string() + " is there, but it is no folder",
                     "Move that file away or choose another folder.", {}};
    return {};
}

Result<CopiedFile> copyFileHashed(const fs::path& from, const fs::path& to,
                                  const std::function<bool(std::uint64_t)>& progress) {
    FLAMBEAU_TRY(const int opened, openRegularFile(from));
    const Fd in(opened);
    const fs::path temp = tempBeside(to);
    Fd out(::open(temp.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (out.get() < 0)
        return systemError(errno, "Cannot write " + to.string());
    Sha256 hash;
    CopiedFile copied;
    constexpr std::size_t size = 1 << 20;
    const auto buffer = std::make_unique<char[]>(size);
    Status status;
    while (status.ok()) {
        const ssize_t got = ::read(in.get(), buffer.get(), size);
        if (got == 0)
            break;
        if (got < 0) {
            if (errno != EINTR)
                status = systemError(errno, "Cannot read " + from.string());
            continue;
        }
        hash.update(buffer.get(), static_cast<std::size_t>(got));
        status = writeAll(out.get(), buffer.get(), static_cast<std::size_t>(got), to);
        copied.bytes += static_cast<std::uint64_t>(got);
        if (status.ok() && progress && !progress(copied.bytes))
            status = Error{ErrorCode::Canceled, "Copying " + from.string() + " was canceled", {}, {}};
    }
    if (status.ok())
        status = settle(out, temp, to);
    if (!status.ok()) {
        ::unlink(temp.c_str());
        return status.error();
    }
    copied.sha256 = hash.finishHex();
    return copied;
}

Result<std::uint64_t> freeDiskBytes(const fs::path& path) {
    std::error_code ignored;
    fs::path place = fs::absolute(path, ignored);
    while (!fs::exists(place, ignored) && place.has_relative_path())
        place = place.parent_path();
    struct statvfs info {};
    if (::statvfs(place.c_str(), &info) != 0)
        return systemError(errno, "Cannot ask for the free space of " + place.string());
    return static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize;
}

bool isNetworkFilesystem(const fs::path& path) {
    std::error_code ignored;
    fs::path place = fs::absolute(path, ignored);
    while (!fs::exists(place, ignored) && place.has_relative_path())
        place = place.parent_path();
    struct statfs info {};
    if (::statfs(place.c_str(), &info) != 0)
        return false;
    // Numbers of linux/magic.h and of the file systems' own headers.
    static constexpr unsigned long network[] = {
        0x6969 /* NFS */,       0xff534d42 /* CIFS */, 0xfe534d42 /* SMB2 */, 0x517b /* SMB */,
        0x65735546 /* FUSE */,  0x01021997 /* 9P */,   0x5346414f /* AFS */,  0x73757245 /* Coda */,
        0x00c36400 /* Ceph */,  0x0bd00bd0 /* Lustre */, 0x47504653 /* GPFS */, 0x19830326 /* BeeGFS */,
    };
    const auto type = static_cast<unsigned long>(info.f_type) & 0xffffffffUL;
    return std::find(std::begin(network), std::end(network), type) != std::end(network);
}

bool staysInside(const fs::path& root, const fs::path& path) {
    const fs::path base = root.lexically_normal();
    const fs::path full = (path.is_absolute() ? path : root / path).lexically_normal();
    const fs::path relative = full.lexically_relative(base);
    return !relative.empty() && *relative.begin() != "..";
}

bool isSafeRelativePath(std::string_view path) {
    if (path.empty() || path.front() == '/' || path.find('\0') != path.npos || path.find('\n') != path.npos)
        return false;
    const fs::path parts(path);
    return std::none_of(parts.begin(), parts.end(), [](const fs::path& part) { return part == ".."; });
}

fs::path userDataDir() { return fromEnvironment("XDG_DATA_HOME", ".local/share"); }
fs::path userCacheDir() { return fromEnvironment("XDG_CACHE_HOME", ".cache"); }
fs::path userConfigDir() { return fromEnvironment("XDG_CONFIG_HOME", ".config"); }

fs::path executableDir() {
    std::error_code problem;
    const fs::path self = fs::read_symlink("/proc/self/exe", problem);
    return problem ? fs::path(".") : self.parent_path();
}

FileLock::FileLock(FileLock&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
    if (this != &other) {
        release();
        m_fd = std::exchange(other.m_fd, -1);
    }
    return *this;
}

FileLock::~FileLock() { release(); }

void FileLock::release() {
    if (m_fd >= 0)
        ::close(std::exchange(m_fd, -1));
}

namespace {

/// The descriptor, locked; -1 where another process has the lock and `wait` is false.
Result<int> lockFile(const fs::path& path, bool wait) {
    Fd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (fd.get() < 0)
        return systemError(errno, "Cannot open the lock " + path.string());
    while (::flock(fd.get(), wait ? LOCK_EX : LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK)
            return -1;
        if (errno != EINTR)
            return systemError(errno, "Cannot lock " + path.string());
    }
    return fd.release();
}

}  // namespace

Result<std::optional<FileLock>> FileLock::tryAcquire(const fs::path& path) {
    FLAMBEAU_TRY(const int fd, lockFile(path, false));
    if (fd < 0)
        return std::optional<FileLock>();
    FileLock lock;
    lock.m_fd = fd;
    return std::optional<FileLock>(std::move(lock));
}

Result<FileLock> FileLock::acquire(const fs::path& path) {
    FLAMBEAU_TRY(const int fd, lockFile(path, true));
    FileLock lock;
    lock.m_fd = fd;
    return lock;
}

}  // namespace flambeau
