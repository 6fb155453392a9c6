// SPDX-License-Identifier: GPL-3.0-or-later
// Looking after a workspace: how large it is, whether it is whole, a copy of its database, what could be freed, moving
// it. Functions on an open workspace, on its thread; they block and honour their stop token.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"
#include "flambeau/session/run_ports.h"

namespace flambeau::session {

class Workspace;

struct WorkspaceFacts {
    fs::path folder;
    int schemaVersion = 0;
    bool networkFilesystem = false, wal = false;
    std::uint64_t databaseBytes = 0, artifactBytes = 0, freeBytes = 0;
    std::int64_t artifacts = 0, points = 0;
    std::int64_t runs = 0, runsInTrash = 0, datasets = 0, datasetVersions = 0, models = 0, modelVersions = 0;
};
Result<WorkspaceFacts> workspaceFacts(Workspace& workspace);
nlohmann::json toJson(const WorkspaceFacts& facts);

struct WorkspaceHealth {
    std::vector<std::string> databaseProblems;
    std::vector<std::string> missing, damaged;  ///< hashes of contents that are named and gone, or differ
    std::vector<std::string> orphaned;          ///< hashes that nothing names: no damage
    std::int64_t blobs = 0;
    bool ok() const { return databaseProblems.empty() && missing.empty() && damaged.empty(); }
};
/// `full` reads every content and compares its hash.
Result<WorkspaceHealth> checkWorkspace(Workspace& workspace, bool full, std::stop_token stop,
                                       const ProgressCallback& progress);
nlohmann::json toJson(const WorkspaceHealth& health);

/// A complete copy of the database in backups/; the file.
Result<fs::path> backupWorkspace(Workspace& workspace);

struct CleanResult {
    std::int64_t blobs = 0;          ///< contents that nothing names
    std::uint64_t blobBytes = 0;
    std::uint64_t scratchBytes = 0;  ///< half-made files of processes that were killed
    std::vector<std::string> trash;  ///< what was purged, or would be: "model m@2", "run 0123abcd"
    bool applied = false;
};
/// What could be freed; with `apply` it is. With `emptyTrash` runs and model versions in the trash are deleted too.
Result<CleanResult> cleanWorkspace(Workspace& workspace, bool apply, bool emptyTrash, std::stop_token stop);

/// Moves a whole workspace that nobody has open; the list of known ones follows.
Status moveWorkspace(const fs::path& from, const fs::path& to, std::stop_token stop, const ProgressCallback& progress);

}  // namespace flambeau::session
