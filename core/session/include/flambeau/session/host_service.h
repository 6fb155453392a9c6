// SPDX-License-Identifier: GPL-3.0-or-later
// What another machine does now and what lies there: how busy it is, its queue, its disk, and cleaning up. One object
// on one thread, that of its workspace; calls reach the host, block, and honour their stop token. Nobody is asked for
// secrets on the way: a host that wants one answers PermissionDenied until it was connected to otherwise.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "flambeau/base/result.h"
#include "flambeau/domain/run_state.h"
#include "flambeau/session/hosts.h"
#include "flambeau/session/run_ports.h"

namespace flambeau::launch {
struct HostContents;
}

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
    int gpusAsked = 0;      ///< 0: it needs a slot
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

/// What Flambeau's folder there takes, by kind.
struct HostDisk {
    struct Part {
        std::uint64_t bytes = 0;
        std::size_t count = 0;
    };
    std::uint64_t freeBytes = 0;
    Part runs, environments, engines;
    Part content;                 ///< pictures, weights and checkpoints, kept once by their hash
    std::uint64_t leftBytes = 0;  ///< half-made things that nobody has touched for a day
    std::uint64_t bytes() const { return runs.bytes + environments.bytes + engines.bytes + content.bytes + leftBytes; }
};

/// Something that a clean-up would remove there.
struct HostCleanItem {
    enum class Kind { Run, Environment, Engine };
    Kind kind = Kind::Run;
    std::string name;   ///< a run's id, or a key
    std::string title;  ///< the run's name where this workspace knows it
    std::uint64_t bytes = 0;
    double age = 0;  ///< seconds since its end or its last use
};

/// Never a run that is not over, whosever it is, nor what such a run uses; of ended runs those of this workspace whose
/// outputs are here, and starts that were given up.
struct HostCleanPlan {
    std::vector<HostCleanItem> items;
    std::uint64_t contentFiles = 0, contentBytes = 0;  ///< that no run needs which is not over
    std::uint64_t leftBytes = 0;
    bool contentBusy = false;    ///< content is being sent or prepared for: nobody can say what of it is needed
    std::size_t needed = 0;      ///< ended runs that stay: what they left is not here yet
    std::size_t others = 0;      ///< runs that stay: they go on, or are of other workspaces
    std::size_t kits = 0;        ///< environments and engines that no run uses now but one did lately
    std::uint64_t kitBytes = 0;  ///< of these
    bool kitsGo = false;         ///< these are to go too
    std::uint64_t bytes() const;
    bool empty() const { return items.empty() && contentFiles == 0 && leftBytes == 0; }
};
struct HostCleaned {
    std::size_t removed = 0, kept = 0;  ///< items
    std::size_t failed = 0;             ///< items that were to go and could not be removed there
    std::uint64_t freed = 0;
};

class HostService {
public:
    /// Both outlive it.
    HostService(Workspace& workspace, HostConnections& connections);

    Result<HostLoad> load(const std::string& host, std::stop_token stop);
    Result<HostQueue> queue(const std::string& host, std::stop_token stop);
    /// What this user can still write in its folder; costs nothing.
    Result<std::uint64_t> room(const std::string& host, std::stop_token stop);
    /// Costs a `du` of its folder.
    Result<HostDisk> disk(const std::string& host, std::stop_token stop);
    /// The title of the engine that a run there would use; nothing: one would be made first.
    Result<std::optional<std::string>> engine(const std::string& host, bool gpus, const Engine& desktops,
                                              std::stop_token stop);
    /// `kits`: also environments and engines that were used lately, as long as no run uses them now.
    Result<HostCleanPlan> cleanPlan(const std::string& host, bool kits, std::stop_token stop);
    /// What of `plan` may still go; what has come to be needed is kept.
    Result<HostCleaned> clean(const std::string& host, const HostCleanPlan& plan, std::stop_token stop);

private:
    Result<launch::HostContents> contents(const std::string& host, std::stop_token stop);
    Result<std::string> ask(const std::string& host, std::string script, std::stop_token stop);

    struct Ticks {
        std::uint64_t busy = 0, all = 0;
    };
    Workspace& m_workspace;
    Hosts m_hosts;
    std::map<std::string, Ticks> m_ticks;  ///< of each host, at the last look
};

}  // namespace flambeau::session
