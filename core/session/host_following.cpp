// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/host_following.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include "flambeau/base/pause.h"
#include "flambeau/domain/this_machine.h"
#include "flambeau/session/hosts.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/computes.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/workspace.h"
#include "live_store.h"
#include "run_ending.h"

namespace flambeau::session {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFirstPause{500}, kLongestPause{30'000}, kIdlePause{1000}, kShortRest{100};

/// The hosts that unfinished runs are on.
Result<std::set<std::string>> hostsWithRuns(Workspace& workspace) {
    std::set<std::string> hosts;
    FLAMBEAU_TRY(const auto unfinished, store::Runs(workspace.store()).unfinished());
    for (const auto& run : unfinished) {
        if (!domain::isThisMachine(run.compute))
            hosts.insert(run.compute);
    }
    return hosts;
}

/// Those, and the hosts that something that runs left is still to be fetched from.
Result<std::set<std::string>> hostsToFollow(Workspace& workspace) {
    FLAMBEAU_TRY(auto hosts, hostsWithRuns(workspace));
    FLAMBEAU_TRY(const auto pending, hostsWithPending(workspace));
    hosts.insert(pending.begin(), pending.end());
    return hosts;
}

}  // namespace

struct HostFollowing::Thread {
    std::atomic<bool> over{false};
    std::jthread thread;  // last: it ends before the rest goes
};

HostFollowing::HostFollowing(fs::path workspace, HostConnections& connections,
                             std::function<void(const RunChange&)> changed, std::function<void(const Error&)> problem)
    : m_folder(std::move(workspace)),
      m_connections(connections),
      m_changed(std::move(changed)),
      m_problem(std::move(problem)),
      m_live(std::make_unique<LiveStore>(m_folder)) {}

HostFollowing::~HostFollowing() {
    stop();
}

void HostFollowing::stop() {
    for (auto* threads : {&m_threads, &m_fetching}) {
        for (auto& [host, thread] : *threads)
            thread->thread.request_stop();
    }
    m_threads.clear();
    m_fetching.clear();
}

Status HostFollowing::look(Workspace& workspace) {
    FLAMBEAU_TRY(const auto running, hostsWithRuns(workspace));
    FLAMBEAU_TRY(const auto pending, hostsWithPending(workspace));
    for (const auto& host : running) {
        FLAMBEAU_TRY(const bool known, isKnown(workspace, host));
        if (known)
            begin(m_threads, host, &HostFollowing::follow);
    }
    for (const auto& host : pending) {
        FLAMBEAU_TRY(const bool known, isKnown(workspace, host));
        if (known)
            begin(m_fetching, host, &HostFollowing::fetch);
    }
    return {};
}

/// A host that was removed cannot be asked for what it has: that is said once, until it is there again.
Result<bool> HostFollowing::isKnown(Workspace& workspace, const std::string& host) {
    const auto record = store::Computes(workspace.store()).get(host);
    if (!record && record.error().code != ErrorCode::NotFound)
        return record.error();
    if (record)
        m_unknown.erase(host);
    else if (m_unknown.insert(host).second)
        m_problem({ErrorCode::NotFound, "Runs left something on " + host + ", which is not known any more",
                   "Add it again under that name to have what is there.", ""});
    return record.ok();
}

void HostFollowing::begin(Threads& threads, const std::string& host,
                          Status (HostFollowing::*work)(const std::string&, const std::stop_token&)) {
    std::erase_if(threads, [](const auto& each) { return each.second->over.load(); });
    auto& entry = threads[host];
    if (entry)
        return;
    entry = std::make_unique<Thread>();
    auto* own = entry.get();
    entry->thread = std::jthread([this, host, own, work](const std::stop_token& stop) {
        if (auto done = (this->*work)(host, stop); !done && !stop.stop_requested()) {
            m_problem(done.error());
            pauseFor(kIdlePause, stop);
        }
        own->over = true;
    });
}

Status HostFollowing::follow(const std::string& host, const std::stop_token& stop) {
    FLAMBEAU_TRY(const auto opened, openAgain(m_folder));
    Hosts ways(*opened, m_connections);
    RunFollower follower(*opened, ways, host, m_live.get());
    follower.onChange(m_changed);
    milliseconds wait = kFirstPause;
    milliseconds rest = kShortRest;
    while (!stop.stop_requested()) {
        const auto begun = std::chrono::steady_clock::now();
        FLAMBEAU_TRY(const auto pass, follower.live(stop));
        const auto lasted = std::chrono::steady_clock::now() - begun;
        if (lasted > kLongestPause)
            wait = kFirstPause;
        for (const auto& problem : pass.problems)
            m_problem(problem);
        FLAMBEAU_TRY(const auto still, hostsWithRuns(*opened));
        if (!still.contains(host))
            return {};
        if (pass.unreachable) {
            pauseFor(wait, stop);
            wait = std::min(2 * wait, kLongestPause);
            continue;
        }
        wait = kFirstPause;
        // Nothing to wait for there, something that went wrong, or looks that settle nothing: no reason to ask without
        // a rest.
        rest = pass.changed() || lasted > kIdlePause ? kShortRest : std::min(2 * rest, kIdlePause);
        if (!pass.problems.empty() || pass.unfinished == 0)
            pauseFor(kIdlePause, stop);
        else if (rest > kShortRest)
            pauseFor(rest, stop);
    }
    return {};
}

/// On a thread of its own: a checkpoint may take minutes, and no point of another run waits for it.
Status HostFollowing::fetch(const std::string& host, const std::stop_token& stop) {
    FLAMBEAU_TRY(const auto opened, openAgain(m_folder));
    Hosts ways(*opened, m_connections);
    RunFollower follower(*opened, ways, host);
    milliseconds wait = kFirstPause;
    std::string told;
    while (!stop.stop_requested()) {
        FLAMBEAU_TRY(const auto pass, follower.fetch(stop));
        for (const auto& problem : pass.problems) {
            if (std::exchange(told, problem.message) != problem.message)
                m_problem(problem);
        }
        FLAMBEAU_TRY(const auto still, hostsWithPending(*opened));
        if (std::find(still.begin(), still.end(), host) == still.end())
            return {};
        pauseFor(wait, stop);
        wait = std::min(2 * wait, kLongestPause);
    }
    return {};
}

WorkspaceFollowing::WorkspaceFollowing(Workspace& workspace, RunRules rules, HostConnections& connections,
                                       std::function<void(const Error&)> problem)
    : m_workspace(workspace),
      m_connections(connections),
      m_follower(workspace, rules),
      m_hosts(workspace.paths().root, connections, {}, std::move(problem)) {}

WorkspaceFollowing::~WorkspaceFollowing() = default;

Result<FollowPass> WorkspaceFollowing::look(std::stop_token stop) {
    FLAMBEAU_TRY(const bool leads, m_follower.tryLead());
    if (!leads) {
        m_hosts.stop();
        return FollowPass();
    }
    FLAMBEAU_CHECK(m_hosts.look(m_workspace));
    return m_follower.pass(stop);
}

Result<FollowPass> WorkspaceFollowing::catchUp(std::chrono::milliseconds most, std::stop_token stop) {
    FollowPass hosts;
    FLAMBEAU_TRY(const bool leads, m_follower.tryLead());
    if (leads) {
        FLAMBEAU_TRY(hosts, passOverHosts(most, stop));
    }
    FLAMBEAU_TRY(auto total, m_follower.catchUp(stop));
    total += hosts;
    return total;
}

Result<FollowPass> WorkspaceFollowing::passOverHosts(std::chrono::milliseconds most, std::stop_token stop) {
    FollowPass total;
    FLAMBEAU_TRY(const auto hosts, hostsToFollow(m_workspace));
    if (hosts.empty())
        return total;
    std::mutex mutex;
    std::condition_variable_any done;
    std::size_t left = hosts.size();
    std::vector<std::jthread> threads;
    for (const auto& host : hosts) {
        threads.emplace_back([&, host](const std::stop_token& own) {
            const auto look = [&]() -> Result<FollowPass> {
                FLAMBEAU_TRY(const auto opened, openAgain(m_workspace.paths().root));
                Hosts ways(*opened, m_connections);
                return RunFollower(*opened, ways, host).pass(own);
            };
            auto pass = look();
            const std::lock_guard lock(mutex);
            if (pass) {
                total += *pass;
                std::erase_if(total.problems, [](const Error& each) { return each.code == ErrorCode::Canceled; });
            } else if (!own.stop_requested()) {
                total.problems.push_back(pass.error());
            }
            --left;
            done.notify_all();
        });
    }
    {
        std::unique_lock lock(mutex);
        done.wait_for(lock, stop, most, [&] { return left == 0; });
    }
    for (auto& thread : threads)
        thread.request_stop();
    threads.clear();
    return total;
}

}  // namespace flambeau::session
