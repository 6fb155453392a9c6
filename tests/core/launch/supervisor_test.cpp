// SPDX-License-Identifier: GPL-3.0-or-later
// The supervisor with real processes, under every shell of this machine.
// long: one contract, whose cases share the few ways to look at a run and to kill its supervisor
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include <nlohmann/json.hpp>

#include "flambeau/base/id.h"
#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/launch/host_disk.h"
#include "lab.h"

using namespace flambeau;
using namespace flambeau::test;
using domain::RunState;

namespace {

// The state words of state.jsonl; every line must be JSON.
std::vector<std::string> statesOf(const fs::path& folder) {
    std::vector<std::string> states;
    for (const std::string& line : split(read(folder / "state.jsonl"), '\n')) {
        if (line.empty())
            continue;
        auto json = nlohmann::json::parse(line);
        if (json.contains("state"))
            states.push_back(json["state"]);
        else
            CHECK(json["flambeau"] == 1);
    }
    return states;
}

void killSupervisor(Lab& lab, const std::string& run) {
    auto evidence = lab.look(run);
    REQUIRE(evidence.supervisor.alive);
    REQUIRE(::kill(static_cast<pid_t>(evidence.supervisor.pid), SIGKILL) == 0);
    REQUIRE(eventually([&] { return !lab.look(run).supervisor.alive; }));
}

launch::CleanedUp cleanUp(Lab& lab, const std::vector<std::string>& runs) {
    launch::CleanPlan plan;
    for (const std::string& run : runs)
        plan.items.emplace_back().name = run;
    return must(launch::parseCleanUp(lab.run(launch::cleanUpScript(lab.host(), plan))));
}

}  // namespace

TEST_CASE("A program that succeeds leaves its outputs hashed in exit.json and its states in order") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Lab lab(shell);
        auto plan = lab.script(
            "echo out; echo err >&2; printf abc >outputs/a; mkdir outputs/sub; printf x >\"outputs/sub/with space\"; "
            "ln -s a outputs/link; printf '{\"flambeau\":1}\\n' >events.jsonl");
        const std::string run = lab.go(plan);
        auto record = lab.wait(run);
        CHECK(record.run == run);
        CHECK(record.state == RunState::Completed);
        CHECK(record.reason.empty());
        CHECK(record.exitCode == 0);
        CHECK(record.started > 1e9);
        CHECK(record.ended >= record.started);
        CHECK(read(lab.folder(run) / "logs/stdout.log") == "out\nerr\n");
        REQUIRE(record.sizeOf("outputs/a") == 3u);
        CHECK(record.sizeOf("outputs/sub/with space") == 1u);
        CHECK(record.sizeOf("events.jsonl") == 15u);
        CHECK(record.sizeOf("logs/stdout.log") == 8u);
        CHECK(record.sizeOf("state.jsonl") == fs::file_size(lab.folder(run) / "state.jsonl"));
        for (const auto& file : record.files) {
            if (file.path == "outputs/a")
                CHECK(file.sha256 == sha256Hex("abc"));
        }
        CHECK(record.skipped == std::vector<std::string>{"outputs/link"});
        CHECK(statesOf(lab.folder(run)) == std::vector<std::string>{"queued", "running", "finalizing", "completed"});
        CHECK(lab.verdict(run).ended);
        CHECK(processesOf(run).empty());
    }
}

TEST_CASE("A program that fails is Failed with its exit code, and one that is killed names the signal") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Lab lab(shell);
        lab.slots(3);
        const std::string failed = lab.go(lab.script("echo why >&2; exit 3"));
        const std::string killed = lab.go(lab.script("kill -9 $$"));
        const std::string missing = lab.go(lab.plan({"no-such-program-here"}));
        auto record = lab.wait(failed);
        CHECK(record.state == RunState::Failed);
        CHECK(record.exitCode == 3);
        CHECK(record.reason == "the program ended with exit code 3");
        record = lab.wait(killed);
        CHECK(record.state == RunState::Failed);
        CHECK(record.signal == 9);
        record = lab.wait(missing);
        CHECK(record.exitCode == 127);
        CHECK(read(lab.folder(missing) / "logs/stdout.log").find("no-such-program-here is not there") !=
              std::string::npos);
    }
}

