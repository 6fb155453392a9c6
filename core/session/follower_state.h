// SPDX-License-Identifier: GPL-3.0-or-later
// What a RunFollower remembers between two looks, all of which can be read again. Private to it.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "flambeau/base/files.h"
#include "flambeau/launch/evidence.h"
#include "flambeau/remote/local_transport.h"
#include "flambeau/session/hosts.h"
#include "flambeau/session/run_follower.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/runs.h"
#include "live_store.h"
#include "run_logs.h"
#include "run_streams.h"

namespace flambeau::session {

struct RunFollower::State {
    using Clock = std::chrono::steady_clock;

    State(Workspace& workspace, RunRules rules, Hosts* hosts, std::string compute)
        : workspace(workspace), rules(rules), hosts(hosts), compute(std::move(compute)) {
        place.folder = workspace.paths().local().string();
        place.name = "local";
        place.transport = &local;
    }

    Workspace& workspace;
    RunRules rules;
    Hosts* hosts;  ///< null: this machine's runs
    std::string compute;
    LiveStore* live = nullptr;  ///< null: what comes is committed through `workspace`
    std::function<void(const RunChange&)> callback;
    std::optional<FileLock> lock;
    remote::LocalTransport local;
    HostPlace place;
    struct Followed {
        RunStreams streams;
        std::optional<RunLogs> logs;             ///< of a host's
        std::optional<Clock::time_point> asked;  ///< for evidence
    };
    std::map<RunId, Followed> runs;
    std::optional<Clock::time_point> pendingTried;

    const std::string& hostFolder() const { return place.folder; }
    Status reach(std::stop_token stop);
    Result<std::vector<store::Run>> unfinished() const;
    Status noteReached(const std::vector<store::Run>& known, bool reached);
    Followed& followed(const RunId& run);
    Result<launch::HostEvidence> look(const std::vector<std::string>& runs);
    Result<std::vector<const store::Run*>> readAll(const std::vector<store::Run>& known, FollowPass& pass,
                                                   std::stop_token stop);
    Status judge(const std::vector<const store::Run*>& ask, FollowPass& pass, std::stop_token stop);
    Status finishRest(FollowPass& pass, std::stop_token stop);
    Status settle(const store::Run& run, const launch::RunEvidence& evidence, const std::string& bootId,
                  FollowPass& pass, std::stop_token stop);
    Result<bool> preventStart(const RunId& run);
    Result<std::optional<std::string>> sweep(const store::Run& run);
    Status settleUnstarted(const store::Run& run, FollowPass& pass);
};

}  // namespace flambeau::session
