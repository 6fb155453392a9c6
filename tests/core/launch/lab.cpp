// SPDX-License-Identifier: GPL-3.0-or-later
#include "lab.h"

#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

#include "flambeau/base/id.h"
#include "flambeau/base/strings.h"

namespace flambeau::test {

namespace {

bool onPath(const std::string& program) {
    for (const std::string& folder : split(std::getenv("PATH") ? std::getenv("PATH") : "", ':')) {
        if (::access((folder + "/" + program).c_str(), X_OK) == 0)
            return true;
    }
    return false;
}

std::vector<std::string> stdinShell(const std::string& shell) {
    auto words = split(shell, ' ');
    words.push_back("-s");
    return words;
}

}  // namespace

std::vector<std::string> shells() {
    std::vector<std::string> found;
    for (const char* shell : {"dash", "bash --posix", "busybox sh"}) {
        if (onPath(split(shell, ' ')[0]))
            found.push_back(shell);
    }
    return found;
}

bool eventually(const std::function<bool()>& condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return true;
}

std::vector<int> processesOf(const std::string& run) {
    std::vector<int> found;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        auto pid = parseInt(entry.path().filename().string());
        if (!pid)
            continue;
        std::ifstream in(entry.path() / "environ", std::ios::binary);
        std::ostringstream text;
        text << in.rdbuf();
        if (text.str().find("FLAMBEAU_RUN=" + run) != std::string::npos)
            found.push_back(static_cast<int>(*pid));
    }
    return found;
}

Lab::Lab(std::string shell, const std::string& folder)
    : m_shell(std::move(shell)), m_host((m_temp / folder).string()), m_transport(stdinShell(m_shell)) {
    // Locks go with the test, not into /tmp for ever.
    m_locks = (m_temp / "locks").string();
    fs::create_directories(m_locks);
    ::setenv("FLAMBEAU_LOCK_BASE", m_locks.c_str(), 1);
}

Lab::~Lab() {
    for (const std::string& run : m_runs) {
        for (int round = 0; round < 100; ++round) {
            std::ifstream pids(folder(run) / "pid");
            std::string word;
            long pid = 0;
            while (pids >> word) {
                if (word == "supervisor" && pids >> pid && pid > 1 && !fs::exists(folder(run) / "exit.json"))
                    ::kill(static_cast<pid_t>(pid), SIGKILL);
            }
            const auto left = processesOf(run);
            for (int one : left)
                ::kill(one, SIGKILL);
            if (left.empty())
                break;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
    }
}

launch::LaunchPlan Lab::plan(std::vector<std::string> argv) {
    launch::LaunchPlan plan;
    plan.hostFolder = m_host;
    plan.run = newUuid();
    plan.name = "test run";
    plan.ranks.push_back({std::move(argv), {}});
    plan.graceSeconds = 0.5;
    m_runs.push_back(plan.run);
    return plan;
}

launch::LaunchPlan Lab::script(const std::string& text) {
    return plan({"sh", "-c", launch::literalArgument(text)});
}

std::string Lab::run(const std::string& script) {
    remote::Command command;
    command.script = script;
    auto result = must(m_transport.exec(command));
    INFO(result.err);
    REQUIRE(result.exitCode == 0);
    return result.out;
}

launch::PrepareAnswer Lab::prepare(const std::string& run) {
    return must(launch::parsePrepare(this->run(launch::prepareScript(m_host, run))));
}

launch::StartAnswer Lab::start(const launch::LaunchPlan& plan) {
    must(launch::validate(plan));
    return must(launch::parseStart(run(launch::startScript(plan, m_shell))));
}

std::string Lab::go(const launch::LaunchPlan& plan) {
    prepare(plan.run);
    auto answer = start(plan);
    REQUIRE(answer.startedNow);
    REQUIRE(answer.pid > 1);
    return plan.run;
}

launch::HostEvidence Lab::poll(const std::vector<std::string>& runs) {
    return must(launch::parsePoll(run(launch::pollScript(m_host, runs))));
}

launch::RunEvidence Lab::look(const std::string& run) {
    return poll({run}).runs.at(0);
}

launch::Verdict Lab::verdict(const std::string& run) {
    auto host = poll({run});
    return launch::reconcile(host.runs.at(0), host.bootId);
}

launch::CancelOutcome Lab::cancel(const std::string& run) {
    return must(launch::parseCancel(this->run(launch::cancelScript(m_host, {run}, m_shell)))).at(0).outcome;
}

launch::ExitRecord Lab::wait(const std::string& run) {
    INFO("run " << run);
    REQUIRE(eventually([&] { return fs::exists(folder(run) / "exit.json"); }));
    return must(launch::parseExitRecord(read(folder(run) / "exit.json")));
}

bool Lab::waitForState(const std::string& run, domain::RunState state) {
    return eventually([&] { return verdict(run).state == state; });
}

void Lab::slots(int count) {
    run(launch::slotsScript(m_host, count));
}

launch::QueueAnswer Lab::queue() {
    return must(launch::parseQueue(run(launch::queueScript(m_host))));
}

}  // namespace flambeau::test
