// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/maintenance.h"

#include "flambeau/session/workspace.h"
#include "flambeau/store/artifacts.h"
#include "flambeau/store/models.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/workspace.h"
#include "known_workspaces.h"
#include "scratch_dir.h"

namespace flambeau::session {

namespace {

constexpr double kYoungSeconds = 3600;  ///< a younger blob may be the first half of somebody's put

store::Progress told(const ProgressCallback& progress, std::string what) {
    return [&progress, what = std::move(what)](std::uint64_t done, std::uint64_t total) {
        if (progress)
            progress(what, done, total);
    };
}

}  // namespace

Result<WorkspaceFacts> workspaceFacts(Workspace& workspace) {
    FLAMBEAU_TRY(const store::WorkspaceInfo info, workspace.store().info());
    WorkspaceFacts facts;
    facts.folder = info.folder;
    facts.schemaVersion = info.schemaVersion;
    facts.networkFilesystem = info.networkFilesystem;
    facts.wal = info.wal;
    facts.databaseBytes = info.databaseBytes;
    facts.artifactBytes = info.artifactBytes;
    facts.freeBytes = info.freeBytes;
    facts.artifacts = info.artifacts;
    facts.points = info.points;
    facts.runs = info.runs;
    facts.runsInTrash = info.runsInTrash;
    facts.datasets = info.datasets;
    facts.datasetVersions = info.datasetVersions;
    facts.models = info.models;
    facts.modelVersions = info.modelVersions;
    return facts;
}

nlohmann::json toJson(const WorkspaceFacts& facts) {
    return {{"folder", facts.folder.string()},
            {"schema_version", facts.schemaVersion},
            {"network_filesystem", facts.networkFilesystem},
            {"wal", facts.wal},
            {"database_bytes", facts.databaseBytes},
            {"artifact_bytes", facts.artifactBytes},
            {"artifacts", facts.artifacts},
            {"free_bytes", facts.freeBytes},
            {"points", facts.points},
            {"runs", facts.runs},
            {"runs_in_trash", facts.runsInTrash},
            {"datasets", facts.datasets},
            {"dataset_versions", facts.datasetVersions},
            {"models", facts.models},
            {"model_versions", facts.modelVersions}};
}

Result<WorkspaceHealth> checkWorkspace(Workspace& workspace, bool full, std::stop_token stop,
                                       const ProgressCallback& progress) {
    FLAMBEAU_TRY(store::CheckReport report,
                 workspace.store().check(full, stop, told(progress, "checking contents")));
    WorkspaceHealth health;
    health.databaseProblems = std::move(report.databaseProblems);
    health.missing = std::move(report.missingBlobs);
    health.damaged = std::move(report.damagedBlobs);
    health.orphaned = std::move(report.orphanedBlobs);
    health.blobs = report.blobs;
    return health;
}

nlohmann::json toJson(const WorkspaceHealth& health) {
    return {{"ok", health.ok()},
            {"database_problems", health.databaseProblems},
            {"missing", health.missing},
            {"damaged", health.damaged},
            {"orphaned", health.orphaned},
            {"contents", health.blobs}};
}

Result<fs::path> backupWorkspace(Workspace& workspace) { return workspace.store().backup(); }

Result<CleanResult> cleanWorkspace(Workspace& workspace, bool apply, bool emptyTrash, std::stop_token stop) {
    store::Workspace& store = workspace.store();
    CleanResult result;
    result.applied = apply;
    if (emptyTrash) {
        const store::Models models(store);
        FLAMBEAU_TRY(const auto versions, models.trash());
        for (const store::ModelVersion& version : versions) {
            result.trash.push_back("model " + version.name + "@" + std::to_string(version.version));
            if (apply)
                FLAMBEAU_CHECK(models.purge(version.name, version.version));
        }
        const store::Runs runs(store);
        store::RunFilter filter;
        filter.trashed = true;
        FLAMBEAU_TRY(const auto trashed, runs.list(filter));
        for (const store::Run& run : trashed) {
            if (apply) {
                const Status purged = runs.purge(run.id);
                if (!purged.ok() && purged.error().code == ErrorCode::Conflict)
                    continue;  // another run was resumed from it
                FLAMBEAU_CHECK(purged);
                std::error_code ignored;
                fs::remove_all(store.runDir(run.id), ignored);
            }
            result.trash.push_back("run " + run.id.str().substr(0, 8) + " " + run.name);
        }
    }
    result.scratchBytes = cleanScratch(workspace.paths().root, apply);
    if (apply) {
        FLAMBEAU_TRY(const store::CleanReport cleaned, store.clean(kYoungSeconds, stop));
        result.blobs = cleaned.blobs;
        result.blobBytes = cleaned.bytes;
        return result;
    }
    FLAMBEAU_TRY(const store::CheckReport report, store.check(false, stop));
    const store::Artifacts artifacts(store);
    for (const std::string& hash : report.orphanedBlobs) {
        std::error_code error;
        const auto bytes = fs::file_size(artifacts.blobPath(hash), error);
        result.blobBytes += error ? 0 : bytes;
        ++result.blobs;
    }
    return result;
}

Status moveWorkspace(const fs::path& from, const fs::path& to, std::stop_token stop, const ProgressCallback& progress) {
    const bool chosen = chosenWorkspace() == from;
    FLAMBEAU_CHECK(store::Workspace::move(from, to, stop, told(progress, "moving")));
    if (chosen)
        return useWorkspace(to);
    rememberWorkspace(to);
    return {};
}

}  // namespace flambeau::session
