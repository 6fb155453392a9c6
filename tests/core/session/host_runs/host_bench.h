// SPDX-License-Identifier: GPL-3.0-or-later
// A RunBench with a host: a real sshd on loopback behind a network that can break, known as "box". The trainer there is
// the bench's script.
#pragma once

#include <memory>
#include <optional>

#include "cut_proxy.h"
#include "flambeau/session/compute_service.h"
#include "flambeau/session/host_following.h"
#include "flambeau/session/hosts.h"
#include "run_bench.h"
#include "sshd.h"

namespace flambeau::test {

class HostBench : public RunBench {
public:
    /// `shell`: what stands in for the login shell there (see Sshd::Options).
    explicit HostBench(const std::string& train, const std::string& shell = {});
    ~HostBench();

    session::RunRequest onBox() const;
    RunId startOnBox() { return must(runs->start(onBox(), {}, {})); }
    /// Follows as a command does that stays, until `done` says so.
    session::RunView follow(const RunId& run, const std::function<bool(const session::RunView&)>& done,
                            session::RunRules rules = {});
    session::RunView toItsEnd(const RunId& run, session::RunRules rules = {}) {
        return follow(
            run, [](const auto& view) { return domain::isFinal(view.state) && view.outputsKept; }, rules);
    }
    /// The run's folder on the host.
    fs::path there(const RunId& run) const { return dir / "host" / "runs" / run.str(); }
    /// Another desktop program: connections of its own.
    void restart();
    std::vector<std::string> problems;

    Sshd sshd;
    CutProxy way;
    std::unique_ptr<session::HostConnections> connections;
    std::unique_ptr<session::Hosts> hosts;
};

/// Processes of this machine with the run's id in their environment.
std::vector<int> processesOfRun(const RunId& run);

}  // namespace flambeau::test
