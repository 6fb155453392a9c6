// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/store/workspace.h"

#include <unistd.h>

#include <cerrno>

#include "database.h"
#include "migrations.h"
#include "moved_paths.h"

namespace flambeau::store {

struct Workspace::State {
    fs::path folder;
    OpenOptions options;
    bool network = false;
    std::unique_ptr<Database> database;
};

namespace {

/// The file system of a folder that may not be there yet is that of the first parent that is.
bool liesOnNetwork(const fs::path& folder) {
    fs::path place = folder;
    std::error_code failed;
    while (!fs::exists(place, failed) && place.has_relative_path())
        place = place.parent_path();
    return isNetworkFilesystem(place);
}

Status makeFolders(const fs::path& folder) {
    for (const char* name : {"artifacts", "artifacts/tmp", "local", "local/runs", "datasets", "backups"})
        FLAMBEAU_CHECK(makeDirs(folder / name));
    // This machine as a host has the same content store as the workspace.
    std::error_code failed;
    if (!fs::exists(fs::symlink_status(folder / "local/store", failed)))
        fs::create_directory_symlink("../artifacts", folder / "local/store", failed);
    return {};
}

Error asReadOnly(Error error, const fs::path& folder) {
    if (error.code == ErrorCode::ReadOnly || error.code == ErrorCode::PermissionDenied)
        error.hint = "Make " + folder.string() + " writable, or choose another workspace.";
    return error;
}

}  // namespace

Workspace::Workspace() : m_state(std::make_unique<State>()) {}
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;
Workspace::~Workspace() = default;

Result<Workspace> Workspace::open(const fs::path& folder, const OpenOptions& options) {
    std::error_code failed;
    Workspace workspace;
    State& state = *workspace.m_state;
    state.folder = fs::absolute(folder, failed).lexically_normal();
    if (!state.folder.has_filename())
        state.folder = state.folder.parent_path();
    state.options = options;
    const fs::path file = workspace.databasePath();
    const bool there = fs::exists(file, failed);
    if (!there && (options.readOnly || !options.create))
        return Error{ErrorCode::NotFound,
                     "There is no workspace in " + state.folder.string(),
                     "Name the folder that holds workspace.db.",
                     {}};
    state.network = liesOnNetwork(state.folder);
    if (state.network && !options.allowNetwork)
        return Error{
            ErrorCode::Unsupported,
            "The workspace " + state.folder.string() +
                " lies on a network file system, where several programs at "
                "once can damage a database",
            "Choose a folder on a local disk, or agree to use it there (slower, and from one computer at a time "
            "only).",
            {}};
    const DatabaseOptions how{.readOnly = options.readOnly, .wal = !state.network};
    if (options.readOnly) {
        FLAMBEAU_TRY(state.database, Database::open(file, how));
        FLAMBEAU_CHECK(checkVersion(*state.database, migrations()));
        FLAMBEAU_TRY(const int version, schemaVersion(*state.database));
        if (version != static_cast<int>(migrations().size()))
            return Error{
                ErrorCode::Unsupported,
                "This workspace was made by an older Flambeau and cannot be brought up to date while it is open "
                "for reading only",
                "Open it for writing once.",
                {}};
        return workspace;
    }
    if (const Status made = makeFolders(state.folder); !made.ok())
        return asReadOnly(made.error(), state.folder);
    if (::access(state.folder.c_str(), W_OK) != 0)
        return asReadOnly(systemError(errno, "Cannot write to the workspace " + state.folder.string()), state.folder);
    // Making and migrating are one process's at a time.
    auto opening = FileLock::acquire(state.folder / "open.lock");
    if (!opening.ok())
        return asReadOnly(opening.error(), state.folder);
    FLAMBEAU_TRY(state.database, Database::open(file, how));
    FLAMBEAU_CHECK(migrate(*state.database, migrations(), workspace.backupsDir()));
    FLAMBEAU_CHECK(settlePlace(*state.database, state.folder));
    return workspace;
}

Result<Workspace> Workspace::openReader() const {
    OpenOptions options = m_state->options;
    options.readOnly = true;
    return open(m_state->folder, options);
}

const fs::path& Workspace::path() const {
    return m_state->folder;
}
bool Workspace::readOnly() const {
    return m_state->options.readOnly;
}
Database& Workspace::database() const {
    return *m_state->database;
}

Result<std::optional<FileLock>> Workspace::tryWindowLock() const {
    return FileLock::tryAcquire(path() / "window.lock");
}
Result<std::optional<FileLock>> Workspace::tryFollowerLock() const {
    return FileLock::tryAcquire(path() / "follower.lock");
}

Status Workspace::transaction(const std::function<Status()>& body) {
    return database().write(body);
}

Result<std::int64_t> Workspace::dataVersion() const {
    Query query(database(), "PRAGMA data_version");
    return queryInteger(query);
}

namespace {

Result<std::int64_t> number(Database& database, std::string_view sql) {
    Query query(database, sql);
    return queryInteger(query);
}

}  // namespace

Result<WorkspaceInfo> Workspace::info() const {
    WorkspaceInfo info;
    info.folder = path();
    info.readOnly = readOnly();
    info.wal = database().wal();
    info.networkFilesystem = m_state->network;
    std::error_code failed;
    for (const char* tail : {"", "-wal"}) {
        const auto bytes = fs::file_size(databasePath().string() + tail, failed);
        if (!failed)
            info.databaseBytes += bytes;
    }
    const auto collect = [&]() -> Status {
        Database& db = database();
        FLAMBEAU_TRY(info.schemaVersion, schemaVersion(db));
        FLAMBEAU_TRY(info.artifacts, number(db, "SELECT count(*) FROM artifacts"));
        FLAMBEAU_TRY(const std::int64_t bytes, number(db, "SELECT coalesce(sum(bytes), 0) FROM artifacts"));
        info.artifactBytes = static_cast<std::uint64_t>(bytes);
        FLAMBEAU_TRY(info.runs, number(db, "SELECT count(*) FROM runs WHERE trashed = 0"));
        FLAMBEAU_TRY(info.runsInTrash, number(db, "SELECT count(*) FROM runs WHERE trashed <> 0"));
        FLAMBEAU_TRY(info.points, number(db,
                                         "SELECT (SELECT coalesce(sum(chunks * 1024 + tail_points), 0) FROM series) + "
                                         "(SELECT coalesce(sum(points), 0) FROM waiting_runs)"));
        FLAMBEAU_TRY(info.datasets,
                     number(db, "SELECT count(DISTINCT dataset) FROM dataset_versions WHERE trashed = 0"));
        FLAMBEAU_TRY(info.datasetVersions, number(db, "SELECT count(*) FROM dataset_versions WHERE trashed = 0"));
        FLAMBEAU_TRY(info.models, number(db, "SELECT count(DISTINCT model) FROM model_versions WHERE trashed = 0"));
        FLAMBEAU_TRY(info.modelVersions, number(db, "SELECT count(*) FROM model_versions WHERE trashed = 0"));
        return {};
    };
    FLAMBEAU_CHECK(database().read(collect));
    if (const auto free = freeDiskBytes(path()); free.ok())
        info.freeBytes = *free;
    return info;
}

}  // namespace flambeau::store
