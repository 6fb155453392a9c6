// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <random>
#include <thread>

#include "flambeau/base/strings.h"
#include "run_bench.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

const std::string probeWrites = std::string("exec ") + shellQuote(RUN_PROBE) + " write";

/// What the probe writes ends in a torn line and has one line of no JSON in 61.
void checkEqual(RunBench& bench, const RunId& run) {
    const auto expected = RunBench::written(bench.folder(run) / "events.jsonl");
    const auto got = bench.stored(run);
    REQUIRE(expected.at("train/loss").size() > 1000);
    REQUIRE(got.size() == expected.size());
    for (const auto& [series, points] : expected) {
        INFO(series);
        REQUIRE(got.at(series).size() == points.size());
        CHECK(got.at(series) == points);
    }
    const auto steps = static_cast<std::int64_t>(expected.at("train/loss").size());
    CHECK(bench.view(run).badLines == steps / 61 + 1);
}

}  // namespace

TEST_CASE("Thirty followers killed at random moments miss nothing and double nothing") {
    RunBench bench(probeWrites);
    const auto run = bench.start();
    std::mt19937 random(20261121);
    std::uniform_int_distribution<int> milliseconds(5, 220);
    int kills = 0, grew = 0;
    std::size_t before = 0;
    while (kills < 30) {
        Probe follower("follow", bench.dir / "workspace");
        std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds(random)));
        REQUIRE_FALSE(follower.ended());  // the run goes on, so must they
        follower.kill();
        ++kills;
        const auto now = bench.stored(run)["train/loss"].size();
        grew += now > before;
        before = now;
    }
    write(bench.folder(run) / "finish", "");
    CHECK(bench.finish(run).state == domain::RunState::Completed);
    CHECK(kills == 30);
    CHECK(grew > 3);  // or they were killed before they did anything
    checkEqual(bench, run);
}

TEST_CASE("Two followers at once keep each point once") {
    RunBench bench(probeWrites);
    const auto run = bench.start();
    Probe first("follow", bench.dir / "workspace");
    Probe second("follow", bench.dir / "workspace");
    bench.until(run,
                [](const auto& view) { return !view.metrics.empty() && view.metrics.back().statistics.count > 2000; });
    write(bench.folder(run) / "finish", "");
    CHECK(first.wait() == 0);
    CHECK(second.wait() == 0);
    CHECK(bench.view(run).state == domain::RunState::Completed);
    checkEqual(bench, run);
}

TEST_CASE("Only one process leads at a time") {
    RunBench bench("exit 0");
    session::RunFollower first(*bench.workspace);
    REQUIRE(must(first.tryLead()));
    auto again = must(session::Workspace::open(bench.dir / "workspace"));
    {
        session::RunFollower second(*again);
        CHECK_FALSE(must(second.tryLead()));
        const auto run = bench.start();
        must(second.catchUp());  // the lock is another's: nothing is read
        CHECK(bench.view(run).state == domain::RunState::Preparing);
        must(first.catchUp());
        bench.finish(run);
    }
}

TEST_CASE("Lines that cannot be read are counted and passed, in every stream of the run") {
    RunBench bench(R"(
printf '{"flambeau":1,"run":"%s","rank":0}\nrubbish\n\000\377\n{"e":"metric","t":1,"step":1,"v":{"a":1}}\n' "$FLAMBEAU_RUN" >events.jsonl
printf '{"e":"metric","t":1,"step":2,"v":{"a":"x"}}\n{"e":"metric","t":1,"st' >>events.jsonl
printf '{"flambeau":1,"run":"%s","rank":1}\n{"e":"metric","t":1,"step":1,"v":{"b":2}}\n' "$FLAMBEAU_RUN" >events-1.jsonl
printf '{"e":"metric","t":1,"step":1,"v":{"c":2}}\n' >events-x.jsonl
)");
    const auto run = bench.start();
    const auto view = bench.finish(run);
    CHECK(view.state == domain::RunState::Completed);
    const auto curves = bench.stored(run);
    CHECK(curves.at("a").size() >= 1);
    CHECK(curves.at("b") == std::vector<StreamPoint>{{1, "2"}});
    CHECK_FALSE(curves.contains("c"));
    CHECK(view.badLines >= 3);
}

TEST_CASE("Changes name the series that grew and the states that came") {
    RunBench bench(R"(
printf '{"flambeau":1,"run":"%s","rank":0}\n{"e":"metric","t":1,"step":1,"v":{"a":1,"b":2}}\n' "$FLAMBEAU_RUN" >events.jsonl
)");
    const auto run = bench.start();
    session::RunFollower follower(*bench.workspace);
    std::vector<std::string> series;
    bool record = false;
    follower.onChange([&](const session::RunChange& change) {
        CHECK(change.run == run);
        series.insert(series.end(), change.series.begin(), change.series.end());
        record = record || change.record;
    });
    while (must(follower.pass()).unfinished > 0)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    CHECK(series == std::vector<std::string>{"a", "b"});
    CHECK(record);
}
