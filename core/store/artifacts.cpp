// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/store/artifacts.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "database.h"
#include "flambeau/base/clock.h"
#include "flambeau/base/sha256.h"
#include "rows.h"

namespace flambeau::store {

namespace {

Error canceled() {
    return Error{ErrorCode::Canceled, "Stopped", {}, {}};
}

Status syncFolder(const fs::path& folder) {
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return systemError(errno, "Cannot open " + folder.string());
    const int failed = ::fsync(fd) == 0 ? 0 : errno;
    ::close(fd);
    // Some file systems cannot sync a folder.
    return failed == 0 || failed == EINVAL ? Status() : Status(systemError(failed, "Cannot write " + folder.string()));
}

bool hasSize(const fs::path& file, std::uint64_t bytes) {
    std::error_code failed;
    return fs::file_size(file, failed) == bytes && !failed;
}

/// Whether the blob is there and still what its name says: who links a file in can have written to it since.
bool isSound(const fs::path& blob, const std::string& sha256, std::uint64_t bytes) {
    if (!hasSize(blob, bytes))
        return false;
    const auto found = sha256File(blob);
    return found.ok() && *found == sha256;
}

/// What a file was when it was hashed.
struct Stamp {
    explicit Stamp(const fs::path& file) {
        struct stat info {};
        if (::stat(file.c_str(), &info) != 0)
            return;
        bytes = static_cast<std::uint64_t>(info.st_size);
        seconds = info.st_mtim.tv_sec;
        nanoseconds = info.st_mtim.tv_nsec;
    }
    bool operator==(const Stamp&) const = default;

    std::uint64_t bytes = 0;
    std::int64_t seconds = 0, nanoseconds = -1;
};

/// Removes a temporary file that was not renamed away.
class Temporary {
public:
    explicit Temporary(fs::path path) : m_path(std::move(path)) {}
    ~Temporary() {
        std::error_code ignored;
        fs::remove(m_path, ignored);
    }
    Temporary(const Temporary&) = delete;
    Temporary& operator=(const Temporary&) = delete;
    const fs::path& path() const { return m_path; }

private:
    fs::path m_path;
};

/// The first half of a put: the blob, complete and synced, under its own name.
class BlobWriter {
public:
    explicit BlobWriter(const Workspace& workspace) : m_workspace(workspace), m_artifacts(workspace) {}

    /// Takes over the complete file at `temporary`.
    Status adopt(const fs::path& temporary, const std::string& sha256, std::uint64_t bytes) {
        const fs::path blob = m_artifacts.blobPath(sha256);
        if (isSound(blob, sha256, bytes))
            return {};
        FLAMBEAU_CHECK(makeDirs(blob.parent_path()));
        ::chmod(temporary.c_str(), 0444);
        if (::rename(temporary.c_str(), blob.c_str()) != 0)
            return systemError(errno, "Cannot write " + blob.string());
        return syncFolder(blob.parent_path());
    }
    /// False: this file system or this file does not allow it, or it has changed since it was hashed.
    bool link(const fs::path& file, const std::string& sha256, const Stamp& hashed) {
        const fs::path blob = m_artifacts.blobPath(sha256);
        std::error_code failed;
        const bool already = fs::equivalent(file, blob, failed);
        if (!already && isSound(blob, sha256, hashed.bytes))
            return true;
        if (!makeDirs(blob.parent_path()).ok())
            return false;
        const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
        if (fd < 0)
            return false;
        struct stat info {};
        // From now on the file is content: nobody opens it for writing any more.
        const bool closed = ::fstat(fd, &info) == 0 && ::fchmod(fd, 0444) == 0 && ::fsync(fd) == 0;
        const bool linked = closed && !already && ::link(file.c_str(), blob.c_str()) == 0;
        // Whoever had it open before may have written still.
        const bool good =
            (linked || (closed && already)) && Stamp(file) == hashed && syncFolder(blob.parent_path()).ok();
        if (!good && linked)
            ::unlink(blob.c_str());
        if (!good && closed && !fs::equivalent(file, blob, failed))
            ::fchmod(fd, info.st_mode & 07777);
        ::close(fd);
        return good;
    }
    fs::path temporary() const { return m_workspace.artifactsDir() / "tmp" / newUuid(); }

