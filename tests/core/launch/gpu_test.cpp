// SPDX-License-Identifier: GPL-3.0-or-later
// GPUs by lease: who gets which, who waits and why, and what a killed supervisor, a foreign process or a driver that
// does not answer mean for the line.
// long: one stand-in for a host with GPUs serves all of it
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <random>
#include <set>

#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"
#include "lab.h"

using namespace flambeau;
using namespace flambeau::test;
using domain::RunState;

namespace {

/// A lab whose host has GPUs: an nvidia-smi on PATH that says what two files say.
class GpuLab : public Lab {
public:
    GpuLab(int count, const std::string& shell = "sh") : Lab(shell), m_path(std::getenv("PATH")) {
        have(count);
        processes("");
        write(m_tools / "nvidia-smi",
              "#!/bin/sh\ncd " + shellQuote(m_tools.path().string()) +
                  "\n[ ! -e broken ] || { cat broken; exit 9; }\nwhile [ -e hangs ]; do sleep 0.1; done\n"
                  "case $1 in *query-gpu*) cat gpus ;; *compute-apps*) cat apps ;; esac\n");
        fs::permissions(m_tools / "nvidia-smi", fs::perms::owner_all);
        ::setenv("PATH", (m_tools.path().string() + ":" + m_path).c_str(), 1);
    }
    ~GpuLab() {
        fs::remove(m_tools / "hangs");
        ::setenv("PATH", m_path.c_str(), 1);
    }

    void have(int count) {
        std::string text;
        for (int i = 0; i < count; ++i)
            text += std::to_string(i) + ", " + uuid(i) + "\n";
        put("gpus", text);
    }
    void processes(const std::string& lines) { put("apps", lines); }
    void put(const std::string& name, const std::string& text) {
        write(m_tools / ("." + name), text);
        fs::rename(m_tools / ("." + name), m_tools / name);
    }
    void take(const std::string& name) { fs::remove(m_tools / name); }
    static std::string uuid(int index) { return "GPU-0000000" + std::to_string(index) + "-aaaa"; }

    /// A run that notes what it sees and goes on until its file `go` is there.
    launch::LaunchPlan plan(const std::string& name, int gpus, int priority = 0) {
        auto plan = script("echo \"$CUDA_VISIBLE_DEVICES\" >seen-$RANK; echo " + name +
                           " >>../../order; until [ -e go ]; do sleep 0.02; done");
        plan.name = name;
        plan.gpus = gpus;
        plan.priority = priority;
        return plan;
    }
    /// Started, and it has said something: it runs, or has its place in the line.
    std::string start(const launch::LaunchPlan& plan) {
        const std::string run = go(plan);
        REQUIRE(eventually([&] { return !look(run).lastState.empty(); }));
        return run;
    }
    std::string start(const std::string& name, int gpus, int priority = 0) { return start(plan(name, gpus, priority)); }
    std::string seen(const std::string& run, int rank = 0) {
        const fs::path file = folder(run) / ("seen-" + std::to_string(rank));
        REQUIRE(eventually([&] { return fs::exists(file) && fs::file_size(file) > 0; }));
        return std::string(trim(read(file)));
    }
    void finish(const std::string& run) { write(folder(run) / "go", ""); }
    std::string reason(const std::string& run) { return queue().runs[run].reason; }
    bool waitsBecause(const std::string& run, const std::string& why) {
        const bool so = eventually([&] { return reason(run) == why; });
        if (!so)
            UNSCOPED_INFO("it says: " << reason(run));
        return so;
    }
    /// Ends its wait for a look at the processes.
    void wake(const std::string& run) { ::kill(static_cast<pid_t>(look(run).supervisor.pid), SIGUSR1); }
    std::vector<std::string> order() const {
        auto lines = split(read(fs::path(host()) / "order"), '\n');
        lines.pop_back();
        return lines;
    }

private:
    TempDir m_tools;
    std::string m_path;
};

}  // namespace