TEST_CASE("Cancel ends grandchildren in sessions of their own and a program that ignores TERM") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Lab lab(shell);
        auto plan = lab.script(
            "trap '' TERM\n"
            "setsid sh -c \"trap '' TERM; echo a >>outputs/up; while :; do sleep 1; done\" &\n"
            "env -i PATH=\"$PATH\" setsid sh -c 'echo b >>outputs/up; while :; do sleep 1; done' &\n"
            "(setsid sleep 1000 & echo c >>outputs/up)\n"
            "echo d >>outputs/up\n"
            "while :; do sleep 1; done");
        const std::string run = lab.go(plan);
        REQUIRE(eventually([&] {
            return fs::exists(lab.folder(run) / "outputs/up") && fs::file_size(lab.folder(run) / "outputs/up") == 8;
        }));
        REQUIRE(lab.waitForState(run, RunState::Running));
        CHECK(lab.cancel(run) == launch::CancelOutcome::Signaled);
        auto record = lab.wait(run);
        CHECK(record.state == RunState::Canceled);
        CHECK(record.left.empty());
        CHECK(processesOf(run).empty());
        // The one without our environment was found through its parents; its folder names it.
        CHECK(eventually(
            [&] { return lab.run("ls -l /proc/[0-9]*/cwd 2>/dev/null | grep -c " + run + " || :") == "0\n"; }));
        CHECK(lab.cancel(run) == launch::CancelOutcome::AlreadyEnded);
    }
}

TEST_CASE("A program that writes its checkpoint on TERM has the grace to do so") {
    Lab lab;
    auto plan = lab.script(
        "trap 'echo saved >outputs/checkpoint; exit 143' TERM; echo up >outputs/up; "
        "while :; do sleep 0.05; done");
    plan.graceSeconds = 30;
    const std::string run = lab.go(plan);
    REQUIRE(eventually([&] { return fs::exists(lab.folder(run) / "outputs/up"); }));
    lab.cancel(run);
    auto record = lab.wait(run);
    CHECK(record.state == RunState::Canceled);
    CHECK(record.exitCode == 143);
    CHECK(read(lab.folder(run) / "outputs/checkpoint") == "saved\n");
}

TEST_CASE("A program that is stopped hears the cancel too") {
    Lab lab;
    auto plan =
        lab.script("trap 'echo heard >outputs/heard; exit 1' TERM; kill -STOP $$; while :; do sleep 0.05; done");
    plan.graceSeconds = 30;
    const std::string run = lab.go(plan);
    REQUIRE(eventually([&] {
        auto evidence = lab.look(run);
        return !evidence.ranks.empty() &&
               read("/proc/" + std::to_string(evidence.ranks[0].pid) + "/stat").find(") T ") != std::string::npos;
    }));
    lab.cancel(run);
    CHECK(lab.wait(run).state == RunState::Canceled);
    CHECK(fs::exists(lab.folder(run) / "outputs/heard"));
}

TEST_CASE("What a finished program leaves running is ended too") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Lab lab(shell);
        const std::string run = lab.go(lab.script("setsid sleep 1000 & sleep 1000 & echo done"));
        CHECK(lab.wait(run).state == RunState::Completed);
        CHECK(processesOf(run).empty());
    }
}

TEST_CASE("A run that reaches its time limit is Failed and says so") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Lab lab(shell);
        auto plan = lab.script("sleep 1000");
        plan.timeLimitSeconds = 0.3;
        auto record = lab.wait(lab.go(plan));
        CHECK(record.state == RunState::Failed);
        CHECK(record.timedOut);
        CHECK(record.reason.find("time limit") != std::string::npos);
        CHECK(processesOf(plan.run).empty());
    }
}

