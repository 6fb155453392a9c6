// SPDX-License-Identifier: GPL-3.0-or-later
// Follows the runs that went to hosts: a thread a host, for as long as runs there are unfinished, and another one while
// something that runs left is to be fetched from it; each with its own connection to the workspace. A host that is slow
// or away holds nobody else up; one that cannot be reached is tried again, less and less often, up to once in half a
// minute. Owned by who leads the following of the workspace (it holds follower.lock); used on its thread.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <stop_token>
#include <string>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"
#include "flambeau/session/run_follower.h"

namespace flambeau::session {

class HostConnections;
class LiveStore;

class HostFollowing {
public:
    /// The callbacks are called on the hosts' threads, several at once. `connections` outlives the object.
    HostFollowing(fs::path workspace, HostConnections& connections, std::function<void(const RunChange&)> changed,
                  std::function<void(const Error&)> problem);
    ~HostFollowing();  ///< stops and joins
    HostFollowing(const HostFollowing&) = delete;
    HostFollowing& operator=(const HostFollowing&) = delete;

    /// Starts a thread for each host that has something to follow and none yet. Cheap: to be called often.
    Status look(Workspace& workspace);
    /// All threads end; look() starts them again.
    void stop();

private:
    struct Thread;
    using Threads = std::map<std::string, std::unique_ptr<Thread>>;
    void begin(Threads& threads, const std::string& host,
               Status (HostFollowing::*work)(const std::string&, const std::stop_token&));
    Status follow(const std::string& host, const std::stop_token& stop);
    Status fetch(const std::string& host, const std::stop_token& stop);
    Result<bool> isKnown(Workspace& workspace, const std::string& host);

    fs::path m_folder;
    HostConnections& m_connections;
    std::function<void(const RunChange&)> m_changed;
    std::function<void(const Error&)> m_problem;
    std::unique_ptr<LiveStore> m_live;
    std::set<std::string> m_unknown;  ///< hosts that are waited for and not known: told of
    Threads m_threads, m_fetching;    // after what they use
};

/// Everything that a command without an event loop follows: this machine's runs by looks of its own, those on hosts by
/// their threads. One object on one thread, that of the workspace.
class WorkspaceFollowing {
public:
    /// All outlive it. `problem` is called on any thread, several at once.
    WorkspaceFollowing(Workspace& workspace, RunRules rules, HostConnections& connections,
                       std::function<void(const Error&)> problem);
    ~WorkspaceFollowing();

    /// One look at this machine's runs. Where another process follows, nothing is done: its commits are there.
    Result<FollowPass> look(std::stop_token stop);
    /// What every machine's runs have written until now: hosts at once, for `most` at most; then what is known stands.
    Result<FollowPass> catchUp(std::chrono::milliseconds most, std::stop_token stop);

private:
    Result<FollowPass> passOverHosts(std::chrono::milliseconds most, std::stop_token stop);

    Workspace& m_workspace;
    HostConnections& m_connections;
    RunFollower m_follower;
    HostFollowing m_hosts;
};

}  // namespace flambeau::session
