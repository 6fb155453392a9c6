// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/overview.h"

#include <algorithm>

#include "flambeau/session/workspace.h"
#include "flambeau/store/datasets.h"
#include "flambeau/store/models.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/workspace.h"

namespace flambeau::session {

namespace {

bool holdsSlot(domain::RunState state) {
    return state == domain::RunState::Running || state == domain::RunState::Finalizing;
}

}  // namespace

int Overview::running() const {
    return static_cast<int>(
        std::count_if(unfinished.begin(), unfinished.end(), [](const auto& run) { return holdsSlot(run.state); }));
}

int Overview::queued() const {
    return static_cast<int>(unfinished.size()) - running();
}

Result<Overview> overviewOf(Workspace& workspace) {
    const store::Runs runs(workspace.store());
    Overview overview;
    FLAMBEAU_TRY(overview.runs, runs.count());
    FLAMBEAU_TRY(const auto datasets, store::Datasets(workspace.store()).list());
    overview.datasets = static_cast<std::int64_t>(datasets.size());
    FLAMBEAU_TRY(const auto models, store::Models(workspace.store()).list());
    overview.models = static_cast<std::int64_t>(models.size());
    FLAMBEAU_TRY(const auto unfinished, runs.unfinished());
    for (const auto& run : unfinished) {
        double share = -1;
        if (run.progress.time > 0 && run.progress.total > 0)
            share = std::clamp(static_cast<double>(run.progress.done) / static_cast<double>(run.progress.total), 0., 1.);
        overview.unfinished.push_back({run.id, run.name, run.state, share, run.compute, run.progress.what, run.since});
    }
    return overview;
}

Result<std::optional<FileLock>> takeWindowLock(const fs::path& workspace) {
    FLAMBEAU_CHECK(makeDirs(workspace));
    return FileLock::tryAcquire(workspace / "window.lock");
}

}  // namespace flambeau::session
