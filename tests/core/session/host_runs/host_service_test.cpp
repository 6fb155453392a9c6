// SPDX-License-Identifier: GPL-3.0-or-later
// How busy a host is, its queue, its disk and cleaning up there, over a real sshd with real runs and real folders.
#include <algorithm>
#include <chrono>

#include "flambeau/base/id.h"
#include "flambeau/session/clusters.h"
#include "flambeau/session/host_service.h"
#include "host_bench.h"

using namespace flambeau;
using namespace flambeau::test;
using session::HostCleanItem;
using session::HostCleanPlan;

namespace {

constexpr double kDay = 86400;

void age(const fs::path& path, double days) {
    fs::last_write_time(
        path, fs::file_time_type::clock::now() -
                  std::chrono::duration_cast<fs::file_time_type::duration>(std::chrono::duration<double>(days * kDay)));
}

std::vector<std::string> names(const HostCleanPlan& plan) {
    std::vector<std::string> all;
    for (const auto& item : plan.items)
        all.push_back(item.name);
    std::sort(all.begin(), all.end());
    return all;
}

std::vector<std::string> sorted(std::vector<std::string> all) {
    std::sort(all.begin(), all.end());
    return all;
}

/// A host with a run that is over, one that goes on, one that waits, and what other workspaces have there.
struct Full : HostBench {
    Full()
        : HostBench(
              "if [ -f outputs/../first ]; then exit 0; fi; echo big >outputs/model; "
              "until [ -f finish ]; do sleep 0.05; done") {
        over = startOnBox();
        follow(over, [](const auto& view) { return view.state == domain::RunState::Running; });
        write(there(over) / "finish", "");
        CHECK(toItsEnd(over).state == domain::RunState::Completed);
        lives = startOnBox();
        follow(lives, [](const auto& view) { return view.state == domain::RunState::Running; });
        waits = startOnBox();
        follow(waits, [](const auto& view) { return view.state == domain::RunState::Queued; });
        // Another workspace's: one that ended and whose outputs nobody may have fetched yet, one that was given up.
        foreign = newUuid();
        write(host / "runs" / foreign / "supervisor/launch.sh", "exec " + (host / "trainer/foreign/bin/x").string());
        write(host / "runs" / foreign / "exit.json", "{}");
        write(host / "runs" / foreign / "outputs/model", std::string(200'000, 'x'));
        givenUp = newUuid();
        fs::create_directories(host / "runs" / givenUp / "data");
        age(host / "runs" / givenUp, 3);
        // What the run that goes on stands on, and what nothing stands on.
        kit("env/under", 90);
        kit("trainer/used", 90, "library\t" + (host / "env/under/venv/lib/libtorch_cpu.so").string() + "\n");
        write(there(waits) / "supervisor/launch.sh",
              read(there(waits) / "supervisor/launch.sh") + "\n# " + (host / "trainer/used/bin/x").string() + "\n");
        kit("env/old", 90);
        kit("trainer/lately", 5);
        content('c', 5);
        write(host / "trainer/.new-broken/bin/x", std::string(30'000, 'x'));
        for (const char* one : {"bin/x", "bin", ""})
            age(host / "trainer/.new-broken" / one, 3);
        for (const auto& file : fs::recursive_directory_iterator(host / "store"))
            if (file.path().string().find("/sets/") != std::string::npos && file.is_regular_file())
                age(file.path(), 1);  // the runs that are there were prepared a while ago
    }
    void kit(const std::string& place, double days, const std::string& ready = {}) {
        write(host / place / "bin/x", std::string(50'000, 'x'));
        write(host / place / "READY", ready);
        age(host / place / "READY", days);
    }
    fs::path stored(char c) const { return host / "store" / std::string(2, c) / std::string(64, c); }
    void content(char c, double days) {
        write(stored(c), std::string(1000, c));
        age(stored(c), days);
    }
    void end() {
        for (const auto& run : {lives, waits})
            must(runs->cancel(run));
        for (const auto& run : {lives, waits})
            CHECK(toItsEnd(run).state == domain::RunState::Canceled);
    }

    fs::path host = dir / "host";
    RunId over, lives, waits;
    std::string foreign, givenUp;
};

}  // namespace

TEST_CASE("A clean-up of a host frees what is over and fetched, and nothing that a run of any workspace needs") {
    if (!Sshd::available())
        return;
    Full bench;
    session::HostService machines(*bench.workspace, *bench.connections);
    const auto disk = must(machines.disk("box", {}));
    CHECK(disk.runs.count == 5);
    CHECK(disk.runs.bytes > 200'000);
    CHECK(disk.environments.count == 2);
    CHECK(disk.engines.count == 2);
    CHECK(disk.content.count > 1);
    CHECK(disk.leftBytes >= 30'000);
    CHECK(disk.freeBytes > 0);
    CHECK(disk.bytes() > disk.runs.bytes);
    CHECK(must(machines.room("box", {})) > 0);

    const auto plan = must(machines.cleanPlan("box", false, {}));
    CHECK(names(plan) == sorted({bench.over.str(), bench.givenUp, "old"}));
    CHECK(plan.others == 3);
    CHECK(plan.needed == 0);
    CHECK(plan.kits == 1);
    CHECK(plan.leftBytes >= 30'000);
    CHECK_FALSE(plan.contentBusy);
    CHECK(plan.contentFiles == 1);
    const auto named = std::find_if(plan.items.begin(), plan.items.end(),
                                    [&](const HostCleanItem& item) { return item.name == bench.over.str(); });
    REQUIRE(named != plan.items.end());
    CHECK(named->title == bench.view(bench.over).name);
    CHECK(fs::exists(bench.there(bench.over)));  // it has only looked

    const auto all = must(machines.cleanPlan("box", true, {}));
    CHECK(names(all) == sorted({bench.over.str(), bench.givenUp, "old", "lately"}));

    // A plan that lies, or is old by now, takes nothing that lives.
    HostCleanPlan more = all;
    more.items.push_back({HostCleanItem::Kind::Run, bench.lives.str(), "", 0, 0});
    more.items.push_back({HostCleanItem::Kind::Run, bench.foreign, "", 0, 0});
    more.items.push_back({HostCleanItem::Kind::Engine, "used", "", 0, 0});
    more.items.push_back({HostCleanItem::Kind::Environment, "under", "", 0, 0});
    const auto done = must(machines.clean("box", more, {}));
    CHECK(done.removed == 4);
    CHECK(done.kept == 4);
    CHECK(done.freed > 100'000);
    CHECK_FALSE(fs::exists(bench.there(bench.over)));
    CHECK_FALSE(fs::exists(bench.host / "runs" / bench.givenUp));
    CHECK_FALSE(fs::exists(bench.host / "trainer/lately"));
    CHECK_FALSE(fs::exists(bench.host / "trainer/.new-broken"));
    CHECK_FALSE(fs::exists(bench.stored('c')));
    CHECK(fs::exists(bench.host / "runs" / bench.foreign / "outputs/model"));
    CHECK(fs::exists(bench.host / "trainer/used/READY"));
    CHECK(fs::exists(bench.host / "env/under/READY"));
    CHECK(bench.view(bench.lives).state == domain::RunState::Running);
    write(bench.there(bench.lives) / "finish", "");
    CHECK(bench.toItsEnd(bench.lives).state == domain::RunState::Completed);
    must(bench.runs->cancel(bench.waits));
    CHECK(bench.toItsEnd(bench.waits).state == domain::RunState::Canceled);
}

TEST_CASE("A run that is over but not fetched stays on its host") {
    if (!Sshd::available())
        return;
    HostBench bench("echo big >outputs/model");
    const auto run = bench.startOnBox();
    REQUIRE(until([&] { return fs::exists(bench.there(run) / "exit.json"); }));
    session::HostService machines(*bench.workspace, *bench.connections);
    // Nobody has followed it: for this workspace it goes on.
    auto plan = must(machines.cleanPlan("box", false, {}));
    CHECK(plan.items.empty());
    CHECK(plan.others == 1);
    bench.toItsEnd(run);
    plan = must(machines.cleanPlan("box", false, {}));
    CHECK(names(plan) == std::vector<std::string>{run.str()});
    CHECK(must(machines.clean("box", plan, {})).removed == 1);
    CHECK(must(machines.disk("box", {})).runs.count == 0);
}

TEST_CASE("How busy a host is and its queue are told, and what a cluster would find there") {
    if (!Sshd::available())
        return;
    Full bench;
    session::HostService machines(*bench.workspace, *bench.connections);
    auto load = must(machines.load("box", {}));
    CHECK(load.cpu < 0);  // it takes two looks
    CHECK(load.cores > 0);
    CHECK(load.latency > 0);
    REQUIRE(until([&] { return must(machines.load("box", {})).cpu >= 0; }));
    const auto queue = must(machines.queue("box", {}));
    REQUIRE(queue.runs.size() == 2);
    CHECK(queue.runs[0].id == bench.lives.str());
    CHECK(queue.runs[0].running);
    CHECK(queue.runs[0].ours);
    CHECK(queue.runs[0].name == bench.view(bench.lives).name);
    CHECK_FALSE(queue.runs[1].running);
    CHECK_FALSE(queue.runs[1].why.empty());
    const auto room = session::roomOf("box", load, queue, 0);
    CHECK(room.all == 1);
    CHECK(room.free == 0);
    CHECK(room.waiting == 1);
    CHECK(session::roomOf("box", load, queue, 1).all == 0);
    CHECK_FALSE(must(machines.engine("box", false, {}, {})));
    bench.end();
    CHECK(must(machines.queue("box", {})).runs.empty());
}

TEST_CASE("A host that is away or that lies about its disk is an error, and nothing is cleaned there") {
    if (!Sshd::available())
        return;
    HostBench bench("true", "");
    session::HostService machines(*bench.workspace, *bench.connections);
    CHECK(machines.disk("nowhere", {}).error().code == ErrorCode::NotFound);
    must(machines.room("box", {}));
    bench.way.refuse(true);
    bench.way.cutNow();
    CHECK(machines.cleanPlan("box", false, {}).error().code == ErrorCode::Unreachable);
    CHECK(machines.clean("box", {}, {}).error().code == ErrorCode::Unreachable);
}
