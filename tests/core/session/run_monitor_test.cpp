// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/run_monitor.h"

#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include <QCoreApplication>

#include "flambeau/base/strings.h"
#include "run_bench.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

/// What the signals said; they come on the monitor's thread.
struct Heard {
    std::mutex mutex;
    std::set<std::string> series;
    std::vector<std::chrono::steady_clock::time_point> times;
    bool record = false;
    int stores = 0;
    std::vector<std::string> problems;
};

/// Event loops of threads want one; it lives as long as the program.
void needApplication() {
    static int count = 1;
    static char name[] = "test_session_runs";
    static char* words[] = {name, nullptr};
    static QCoreApplication application(count, words);
}

void listen(session::RunMonitor& monitor, Heard& heard) {
    QObject::connect(
        &monitor, &session::RunMonitor::runChanged, &monitor,
        [&heard](const QString&, const QStringList& series, bool record) {
            const std::lock_guard lock(heard.mutex);
            for (const auto& name : series)
                heard.series.insert(name.toStdString());
            heard.record = heard.record || record;
            heard.times.push_back(std::chrono::steady_clock::now());
        },
        Qt::DirectConnection);
    QObject::connect(
        &monitor, &session::RunMonitor::storeChanged, &monitor,
        [&heard] {
            const std::lock_guard lock(heard.mutex);
            ++heard.stores;
        },
        Qt::DirectConnection);
    QObject::connect(
        &monitor, &session::RunMonitor::problem, &monitor,
        [&heard](const QString& message) {
            const std::lock_guard lock(heard.mutex);
            heard.problems.push_back(message.toStdString());
        },
        Qt::DirectConnection);
}

/// The monitor does the work: this only looks at the store.
template <class Done>
void waitFor(const Done& done) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(120);
    while (!done()) {
        REQUIRE(std::chrono::steady_clock::now() < deadline);
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

}  // namespace

TEST_CASE("A monitor follows by itself and says what grew, thirty times a second at most") {
    needApplication();
    RunBench bench(std::string("exec ") + shellQuote(RUN_PROBE) + " write");
    Heard heard;
    const auto run = bench.start();
    {
        session::RunMonitor monitor(bench.dir / "workspace");
        listen(monitor, heard);
        waitFor([&] {
            const auto view = bench.view(run);
            return !view.metrics.empty() && view.metrics.back().statistics.count > 1500;
        });
        write(bench.folder(run) / "finish", "");
        waitFor([&] { return domain::isFinal(bench.view(run).state); });
    }
    CHECK(bench.view(run).state == domain::RunState::Completed);
    CHECK(heard.series == std::set<std::string>{"counted", "train/acc", "train/loss"});
    CHECK(heard.record);
    CHECK(heard.problems.empty());
    for (std::size_t i = 1; i < heard.times.size(); ++i)
        CHECK(heard.times[i] - heard.times[i - 1] >= std::chrono::milliseconds(30));
}

TEST_CASE("A monitor beside another follower tells of its commits and takes over when it goes") {
    needApplication();
    RunBench bench("until [ -f finish ]; do sleep 0.05; done");
    auto leader = std::make_unique<session::RunFollower>(*bench.workspace);
    REQUIRE(must(leader->tryLead()));
    Heard heard;
    session::RunMonitor monitor(bench.dir / "workspace");
    listen(monitor, heard);
    const auto run = bench.start();
    waitFor([&] {
        must(leader->pass());
        const std::lock_guard lock(heard.mutex);
        return heard.stores > 0 && bench.view(run).state == domain::RunState::Running;
    });
    leader.reset();
    write(bench.folder(run) / "finish", "");
    waitFor([&] { return domain::isFinal(bench.view(run).state); });
    CHECK(bench.view(run).state == domain::RunState::Completed);
}

TEST_CASE("A registration that takes long holds no run up, and one that is stopped is done the next time") {
    needApplication();
    /// Takes as long as a judge that waits for its picture.
    struct Slow : session::ModelRegistrar {
        std::atomic<bool>& begun;
        explicit Slow(std::atomic<bool>& flag) : begun(flag) {}
        Result<std::string> registerRun(const RunId&, const domain::RegisterRule&, std::stop_token stop) override {
            begun = true;
            while (!stop.stop_requested())
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
            return Error{ErrorCode::Canceled, "stopped", "", ""};
        }
    };
    RunBench bench("exit 0");
    auto request = bench.request();
    request.registerAs = "leaf-model";
    std::atomic<bool> begun{false};
    RunId first;
    {
        session::RunMonitor monitor(bench.dir / "workspace",
                                    [&](session::Workspace&) {
                                        const auto slow = std::make_shared<Slow>(begun);
                                        return session::RunMonitor::Rules{slow, {slow.get()}};
                                    });
        first = must(bench.runs->start(request, {}, {}));
        waitFor([&] { return begun.load(); });
        const auto second = bench.start();
        waitFor([&] { return domain::isFinal(bench.view(second).state); });
    }
    CHECK(must(bench.catalog->notes(first)).empty());
    NotingRegistrar registrar;
    session::RunFollower follower(*bench.workspace, &registrar);
    must(follower.pass());
    REQUIRE(registrar.asked.size() == 1);
    CHECK(registrar.asked[0].first == first);
}
