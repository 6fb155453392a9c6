// SPDX-License-Identifier: GPL-3.0-or-later
// What one look at a host shows of a run, and what follows from it. Pure functions over plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "flambeau/domain/run_state.h"
#include "flambeau/launch/exit_record.h"

namespace flambeau::launch {

/// A process as the supervisor recorded it. `alive`: a process of that number with that start time is there now and is
/// no zombie.
struct ProcessEvidence {
    int rank = -1;  ///< -1: the supervisor
    std::int64_t pid = 0;
    std::uint64_t startTime = 0;  ///< clock ticks after boot
    bool alive = false;
    std::optional<int> exitCode;  ///< of a rank, recorded by what waited for it
};

/// A file that grows: events*.jsonl, state.jsonl, logs/*.
struct StreamFile {
    std::string path;  ///< relative to the run's folder
    std::uint64_t bytes = 0;
};

struct RunEvidence {
    std::string run;
    bool folder = false;      ///< the run's folder is there
    bool away = false;        ///< …and neither is anything else of Flambeau's where it should be
    bool started = false;     ///< a start has taken the run's lock
    bool brokenOff = false;   ///< …a minute ago or more, and nothing has come of it
    bool cancelMark = false;  ///< somebody asked for the end
    std::string bootId;       ///< of the machine when it was started; empty: no pid file
    ProcessEvidence supervisor;
    std::vector<ProcessEvidence> ranks;
    std::string lastState;  ///< the last state word in state.jsonl, empty: none
    std::vector<StreamFile> files;
    std::optional<ExitRecord> exit;
    std::string exitProblem;  ///< exit.json is there but cannot be read: why
};

struct HostEvidence {
    std::string bootId;
    double now = 0;  ///< the host's clock, seconds since 1970
    std::vector<RunEvidence> runs;

    const RunEvidence* find(const std::string& run) const;
};

struct Verdict {
    domain::RunState state = domain::RunState::Preparing;
    std::string reason;  ///< plain text, may be empty
    bool ended = false;  ///< nothing more will come: read the streams to their ends and keep the outputs
};

/// Files are the truth: exit.json decides; else a changed boot id is Lost; else living processes are Queued, Running or
/// Finalizing; else Lost with what was seen. A folder that was never started is Preparing; no folder at all is Lost.
Verdict reconcile(const RunEvidence& evidence, const std::string& bootIdNow);

}  // namespace flambeau::launch