TEST_CASE("Each run has GPUs of its own; the next waits, says for whom, and has the first that is given back") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        GpuLab lab(2, shell);
        const auto ant = lab.start("ant", 1), bee = lab.start("bee", 1);
        CHECK(lab.seen(ant) == lab.uuid(0));
        CHECK(lab.seen(bee) == lab.uuid(1));
        const auto cat = lab.start("cat", 1), dog = lab.start("dog", 1), eel = lab.start("eel", 1);
        CHECK(lab.waitsBecause(cat, "0 of 2 GPUs free: ant, bee"));
        CHECK(lab.waitsBecause(dog, "behind cat"));
        CHECK(lab.waitsBecause(eel, "2 before it in the queue"));
        const auto queue = lab.queue();
        CHECK(std::set<std::string>(queue.running.begin(), queue.running.end()) == std::set<std::string>{ant, bee});
        CHECK(queue.waiting == std::vector<std::string>{cat, dog, eel});
        const auto& holder = queue.runs.at(bee);
        CHECK(holder.name == "bee");
        CHECK(holder.since > 1e9);
        CHECK(holder.gpusAsked == 1);
        REQUIRE(holder.gpus.size() == 1);
        CHECK(holder.gpus[0].uuid == lab.uuid(1));
        CHECK(holder.gpus[0].index == 1);
        CHECK(queue.runs.at(cat).since > 1e9);
        lab.finish(bee);
        CHECK(lab.seen(cat) == lab.uuid(1));
        CHECK(lab.waitsBecause(dog, "0 of 2 GPUs free: ant, cat"));
        lab.finish(ant);
        CHECK(lab.seen(dog) == lab.uuid(0));
        for (const auto& run : {cat, dog, eel})
            lab.finish(run);
        for (const auto& run : {ant, bee, cat, dog, eel})
            CHECK(lab.wait(run).state == RunState::Completed);
        CHECK(lab.order() == std::vector<std::string>{"ant", "bee", "cat", "dog", "eel"});
        // Said once each, not at every look.
        const std::string said = read(lab.folder(cat) / "state.jsonl");
        CHECK(said.find("ant, bee") == said.rfind("ant, bee"));
        // exit.json is there a moment before what it held is given back.
        CHECK(eventually([&] { return lab.queue().runs.empty(); }));
    }
}

TEST_CASE("A run of many GPUs holds each of them, and every rank sees all") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        GpuLab lab(12, shell);
        auto wide = lab.plan("wide", 11);
        wide.ranks.push_back(wide.ranks[0]);
        const auto run = lab.start(wide);
        std::vector<std::string> all;
        for (int i = 0; i < 11; ++i)
            all.push_back(lab.uuid(i));
        CHECK(lab.seen(run, 0) == join(all, ","));
        CHECK(lab.seen(run, 1) == join(all, ","));
        CHECK(lab.queue().runs[run].gpus.size() == 11);
        const auto next = lab.start("next", 2);
        CHECK(lab.waitsBecause(next, "1 of 12 GPUs is free, it asked for 2: wide"));
        lab.finish(run);
        CHECK(lab.seen(next) == lab.uuid(0) + "," + lab.uuid(1));
        lab.finish(next);
        CHECK(lab.wait(next).state == RunState::Completed);
        CHECK(lab.wait(run).state == RunState::Completed);
    }
}

TEST_CASE("Supervisor and program killed, the GPUs are free; with the program alive they are not") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        GpuLab lab(3, shell);
        const auto run = lab.start("killed", 3);
        lab.seen(run);
        const auto evidence = lab.look(run);
        ::kill(static_cast<pid_t>(evidence.supervisor.pid), SIGKILL);
        const auto next = lab.start("next", 1);
        CHECK(lab.waitsBecause(next, "0 of 3 GPUs free: killed"));
        CHECK(lab.queue().runs.at(run).gpus.size() == 3);
        for (int pid : processesOf(run))
            ::kill(pid, SIGKILL);
        lab.wake(next);
        // A process's end gives them back one after the other; the first that is free will do.
        CHECK(std::set<std::string>{lab.uuid(0), lab.uuid(1), lab.uuid(2)}.count(lab.seen(next)) == 1);
        lab.finish(next);
        CHECK(lab.wait(next).state == RunState::Completed);
    }
}

TEST_CASE("No GPU is ever two programs' at once, whatever becomes of the supervisors") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        GpuLab lab(4, shell);
        std::mt19937 random(7);
        std::vector<std::string> runs;
        for (int i = 0; i < 7; ++i) {
            auto plan = lab.script(
                "mine=$(echo $CUDA_VISIBLE_DEVICES | tr , ' '); for one in $mine; do mkdir ../../busy-$one || echo "
                "$one "
                ">>../../twice; done; echo $mine >>../../had; sleep 0.3; for one in $mine; do rmdir ../../busy-$one; "
                "done");
            plan.name = "run " + std::to_string(i);
            plan.gpus = 1 + static_cast<int>(random() % 3);
            plan.priority = static_cast<int>(random() % 2);
            runs.push_back(lab.go(plan));
        }
        std::set<std::string> killed;
        for (int tries = 0; tries < 40 && killed.size() < 3; ++tries) {
            const std::string& run = runs[random() % runs.size()];
            const auto evidence = lab.look(run);
            if (evidence.exit || !evidence.supervisor.alive)
                continue;
            ::kill(static_cast<pid_t>(evidence.supervisor.pid), SIGKILL);
            killed.insert(run);
        }
        for (const auto& run : runs) {
            if (!killed.count(run))
                CHECK(lab.wait(run).state == RunState::Completed);
            REQUIRE(eventually([&] { return processesOf(run).empty(); }));
        }
        CHECK_FALSE(fs::exists(fs::path(lab.host()) / "twice"));
        CHECK(fs::exists(fs::path(lab.host()) / "had"));
        CHECK(eventually([&] { return lab.queue().runs.empty(); }));
    }
}