TEST_CASE("Ten starts of one run at once start one program") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Lab lab(shell);
        auto plan = lab.script("echo x >>outputs/count");
        lab.prepare(plan.run);
        std::vector<std::thread> starters;
        std::atomic<int> startedNow{0}, answered{0};
        std::atomic<std::int64_t> differing{0}, pid{0};
        for (int i = 0; i < 10; ++i) {
            starters.emplace_back([&] {
                remote::LocalTransport own({"sh", "-s"});
                remote::Command command;
                command.script = launch::startScript(plan, shell);
                auto result = own.exec(command);
                if (!result.ok())
                    return;
                auto answer = launch::parseStart(result->out);
                if (!answer.ok())
                    return;
                ++answered;
                startedNow += answer->startedNow;
                std::int64_t none = 0;
                if (!pid.compare_exchange_strong(none, answer->pid) && none != answer->pid)
                    ++differing;
            });
        }
        for (auto& starter : starters)
            starter.join();
        CHECK(answered == 10);
        CHECK(startedNow == 1);
        CHECK(differing == 0);
        CHECK(lab.wait(plan.run).state == RunState::Completed);
        CHECK(read(lab.folder(plan.run) / "outputs/count") == "x\n");
        CHECK_FALSE(lab.start(plan).startedNow);
    }
}

TEST_CASE("The run goes on when whoever started it is killed") {
    Lab lab;
    auto plan = lab.script("until [ -e go ]; do sleep 0.02; done; echo done");
    lab.prepare(plan.run);
    // The starter is a process group of its own, and is killed with all of it once it has answered.
    remote::Command command;
    command.argv = {"sh", "-c", launch::startScript(plan) + "\nkill -9 -$$\nkill -9 $$"};
    (void)must(lab.transport().exec(command));
    REQUIRE(lab.waitForState(plan.run, RunState::Running));
    write(lab.folder(plan.run) / "go", "");
    CHECK(lab.wait(plan.run).state == RunState::Completed);
}

TEST_CASE("A supervisor killed with -9 leaves its program running, and cancel then leaves nothing") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Lab lab(shell);
        auto plan = lab.script("trap '' TERM; setsid sleep 1000 & echo up >outputs/up; while :; do sleep 1; done");
        const std::string run = lab.go(plan);
        REQUIRE(eventually([&] { return fs::exists(lab.folder(run) / "outputs/up"); }));
        REQUIRE(lab.waitForState(run, RunState::Running));
        killSupervisor(lab, run);
        auto verdict = lab.verdict(run);
        CHECK(verdict.state == RunState::Running);
        CHECK_FALSE(verdict.ended);
        CHECK(verdict.reason.find("goes on without it") != std::string::npos);
        CHECK(lab.cancel(run) == launch::CancelOutcome::TakenOver);
        auto record = lab.wait(run);
        CHECK(record.state == RunState::Canceled);
        CHECK(processesOf(run).empty());
        CHECK(statesOf(lab.folder(run)).back() == "canceled");
    }
}

TEST_CASE("Outputs that a full disk keeps out of the record are in it once there is space") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Lab lab(shell);
        const std::string run = lab.go(lab.script("printf abc >outputs/a; ln -s /dev/full supervisor/files"));
        // The first try says why it failed.
        REQUIRE(eventually([&] { return !read(lab.folder(run) / "supervisor/log").empty(); }));
        CHECK_FALSE(fs::exists(lab.folder(run) / "exit.json"));
        CHECK(lab.verdict(run).state == RunState::Finalizing);
        fs::remove(lab.folder(run) / "supervisor/files");
        ::kill(static_cast<pid_t>(lab.look(run).supervisor.pid), SIGUSR1);
        auto record = lab.wait(run);
        CHECK(record.state == RunState::Completed);
        CHECK(record.sizeOf("outputs/a") == 3u);
    }
}

