// SPDX-License-Identifier: GPL-3.0-or-later
// What another machine does now and what lies there: how busy it is, its queue, its disk, and cleaning up. One object
// on one thread, that of its workspace; calls reach the host, block, and honour their stop token. Nobody is asked for
// secrets on the way: a host that wants one answers PermissionDenied until it was connected to otherwise.
#pragma once

#include <cstdint>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "flambeau/base/result.h"
#include "flambeau/domain/run_state.h"
#include "flambeau/session/hosts.h"

namespace flambeau::session {

struct HostGpu {
    int index = 0;
    std::string name;
    double use = -1;                                 ///< 0 to 1; below 0: not known
    std::int64_t memoryUsed = -1, memoryTotal = -1;  ///< bytes; below 0: not known
    std::vector<std::string> others;                 ///< "anna: python": the processes on it
    bool taken() const { return !others.empty(); }
};

struct HostLoad {
    double cpu = -1;   ///< share of all cores since the last look at it; below 0: not known yet
    double load = -1;  ///< processes that want to run, averaged over a minute
    int cores = 0;
    std::int64_t memoryUsed = -1, memoryTotal = -1;
    std::vector<HostGpu> gpus;
    std::string gpuProblem;
    double latency = -1;  ///< seconds of the round trip with the script
};

/// A run that the host has in its queue.
struct HostRun {
    std::string id;
    std::string name;  ///< where this workspace knows it; else the first letters of the id
    bool ours = false;
    bool running = false;
    domain::RunState state = domain::RunState::Queued;
    double since = 0;
    std::string doing;      ///< what it said it does
    std::string why;        ///< why it waits, as the host says; empty: not told
    std::vector<int> gpus;  ///< that it holds
};

struct HostQueue {
    int atOnce = 1;             ///< runs that need no GPU and go on at once
    std::vector<HostRun> runs;  ///< those that run, then those that wait, the next first
};

/// Of its GPUs, how many a run of the queue holds or a process is on.
std::size_t busyGpus(const HostLoad& load, const HostQueue& queue);
/// The run that holds that GPU; null: none.
const HostRun* holderOf(const HostGpu& gpu, const HostQueue& queue);

struct HostDisk {
    std::uint64_t freeBytes = 0;
    std::uint64_t runsBytes = 0;
    std::size_t runs = 0;  ///< folders of runs
};

/// What a clean-up would remove there: folders of ended runs of this workspace whose outputs are here.
struct HostCleanPlan {
    std::vector<std::string> runs;   ///< ids
    std::vector<std::string> names;  ///< of the same
    std::size_t needed = 0;          ///< ended, but what they left is not here yet
    std::size_t others = 0;          ///< of other workspaces, or going on
};
struct HostCleaned {
    std::size_t removed = 0, kept = 0;
    std::uint64_t freed = 0;
};

class HostService {
public:
    /// Both outlive it.
    HostService(Workspace& workspace, HostConnections& connections);

    Result<HostLoad> load(const std::string& host, std::stop_token stop);
    Result<HostQueue> queue(const std::string& host, std::stop_token stop);
    Result<HostDisk> disk(const std::string& host, std::stop_token stop);
    Result<HostCleanPlan> cleanPlan(const std::string& host, std::stop_token stop);
    /// Those of `plan` that still may go; one that lives is kept.
    Result<HostCleaned> clean(const std::string& host, const HostCleanPlan& plan, std::stop_token stop);

private:
    Result<std::string> ask(const std::string& host, const std::string& script, std::stop_token stop);

    struct Ticks {
        std::uint64_t busy = 0, all = 0;
    };
    Workspace& m_workspace;
    Hosts m_hosts;
    std::map<std::string, Ticks> m_ticks;  ///< of each host, at the last look
};

}  // namespace flambeau::session
