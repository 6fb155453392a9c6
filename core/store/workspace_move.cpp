// SPDX-License-Identifier: GPL-3.0-or-later
// Moving a whole workspace to another folder.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <map>

#include "database.h"
#include "flambeau/base/sha256.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/workspace.h"
#include "moved_paths.h"

namespace flambeau::store {

namespace {

fs::path normal(const fs::path& path) {
    std::error_code failed;
    fs::path result = fs::absolute(path, failed).lexically_normal();
    return result.has_filename() ? result : result.parent_path();
}

/// Only the database's own connection may read it while the lock is held: closing any other descriptor of the file
/// would give this process's lock up.
bool isDatabase(const fs::path& file, const fs::path& folder) {
    const fs::path name = file.filename();
    return file.parent_path() == folder && (name == "workspace.db" || name == "workspace.db-wal" ||
                                            name == "workspace.db-shm" || name == "workspace.db-journal");
}

/// Copies a tree but for its database on to another file system: links stay links, files that were one stay one, each
/// content is compared.
class TreeCopy {
public:
    TreeCopy(std::stop_token stop, const Progress& progress) : m_stop(std::move(stop)), m_progress(progress) {}

    Status run(const fs::path& from, const fs::path& to) {
        std::error_code failed;
        for (fs::recursive_directory_iterator it(from, failed), end; !failed && it != end; it.increment(failed)) {
            if (it->is_regular_file(failed) && !it->is_symlink(failed))
                m_total += it->file_size(failed);
        }
        FLAMBEAU_CHECK(makeDirs(to));
        for (fs::recursive_directory_iterator it(from, failed), end; !failed && it != end; it.increment(failed)) {
            if (!isDatabase(it->path(), from))
                FLAMBEAU_CHECK(one(it->path(), to / it->path().lexically_relative(from)));
        }
        if (failed)
            return systemError(failed.value(), "Cannot read " + from.string());
        return {};
    }

private:
    Status one(const fs::path& from, const fs::path& to) {
        struct stat info {};
        std::error_code failed;
        if (::lstat(from.c_str(), &info) != 0)
            return systemError(errno, "Cannot read " + from.string());
        if (S_ISLNK(info.st_mode)) {
            fs::copy_symlink(from, to, failed);
        } else if (S_ISDIR(info.st_mode)) {
            fs::create_directory(to, failed);
        } else if (S_ISREG(info.st_mode)) {
            return file(from, to, info);
        }
        // Sockets and pipes of processes that are gone are left behind.
        return failed ? Status(systemError(failed.value(), "Cannot write " + to.string())) : Status();
    }
    Status file(const fs::path& from, const fs::path& to, const struct stat& info) {
        std::error_code failed;
        fs::path& twin = m_twins[{info.st_dev, info.st_ino}];
        if (!twin.empty()) {
            fs::create_hard_link(twin, to, failed);
            return failed ? Status(systemError(failed.value(), "Cannot write " + to.string())) : Status();
        }
        FLAMBEAU_TRY(const CopiedFile copied, copyFileHashed(from, to, [&](std::uint64_t bytes) {
                         if (m_progress)
                             m_progress(m_done + bytes, m_total);
                         return !m_stop.stop_requested();
                     }));
        FLAMBEAU_TRY(const std::string written, sha256File(to));
        if (written != copied.sha256)
            return Error{ErrorCode::Io,
                         "The copy of " + from.string() + " at " + to.string() + " differs from it",
                         "The workspace is still where it was; check the disk that was to take it.",
                         {}};
        ::chmod(to.c_str(), info.st_mode & 07777);
        const timespec times[2] = {info.st_atim, info.st_mtim};
        ::utimensat(AT_FDCWD, to.c_str(), times, 0);
        m_done += copied.bytes;
        if (info.st_nlink > 1)
            twin = to;
        return {};
    }

    std::stop_token m_stop;
    const Progress& m_progress;
    std::uint64_t m_done = 0, m_total = 0;
    std::map<std::pair<dev_t, ino_t>, fs::path> m_twins;
};

Error inUse(const std::string& by) {
    return Error{
        ErrorCode::Conflict, "The workspace cannot be moved while " + by, "Close it or wait, then try again.", {}};
}

/// A workspace that nobody else has open or can open while this object lives.
struct Alone {
    Workspace workspace;
    FileLock opening;
    std::optional<FileLock> window, follower;

    static Result<Alone> with(const fs::path& folder) {
        FLAMBEAU_TRY(Workspace workspace, Workspace::open(folder, {.create = false, .allowNetwork = true}));
        FLAMBEAU_TRY(auto window, workspace.tryWindowLock());
        FLAMBEAU_TRY(auto follower, workspace.tryFollowerLock());
        if (!window || !follower)
            return inUse("another Flambeau has it open");
        FLAMBEAU_TRY(auto opening, FileLock::acquire(folder / "open.lock"));
        // Leaving the write-ahead log needs every other connection gone, and the lock it takes is kept until this one
        // closes. It also leaves one file, without a log beside it.
        const Status locked = workspace.database().execute(
            "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE; COMMIT");
        if (!locked.ok())
            return locked.error().code == ErrorCode::Unavailable ? inUse("another program has it open")
                                                                 : locked.error();
        FLAMBEAU_TRY(const std::vector<Run> runs, Runs(workspace).unfinished());
        if (!runs.empty())
            return inUse("the run " + runs.front().name + " (" + runs.front().id.str() + ") is not finished");
        return Alone{std::move(workspace), std::move(opening), std::move(window), std::move(follower)};
    }
};

}  // namespace

Status Workspace::move(const fs::path& fromGiven, const fs::path& toGiven, std::stop_token stop,
                       const Progress& progress) {
    const fs::path from = normal(fromGiven), to = normal(toGiven);
    if (staysInside(from, to))
        return Error{ErrorCode::InvalidArgument, "A workspace cannot be moved into itself", "Name another folder.", {}};
    std::error_code failed;
    if (fs::exists(to, failed) && (!fs::is_directory(to, failed) || !fs::is_empty(to, failed)))
        return Error{ErrorCode::AlreadyExists,
                     to.string() + " is there already and is not an empty folder",
                     "Name a folder that does not exist yet.",
                     {}};
    std::optional<Alone> alone;
    {
        FLAMBEAU_TRY(Alone taken, Alone::with(from));
        alone.emplace(std::move(taken));
    }
    fs::path real = fs::canonical(from, failed);
    if (failed)
        real = from;
    FLAMBEAU_CHECK(makeDirs(to.parent_path()));
    fs::remove(to, failed);  // an empty folder
    fs::rename(from, to, failed);
    if (failed && failed.value() != EXDEV)
        return systemError(failed.value(), "Cannot move the workspace to " + to.string());
    const bool copied = static_cast<bool>(failed);
    if (copied) {
        Status done = TreeCopy(stop, progress).run(from, to);
        if (done.ok())
            done = alone->workspace.database().backupTo(to / "workspace.db");
        if (!done.ok()) {
            fs::remove_all(to, failed);
            return done;
        }
    } else {
        alone.reset();  // its locks went along to the new place, which is opened next
    }
    FLAMBEAU_TRY(Workspace workspace, open(to, {.create = false, .allowNetwork = true}));
    FLAMBEAU_CHECK(workspace.transaction([&]() -> Status {
        // A workspace that is reached through a link may have been named either way.
        if (real != from)
            FLAMBEAU_CHECK(movePaths(workspace.database(), real.string(), to.string()));
        return movePaths(workspace.database(), from.string(), to.string());
    }));
    if (copied)
        fs::remove_all(from, failed);
    return {};
}

}  // namespace flambeau::store
