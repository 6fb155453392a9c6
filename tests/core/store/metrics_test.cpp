// SPDX-License-Identifier: GPL-3.0-or-later
#include <bit>
#include <cmath>
#include <limits>
#include <map>
#include <random>

#include "flambeau/series/envelope.h"
#include "store_test.h"

using namespace flambeau;
using namespace flambeau::store;
using series::Point;

namespace {

bool same(const Point& a, const Point& b) {
    const auto bits = [](double value) { return std::bit_cast<std::uint64_t>(value); };
    return a.step == b.step && bits(a.time) == bits(b.time) && bits(a.value) == bits(b.value) &&
           (bits(a.epoch) == bits(b.epoch) || (std::isnan(a.epoch) && std::isnan(b.epoch)));
}

std::size_t differences(const std::vector<Point>& a, const std::vector<Point>& b) {
    std::size_t wrong = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        wrong += same(a[i], b[i]) ? 0 : 1;
    return wrong;
}

Point anyPoint(std::mt19937_64& random, std::int64_t step) {
    Point point{step, 1.7e9 + 0.1 * static_cast<double>(step), std::bit_cast<double>(random()), series::kNone};
    if (std::isnan(point.value))
        point.value = series::kNone;
    if (random() % 20 == 0)
        point.value = random() % 2 ? std::numeric_limits<double>::infinity() : series::kNone;
    if (random() % 2)
        point.epoch = static_cast<double>(step) / 100;
    return point;
}

void add(StreamBatch& batch, const std::string& name, const Point& point) {
    batch.add(name, point.step, point.epoch, point.time, point.value);
}

}  // namespace

