// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <map>
#include <random>

#include "database.h"
#include "flambeau/series/envelope.h"
#include "store_test.h"

using namespace flambeau;
using namespace flambeau::store;
using series::Point;

namespace {

std::int64_t waiting(const Workspace& workspace) {
    Query query(workspace.database(), "SELECT count(*) FROM waiting_points");
    return test::must(queryInteger(query));
}

bool same(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

bool same(const Point& a, const Point& b) {
    return a.step == b.step && same(a.time, b.time) && same(a.value, b.value) && same(a.epoch, b.epoch);
}

bool same(const series::Statistics& a, const series::Statistics& b) {
    return a.count == b.count && a.nans == b.nans && same(a.last, b.last) && a.lastStep == b.lastStep &&
           same(a.min, b.min) && same(a.max, b.max) && same(a.lowest, b.lowest) && same(a.highest, b.highest) &&
           a.lowestStep == b.lowestStep && a.highestStep == b.highestStep;
}

/// What a run's series must be, kept without a store.
class Expected {
public:
    explicit Expected(std::uint64_t seed) : m_random(seed) {}

    /// Lines of several series as a program writes them, a few or many at a time, some without steps.
    void addTo(StreamBatch& batch) {
        const int lines = m_random() % 40 == 0 ? 2000 : 1 + static_cast<int>(m_random() % 9);
        for (int i = 0; i < lines; ++i) {
            const std::int64_t step = m_step += static_cast<std::int64_t>(m_random() % 3);
            const double time = 1.7e9 + 0.01 * static_cast<double>(m_step);
            const double epoch = m_random() % 3 ? series::kNone : static_cast<double>(step) / 100;
            for (int series = 0; series < 7; ++series) {
                if (m_random() % 5 == 0)
                    continue;
                const bool stepped = m_random() % 8 != 0;
                add(batch, "s" + std::to_string(series * 3 % 7), stepped ? std::optional(step) : std::nullopt, epoch,
                    time, value());
            }
        }
        if (m_random() % 10 == 0)
            add(batch, "rare/" + std::to_string(m_random() % 50), std::nullopt, series::kNone, 1.7e9, value());
    }

    std::size_t differences(const Metrics& metrics, const RunId& run) {
        std::size_t wrong = 0;
        const auto list = test::must(metrics.list(run));
        wrong += list.size() != m_series.size();
        auto known = m_series.begin();
        for (const SeriesInfo& info : list) {
            if (known == m_series.end())
                return wrong + 1;
            wrong += info.name != known->first || !same(info.statistics, known->second.statistics) ||
                     info.count != known->second.statistics.count;
            ++known;
        }
        // One of them in full, from anywhere on, as a curve on the screen reads it.
        auto one = std::next(m_series.begin(), static_cast<std::ptrdiff_t>(m_random() % m_series.size()));
        const auto& points = one->second.points;
        const auto first = m_random() % (points.size() + 1);
        const auto got = test::must(metrics.points(run, one->first, static_cast<std::int64_t>(first)));
        wrong += !std::equal(got.begin(), got.end(), points.begin() + static_cast<std::ptrdiff_t>(first), points.end(),
                             [](const Point& a, const Point& b) { return same(a, b); });
        const double to = static_cast<double>(m_step + 1);
        series::Envelope envelope(series::ColumnGrid{0, to, 30}, series::Axis::Step);
        envelope.add(points);
        wrong += test::must(metrics.envelope(run, one->first, Axis::Step, 0, to, 30)) != envelope.columns();
        return wrong;
    }

    std::size_t differencesOfAll(const Metrics& metrics, const RunId& run) {
        std::size_t wrong = 0;
        std::map<std::string, std::vector<Point>> got;
        test::must(metrics.forEachPoint(run, [&](const std::string& name, const Point& point) {
            got[name].push_back(point);
            return true;
        }));
        wrong += got.size() != m_series.size();
        for (const auto& [name, one] : m_series)
            wrong += !std::equal(got[name].begin(), got[name].end(), one.points.begin(), one.points.end(),
                                 [](const Point& a, const Point& b) { return same(a, b); });
        return wrong;
    }

    std::int64_t points() const { return m_points; }

private:
    struct One {
        std::vector<Point> points;
        series::Statistics statistics;
        std::int64_t next = 0;
    };

    double value() {
        const auto kind = m_random() % 30;
        return kind == 0   ? series::kNone
               : kind == 1 ? std::numeric_limits<double>::infinity()
                           : static_cast<double>(m_random() % 100'000) / 7;
    }
    void add(StreamBatch& batch, const std::string& name, std::optional<std::int64_t> step, double epoch, double time,
             double value) {
        batch.add(name, step, epoch, time, value);
        One& one = m_series[name];
        one.points.push_back({step ? *step : one.next++, time, value, epoch});
        one.statistics.add(one.points.back().step, value);
        ++m_points;
    }

    std::mt19937_64 m_random;
    std::map<std::string, One> m_series;
    std::int64_t m_step = 0, m_points = 0;
};

}  // namespace

TEST_CASE("Points that wait for their series are read as those that do not, at every moment") {
    const auto seed = GENERATE(1u, 2u, 3u);
    const test::TempDir dir;
    auto workspace = test::openWorkspace(dir / "w");
    const auto reader = test::must(workspace.openReader());
    const RunId run = test::addRun(workspace);
    Expected expected(seed);
    StreamBatch batch;
    std::uint64_t offset = 0;
    std::int64_t most = 0, emptied = 0;
    for (int i = 0; i < 500; ++i) {
        batch.clear();
        expected.addTo(batch);
        REQUIRE(test::must(Metrics(workspace).commit(run, "events.jsonl", offset, offset + 1, batch)) ==
                CommitOutcome::Committed);
        ++offset;
        const auto now = waiting(workspace);
        emptied += now == 0;
        most = std::max(most, now);
        REQUIRE(expected.differences(Metrics(reader), run) == 0);
        if (i % 50 == 0)
            REQUIRE(expected.differencesOfAll(Metrics(reader), run) == 0);
        if (i % 50 == 0)
            REQUIRE(test::must(reader.info()).points == expected.points());
    }
    CHECK(most > 5);
    CHECK(emptied > 1);
    test::mustBeSound(workspace);
    const RunId later = test::addRun(workspace);
    batch.clear();
    batch.add("a", std::nullopt, series::kNone, 1, 1);
    test::must(Metrics(workspace).append(later, batch));
    test::must(Runs(workspace).setState(run, domain::RunState::Completed, ""));
    CHECK(waiting(workspace) == 1);  // the other run's
    CHECK(expected.differences(Metrics(reader), run) == 0);
    CHECK(expected.differencesOfAll(Metrics(reader), run) == 0);
    // What comes after the end waits no more.
    batch.clear();
    expected.addTo(batch);
    test::must(Metrics(workspace).append(run, batch));
    CHECK(waiting(workspace) == 1);
    CHECK(expected.differencesOfAll(Metrics(reader), run) == 0);
    test::mustBeSound(workspace);
}

TEST_CASE("A thousand series that grow by a point each are rewritten once for many commits") {
    const test::TempDir dir;
    auto workspace = test::openWorkspace(dir / "w");
    const RunId run = test::addRun(workspace);
    const auto rows = [&] {
        Query query(workspace.database(), "SELECT count(*) FROM tails");
        return test::must(queryInteger(query));
    };
    StreamBatch batch;
    for (int i = 0; i < 7; ++i) {
        batch.clear();
        for (int series = 0; series < 1000; ++series)
            batch.add("s" + std::to_string(series), i, series::kNone, i, 0.1 * i);
        test::must(Metrics(workspace).commit(run, "events.jsonl", static_cast<std::uint64_t>(i),
                                             static_cast<std::uint64_t>(i) + 1, batch));
    }
    CHECK(rows() <= 1000);
    CHECK(test::must(Metrics(workspace).get(run, "s999")).count == 7);
    CHECK(test::must(Metrics(workspace).list(run)).size() == 1000);
}

TEST_CASE("A commit that fails or comes too late leaves nothing waiting") {
    const test::TempDir dir;
    auto workspace = test::openWorkspace(dir / "w");
    const RunId run = test::addRun(workspace);
    StreamBatch batch;
    test::fill(batch, "a", 0, 5);
    const auto fails = []() -> Status { return Error{ErrorCode::Failed, "no", {}, {}}; };
    CHECK_FALSE(Metrics(workspace).commit(run, "events.jsonl", 0, 9, batch, fails).ok());
    CHECK(test::must(Metrics(workspace).commit(run, "events.jsonl", 4, 9, batch)) == CommitOutcome::Conflict);
    CHECK(waiting(workspace) == 0);
    CHECK(test::must(Metrics(workspace).list(run)).empty());
}

TEST_CASE("What waits goes with its run, and damage to it is found and told") {
    const test::TempDir dir;
    auto workspace = test::openWorkspace(dir / "w");
    const RunId run = test::addRun(workspace), gone = test::addRun(workspace);
    StreamBatch batch;
    test::fill(batch, "a", 0, 5);
    test::must(Metrics(workspace).append(run, batch));
    test::must(Metrics(workspace).append(gone, batch));
    test::must(Runs(workspace).moveToTrash(gone));
    test::must(Runs(workspace).purge(gone));
    CHECK(waiting(workspace) == 1);
    test::mustBeSound(workspace);
    const auto damage =
        GENERATE("zeroblob(7)", "zeroblob(40)", "substr(data, 1, length(data) - 1)", "data || data || x'00'");
    test::must(workspace.database().execute(std::string("UPDATE waiting_points SET data = ") + damage));
    CHECK(Metrics(workspace).list(run).error().code == ErrorCode::Corrupt);
    CHECK(Metrics(workspace).points(run, "a").error().code == ErrorCode::Corrupt);
    CHECK(test::must(workspace.check(false)).databaseProblems.size() == 1);
    test::must(Runs(workspace).moveToTrash(run));
    test::must(Runs(workspace).purge(run));
    test::mustBeSound(workspace);
}

TEST_CASE("A workspace from before points could wait keeps its points and takes new ones") {
    const test::TempDir dir;
    const RunId run = [&] {
        auto workspace = test::openWorkspace(dir / "w");
        const RunId id = test::addRun(workspace);
        StreamBatch batch;
        test::fill(batch, "a", 0, 3000);
        test::must(Metrics(workspace).commit(id, "events.jsonl", 0, 10, batch));
        REQUIRE(waiting(workspace) == 0);
        // As version 3 left it.
        test::must(workspace.database().execute(
            "DROP TABLE waiting_points; DROP TABLE waiting_runs; DROP INDEX runs_unfinished; PRAGMA user_version = 3"));
        return id;
    }();
    auto workspace = test::openWorkspace(dir / "w");
    CHECK(test::must(workspace.info()).schemaVersion >= 4);
    StreamBatch batch;
    test::fill(batch, "a", 3000, 5);
    CHECK(test::must(Metrics(workspace).commit(run, "events.jsonl", 10, 20, batch)) == CommitOutcome::Committed);
    CHECK(waiting(workspace) == 1);
    const auto points = test::must(Metrics(workspace).points(run, "a", 2998));
    REQUIRE(points.size() == 7);
    CHECK(points[6].step == 3004);
    CHECK(test::must(Runs(workspace).unfinishedOn("")) == std::vector<RunId>{run});
    test::mustBeSound(workspace);
}