TEST_CASE("A program whose supervisor was killed before its number entered the pid file is known to live") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Lab lab(shell);
        const std::string run = lab.go(lab.script("while :; do sleep 1; done"));
        REQUIRE(lab.waitForState(run, RunState::Running));
        killSupervisor(lab, run);
        const std::string pid = read(lab.folder(run) / "pid");
        write(lab.folder(run) / "pid", pid.substr(0, pid.find("rank ")));
        CHECK(lab.verdict(run).state == RunState::Running);
        CHECK(cleanUp(lab, {run}).kept.size() == 1);
        CHECK(lab.cancel(run) == launch::CancelOutcome::TakenOver);
        auto record = lab.wait(run);
        CHECK(record.state == RunState::Canceled);
        CHECK(record.ranks.size() == 1);
        CHECK(processesOf(run).empty());
    }
}

TEST_CASE("A rank that does not come up does not keep a run from being canceled or told to end") {
    for (const bool asked : {true, false}) {
        CAPTURE(asked);
        Lab lab;
        TempDir tools;
        // Rank 1 never has its number written down, as when what watches it is killed at once.
        write(tools / "mv", "#!/bin/sh\ncase $* in *rank-1.pid*) exit 1 ;; esac\nPATH=${PATH#*:}\nexec mv \"$@\"\n");
        fs::permissions(tools / "mv", fs::perms::owner_all);
        const std::string path = std::getenv("PATH");
        ::setenv("PATH", (tools.path().string() + ":" + path).c_str(), 1);
        auto plan = lab.script("echo up >>outputs/up; while :; do sleep 1; done");
        plan.ranks.push_back(plan.ranks[0]);
        const std::string run = lab.go(plan);
        ::setenv("PATH", path.c_str(), 1);
        REQUIRE(eventually([&] {
            return fs::exists(lab.folder(run) / "outputs/up") && fs::file_size(lab.folder(run) / "outputs/up") == 6;
        }));
        if (asked)
            CHECK(lab.cancel(run) == launch::CancelOutcome::Signaled);
        else
            ::kill(static_cast<pid_t>(lab.look(run).supervisor.pid), SIGTERM);
        auto record = lab.wait(run);
        CHECK(record.state == (asked ? RunState::Canceled : RunState::Failed));
        CHECK(record.reason.find(asked ? "canceled" : "stopped from outside") != std::string::npos);
        CHECK(processesOf(run).empty());
    }
}

TEST_CASE("Cancel takes a run over on a host that has only the supervisor of another version") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Lab lab(shell);
        const std::string run = lab.go(lab.script("while :; do sleep 1; done"));
        REQUIRE(lab.waitForState(run, RunState::Running));
        killSupervisor(lab, run);
        const fs::path bin = fs::path(lab.host()) / "bin";
        fs::rename(bin / launch::supervisorName(), bin / "supervisor-0123456789abcdef.sh");
        CHECK(lab.cancel(run) == launch::CancelOutcome::TakenOver);
        CHECK(lab.wait(run).state == RunState::Canceled);
        CHECK(processesOf(run).empty());
    }
}

TEST_CASE("A cancel says so where no supervisor can be put in the place of the killed one") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Lab lab(shell);
        const std::string run = lab.go(lab.script("while :; do sleep 1; done"));
        REQUIRE(lab.waitForState(run, RunState::Running));
        killSupervisor(lab, run);
        const fs::path bin = fs::path(lab.host()) / "bin";
        write(bin / launch::supervisorName(), "exit 3\n");  // ends at once
        CHECK(lab.cancel(run) == launch::CancelOutcome::Failed);
        fs::remove_all(bin);
        write(bin, "no folder");
        CHECK(lab.cancel(run) == launch::CancelOutcome::Failed);
        fs::remove(bin);
        fs::create_directory(bin);
        CHECK(lab.cancel(run) == launch::CancelOutcome::TakenOver);
        CHECK(lab.wait(run).state == RunState::Canceled);
    }
}

