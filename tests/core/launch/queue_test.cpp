// SPDX-License-Identifier: GPL-3.0-or-later
// The queue of a host: who runs, who waits, and what happens when a supervisor dies.
#include <signal.h>
#include <unistd.h>

#include <cstdlib>

#include "flambeau/base/strings.h"
#include "lab.h"

using namespace flambeau;
using namespace flambeau::test;
using domain::RunState;

namespace {

// Notes its begin and end in the host's folder, and runs until its file `go` is there.
std::string waitsForGo(const std::string& name) {
    return "echo begin " + name + " >>../../order; until [ -e go ]; do sleep 0.02; done; echo end " + name +
           " >>../../order";
}

std::vector<std::string> orderOf(const Lab& lab) {
    const fs::path file = fs::path(lab.host()) / "order";
    if (!fs::exists(file))
        return {};
    auto lines = split(read(file), '\n');
    lines.pop_back();
    return lines;
}

}  // namespace

TEST_CASE("Five runs on one slot run one after the other, in the order of their starts") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Lab lab(shell);
        std::vector<std::string> runs;
        for (int i = 0; i < 5; ++i) {
            runs.push_back(lab.go(lab.script(waitsForGo(std::to_string(i)))));
            // Its place in the line is taken before the next one starts.
            REQUIRE(eventually([&] { return !lab.look(runs.back()).lastState.empty(); }));
        }
        REQUIRE(lab.waitForState(runs[0], RunState::Running));
        CHECK(lab.verdict(runs[1]).state == RunState::Queued);
        auto queue = lab.queue();
        CHECK(queue.slots == 1);
        CHECK(queue.running == std::vector<std::string>{runs[0]});
        CHECK(queue.waiting == std::vector<std::string>(runs.begin() + 1, runs.end()));
        CHECK(read(lab.folder(runs[1]) / "state.jsonl").find("waiting for test run") != std::string::npos);
        CHECK(read(lab.folder(runs[3]) / "state.jsonl").find("2 before it") != std::string::npos);
        for (const auto& run : runs)
            write(lab.folder(run) / "go", "");
        for (const auto& run : runs)
            CHECK(lab.wait(run).state == RunState::Completed);
        const std::vector<std::string> expected = {"begin 0", "end 0",   "begin 1", "end 1",   "begin 2",
                                                   "end 2",   "begin 3", "end 3",   "begin 4", "end 4"};
        CHECK(orderOf(lab) == expected);
    }
}

TEST_CASE("Two slots run two at once, and more slots are used at once while runs wait") {
    Lab lab;
    lab.slots(2);
    std::vector<std::string> runs;
    for (int i = 0; i < 5; ++i) {
        runs.push_back(lab.go(lab.script(waitsForGo(std::to_string(i)))));
        REQUIRE(eventually([&] { return !lab.look(runs.back()).lastState.empty(); }));
    }
    REQUIRE(lab.waitForState(runs[1], RunState::Running));
    CHECK(lab.queue().running.size() == 2);
    CHECK(lab.queue().waiting == std::vector<std::string>(runs.begin() + 2, runs.end()));
    CHECK(orderOf(lab).size() == 2);
    lab.slots(3);
    REQUIRE(lab.waitForState(runs[2], RunState::Running));
    // Fewer again: the three that run go on, and none follows until less than one runs.
    lab.slots(1);
    write(lab.folder(runs[0]) / "go", "");
    write(lab.folder(runs[1]) / "go", "");
    lab.wait(runs[0]);
    lab.wait(runs[1]);
    CHECK(lab.verdict(runs[3]).state == RunState::Queued);
    // exit.json is there a moment before the slot is given back.
    CHECK(eventually([&] { return lab.queue().running == std::vector<std::string>{runs[2]}; }));
    CHECK(lab.verdict(runs[3]).state == RunState::Queued);
    for (const auto& run : runs)
        write(lab.folder(run) / "go", "");
    for (const auto& run : runs)
        CHECK(lab.wait(run).state == RunState::Completed);
    const auto order = orderOf(lab);
    CHECK(std::vector<std::string>(order.end() - 4, order.end()) ==
          std::vector<std::string>{"begin 3", "end 3", "begin 4", "end 4"});
}

