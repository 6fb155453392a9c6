// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/run_table.h"

#include <limits>
#include <map>
#include <set>

#include "flambeau/session/run_catalog.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/metrics.h"
#include "flambeau/store/runs.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::test;
using session::KnownRuns;
using session::RunTable;

namespace {

struct Bench {
    TempDir dir;
    std::unique_ptr<session::Workspace> workspace = must(session::Workspace::open(dir / "workspace"));
    store::Runs runs{workspace->store()};
    RunTable table{*workspace};
    KnownRuns known;

    RunId add(int number, double lr = 0.1) {
        store::NewRun run;
        run.id = RunId::create();
        run.name = "run-" + std::to_string(number);
        run.experiment = "default";
        run.definition = R"({"parameters":{"lr":)" + std::to_string(lr) + R"(,"arch":"tiny"}})";
        run.definitionHash = "hash";
        run.created = 1000 + number;
        REQUIRE(runs.create(run).ok());
        return run.id;
    }
    std::set<std::string> look(std::size_t limit = 1000) {
        std::set<std::string> names;
        for (const auto& row : must(table.news(known, limit)).rows)
            names.insert(row->name);
        return names;
    }
};

}  // namespace

TEST_CASE("A list of runs hears of each change once, and of nothing else") {
    Bench bench;
    const auto first = bench.add(1), second = bench.add(2);
    CHECK(bench.look() == std::set<std::string>{"run-1", "run-2"});
    CHECK(bench.look().empty());

    REQUIRE(bench.runs.rename(first, "other").ok());
    CHECK(bench.look() == std::set<std::string>{"other"});
    REQUIRE(bench.runs.setTags(second, {"good"}).ok());
    CHECK(bench.look() == std::set<std::string>{"run-2"});
    REQUIRE(bench.runs.setTags(second, {}).ok());
    CHECK(bench.look() == std::set<std::string>{"run-2"});
    must(bench.runs.setState(second, domain::RunState::Running, "", 5));
    CHECK(bench.look() == std::set<std::string>{"run-2"});
    REQUIRE(bench.runs.setProgress(second, {7, 1, 10, "train"}).ok());
    CHECK(bench.look() == std::set<std::string>{"run-2"});
    REQUIRE(bench.runs.setExperiment(first, "another").ok());
    CHECK(bench.look() == std::set<std::string>{"other"});
    REQUIRE(bench.runs.setNotes(first, "a word").ok());
    CHECK(bench.look() == std::set<std::string>{"other"});
    REQUIRE(bench.runs.moveToTrash(first).ok());
    CHECK(must(bench.table.news(bench.known, 9)).rows.at(0)->trashed > 0);
    CHECK(bench.look().empty());

    REQUIRE(bench.runs.purge(first).ok());
    const auto news = must(bench.table.news(bench.known, 9));
    CHECK(news.rows.empty());
    CHECK(news.gone == std::vector{first});
    CHECK(news.total == 1);
}

TEST_CASE("A long list of runs comes in pieces, the newest first, each run once, whatever is removed meanwhile") {
    Bench bench;
    std::vector<RunId> ids;
    for (int i = 0; i < 25; ++i)
        ids.push_back(bench.add(i));
    const auto first = must(bench.table.news(bench.known, 10));
    REQUIRE(first.rows.size() == 10);
    CHECK(first.rows.front()->name == "run-24");
    CHECK(first.waiting == 15);
    CHECK(first.total == 25);
    REQUIRE(bench.runs.moveToTrash(ids[3]).ok());
    REQUIRE(bench.runs.purge(ids[3]).ok());
    std::set<std::string> seen;
    std::size_t gone = 0;
    for (int i = 0; i < 3; ++i) {
        const auto news = must(bench.table.news(bench.known, 10));
        for (const auto& row : news.rows)
            CHECK(seen.insert(row->name).second);
        gone += news.gone.size();
    }
    CHECK(seen.size() == 14);
    CHECK(gone == 1);
}