TEST_CASE("A GPU on which somebody else computes is busy, is said so, and is left alone") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        GpuLab lab(3, shell);
        lab.processes(lab.uuid(0) + ", [N/A]\n" + lab.uuid(1) + ", " + std::to_string(::getpid()) +
                      "\nNo running processes found\n");
        const auto first = lab.start("first", 1);
        CHECK(lab.seen(first) == lab.uuid(2));
        const auto second = lab.start("second", 2);
        CHECK(lab.waitsBecause(second, "0 of 3 GPUs free: another user's process on GPU 0, your own process " +
                                           std::to_string(::getpid()) + " on GPU 1, first"));
        lab.processes(lab.uuid(1) + ", 99999999\n");
        lab.finish(first);
        CHECK(lab.wait(first).state == RunState::Completed);
        lab.wake(second);
        CHECK(lab.seen(second) == lab.uuid(0) + "," + lab.uuid(2));
        lab.finish(second);
        CHECK(lab.wait(second).state == RunState::Completed);
    }
}

TEST_CASE("Higher priority goes first, the same priority in the order of arrival") {
    for (int gpus : {0, 1}) {
        CAPTURE(gpus);
        GpuLab lab(1);
        const auto first = lab.start("first", gpus);
        lab.seen(first);
        std::vector<std::string> runs;
        for (const auto& [name, priority] :
             std::vector<std::pair<std::string, int>>{{"late", -5}, {"b", 0}, {"c", 0}, {"urgent", 7}, {"e", 0}})
            runs.push_back(lab.start(name, gpus, priority));
        CHECK(lab.queue().waiting == std::vector<std::string>{runs[3], runs[1], runs[2], runs[4], runs[0]});
        CHECK(lab.queue().runs.at(runs[3]).priority == 7);
        lab.finish(first);
        for (const auto& run : runs)
            lab.finish(run);
        for (const auto& run : runs)
            CHECK(lab.wait(run).state == RunState::Completed);
        CHECK(lab.order() == std::vector<std::string>{"first", "urgent", "b", "c", "e", "late"});
    }
}

TEST_CASE("Runs that need a slot and runs that need GPUs do not wait for each other") {
    GpuLab lab(1);
    const auto gpu = lab.start("gpu", 1), cpu = lab.start("cpu", 0);
    lab.seen(gpu);
    lab.seen(cpu);
    const auto next = lab.start("next", 1), other = lab.start("other", 0);
    CHECK(lab.waitsBecause(next, "0 of 1 GPUs free: gpu"));
    CHECK(lab.waitsBecause(other, "waiting for cpu"));
    // Outside of the line is for slots alone.
    auto eager = lab.plan("eager", 1);
    eager.queued = false;
    const auto third = lab.start(eager);
    CHECK(lab.waitsBecause(third, "behind next"));
    lab.finish(cpu);
    lab.seen(other);
    CHECK(lab.verdict(next).state == RunState::Queued);
    for (const auto& run : {gpu, next, other, third})
        lab.finish(run);
    for (const auto& run : {gpu, next, other, third})
        CHECK(lab.wait(run).state == RunState::Completed);
}

TEST_CASE("Two folders of one user do not get the same GPU") {
    GpuLab lab(1);
    const auto first = lab.start("first", 1);
    lab.seen(first);
    auto plan = lab.plan("elsewhere", 1);
    plan.hostFolder = lab.host() + "/other";
    for (const auto& script : {launch::prepareScript(plan.hostFolder, plan.run), launch::startScript(plan)})
        lab.run(script);
    const fs::path said = fs::path(plan.hostFolder) / "runs" / plan.run / "state.jsonl";
    REQUIRE(eventually([&] { return fs::exists(said) && read(said).find("GPUs free: first") != std::string::npos; }));
    lab.finish(first);
    CHECK(lab.wait(first).state == RunState::Completed);
    write(fs::path(plan.hostFolder) / "runs" / plan.run / "go", "");
    CHECK(eventually([&] { return fs::exists(said.parent_path() / "exit.json"); }));
}

