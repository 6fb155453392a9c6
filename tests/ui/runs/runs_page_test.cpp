// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include <QAbstractItemModelTester>
#include <QScrollBar>

#include "flambeau/store/metrics.h"
#include "flambeau/store/runs.h"
#include "flambeau/ui/common/widgets.h"
#include "runs_fixture.h"

using namespace flambeau;
using namespace flambeau::ui::test;
using flambeau::ui::runs::RunsModel;

namespace {

QModelIndex named(ui::runs::RunsPage& page, const RunId& run) {
    return page.model()->index(page.model()->rowOf(q(run)), static_cast<int>(page.model()->columns().indexOf("name")));
}

void type(ui::runs::RunsPage& page, const QString& query) {
    page.query()->setText(query);
    press(*page.query(), Qt::Key_Return);
    settle();
}

}  // namespace

TEST_CASE("The table shows each run once, a chain of resumed runs as one row that opens") {
    FilledWorkspace filled(few());
    RunsFixture fixture(filled.folder());
    auto& page = fixture.runsPage();
    QAbstractItemModelTester tester(page.model());
    const QStringList names = fixture.names(page);
    CHECK(std::set(names.begin(), names.end()).size() == static_cast<std::size_t>(names.size()));
    for (const char* there : {"shapes-01", "shapes-03", "shapes-07", "shapes-10", "backbone-resnet"})
        CHECK(names.contains(there));
    for (const char* hidden : {"shapes-05", "shapes-06", "thrown-away"})
        CHECK_FALSE(names.contains(hidden));

    page.view()->setCurrentIndex(named(page, filled.run("shapes-07")));
    CHECK(page.view()->currentIndex().data(ui::runs::ChainRole).toInt() == 3);
    press(*page.view(), Qt::Key_Right);
    const int head = page.model()->rowOf(q(filled.run("shapes-07")));
    CHECK(page.model()->rowOf(q(filled.run("shapes-06"))) == head + 1);
    CHECK(page.model()->rowOf(q(filled.run("shapes-05"))) == head + 2);
    press(*page.view(), Qt::Key_Left);
    CHECK(page.model()->rowOf(q(filled.run("shapes-06"))) == -1);
    press(*page.view(), Qt::Key_Return);
    CHECK(waitFor([&] { return fixture.window->currentPageId() == "run"; }));
}

TEST_CASE("A query leaves what fits it, finds runs inside of chains too, and Esc takes it away") {
    FilledWorkspace filled(few());
    RunsFixture fixture(filled.folder());
    auto& page = fixture.runsPage();
    const int all = page.model()->rowCount();
    type(page, "state:failed");
    CHECK(fixture.names(page) == QStringList{"shapes-03"});
    type(page, "state:lost");
    CHECK(fixture.names(page) == QStringList{"shapes-06"});
    type(page, "experiment:backbones");
    CHECK(page.model()->rowCount() == 2);
    type(page, "val/acc>0.9 -experiment:backbones state:completed");
    CHECK(page.model()->rowCount() >= 1);
    CHECK_FALSE(fixture.names(page).contains("backbone-resnet"));
    type(page, "arhc:tiny");
    CHECK(page.query()->property("invalid").toBool());
    CHECK(page.model()->rowCount() == 0);
    page.query()->setFocus();
    pressShortcut(*fixture.window, Qt::Key_Escape);
    settle();
    CHECK(page.query()->text() == QString());
    CHECK(page.model()->rowCount() == all);
}

TEST_CASE("Runs are grouped by experiment, and a group closes") {
    FilledWorkspace filled(few());
    RunsFixture fixture(filled.folder());
    auto& page = fixture.runsPage();
    page.model()->setGrouped(true);
    std::vector<int> groups;
    for (int row = 0; row < page.model()->rowCount(); ++row) {
        if (page.model()->kindAt(row) == RunsModel::Kind::Group)
            groups.push_back(row);
    }
    REQUIRE(groups.size() >= 2);
    const int rows = page.model()->rowCount();
    page.view()->setCurrentIndex(page.model()->index(groups[0], 0));
    press(*page.view(), Qt::Key_Left);
    CHECK(page.model()->rowCount() == rows - (groups[1] - groups[0] - 1));
    CHECK(page.view()->selectedRuns().isEmpty());
    save(shot(*fixture.window), "runs-grouped-light");
}

