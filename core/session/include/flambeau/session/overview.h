// SPDX-License-Identifier: GPL-3.0-or-later
// A workspace at one glance: how much of each kind there is, which runs are not over. Functions on an open workspace,
// on its thread; a few milliseconds with ten thousand runs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "flambeau/base/files.h"
#include "flambeau/base/id.h"
#include "flambeau/base/result.h"
#include "flambeau/domain/run_state.h"

namespace flambeau::session {

class Workspace;

struct UnfinishedRun {
    RunId id;
    std::string name;
    domain::RunState state = domain::RunState::Preparing;
    double share = -1;    ///< of its work; below 0: it has not said
    std::string compute;  ///< where it is
    std::string doing;    ///< what it said last it does
    double since = 0;     ///< when its state began
};

struct Overview {
    std::int64_t datasets = 0, runs = 0, models = 0;  ///< without the trash
    std::vector<UnfinishedRun> unfinished;            ///< oldest first

    /// Those that hold a slot, and those that wait for one or are being prepared.
    int running() const;
    int queued() const;
};
Result<Overview> overviewOf(Workspace& workspace);

/// Held by the one window of a workspace, as long as it is open. Empty: another process has it. The folder is made if
/// it is not there. Needs no open workspace and does not block.
Result<std::optional<FileLock>> takeWindowLock(const fs::path& workspace);

}  // namespace flambeau::session
