// SPDX-License-Identifier: GPL-3.0-or-later
// LaunchPlan: what a host is to start for one run. Made from definition, engine or environment, and host facts by the
// session; turned into text by scripts.h. Plain values.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "flambeau/base/result.h"

namespace flambeau::launch {

/// One process. In its words `$NAME` and `${NAME}` are replaced on the host from that process's environment, `$$` is a
/// dollar and nothing else expands; a name that is not set ends the run with a message. Text that must stay as it is
/// goes through literalArgument().
struct RankCommand {
    std::vector<std::string> argv;
    std::map<std::string, std::string> environment;  ///< this rank's own, over LaunchPlan::environment
};

struct LaunchPlan {
    std::string hostFolder;  ///< absolute; the run's folder is <hostFolder>/runs/<run>
    std::string run;         ///< UUID
    std::string name;        ///< what a person calls it, for "waiting for …"; any UTF-8
    std::vector<RankCommand> ranks;
    std::map<std::string, std::string> environment;
    std::string workingDir;       ///< absolute, or relative to the run's folder; empty: the run's folder
    bool queued = true;           ///< waits for one of the host's slots; false: starts at once (not with GPUs)
    int gpus = 0;                 ///< 0: it takes a slot; else that many GPUs of its own, and no slot
    int priority = 0;             ///< higher ones first, -1000 to 1000; the same: in the order of arrival
    double graceSeconds = 10;     ///< between TERM and KILL
    double timeLimitSeconds = 0;  ///< of running, not of waiting; 0: none
    bool keepAwake = false;       ///< keep the desktop from falling asleep while it runs (this machine's runs)
};

/// `text` with each dollar doubled: it reaches the program unchanged.
std::string literalArgument(std::string_view text);

/// InvalidArgument with the first thing that cannot be started: no UUID, folder not absolute, no rank, an empty argv, a
/// NUL, a name of the environment that is not [A-Za-z_][A-Za-z0-9_]*, a negative or endless time, GPUs below 0 or above
/// 1024, CUDA_VISIBLE_DEVICES of its own where it asks for GPUs.
Status validate(const LaunchPlan& plan);

/// The places in a host's folder (DESIGN: "A host's folder").
std::string runFolder(const std::string& hostFolder, const std::string& run);
/// Relative to the run's folder: "logs/stdout.log" of rank 0, "logs/rank-<n>.log"; "events.jsonl", "events-<n>.jsonl".
std::string logName(int rank);
std::string eventsName(int rank);

}  // namespace flambeau::launch