TEST_CASE("F2 renames a run where it stands, and Ctrl+Z takes it back") {
    FilledWorkspace filled(few());
    RunsFixture fixture(filled.folder());
    auto& page = fixture.runsPage();
    const auto run = filled.run("shapes-01");
    page.view()->setFocus();
    page.view()->setCurrentIndex(named(page, run));
    pressShortcut(*fixture.window, Qt::Key_F2);
    settle();
    auto* editor = page.view()->findChild<QLineEdit*>();
    REQUIRE(editor != nullptr);
    editor->setText("the-good-one");
    press(*editor, Qt::Key_Return);
    CHECK(fixture.window->currentPageId() == "runs");
    REQUIRE(waitFor([&] { return fixture.row(run)->name == "the-good-one"; }));
    REQUIRE(waitFor([&] { return fixture.window->undoStack().canUndo(); }));
    pressShortcut(*fixture.window, Qt::Key_Z, Qt::ControlModifier);
    CHECK(waitFor([&] { return fixture.row(run)->name == "shapes-01"; }));
}

TEST_CASE("Several runs are deleted at once, come back with Ctrl+Z, and from the trash") {
    FilledWorkspace filled(few());
    RunsFixture fixture(filled.folder());
    auto& page = fixture.runsPage();
    const auto one = filled.run("shapes-01"), two = filled.run("shapes-03");
    page.view()->setFocus();
    page.view()->selectRuns({q(one), q(two)});
    press(*page.view(), Qt::Key_Delete);
    REQUIRE(waitFor([&] { return page.model()->rowOf(q(one)) < 0 && page.model()->rowOf(q(two)) < 0; }));
    REQUIRE(waitFor([&] { return fixture.window->undoStack().canUndo(); }));
    pressShortcut(*fixture.window, Qt::Key_Z, Qt::ControlModifier);
    REQUIRE(waitFor([&] { return page.model()->rowOf(q(one)) >= 0 && page.model()->rowOf(q(two)) >= 0; }));

    page.open("trash");
    settle();
    CHECK(fixture.names(page) == QStringList{"thrown-away"});
    page.view()->selectRuns({q(filled.run("thrown-away"))});
    for (QAction* action : page.header().actions) {
        if (action->text() == "Restore")
            action->trigger();
    }
    REQUIRE(waitFor([&] { return page.model()->rowCount() == 0; }));
    CHECK(fixture.row(filled.run("thrown-away"))->trashed == 0);
}

TEST_CASE("A run that goes on is not deleted, and says why") {
    FilledWorkspace filled(few());
    RunsFixture fixture(filled.folder());
    auto& page = fixture.runsPage();
    page.view()->selectRuns({q(filled.run("shapes-10"))});
    settle();
    QAction* command = fixture.window->commands().find("run.delete");
    REQUIRE(command != nullptr);
    CHECK_FALSE(command->isEnabled());
    CHECK(ui::blockedBecause(command).contains("shapes-10 is still going on"));
    CHECK(fixture.window->commands().find("run.cancel")->isEnabled());
    page.view()->selectRuns({q(filled.run("shapes-01"))});
    settle();
    CHECK(command->isEnabled());
    CHECK_FALSE(fixture.window->commands().find("run.cancel")->isEnabled());
    fixture.window->openPage("home");
    settle();
    CHECK_FALSE(command->isEnabled());
}

TEST_CASE("Tags and notes are written from the keyboard's commands, and found again") {
    FilledWorkspace filled(few());
    RunsFixture fixture(filled.folder());
    auto& page = fixture.runsPage();
    const auto run = filled.run("shapes-01");
    page.view()->selectRuns({q(run), q(filled.run("shapes-03"))});
    fixture.window->commands().find("run.tag")->trigger();
    fixture.answer("keep, second,keep");
    REQUIRE(waitFor([&] { return fixture.row(run)->tags == std::vector<std::string>{"keep", "second"}; }));
    type(page, "tag:keep");
    CHECK(page.model()->rowCount() == 2);
}

TEST_CASE("Columns, their order and width, sorting and grouping are there again in the next window") {
    FilledWorkspace filled(few());
    RunsFixture fixture(filled.folder());
    {
        auto& page = fixture.runsPage();
        page.view()->showColumns({"state", "name", "param:lr", "metric:val/acc", "notes"});
        page.view()->setColumnWidth(1, 333);
        page.view()->horizontalHeader()->moveSection(0, 2);
        page.model()->setSort("metric:val/acc", true);
        page.model()->setGrouped(true);
    }
    fixture.window->close();
    fixture.openWindow();
    auto& page = fixture.runsPage();
    CHECK(page.model()->columns() == QStringList{"name", "param:lr", "state", "metric:val/acc", "notes"});
    CHECK(page.view()->columnWidth(0) == 333);
    CHECK(page.model()->sortKey() == "metric:val/acc");
    CHECK(page.model()->sortDescending());
    CHECK(page.model()->grouped());
}