TEST_CASE("A row has the run's parameters and what its metrics came to; a definition that cannot be read has none") {
    Bench bench;
    const auto one = bench.add(1, 0.5), two = bench.add(2, 0.5);
    store::NewRun broken;
    broken.id = RunId::create();
    broken.name = "broken";
    broken.experiment = "default";
    broken.definition = "{\"parameters\":";
    broken.definitionHash = "hash";
    REQUIRE(bench.runs.create(broken).ok());
    store::StreamBatch batch;
    for (int step = 1; step <= 5; ++step)
        batch.add("val/acc", step, step, step, step == 3 ? 0.9 : 0.1 * step);
    REQUIRE(must(store::Metrics(bench.workspace->store()).commit(one, "events.jsonl", 0, 10, batch)) ==
            store::CommitOutcome::Committed);

    const auto first = must(bench.table.row(one, bench.known)), second = must(bench.table.row(two, bench.known));
    CHECK(domain::realOf(*first->parameters, "lr") == 0.5);
    CHECK(first->parameters == second->parameters);
    REQUIRE(first->metrics.size() == 1);
    CHECK(first->metrics[0].statistics.highest == 0.9);
    CHECK(first->metrics[0].statistics.highestStep == 3);
    CHECK(second->metrics.empty());
    CHECK(must(bench.table.row(broken.id, bench.known))->parameters->empty());
    CHECK(bench.table.row(RunId::create(), bench.known).error().code == ErrorCode::NotFound);
}

TEST_CASE("What the metrics of a chain came to is what its visible points, counted one by one, come to") {
    Bench bench;
    const store::Metrics metrics(bench.workspace->store());
    std::optional<RunId> before;
    RunId last;
    unsigned seed = 7;
    const auto random = [&seed](unsigned most) { return (seed = seed * 1103515245 + 12345) / 65536 % most; };
    for (int link = 0; link < 4; ++link) {
        store::NewRun run;
        run.id = last = RunId::create();
        run.name = "link-" + std::to_string(link);
        run.experiment = "default";
        run.definition = "{}";
        run.definitionHash = "hash";
        run.resumedFrom = before;
        run.resumedAtStep = link * 10 + 1;
        REQUIRE(bench.runs.create(run).ok());
        store::StreamBatch batch;
        for (int step = link * 10 + 1; step <= link * 10 + 10 + (link == 1 ? 5 : 0); ++step) {
            for (const char* name : {"a", "b", "c"}) {
                const double value = random(9) == 0   ? std::numeric_limits<double>::quiet_NaN()
                                     : random(9) == 0 ? std::numeric_limits<double>::infinity()
                                                      : static_cast<double>(random(100)) / 10;
                if (*name != 'c' || link == 2)
                    batch.add(name, step, step, step, value);
            }
        }
        REQUIRE(must(metrics.commit(run.id, "events.jsonl", 0, 10, batch)) == store::CommitOutcome::Committed);
        before = run.id;
    }
    const session::RunCatalog catalog(*bench.workspace);
    std::map<std::string, series::Statistics> counted;
    REQUIRE(catalog
                .forEachPoint(last,
                              [&](const std::string& name, const series::Point& point) {
                                  counted[name].add(point.step, point.value);
                                  return true;
                              })
                .ok());
    const auto summaries = must(catalog.metrics(last));
    REQUIRE(summaries.size() == 3);
    for (const auto& [name, statistics] : summaries) {
        INFO(name);
        const auto& expected = counted.at(name);
        CHECK(statistics.count == expected.count);
        CHECK(statistics.nans == expected.nans);
        CHECK(statistics.lastStep == expected.lastStep);
        CHECK(statistics.min == expected.min);
        CHECK(statistics.max == expected.max);
        CHECK(statistics.lowest == expected.lowest);
        CHECK(statistics.lowestStep == expected.lowestStep);
        CHECK(statistics.highest == expected.highest);
        CHECK(statistics.highestStep == expected.highestStep);
    }
}