TEST_CASE("Every point comes back exactly, however many came at a time") {
    const test::TempDir dir;
    auto workspace = test::openWorkspace(dir / "w");
    const RunId run = test::addRun(workspace);
    const Metrics metrics(workspace);
    std::mt19937_64 random(21);
    std::map<std::string, std::vector<Point>> sent;
    std::uint64_t offset = 0;
    StreamBatch batch;
    // One by one for a while, then in heaps that end anywhere in a chunk.
    for (const int size : {1, 1, 2, 60, 1, 700, 259, 1, 1024, 2048, 5000, 3, 33'000, 12, 1}) {
        for (int repeat = 0; repeat < (size == 1 ? 90 : 1); ++repeat) {
            batch.clear();
            for (int i = 0; i < size; ++i) {
                for (const char* name : {"a", "b"}) {
                    std::vector<Point>& points = sent[name];
                    points.push_back(anyPoint(random, static_cast<std::int64_t>(points.size()) * 3));
                    add(batch, name, points.back());
                }
            }
            REQUIRE(test::must(metrics.commit(run, "events.jsonl", offset, offset + 10, batch)) ==
                    CommitOutcome::Committed);
            offset += 10;
        }
    }
    for (const auto& [name, points] : sent) {
        CHECK(differences(test::must(metrics.points(run, name)), points) == 0);
        const SeriesInfo info = test::must(metrics.get(run, name));
        CHECK(info.count == static_cast<std::int64_t>(points.size()));
        series::Statistics expected;
        for (const Point& point : points)
            expected.add(point.step, point.value);
        CHECK(info.statistics.nans == expected.nans);
        CHECK(info.statistics.max == expected.max);
        CHECK(info.statistics.lowest == expected.lowest);
        CHECK(info.statistics.lowestStep == expected.lowestStep);
        CHECK(info.statistics.highestStep == expected.highestStep);
        CHECK(info.maxStep <= points.back().step);
    }
    const std::vector<Point>& all = sent["a"];
    for (const auto& [first, count] :
         {std::pair{0, 10}, {1020, 10}, {1024, 1024}, {40'000, 5000}, {41'000, -1}, {0, 0}}) {
        const auto size = static_cast<std::int64_t>(all.size());
        const std::int64_t end = count < 0 ? size : std::min<std::int64_t>(first + count, size);
        CHECK(differences(test::must(metrics.points(run, "a", first, count)),
                          std::vector<Point>(all.begin() + first, all.begin() + end)) == 0);
    }
    CHECK(test::must(metrics.points(run, "a", static_cast<std::int64_t>(all.size()))).empty());
    CHECK(metrics.points(run, "c").error().code == ErrorCode::NotFound);
    test::mustBeSound(workspace);
}

TEST_CASE("An envelope from the store equals that of every point one by one") {
    const test::TempDir dir;
    auto workspace = test::openWorkspace(dir / "w");
    const RunId run = test::addRun(workspace);
    const Metrics metrics(workspace);
    std::mt19937_64 random(22);
    std::vector<Point> points;
    StreamBatch batch;
    // More than 32 chunks, so that the pyramid has a second level; steps fall back once, as after a restart.
    for (int i = 0; i < 70'000; ++i) {
        Point point = anyPoint(random, i < 50'000 ? i : i - 2000);
        point.epoch = static_cast<double>(point.step) / 100;
        points.push_back(point);
        add(batch, "a", point);
    }
    test::must(metrics.append(run, batch));
    for (const Axis axis : {Axis::Step, Axis::Time, Axis::Epoch}) {
        const double low = axis == Axis::Time ? 1.7e9 : 0, scale = axis == Axis::Time    ? 0.1
                                                                   : axis == Axis::Epoch ? 0.01
                                                                                         : 1;
        for (const auto& [from, to] : {std::pair{0.0, 70'000.0}, {-1e6, 1e6}, {100.5, 2000.5}, {49'000.0, 49'000.0}}) {
            for (const std::size_t columns : {1u, 13u, 800u}) {
                series::Envelope expected({low + from * scale, low + to * scale, columns}, axis);
                expected.add(points);
                const auto got =
                    test::must(metrics.envelope(run, "a", axis, low + from * scale, low + to * scale, columns));
                REQUIRE(got == expected.columns());
            }
        }
    }
    CHECK(metrics.envelope(run, "a", Axis::Step, 1, 0, 5).error().code == ErrorCode::InvalidArgument);
    CHECK(metrics.envelope(run, "a", Axis::Step, std::nan(""), 0, 5).error().code == ErrorCode::InvalidArgument);
}

TEST_CASE("Values without a step count 0, 1, 2 over commits, each series by itself") {
    const test::TempDir dir;
    const RunId run = [&] {
        auto workspace = test::openWorkspace(dir / "w");
        const RunId id = test::addRun(workspace);
        StreamBatch batch;
        batch.add("a", std::nullopt, series::kNone, 1, 0.5);
        batch.add("b", std::nullopt, series::kNone, 1, 0.5);
        batch.add("a", std::nullopt, series::kNone, 2, 0.5);
        batch.add("a", 100, series::kNone, 2, 0.5);
        test::must(Metrics(workspace).append(id, batch));
        return id;
    }();
    auto workspace = test::openWorkspace(dir / "w");
    StreamBatch batch;
    batch.add("a", std::nullopt, series::kNone, 3, 0.5);
    batch.add("b", std::nullopt, series::kNone, 3, 0.5);
    test::must(Metrics(workspace).append(run, batch));
    const auto steps = [&](const char* name) {
        std::vector<std::int64_t> steps;
        for (const Point& point : test::must(Metrics(workspace).points(run, name)))
            steps.push_back(point.step);
        return steps;
    };
    CHECK(steps("a") == std::vector<std::int64_t>{0, 1, 100, 2});
    CHECK(steps("b") == std::vector<std::int64_t>{0, 1});
}

TEST_CASE("A commit that does not begin at the offset changes nothing at all") {
    const test::TempDir dir;
    auto workspace = test::openWorkspace(dir / "w");
    const RunId run = test::addRun(workspace);
    const Metrics metrics(workspace);
    StreamBatch batch;
    test::fill(batch, "a", 0, 10);
    batch.add(protocol::ProgressEvent{5, 1, 2, "train"});
    batch.add(protocol::TextEvent{5, "note", "hello"});
    batch.addBadLines(3);
    bool ran = false;
    const auto also = [&]() -> Status {
        ran = true;
        return {};
    };
    CHECK(test::must(metrics.commit(run, "events.jsonl", 7, 20, batch, also)) == CommitOutcome::Conflict);
    CHECK_FALSE(ran);
    CHECK(test::must(metrics.streamOffset(run, "events.jsonl")) == 0);
    CHECK(test::must(metrics.commit(run, "events.jsonl", 0, 20, batch, also)) == CommitOutcome::Committed);
    CHECK(ran);
    CHECK(test::must(metrics.commit(run, "events.jsonl", 0, 20, batch, also)) == CommitOutcome::Conflict);
    CHECK(test::must(metrics.streamOffset(run, "events.jsonl")) == 20);
    CHECK(test::must(metrics.get(run, "a")).count == 10);
    CHECK(test::must(Runs(workspace).get(run)).badLines == 3);
    CHECK(test::must(Runs(workspace).get(run)).progress.what == "train");
    CHECK(test::must(metrics.events(run)).size() == 1);
    // Each file has an offset of its own.
    CHECK(test::must(metrics.commit(run, "events-1.jsonl", 0, 5, batch)) == CommitOutcome::Committed);
    CHECK(test::must(metrics.streamOffsets(run)) ==
          std::vector<std::pair<std::string, std::uint64_t>>{{"events-1.jsonl", 5}, {"events.jsonl", 20}});
    // What is done along with it undoes it when it fails.
    const auto fails = [&]() -> Status { return Error{ErrorCode::Failed, "no", {}, {}}; };
    CHECK(metrics.commit(run, "events.jsonl", 20, 30, batch, fails).error().message == "no");
    CHECK(test::must(metrics.streamOffset(run, "events.jsonl")) == 20);
    CHECK(test::must(metrics.get(run, "a")).count == 20);
    CHECK(metrics.commit(RunId::create(), "events.jsonl", 0, 1, batch).error().code == ErrorCode::NotFound);
    CHECK(metrics.commit(run, "events.jsonl", 20, 10, batch).error().code == ErrorCode::InvalidArgument);
}

TEST_CASE("Events are kept in their order with all that they said") {
    const test::TempDir dir;
    auto workspace = test::openWorkspace(dir / "w");
    const RunId run = test::addRun(workspace);
    StreamBatch batch;
    batch.add(protocol::ArtifactEvent{1, "outputs/m", "model", "ff"});
    batch.add(protocol::MediaEvent{2, true, 7, "confusion", "outputs/t.json"});
    batch.add(protocol::MediaEvent{3, false, 8, "i", "outputs/i.png"});
    batch.add(protocol::TextEvent{4, "note", "text"});
    batch.add(protocol::StateEvent{5, "running", ""});
    batch.add(protocol::HeaderEvent{});
    test::must(Metrics(workspace).commit(run, "events.jsonl", 0, 1, batch));
    const auto events = test::must(Metrics(workspace).events(run));
    REQUIRE(events.size() == 4);
    CHECK(events[0].kind == "artifact");
    CHECK(events[0].sha256 == "ff");
    CHECK(events[1].kind == "table");
    CHECK(events[1].step == 7);
    CHECK(events[2].path == "outputs/i.png");
    CHECK(events[3].text == "text");
    CHECK(events[3].file == "events.jsonl");
}

TEST_CASE("The CSV has a line for every point, series by name, absent epochs empty") {
    const test::TempDir dir;
    auto workspace = test::openWorkspace(dir / "w");
    const RunId run = test::addRun(workspace);
    StreamBatch batch;
    batch.add("b", 2, 0.5, 1.5, 0.1);
    batch.add("a,\"x\"", 1, series::kNone, 1, series::kNone);
    batch.add("b", -3, series::kNone, 2, -std::numeric_limits<double>::infinity());
    batch.add("bad\xff", 0, series::kNone, 0, 1);
    test::must(Metrics(workspace).append(run, batch));
    std::string csv = csvHeader();
    test::must(Metrics(workspace).forEachPoint(run, [&](const std::string& name, const Point& point) {
        appendCsvLine(csv, name, point);
        return true;
    }));
    CHECK(csv ==
          "series,step,epoch,time,value\n\"a,\"\"x\"\"\",1,,1,nan\nb,2,0.5,1.5,0.1\nb,-3,,2,-inf\n"
          "bad\xef\xbf\xbd,0,,0,1\n");
    int count = 0;
    test::must(Metrics(workspace).forEachPoint(run, [&](const std::string&, const Point&) { return ++count < 2; }));
    CHECK(count == 2);
}

TEST_CASE("A thousand series and names that are too long are taken as what they are") {
    const test::TempDir dir;
    auto workspace = test::openWorkspace(dir / "w");
    const RunId run = test::addRun(workspace);
    StreamBatch batch;
    for (int i = 0; i < 3000; ++i)
        batch.add("s" + std::to_string(i % 1000), i, series::kNone, i, i);
    batch.add(std::string(501, 'x'), 0, series::kNone, 0, 0);
    batch.add("", 0, series::kNone, 0, 0);
    CHECK(batch.points() == 3000);
    test::must(Metrics(workspace).append(run, batch));
    const auto list = test::must(Metrics(workspace).list(run));
    CHECK(list.size() == 1000);
    CHECK(list[1].count == 3);
    CHECK(test::must(Runs(workspace).get(run)).badLines == 2);
}

TEST_CASE("The last text of a name is found among others, and a long one is cut") {
    const test::TempDir dir;
    auto workspace = test::openWorkspace(dir / "w");
    const RunId run = test::addRun(workspace);
    const RunId other = test::addRun(workspace);
    const Metrics metrics(workspace);
    CHECK_FALSE(test::must(metrics.lastText(run, "state", "failed: ")).has_value());
    StreamBatch batch;
    batch.add(protocol::TextEvent{1, "state", "failed: first"});
    batch.add(protocol::TextEvent{2, "state", "failed: " + std::string(5000, 'x')});
    batch.add(protocol::TextEvent{3, "state", "running"});
    batch.add(protocol::TextEvent{4, "note", "failed: a note"});
    test::must(metrics.append(run, batch));
    batch.clear();
    batch.add(protocol::TextEvent{5, "state", "failed: another run's"});
    test::must(metrics.append(other, batch));
    CHECK(test::must(metrics.lastText(run, "state", "failed: ")) == "failed: " + std::string(3992, 'x'));
    CHECK(test::must(metrics.lastText(run, "state", "")) == "running");
    CHECK_FALSE(metrics.lastText(RunId::create(), "state", "").ok());
}