TEST_CASE("The command palette finds runs by name from memory") {
    FilledWorkspace filled(few());
    RunsFixture fixture(filled.folder());
    auto& list = ui::runs::RunList::of(*fixture.desk);
    REQUIRE(waitFor([&] { return list.loaded(); }));
    const auto hits = fixture.window->commands().search("resnet", 5);
    REQUIRE(hits.size() == 1);
    CHECK(hits[0].text == "backbone-resnet");
    hits[0].open();
    CHECK(waitFor([&] { return fixture.window->currentPageId() == "run"; }));
    CHECK(fixture.window->commands().search("thrown", 5).empty());
}

TEST_CASE("A list of ten thousand runs is read once; a signal reads what changed and nothing else") {
    flambeau::test::TempDir dir;
    std::vector<RunId> ids;
    auto workspace = flambeau::test::must(session::Workspace::open(dir / "workspace"));
    const store::Runs runs(workspace->store());
    constexpr int kRuns = 10000;
    REQUIRE(workspace->store()
                .transaction([&]() -> Status {
                    for (int i = 0; i < kRuns; ++i) {
                        store::NewRun run;
                        run.id = RunId::create();
                        run.name = "run-" + std::to_string(i);
                        run.experiment = "sweep-" + std::to_string(i % 7);
                        run.definition =
                            R"({"parameters":{"arch":"tiny","lr":)" + std::to_string((i * 7919) % 1000 + 1) + "}}";
                        run.definitionHash = "h";
                        run.created = 1000 + i;
                        FLAMBEAU_CHECK(runs.create(run));
                        FLAMBEAU_TRY(
                            [[maybe_unused]] const bool set,
                            runs.setState(run.id,
                                          i + 1 == kRuns ? domain::RunState::Running : domain::RunState::Completed, "",
                                          1000 + i));
                        ids.push_back(run.id);
                    }
                    return {};
                })
                .ok());
    RunsFixture fixture(dir / "workspace");
    auto& page = fixture.runsPage();
    auto& list = ui::runs::RunList::of(*fixture.desk);
    REQUIRE(waitFor([&] { return page.model()->rowCount() == kRuns; }));
    CHECK(list.readEver() == kRuns);

    page.view()->selectRuns({q(ids[5000])});
    page.view()->scrollTo(named(page, ids[5000]), QAbstractItemView::PositionAtCenter);
    settle();
    const int place = page.view()->rowViewportPosition(page.model()->rowOf(q(ids[5000])));
    const int rebuilds = page.model()->rebuilds();
    for (int i = 0; i < 5; ++i) {
        fixture.desk->announce(session::Topic::Runs);
        emit fixture.desk->runChanged(q(ids.back()), {"train/loss"}, true);
    }
    REQUIRE(waitFor([&] { return list.readEver() > kRuns; }));
    settle();
    CHECK(list.readEver() <= kRuns + 5);
    CHECK(page.model()->rebuilds() == rebuilds);

    // A new one comes on top; what was looked at and chosen stays where it is.
    store::NewRun fresh;
    fresh.id = RunId::create();
    fresh.name = "fresh";
    fresh.experiment = "sweep-1";
    fresh.definition = "{}";
    fresh.definitionHash = "h";
    REQUIRE(runs.create(fresh).ok());
    fixture.desk->announce(session::Topic::Runs);
    REQUIRE(waitFor([&] { return page.model()->rowOf(q(fresh.id)) == 0; }));
    settle();
    CHECK(list.readEver() <= kRuns + 6);
    CHECK(page.view()->selectedRuns() == QStringList{q(ids[5000])});
    CHECK(page.view()->rowViewportPosition(page.model()->rowOf(q(ids[5000]))) == place);

    type(page, "lr>990");
    CHECK(page.model()->rowCount() == kRuns / 100);
    page.model()->setSort("param:lr", false);
    const auto rate = static_cast<int>(page.model()->columns().indexOf("param:lr"));
    CHECK(page.model()->index(0, rate).data().toString() == "991");
    CHECK(page.model()->index(kRuns / 100 - 1, rate).data().toString() == "1000");
}