TEST_CASE("A run that is canceled while it waits never starts, and the line moves up") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Lab lab(shell);
        std::vector<std::string> runs;
        for (int i = 0; i < 3; ++i) {
            runs.push_back(lab.go(lab.script(waitsForGo(std::to_string(i)))));
            REQUIRE(eventually([&] { return !lab.look(runs.back()).lastState.empty(); }));
        }
        CHECK(lab.cancel(runs[1]) == launch::CancelOutcome::Signaled);
        auto record = lab.wait(runs[1]);
        CHECK(record.state == RunState::Canceled);
        CHECK(record.reason == "canceled before it began");
        CHECK_FALSE(record.exitCode);
        for (const auto& run : runs)
            write(lab.folder(run) / "go", "");
        CHECK(lab.wait(runs[2]).state == RunState::Completed);
        CHECK(orderOf(lab) == std::vector<std::string>{"begin 0", "end 0", "begin 2", "end 2"});
    }
}

TEST_CASE("Supervisors killed with -9 hold neither a slot nor a place in the line") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Lab lab(shell);
        std::vector<std::string> runs;
        for (int i = 0; i < 3; ++i) {
            runs.push_back(lab.go(lab.script(waitsForGo(std::to_string(i)))));
            REQUIRE(eventually([&] { return !lab.look(runs.back()).lastState.empty(); }));
        }
        REQUIRE(lab.waitForState(runs[0], RunState::Running));
        for (int i : {1, 0}) {
            auto evidence = lab.look(runs[static_cast<std::size_t>(i)]);
            REQUIRE(evidence.supervisor.alive);
            ::kill(static_cast<pid_t>(evidence.supervisor.pid), SIGKILL);
        }
        REQUIRE(lab.waitForState(runs[2], RunState::Running));
        auto lost = lab.verdict(runs[1]);
        CHECK(lost.state == RunState::Lost);
        CHECK(lost.reason.find("had not been started") != std::string::npos);
        write(lab.folder(runs[0]) / "go", "");
        write(lab.folder(runs[2]) / "go", "");
        CHECK(lab.wait(runs[2]).state == RunState::Completed);
    }
}

TEST_CASE("A ticket of another boot or of a number used again is passed over") {
    Lab lab;
    const std::string first = lab.go(lab.script("echo done"));
    lab.wait(first);
    const fs::path folder =
        split(lab.run("ls -d " + shellQuote(lab.host() + "/../locks") + "/flambeau-*/*/tickets"), '\n')[0];
    write(folder / ("0000000000-" + first), first + " 1 1 00000000-0000-0000-0000-000000000000 old boot\n");
    write(folder / ("0000000001-" + first), first + " 1 999999999 " + read("/proc/sys/kernel/random/boot_id"));
    write(folder / "0000000000-garbage", "");
    CHECK(lab.wait(lab.go(lab.script("echo done"))).state == RunState::Completed);
    CHECK(fs::is_empty(folder));
}

TEST_CASE("A line survives that its folder in /tmp is tidied away") {
    Lab lab;
    const std::string holder = lab.go(lab.script("until [ -e go ]; do sleep 0.02; done"));
    REQUIRE(lab.waitForState(holder, RunState::Running));
    const std::string waits = lab.go(lab.script("echo done"));
    REQUIRE(eventually([&] { return lab.queue().waiting.size() == 1; }));
    fs::remove_all(fs::path(std::getenv("FLAMBEAU_LOCK_BASE")) / ("flambeau-" + std::to_string(::getuid())));
    CHECK(lab.wait(waits).state == RunState::Completed);
    write(lab.folder(holder) / "go", "");
    CHECK(lab.wait(holder).state == RunState::Completed);
}

TEST_CASE("A run outside the queue starts at once") {
    Lab lab;
    const std::string holder = lab.go(lab.script("until [ -e go ]; do sleep 0.02; done"));
    REQUIRE(lab.waitForState(holder, RunState::Running));
    auto plan = lab.script("echo done");
    plan.queued = false;
    CHECK(lab.wait(lab.go(plan)).state == RunState::Completed);
    write(lab.folder(holder) / "go", "");
    lab.wait(holder);
}

TEST_CASE("Somebody else's folder under our name in /tmp is not used for locks") {
    Lab lab;
    TempDir elsewhere;
    const fs::path trap = fs::path(std::getenv("FLAMBEAU_LOCK_BASE")) / ("flambeau-" + std::to_string(::getuid()));
    SECTION("a link") {
        fs::create_directory_symlink(elsewhere.path(), trap);
    }
    SECTION("open to others") {
        fs::create_directory(trap);
        fs::permissions(trap, fs::perms::all);
    }
    const std::string run = lab.go(lab.script("echo done"));
    CHECK(lab.wait(run).state == RunState::Completed);
    CHECK(fs::is_empty(elsewhere.path()));
    CHECK(fs::is_empty(trap));
}
