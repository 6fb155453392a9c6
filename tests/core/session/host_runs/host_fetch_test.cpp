// SPDX-License-Identifier: GPL-3.0-or-later
// What runs left on a host, and those who wait for it.
#include <atomic>
#include <mutex>

#include "flambeau/base/pause.h"
#include "flambeau/store/computes.h"
#include "flambeau/store/metrics.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/settings.h"
#include "flambeau/store/workspace.h"
#include "host_bench.h"

using namespace flambeau;
using namespace flambeau::test;

TEST_CASE("Points of a run go on coming while what another one left on the same host is fetched") {
    if (!Sshd::available())
        return;
    HostBench bench(
        "if [ -f \"$FLAMBEAU_RUN_DIR/../../../first\" ]; then\n"
        "printf '{\"flambeau\":1,\"run\":\"%s\",\"rank\":0}\\n' \"$FLAMBEAU_RUN\" >events.jsonl\n"
        "i=0; until [ -f finish ]; do i=$((i + 1))\n"
        "printf '{\"e\":\"metric\",\"t\":1,\"step\":%s,\"v\":{\"a\":1}}\\n' $i >>events.jsonl; sleep 0.02; done\n"
        "else : >\"$FLAMBEAU_RUN_DIR/../../../first\"; until [ -f finish ]; do sleep 0.05; done\n"
        "truncate -s 300M outputs/large; fi");
    const auto large = bench.startOnBox();
    REQUIRE(until([&] { return fs::exists(bench.dir / "first"); }));
    write(bench.dir / "host" / "queue" / "slots", "2\n");
    const auto small = bench.startOnBox();
    session::HostFollowing following(bench.workspace->paths().root, *bench.connections, {}, [](const Error&) {});
    const store::Metrics metrics(bench.workspace->store());
    const auto count = [&] {
        const auto known = metrics.get(small, "a");
        return known ? known->count : 0;
    };
    REQUIRE(until([&] { return must(following.look(*bench.workspace)), count() > 0; }));
    write(bench.there(large) / "finish", "");
    const auto isBeingFetched = [&] {
        const auto view = bench.view(large);
        return domain::isFinal(view.state) && !view.outputsKept;
    };
    REQUIRE(until([&] { return must(following.look(*bench.workspace)), isBeingFetched(); }));
    int more = 0;
    for (auto last = count(); isBeingFetched();) {
        must(following.look(*bench.workspace));
        const auto now = count();
        more += now > last;
        last = now;
    }
    CHECK(more >= 2);
    CHECK(bench.view(large).outputsKept);
    write(bench.there(small) / "finish", "");
    CHECK(until([&] { return domain::isFinal(bench.view(small).state); }));
}

TEST_CASE("What is to be fetched from a host that was removed is told of once, and fetched when it is back") {
    if (!Sshd::available())
        return;
    HostBench bench("echo x >outputs/model");
    const auto run = bench.startOnBox();
    bench.toItsEnd(run);
    auto& store = bench.workspace->store();
    const auto files = must(store::Runs(store).outputs(run));
    REQUIRE(files.size() == 1);
    must(store::Settings(store).set("pending.outputs." + run.str(), "{}"));
    const auto record = must(store::Computes(store).get("box"));
    must(store::Computes(store).remove("box"));
    std::mutex mutex;
    std::vector<std::string> told;
    session::HostFollowing following(bench.workspace->paths().root, *bench.connections, {}, [&](const Error& error) {
        const std::lock_guard lock(mutex);
        told.push_back(error.message);
    });
    for (int i = 0; i < 25; ++i) {
        must(following.look(*bench.workspace));
        pauseFor(std::chrono::milliseconds(100), {});
    }
    {
        const std::lock_guard lock(mutex);
        REQUIRE(told.size() == 1);
        CHECK(told[0].find("box") != std::string::npos);
    }
    must(store::Computes(store).restore(record));
    CHECK(until([&] {
        must(following.look(*bench.workspace));
        return !must(store::Settings(store).get("pending.outputs." + run.str()));
    }));
}