TEST_CASE("What can never begin fails at once and says why") {
    GpuLab lab(2);
    const auto ant = lab.start("ant", 1);
    lab.seen(ant);
    SECTION("more GPUs than the host has") {
        CHECK(lab.wait(lab.start("greedy", 3)).reason == "it asked for 3 GPUs, and the host has 2");
    }
    SECTION("a host without GPUs") {
        lab.put("gpus", "No devices were found\n");
        CHECK(lab.wait(lab.start("one", 1)).reason == "it asked for 1 GPU, and the host has 0");
    }
    SECTION("a driver that is broken") {
        lab.put("broken", "NVIDIA-SMI has failed because \"it\" couldn't\nmore\n");
        const auto record = lab.wait(lab.start("one", 1));
        CHECK(record.state == RunState::Failed);
        CHECK(record.reason ==
              "the host's GPUs cannot be asked for: nvidia-smi says: NVIDIA-SMI has failed because \"it\" couldn't");
        CHECK(record.ranks.empty());
    }
    SECTION("a GPU that goes while it is waited for") {
        const auto two = lab.start("two", 2);
        CHECK(lab.waitsBecause(two, "1 of 2 GPUs is free, it asked for 2: ant"));
        lab.have(1);
        lab.finish(ant);
        CHECK(lab.wait(ant).state == RunState::Completed);
        lab.wake(two);
        CHECK(lab.wait(two).reason == "it asked for 2 GPUs, and the host has 1");
    }
    lab.finish(ant);
    CHECK(lab.wait(ant).state == RunState::Completed);
    CHECK(lab.queue().waiting.empty());
}

TEST_CASE("A run that asks for GPUs where no program knows any fails and says so") {
    for (const std::string& folder : split(std::getenv("PATH"), ':'))
        if (fs::exists(fs::path(folder) / "nvidia-smi"))
            return;
    Lab lab;
    auto plan = lab.script("true");
    plan.gpus = 1;
    CHECK(lab.wait(lab.go(plan)).reason == "it asked for GPUs, and the host has no nvidia-smi to find them");
}

TEST_CASE("A cancel is heard while the driver hangs, and while GPUs are waited for") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        GpuLab lab(1, shell);
        const auto ant = lab.start("ant", 1);
        lab.seen(ant);
        const auto waits = lab.start("waits", 1);
        CHECK(lab.cancel(waits) == launch::CancelOutcome::Signaled);
        CHECK(lab.wait(waits).state == RunState::Canceled);
        lab.put("hangs", "");
        const auto hangs = lab.go(lab.plan("hangs", 1));
        CHECK(lab.cancel(hangs) == launch::CancelOutcome::Signaled);
        const auto record = lab.wait(hangs);
        CHECK(record.state == RunState::Canceled);
        CHECK(record.reason == "canceled before it began");
        lab.take("hangs");
        lab.finish(ant);
        CHECK(lab.wait(ant).state == RunState::Completed);
    }
}

TEST_CASE("Who waits is told until about when, from a time limit or from how far the other has come") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        GpuLab lab(2, shell);
        auto limited = lab.plan("limited", 1);
        limited.timeLimitSeconds = 7200;
        const auto one = lab.start(limited), two = lab.start("counts", 1);
        lab.seen(one);
        lab.seen(two);
        const auto begun = split(read(lab.folder(two) / "supervisor/began"), ' ')[0];
        write(lab.folder(two) / "events.jsonl",
              "{\"flambeau\":1,\"run\":\"" + two +
                  "\",\"rank\":0}\n{\"e\":\"progress\",\"t\":" + std::to_string(parseInt(begun).value_or(0) + 3600) +
                  ".25,\"done\":10,\"total\":100,\"what\":\"train\"}\n");
        const auto waits = lab.start("waits", 1);
        REQUIRE(eventually([&] { return lab.reason(waits).find("until about") != std::string::npos; }));
        const std::string why = lab.reason(waits);
        CAPTURE(why);
        CHECK(startsWith(why, "0 of 2 GPUs free: limited until about "));
        CHECK(why.find(", counts until about ") != std::string::npos);
        const auto first = why.find("about ") + 6;
        CHECK(why[first + 2] == ':');
        for (const auto& run : {one, two, waits})
            lab.finish(run);
        CHECK(lab.wait(waits).state == RunState::Completed);
    }
}

TEST_CASE("GPUs, a priority and the devices that are to be seen must make sense together") {
    Lab lab;
    auto plan = lab.script("true");
    plan.gpus = 2;
    plan.priority = 1000;
    CHECK(launch::validate(plan).ok());
    plan.environment["CUDA_VISIBLE_DEVICES"] = "0";
    CHECK_FALSE(launch::validate(plan).ok());
    plan.gpus = 0;
    CHECK(launch::validate(plan).ok());
    plan.environment.clear();
    plan.gpus = -1;
    CHECK_FALSE(launch::validate(plan).ok());
    plan.gpus = 1;
    plan.priority = 1001;
    CHECK_FALSE(launch::validate(plan).ok());
    plan.priority = -1001;
    CHECK_FALSE(launch::validate(plan).ok());
    plan.priority = 0;
    plan.ranks[0].environment["CUDA_VISIBLE_DEVICES"] = "0";
    CHECK_FALSE(launch::validate(plan).ok());
}
