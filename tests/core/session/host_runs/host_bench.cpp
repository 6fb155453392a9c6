// SPDX-License-Identifier: GPL-3.0-or-later
#include "host_bench.h"

#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <mutex>
#include <thread>

#include <nlohmann/json.hpp>

#include "flambeau/base/strings.h"
#include "flambeau/store/computes.h"
#include "flambeau/store/workspace.h"

namespace flambeau::test {

namespace {

std::string known(const Sshd& sshd, int port) {
    auto line = sshd.knownHostsLine();
    const auto at = line.find("]:");
    return line.substr(0, at + 2) + std::to_string(port) + line.substr(line.find(' '));
}

Sshd::Options optionsWith(const std::string& shell) {
    Sshd::Options options;
    options.shell = shell;
    return options;
}

}  // namespace

HostBench::HostBench(const std::string& train, const std::string& shell)
    : RunBench(train), sshd(dir / "sshd", optionsWith(shell)), way(sshd.port()) {
    setenv("HOME", (dir / "home").c_str(), 1);
    must(makeDirs(dir / "home" / ".ssh"));
    write(dir / "home" / ".ssh" / "known_hosts", known(sshd, way.port()) + "\n");
    const nlohmann::json definition = {{"kind", "ssh"},
                                       {"target", {{"user", userName()}, {"host", "127.0.0.1"}, {"port", way.port()}}},
                                       {"jumps", nlohmann::json::array()},
                                       {"identities", {sshd.key().string()}},
                                       {"folder", (dir / "host").string()}};
    must(store::Computes(workspace->store()).add("box", definition.dump(), R"({"gpus":[]})"));
    restart();
}

HostBench::~HostBench() {
    way.refuse(false);
    way.hang(false);
    if (const auto list = catalog->list()) {
        for (const auto& run : *list) {
            if (!domain::isFinal(run.state))
                (void)runs->cancel(run.id);
            for (const int pid : processesOfRun(run.id))
                ::kill(pid, SIGKILL);
        }
    }
    runs = std::make_unique<session::RunService>(*workspace, weights, engines);
}

void HostBench::restart() {
    runs.reset();
    hosts.reset();
    connections = std::make_unique<session::HostConnections>();
    hosts = std::make_unique<session::Hosts>(*workspace, *connections);
    runs = std::make_unique<session::RunService>(*workspace, weights, engines, *hosts);
    runs->makeHostEnginesBy([this](auto&, const auto&, const auto&, const auto&, auto, const auto&, const auto& log) {
        log("the bench's trainer serves");
        session::HostEngine engine;
        engine.key = std::string(64, 'b');
        engine.trainer = (dir / "flambeau-trainer").string();
        return Result<session::HostEngine>(engine);
    });
}

session::RunRequest HostBench::onBox() const {
    auto request = this->request();
    request.compute = "box";
    return request;
}

session::RunView HostBench::follow(const RunId& run, const std::function<bool(const session::RunView&)>& done,
                                   session::RunRules rules) {
    std::mutex mutex;
    session::WorkspaceFollowing following(*workspace, rules, *connections, [&](const Error& error) {
        const std::lock_guard lock(mutex);
        problems.push_back(error.message + " " + error.detail);
    });
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(150);
    while (std::chrono::steady_clock::now() < deadline) {
        const auto pass = must(following.look({}));
        for (const auto& problem : pass.problems) {
            const std::lock_guard lock(mutex);
            if (const auto text = problem.message + " " + problem.detail;
                std::find(problems.begin(), problems.end(), text) == problems.end())
                problems.push_back(text);
        }
        auto now = view(run);
        if (done(now))
            return now;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    for (const auto& note : must(catalog->notes(run)))
        problems.push_back(note.text);
    const std::lock_guard lock(mutex);
    FAIL("The run did not get there: " << domain::toString(view(run).state) << " " << view(run).reason << "; "
                                       << join(problems, "; "));
    return {};
}

std::vector<int> processesOfRun(const RunId& run) {
    std::vector<int> pids;
    std::error_code failed;
    for (fs::directory_iterator it("/proc", failed), end; !failed && it != end; it.increment(failed)) {
        const auto name = it->path().filename().string();
        const auto pid = parseInt(name);
        if (!pid)
            continue;
        const auto environment = readFile(it->path() / "environ", 1 << 20);
        const auto status = readFile(it->path() / "stat", 4096);
        if (environment && environment->find("FLAMBEAU_RUN=" + run.str()) != std::string::npos && status &&
            status->find(") Z ") == std::string::npos)
            pids.push_back(static_cast<int>(*pid));
    }
    return pids;
}

}  // namespace flambeau::test
