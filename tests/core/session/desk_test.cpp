// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/desk.h"

#include <chrono>
#include <functional>
#include <latch>
#include <memory>
#include <optional>
#include <thread>

#include <QCoreApplication>
#include <QEventLoop>
#include <QThread>

#include "test_support.h"

using namespace flambeau;
using namespace flambeau::test;
using session::Lane;
using session::Services;
using session::Work;

namespace {

void needApplication() {
    if (QCoreApplication::instance())
        return;
    static int count = 1;
    static char name[] = "test_session_desk";
    static char* words[] = {name, nullptr};
    static QCoreApplication application(count, words);
}

/// Handles events until `done`, for at most a minute.
bool waitUntil(const std::function<bool()>& done) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (!done() && std::chrono::steady_clock::now() < end)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 50);
    return done();
}

}  // namespace

TEST_CASE("Work is done on another thread and answered on the thread that asked") {
    needApplication();
    TempDir folder;
    session::Desk desk(folder / "workspace", false);
    QThread* worked = nullptr;
    QThread* answered = nullptr;
    std::size_t found = 99;
    desk.ask(
        Lane::Read, &desk,
        [&worked](Services& services, const Work&) {
            worked = QThread::currentThread();
            return services.catalog.list();
        },
        [&](Result<std::vector<session::RunView>> runs) {
            answered = QThread::currentThread();
            found = must(std::move(runs)).size();
        });
    REQUIRE(waitUntil([&] { return answered != nullptr; }));
    CHECK(answered == QThread::currentThread());
    CHECK(worked != answered);
    CHECK(found == 0);
}

TEST_CASE("A lane that waits does not hold up another one") {
    needApplication();
    TempDir folder;
    session::Desk desk(folder / "workspace", false);
    std::latch release(1);
    bool first = false, second = false;
    desk.ask(
        Lane::Import, &desk,
        [&release](Services&, const Work&) -> Result<int> {
            release.wait();
            return 1;
        },
        [&](Result<int>) { first = true; });
    desk.ask(
        Lane::Read, &desk, [](Services&, const Work&) -> Result<int> { return 2; },
        [&](Result<int>) { second = true; });
    CHECK(waitUntil([&] { return second; }));
    CHECK_FALSE(first);
    release.count_down();
    CHECK(waitUntil([&] { return first; }));
}

TEST_CASE("No answer comes to a context that is gone") {
    needApplication();
    TempDir folder;
    session::Desk desk(folder / "workspace", false);
    auto context = std::make_unique<QObject>();
    bool answered = false, next = false;
    auto task = desk.ask(
        Lane::Read, context.get(), [](Services&, const Work&) -> Result<int> { return 1; },
        [&](Result<int>) { answered = true; });
    context.reset();
    desk.ask(
        Lane::Read, &desk, [](Services&, const Work&) -> Result<int> { return 2; }, [&](Result<int>) { next = true; });
    REQUIRE(waitUntil([&] { return next; }));
    CHECK_FALSE(answered);
    CHECK(task->finished());
}

TEST_CASE("Canceled work hears of it, and what was not begun answers that it was canceled") {
    needApplication();
    TempDir folder;
    session::Desk desk(folder / "workspace", false);
    std::optional<ErrorCode> first, second;
    const auto wait = [](Services&, const Work& how) -> Result<int> {
        while (!how.stop.stop_requested())
            std::this_thread::yield();
        return Error{ErrorCode::Canceled, "Stopped", "", ""};
    };
    auto running = desk.ask(Lane::Import, &desk, wait, [&](Result<int> answer) { first = answer.error().code; });
    auto waiting = desk.ask(Lane::Import, &desk, wait, [&](Result<int> answer) { second = answer.error().code; });
    waiting->cancel();
    running->cancel();
    REQUIRE(waitUntil([&] { return first && second; }));
    CHECK(*first == ErrorCode::Canceled);
    CHECK(*second == ErrorCode::Canceled);
}

TEST_CASE("The desk's end stops the work that goes on and waits for it") {
    needApplication();
    TempDir folder;
    std::latch begun(1);
    bool stopped = false;
    {
        session::Desk desk(folder / "workspace", false);
        desk.ask(
            Lane::Models, &desk,
            [&](Services&, const Work& how) -> Result<int> {
                begun.count_down();
                while (!how.stop.stop_requested())
                    std::this_thread::yield();
                stopped = true;
                return 0;
            },
            [](Result<int>) { FAIL("nobody is there to be told"); });
        begun.wait();
    }
    CHECK(stopped);
}

TEST_CASE("Progress comes on the thread that asked, seldom enough to be looked at, and its end always comes") {
    needApplication();
    TempDir folder;
    session::Desk desk(folder / "workspace", false);
    std::vector<std::uint64_t> seen;
    bool done = false, here = true;
    desk.ask(
        Lane::Import, &desk,
        [](Services&, const Work& how) -> Result<int> {
            for (std::uint64_t i = 1; i <= 100000; ++i)
                how.progress("counting", i, 100000);
            return 0;
        },
        [&](Result<int>) { done = true; },
        [&, mine = QThread::currentThread()](const std::string&, std::uint64_t count, std::uint64_t) {
            here = here && QThread::currentThread() == mine;
            seen.push_back(count);
        });
    REQUIRE(waitUntil([&] { return done; }));
    CHECK(here);
    REQUIRE_FALSE(seen.empty());
    CHECK(seen.back() == 100000);
    CHECK(seen.size() < 50000);
}

TEST_CASE("A lane that opens after the workspace's folder has vanished says so and makes no new one there") {
    needApplication();
    TempDir folder;
    session::Desk desk(folder / "workspace", false);
    const auto nothing = [](Services&, const Work&) -> Result<int> { return 1; };
    std::optional<Result<int>> first, second;
    desk.ask(Lane::Read, &desk, nothing, [&](Result<int> answer) { first = std::move(answer); });
    REQUIRE(waitUntil([&] { return first.has_value(); }));
    REQUIRE(first->ok());
    fs::remove_all(folder / "workspace");
    desk.ask(Lane::Chores, &desk, nothing, [&](Result<int> answer) { second = std::move(answer); });
    REQUIRE(waitUntil([&] { return second.has_value(); }));
    CHECK(second->error().code == ErrorCode::NotFound);
    CHECK_FALSE(fs::exists(folder / "workspace"));
}

TEST_CASE("A workspace that cannot be opened is the answer to whatever is asked") {
    needApplication();
    TempDir folder;
    write(folder / "file", "no folder");
    session::Desk desk(folder / "file", false);
    std::optional<Error> error;
    bool worked = false;
    desk.ask(
        Lane::Read, &desk,
        [&](Services&, const Work&) -> Result<int> {
            worked = true;
            return 1;
        },
        [&](Result<int> answer) {
            if (!answer)
                error = answer.error();
        });
    REQUIRE(waitUntil([&] { return error.has_value(); }));
    CHECK_FALSE(worked);
    CHECK_FALSE(error->message.empty());
}