TEST_CASE("With supervisor and program gone the run is Lost with what was seen") {
    Lab lab;
    const std::string run = lab.go(lab.script("until [ -e go ]; do sleep 0.02; done; exit 5"));
    REQUIRE(lab.waitForState(run, RunState::Running));
    killSupervisor(lab, run);
    write(lab.folder(run) / "go", "");
    REQUIRE(lab.waitForState(run, RunState::Lost));
    REQUIRE(eventually([&] { return lab.verdict(run).reason.find("exit code 5") != std::string::npos; }));
    CHECK(lab.verdict(run).ended);
}

TEST_CASE("Another boot id means lost to a reboot, and cancel kills nobody who has the number now") {
    Lab lab;
    const std::string run = lab.go(lab.script("while :; do sleep 1; done"));
    REQUIRE(lab.waitForState(run, RunState::Running));
    const std::string real = read(lab.folder(run) / "pid");
    std::string other = real;
    other.replace(other.find("boot ") + 5, 36, "00000000-0000-0000-0000-000000000000");
    write(lab.folder(run) / "pid", other);
    auto verdict = lab.verdict(run);
    CHECK(verdict.state == RunState::Lost);
    CHECK(verdict.reason == "lost to a reboot of the host");
    CHECK(lab.cancel(run) == launch::CancelOutcome::LostToReboot);
    write(lab.folder(run) / "pid", real);
    CHECK(lab.cancel(run) == launch::CancelOutcome::Signaled);
    CHECK(lab.wait(run).state == RunState::Canceled);
}

TEST_CASE("The first rank that fails is the cause, and the others are ended") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Lab lab(shell);
        auto plan = lab.script("while :; do sleep 1; done");
        plan.ranks.push_back(
            {{"sh", "-c", launch::literalArgument("until [ -e go ]; do sleep 0.02; done; echo mine; exit 7")}, {}});
        plan.ranks.push_back(plan.ranks[0]);
        const std::string run = lab.go(plan);
        REQUIRE(lab.waitForState(run, RunState::Running));
        write(lab.folder(run) / "go", "");
        auto record = lab.wait(run);
        CHECK(record.state == RunState::Failed);
        CHECK(record.rank == 1);
        CHECK(record.exitCode == 7);
        CHECK(record.reason == "rank 1 ended with exit code 7");
        CHECK(record.ranks.size() == 3);
        CHECK(read(lab.folder(run) / "logs/rank-1.log") == "mine\n");
        CHECK(processesOf(run).empty());
    }
}

TEST_CASE("A start that was prevented starts nothing, and one that came first is not prevented") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Lab lab(shell);
        const auto plan = lab.script("echo x >outputs/ran");
        CHECK(must(launch::parsePrevent(lab.run(launch::preventScript(lab.host(), plan.run)))));  // no folder yet
        lab.prepare(plan.run);
        CHECK(must(launch::parsePrevent(lab.run(launch::preventScript(lab.host(), plan.run)))));
        CHECK_FALSE(lab.start(plan).startedNow);
        CHECK_FALSE(fs::exists(lab.folder(plan.run) / "pid"));
        const auto first = lab.go(lab.script("exit 0"));
        CHECK_FALSE(must(launch::parsePrevent(lab.run(launch::preventScript(lab.host(), first)))));
        CHECK(lab.wait(first).state == RunState::Completed);
    }
}

TEST_CASE("A run canceled before its start never starts its program") {
    Lab lab;
    auto plan = lab.script("echo x >outputs/ran");
    lab.prepare(plan.run);
    CHECK(lab.verdict(plan.run).state == RunState::Preparing);
    CHECK(lab.cancel(plan.run) == launch::CancelOutcome::NotStarted);
    lab.start(plan);
    auto record = lab.wait(plan.run);
    CHECK(record.state == RunState::Canceled);
    CHECK_FALSE(record.exitCode);
    CHECK_FALSE(fs::exists(lab.folder(plan.run) / "outputs/ran"));
}

