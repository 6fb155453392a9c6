// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/host_following.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include "flambeau/base/pause.h"
#include "flambeau/domain/this_machine.h"
#include "flambeau/session/hosts.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/workspace.h"
#include "live_store.h"
#include "run_ending.h"

namespace flambeau::session {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFirstPause{500}, kLongestPause{30'000}, kIdlePause{1000}, kShortRest{100};

/// The hosts that runs, or what runs left, are waited for at.
Result<std::set<std::string>> hostsToFollow(Workspace& workspace) {
    std::set<std::string> hosts;
    FLAMBEAU_TRY(const auto unfinished, store::Runs(workspace.store()).unfinished());
    for (const auto& run : unfinished) {
        if (!domain::isThisMachine(run.compute))
            hosts.insert(run.compute);
    }
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
    for (auto& [host, thread] : m_threads)
        thread->thread.request_stop();
    m_threads.clear();
}

Status HostFollowing::look(Workspace& workspace) {
    std::erase_if(m_threads, [](const auto& each) { return each.second->over.load(); });
    FLAMBEAU_TRY(const auto hosts, hostsToFollow(workspace));
    for (const auto& host : hosts) {
        auto& entry = m_threads[host];
        if (entry)
            continue;
        entry = std::make_unique<Thread>();
        auto* own = entry.get();
        entry->thread = std::jthread([this, host, own](const std::stop_token& stop) {
            const auto follow = [&]() -> Status {
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
                    FLAMBEAU_TRY(const auto still, hostsToFollow(*opened));
                    if (!still.contains(host))
                        return {};
                    if (pass.unreachable) {
                        pauseFor(wait, stop);
                        wait = std::min(2 * wait, kLongestPause);
                        continue;
                    }
                    wait = kFirstPause;
                    // Nothing to wait for there, something that went wrong, or looks that settle nothing: no reason to
                    // ask without a rest.
                    rest = pass.changed() || lasted > kIdlePause ? kShortRest : std::min(2 * rest, kIdlePause);
                    if (!pass.problems.empty() || pass.unfinished == 0)
                        pauseFor(kIdlePause, stop);
                    else if (rest > kShortRest)
                        pauseFor(rest, stop);
                }
                return {};
            };
            if (auto done = follow(); !done && !stop.stop_requested()) {
                m_problem(done.error());
                pauseFor(kIdlePause, stop);
            }
            own->over = true;
        });
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
    total.points += hosts.points;
    total.bytes += hosts.bytes;
    total.ended += hosts.ended;
    total.unfinished += hosts.unfinished;
    total.problems.insert(total.problems.end(), hosts.problems.begin(), hosts.problems.end());
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
                total.points += pass->points;
                total.bytes += pass->bytes;
                total.ended += pass->ended;
                total.unfinished += pass->unfinished;
                for (auto& problem : pass->problems)
                    total.problems.push_back(std::move(problem));
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
