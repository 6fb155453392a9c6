// SPDX-License-Identifier: GPL-3.0-or-later
// What breaks on the way of a run to a host and back: in each case the run ends as its exit.json says, with each byte
// and point once, and is started once.
#include <iostream>
#include <random>

#include "flambeau/base/strings.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/workspace.h"
#include "host_bench.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

/// Counts its own starts, writes points and lines for a second or so, and leaves outputs.
const std::string train = R"(
echo started >>"$FLAMBEAU_RUN_DIR/../../starts"
printf '{"flambeau":1,"run":"%s","rank":0}\n' "$FLAMBEAU_RUN" >events.jsonl
i=0
while [ $i -lt 60 ]; do
  i=$((i + 1))
  printf '{"e":"metric","t":1,"step":%s,"v":{"train/loss":0.%s}}\n' $i $i >>events.jsonl
  echo "line $i"
  [ $((i % 10)) -ne 0 ] || sleep 0.1
done
mkdir -p outputs
head -c 300000 /dev/urandom >outputs/weights
echo done >outputs/note
)";

std::size_t starts(const HostBench& bench) {
    const auto text = readFile(bench.dir / "host" / "starts", 1 << 20);
    return text ? static_cast<std::size_t>(std::count(text->begin(), text->end(), '\n')) : 0;
}

bool running(const session::RunView& view) {
    return view.state == domain::RunState::Running;
}

void checkWhole(HostBench& bench, const RunId& run) {
    CHECK(bench.stored(run) == RunBench::written(bench.there(run) / "events.jsonl"));
    CHECK(read(bench.folder(run) / "logs" / "stdout.log") == read(bench.there(run) / "logs" / "stdout.log"));
    CHECK(must(bench.catalog->outputs(run)).size() == 2);
    CHECK(processesOfRun(run).empty());
}

}  // namespace

TEST_CASE("A host that is away is said to be, with the last known state, and its run goes on") {
    if (!Sshd::available())
        return;
    HostBench bench("until [ -f finish ]; do sleep 0.05; done\n" + train);
    const auto run = bench.startOnBox();
    bench.follow(run, running);
    bench.way.refuse(true);
    bench.way.cutNow();
    const auto away = bench.follow(run, [](const auto& view) { return view.unreachableSince > 0; });
    CHECK(away.state == domain::RunState::Running);
    write(bench.there(run) / "finish", "");
    REQUIRE(until([&] { return fs::exists(bench.there(run) / "exit.json"); }));
    bench.way.refuse(false);
    const auto view = bench.toItsEnd(run);
    CHECK(view.state == domain::RunState::Completed);
    CHECK(view.unreachableSince == 0);
    checkWhole(bench, run);
}

TEST_CASE("A network that drops everything is noticed, and nothing is lost or doubled") {
    if (!Sshd::available())
        return;
    HostBench bench("until [ -f finish ]; do sleep 0.05; done\n" + train);
    const auto run = bench.startOnBox();
    bench.follow(run, running);
    bench.way.hang(true);
    write(bench.there(run) / "finish", "");
    const auto away = bench.follow(run, [](const auto& view) { return view.unreachableSince > 0; });
    CHECK(away.state == domain::RunState::Running);
    bench.way.cutNow();
    bench.way.hang(false);
    CHECK(bench.toItsEnd(run).state == domain::RunState::Completed);
    checkWhole(bench, run);
}

TEST_CASE("A studio that was closed while its run ended on the host has everything when it is opened again") {
    if (!Sshd::available())
        return;
    HostBench bench("until [ -f finish ]; do sleep 0.05; done\n" + train);
    const auto run = bench.startOnBox();
    bench.follow(run, running);
    bench.restart();
    write(bench.there(run) / "finish", "");
    REQUIRE(until([&] { return fs::exists(bench.there(run) / "exit.json"); }));
    CHECK(bench.toItsEnd(run).state == domain::RunState::Completed);
    checkWhole(bench, run);
}

TEST_CASE("Cut anywhere on its way, a run is started once or not at all, and what it wrote is here once") {
    if (!Sshd::available())
        return;
    const unsigned seed = 20;
    std::mt19937 random(seed);
    int refused = 0, completed = 0, settledLater = 0, cuts = 0;
    constexpr int rounds = 16;
    for (int round = 0; round < rounds; ++round) {
        HostBench bench(train);
        // Half the cuts fall into preparing and starting (some 250 kB), half into following and fetching.
        bench.way.cutAfter(
            std::uniform_int_distribution<std::uint64_t>(2'000, round % 2 == 0 ? 250'000 : 900'000)(random));
        const auto run = bench.runs->start(bench.onBox(), {}, {});
        CAPTURE(seed, round, run.ok() ? "" : run.error().message);
        RunId id;
        if (run) {
            id = *run;
        } else if (bench.runs->failedRun().empty()) {
            ++refused;  // before anything was recorded
            CHECK(must(bench.catalog->list()).empty());
            CHECK(starts(bench) == 0);
            cuts += bench.way.cuts();
            continue;
        } else {
            id = bench.runs->failedRun();
            ++settledLater;
        }
        const auto view = bench.follow(id, [](const auto& now) {
            return domain::isFinal(now.state) && (now.outputsKept || now.state != domain::RunState::Completed);
        });
        if (view.state == domain::RunState::Completed) {
            ++completed;
            CHECK(starts(bench) == 1);
            checkWhole(bench, id);
        } else {
            CHECK(view.state == domain::RunState::Failed);
            CHECK(starts(bench) == 0);
            CHECK(processesOfRun(id).empty());
        }
        cuts += bench.way.cuts();
    }
    std::cout << "cuts: seed " << seed << ", " << rounds << " runs, " << cuts << " cuts: " << completed
              << " completed, " << refused << " refused before they were recorded, " << settledLater
              << " started with an error and settled later\n";
    CHECK(cuts >= rounds / 2);
}