TEST_CASE("Clean removes ended runs and keeps one that lives") {
    Lab lab;
    lab.slots(2);
    const std::string ended = lab.go(lab.script("echo done"));
    const std::string lives = lab.go(lab.script("while :; do sleep 1; done"));
    lab.wait(ended);
    REQUIRE(lab.waitForState(lives, RunState::Running));
    CHECK(must(launch::parseRoom(lab.run(launch::roomScript(lab.host())))) > 0);
    CHECK(must(launch::parseRoom(lab.run(launch::roomScript(lab.host() + "/not/there")))) > 0);
    const auto answer = cleanUp(lab, {ended, lives});
    CHECK(answer.removed == std::vector<std::string>{ended});
    CHECK(answer.kept == std::vector<std::string>{lives});
    CHECK_FALSE(fs::exists(lab.folder(ended)));
    CHECK(lab.verdict(ended).state == RunState::Lost);
    lab.cancel(lives);
    lab.wait(lives);
}

TEST_CASE("The desktop is kept awake while the program runs, by a process that ends with it") {
    Lab lab;
    TempDir tools;
    // Stands in for systemd's tool, which needs a running systemd: notes its arguments and runs the command.
    write(tools / "systemd-inhibit",
          "#!/bin/sh\necho \"$1 $2\" >>'" + (tools / "asked").string() +
              "'\nwhile case $1 in --*) true ;; *) false ;; esac; do shift; done\nexec \"$@\"\n");
    fs::permissions(tools / "systemd-inhibit", fs::perms::owner_all);
    const std::string path = std::getenv("PATH");
    ::setenv("PATH", (tools.path().string() + ":" + path).c_str(), 1);
    auto plan = lab.script("until [ -e go ]; do sleep 0.02; done");
    plan.keepAwake = true;
    const std::string run = lab.go(plan);
    ::setenv("PATH", path.c_str(), 1);
    REQUIRE(eventually([&] { return fs::exists(tools / "asked"); }));
    CHECK(read(tools / "asked") == "--what=idle:sleep --mode=block\n");
    const auto watchers = [&] { return lab.run("grep -la " + lab.host() + "/bin/ /proc/[0-9]*/cmdline | wc -l"); };
    CHECK(parseInt(trim(watchers())).value_or(0) >= 2);
    write(lab.folder(run) / "go", "");
    CHECK(lab.wait(run).state == RunState::Completed);
    CHECK(eventually([&] { return trim(watchers()) == "1" || trim(watchers()) == "0"; }));
}

TEST_CASE("A cancel right behind the start ends the run, however early it comes") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Lab lab(shell);
        for (int i = 0; i < 4; ++i) {
            const std::string run = lab.go(lab.script("sleep 600"));
            CHECK(lab.cancel(run) == launch::CancelOutcome::Signaled);
            CHECK(lab.wait(run).state == RunState::Canceled);
        }
    }
}

TEST_CASE("A host's folder that is not there, or holds nothing of ours, settles no run as lost") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Lab lab(shell);
        const auto run = lab.go(lab.script("sleep 0.2"));
        lab.wait(run);
        const fs::path host = lab.host(), aside = host.string() + ".aside";
        fs::rename(host, aside);
        CHECK_FALSE(lab.verdict(run).ended);
        fs::create_directory(host);
        CHECK_FALSE(lab.verdict(run).ended);
        fs::create_directory(host / "runs");
        CHECK_FALSE(lab.verdict(run).ended);
        fs::remove_all(host);
        fs::rename(aside, host);
        CHECK(lab.verdict(run).state == domain::RunState::Completed);
        // Its folder alone is gone: that is what it looks like.
        fs::remove_all(lab.folder(run));
        CHECK(lab.verdict(run).state == domain::RunState::Lost);
        CHECK(lab.verdict(run).ended);
    }
}