    /// The second half: the row. False: a clean has taken the blob away in between; put it again.
    Result<bool> enter(const std::string& sha256, std::uint64_t bytes) {
        Database& database = m_workspace.database();
        bool there = false;
        FLAMBEAU_CHECK(database.write([&]() -> Status {
            there = hasSize(m_artifacts.blobPath(sha256), bytes);
            if (!there)
                return {};
            // Newly put is newly wanted: a clean leaves young rows alone.
            Query query(
                database,
                "INSERT INTO artifacts (sha256, bytes, created) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET created "
                "= excluded.created");
            return query.with(sha256, bytes, unixNow()).run();
        }));
        return there;
    }

private:
    const Workspace& m_workspace;
    Artifacts m_artifacts;
};

constexpr int kTries = 5;

Error keepsVanishing() {
    return Error{
        ErrorCode::Io, "The artifact store loses a file while it is written", "Look at the disk's health.", {}};
}

}  // namespace

fs::path Artifacts::blobPath(const std::string& sha256) const {
    return m_workspace->artifactsDir() / sha256.substr(0, 2) / sha256;
}

Result<Artifact> Artifacts::putBytes(std::string_view bytes) const {
    if (m_workspace->readOnly())
        return m_workspace->database().write([] { return Status(); }).error();
    const std::string sha256 = sha256Hex(bytes);
    BlobWriter writer(*m_workspace);
    for (int i = 0; i < kTries; ++i) {
        if (!isSound(blobPath(sha256), sha256, bytes.size())) {
            const Temporary temporary(writer.temporary());
            FLAMBEAU_CHECK(makeDirs(temporary.path().parent_path()));
            FLAMBEAU_CHECK(writeFileAtomic(temporary.path(), bytes));
            FLAMBEAU_CHECK(writer.adopt(temporary.path(), sha256, bytes.size()));
        }
        FLAMBEAU_TRY(const bool entered, writer.enter(sha256, bytes.size()));
        if (entered)
            return Artifact{sha256, bytes.size(), blobPath(sha256)};
    }
    return keepsVanishing();
}

Result<Artifact> Artifacts::putFile(const fs::path& file, PutMode mode, std::stop_token stop,
                                    const Progress& progress) const {
    if (m_workspace->readOnly())
        return m_workspace->database().write([] { return Status(); }).error();
    std::error_code failed;
    if (!fs::is_regular_file(file, failed))
        return Error{ErrorCode::NotFound, "There is no file " + file.string(), {}, {}};
    BlobWriter writer(*m_workspace);
    for (int i = 0; i < kTries; ++i) {
        Artifact artifact;
        const std::uint64_t size = fs::file_size(file, failed);
        bool linked = false;
        if (mode == PutMode::LinkOrCopy) {
            const Stamp hashed(file);
            FLAMBEAU_TRY(artifact.sha256, sha256File(file));
            artifact.bytes = hashed.bytes;
            // A file that changed while it was hashed is copied, so that hash and content come from one reading.
            linked = Stamp(file) == hashed && writer.link(file, artifact.sha256, hashed);
        }
        if (!linked) {
            const Temporary temporary(writer.temporary());
            FLAMBEAU_CHECK(makeDirs(temporary.path().parent_path()));
            FLAMBEAU_TRY(const CopiedFile copied, copyFileHashed(file, temporary.path(), [&](std::uint64_t bytes) {
                             if (progress)
                                 progress(bytes, size);
                             return !stop.stop_requested();
                         }));
            artifact.sha256 = copied.sha256;
            artifact.bytes = copied.bytes;
            FLAMBEAU_CHECK(writer.adopt(temporary.path(), copied.sha256, copied.bytes));
        }
        if (stop.stop_requested())
            return canceled();
        FLAMBEAU_TRY(const bool entered, writer.enter(artifact.sha256, artifact.bytes));
        artifact.path = blobPath(artifact.sha256);
        if (entered)
            return artifact;
    }
    return keepsVanishing();
}

Result<Artifact> Artifacts::get(const std::string& sha256) const {
    Query query(m_workspace->database(), "SELECT bytes FROM artifacts WHERE sha256 = ?");
    FLAMBEAU_TRY(const bool row, query.with(sha256).next());
    if (!row)
        return missing("content", sha256);
    Artifact artifact{sha256, static_cast<std::uint64_t>(query.integer(0)), blobPath(sha256)};
    if (!hasSize(artifact.path, artifact.bytes))
        return Error{ErrorCode::Corrupt,
                     "The file " + artifact.path.string() + " of the artifact store is gone or damaged",
                     "Run `workspace check` to see what else is; put the file back from a copy of the workspace.",
                     {}};
    return artifact;
}

Status Artifacts::copyTo(const std::string& sha256, const fs::path& to, std::stop_token stop,
                         const Progress& progress) const {
    FLAMBEAU_TRY(const Artifact artifact, get(sha256));
    // Beside its place first: what stands there already must not be lost to a damaged blob.
    const Temporary temporary(to.parent_path() / ("." + to.filename().string() + "." + newUuid()));
    auto copied = copyFileHashed(artifact.path, temporary.path(), [&](std::uint64_t bytes) {
        if (progress)
            progress(bytes, artifact.bytes);
        return !stop.stop_requested();
    });
    if (!copied) {
        // The user named the place, not what stands beside it meanwhile.
        Error error = std::move(copied).error();
        if (const auto at = error.message.find(temporary.path().string()); at != std::string::npos)
            error.message.replace(at, temporary.path().string().size(), to.string());
        return error;
    }
    if (copied->sha256 != sha256)
        return Error{ErrorCode::Corrupt,
                     "The file " + artifact.path.string() + " of the artifact store is damaged",
                     "Run `workspace check` to see what else is; put the file back from a copy of the workspace.",
                     {}};
    ::chmod(temporary.path().c_str(), 0644);
    if (::rename(temporary.path().c_str(), to.c_str()) != 0)
        return systemError(errno, "Cannot write " + to.string());
    return {};
}

}  // namespace flambeau::store
