// SPDX-License-Identifier: GPL-3.0-or-later
#include <time.h>

#include <QAction>
#include <QSettings>
#include <QSignalSpy>

#include "filled_workspace.h"
#include "flambeau/session/overview.h"
#include "flambeau/session/workspace.h"
#include "flambeau/studio/options.h"
#include "flambeau/studio/program.h"
#include "flambeau/studio/pulse.h"
#include "flambeau/studio/watchdog.h"
#include "flambeau/ui/common/commands.h"
#include "studio_fixture.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::studio;
using namespace flambeau::studio::test;
using namespace flambeau::ui::test;
using flambeau::test::must;

TEST_CASE("The command line knows its options and names what it does not know") {
    CHECK(parseOptions({"--workspace", "/a"}).workspace == "/a");
    CHECK(parseOptions({"--workspace=/a b"}).workspace == "/a b");
    CHECK(parseOptions({"--demo", "/out"}).demo == "/out");
    CHECK(parseOptions({"--help"}).help);
    CHECK(parseOptions({"--demo"}).problem.contains("--demo"));
    CHECK(parseOptions({"--frobnicate"}).problem.contains("--frobnicate"));
    CHECK(parseOptions({}).problem.isEmpty());
}

TEST_CASE("The watchdog measures how long the event loop does not answer") {
    Watchdog dog;
    dog.setPhase("quiet");
    REQUIRE(waitFor([&] { return dog.longest().beats > 20; }));
    dog.setPhase("blocked");
    REQUIRE(waitFor([&] { return dog.pauses().last().phase == "blocked"; }));
    // So much computing, however long a busy machine takes for it.
    const auto computed = [] {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) * 1000 + static_cast<double>(time.tv_nsec) / 1e6;
    };
    const double begun = computed();
    while (computed() - begun < 150) {
    }
    settle();
    REQUIRE(waitFor([&] { return dog.pauses().last().longestMs > 100; }));
    CHECK(dog.pauses().last().phase == "blocked");
    CHECK(dog.pauses().last().longestBusyMs > 50);
    CHECK(dog.pauses().last().above50 >= 1);
    CHECK(dog.longest().longestMs >= dog.pauses().last().longestMs);
}

TEST_CASE("The window counts what its workspace holds, and hears what others change") {
    FilledWorkspace filled({.pictures = 8});
    Window f(filled.folder(), true);
    REQUIRE(waitFor([&] { return f.studio->pulse().known(); }));
    const auto runs = f.studio->pulse().overview().runs;
    CHECK(f.studio->pulse().overview().datasets == 2);
    CHECK(f.studio->pulse().overview().models == 2);
    // Another process throws a run away.
    session::RegistryService models(filled.workspace());
    session::WeightsService weights(models);
    session::EngineService engines;
    session::RunService service(filled.workspace(), weights, engines);
    must(service.remove(filled.run("shapes-01")));
    f.studio->desk().announce(session::Topic::Runs);
    CHECK(waitFor([&] { return f.studio->pulse().overview().runs < runs; }));
}

TEST_CASE("Closing while a run goes on says so once, leaves the run alone, and shows it again when it is opened") {
    FilledWorkspace filled({.pictures = 8, .live = true});
    const QString run = QString::fromStdString(filled.run("shapes-10").str());
    Window f(filled.folder(), true);
    REQUIRE(waitFor([&] { return f.studio->pulse().overview().running() == 1; }));
    f.window().close();
    CHECK(f.window().isVisible());  // it said so
    f.window().close();
    CHECK_FALSE(f.window().isVisible());
    f.studio.reset();
    Window again(filled.folder(), true);
    REQUIRE(waitFor([&] { return again.studio->pulse().overview().running() == 1; }));
    CHECK(again.studio->pulse().overview().unfinished.front().name == "shapes-10");
}

TEST_CASE("A run that ends is told in the window that watches it") {
    FilledWorkspace filled({.pictures = 8, .live = true});
    Window f(filled.folder(), true);
    REQUIRE(waitFor([&] { return f.studio->pulse().overview().running() == 1; }));
    QSignalSpy ended(&f.studio->pulse(), &Pulse::runEnded);
    const RunId run = filled.run("shapes-11");  // it waits, so it ends at once
    f.studio->desk().ask(
        session::Lane::Start, f.studio.get(),
        [run](session::Services& services, const session::Work&) { return services.runs.cancel(run); },
        [](const Status& done) { CHECK(done.ok()); });
    REQUIRE(waitFor([&] { return ended.count() == 1; }));
    CHECK(ended.first().at(1).toString() == "shapes-11");
}

TEST_CASE("One window a workspace: the second program asks the first to come forward") {
    QTemporaryDir folder;
    flambeau::test::TempDir config;
    const fs::path workspace = folder.filePath("one").toStdString(), other = folder.filePath("two").toStdString();
    ui::ThemeController themes;
    Program first(themes), second(themes);
    REQUIRE(first.open(workspace) == Opened::Here);
    CHECK(second.open(workspace) == Opened::Elsewhere);
    first.studio()->window().hide();
    CHECK(second.open(workspace) == Opened::Elsewhere);
    CHECK(waitFor([&] { return first.studio()->window().isVisible(); }));
    CHECK(second.open(other) == Opened::Here);
    // Changing over gives the lock back.
    CHECK(second.open(workspace) == Opened::Elsewhere);
    REQUIRE(second.studio() != nullptr);
    CHECK(second.studio()->workspace() == other);
}
