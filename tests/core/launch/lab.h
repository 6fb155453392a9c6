// SPDX-License-Identifier: GPL-3.0-or-later
// A host's folder on this machine with real supervisors under a chosen shell. When it goes, every process of its runs
// is killed, so that a failing test leaves nothing behind.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "flambeau/launch/scripts.h"
#include "flambeau/remote/local_transport.h"
#include "test_support.h"

namespace flambeau::test {

/// The shells of this machine that the supervisor must run under: "dash", "bash --posix", "busybox sh".
std::vector<std::string> shells();

/// Looks every 10 ms until it is so; false after 60 s, which no test should ever see.
bool eventually(const std::function<bool()>& condition);

/// Living processes with FLAMBEAU_RUN=<run> in their environment.
std::vector<int> processesOf(const std::string& run);

class Lab {
public:
    explicit Lab(std::string shell = "sh", const std::string& folder = "host");
    ~Lab();

    launch::LaunchPlan plan(std::vector<std::string> argv);
    /// A plan whose program is `sh -c script`, dollars kept from Flambeau's own replacement.
    launch::LaunchPlan script(const std::string& text);
    launch::PrepareAnswer prepare(const std::string& run);
    launch::StartAnswer start(const launch::LaunchPlan& plan);
    /// prepare and start; the run's id.
    std::string go(const launch::LaunchPlan& plan);

    launch::HostEvidence poll(const std::vector<std::string>& runs);
    launch::RunEvidence look(const std::string& run);
    launch::Verdict verdict(const std::string& run);
    launch::CancelOutcome cancel(const std::string& run);
    /// Waits for exit.json.
    launch::ExitRecord wait(const std::string& run);
    bool waitForState(const std::string& run, domain::RunState state);
    void slots(int count);
    launch::QueueAnswer queue();

    fs::path folder(const std::string& run) const { return fs::path(m_host) / "runs" / run; }
    const std::string& host() const { return m_host; }
    remote::LocalTransport& transport() { return m_transport; }
    std::string run(const std::string& script);

private:
    TempDir m_temp;
    std::string m_shell;
    std::string m_host;
    std::string m_locks;
    remote::LocalTransport m_transport;
    std::vector<std::string> m_runs;
};

}  // namespace flambeau::test
