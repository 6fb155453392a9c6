// SPDX-License-Identifier: GPL-3.0-or-later
#include <QClipboard>
#include <QTemporaryDir>

#include "chart_board.h"
#include "confusion_tab.h"
#include "files_tab.h"
#include "flambeau/session/dataset_service.h"
#include "flambeau/store/runs.h"
#include "flambeau/ui/common/key_value_list.h"
#include "flambeau/ui/common/table.h"
#include "flambeau/ui/common/widgets.h"
#include "flambeau/ui/pictures/picture_grid.h"
#include "lineage_tab.h"
#include "logs_tab.h"
#include "run_stages.h"
#include "runs_fixture.h"
#include "side_column.h"

using namespace flambeau;
using namespace flambeau::ui::test;
using flambeau::ui::runs::RunPage;

TEST_CASE("A completed run shows its curves, stages, best value, settings and files") {
    FilledWorkspace filled(few());
    RunsFixture fixture(filled.folder());
    auto& page = fixture.runPage(filled.run("shapes-02"));
    CHECK(page.header().title == "shapes-02");
    CHECK(page.header().chip == "Completed");
    REQUIRE(waitFor([&] { return page.curves()->loaded(); }));
    REQUIRE(page.board()->card("loss") != nullptr);
    CHECK(page.board()->card("loss")->curveCount() >= 2);
    CHECK(page.board()->card("acc") != nullptr);
    CHECK(page.board()->card("learning rate") != nullptr);
    for (const auto& stage : page.stages()->stages())
        CHECK(stage.how == ui::runs::Stage::How::Done);
    CHECK(page.side()->bestText().endsWith("%"));
    CHECK(page.side()->settings()->rows().size() > 8);
    CHECK(page.side()->settings()->asText().contains("tiny"));
    CHECK(page.failureText() == QString());

    page.showTab(RunPage::Files);
    settle();
    auto* files = page.files()->view();
    CHECK(files->model()->rowCount() >= 9);
    for (int row = 0; row < files->model()->rowCount(); ++row) {
        if (files->model()->index(row, 0).data().toString().endsWith("per_class.json"))
            files->setCurrentIndex(files->model()->index(row, 0));
    }
    CHECK(waitFor([&] { return page.files()->previewText().contains("\"precision\""); }));
    QTemporaryDir to;
    page.files()->view()->clearSelection();
    page.files()->download(to.path());
    CHECK(waitFor([&] { return QFile::exists(to.filePath("outputs/tables/per_class.json")); }));
}

TEST_CASE("The confusion matrix names the pictures of a cell, and a label put right makes a new version") {
    FilledWorkspace filled(few());
    session::DatasetService datasets(filled.workspace());
    const auto manifest = flambeau::test::must(datasets.find("shapes@1"));
    // Pictures that there are: two circles that were seen as squares, one that was seen as what it is.
    QStringList circles;
    for (const auto& file : manifest.files) {
        if (file.split == "val" && manifest.classes[static_cast<std::size_t>(file.label)] == "circle")
            circles << '"' + QString::fromStdString(file.path) + '"';
    }
    REQUIRE(circles.size() >= 3);
    const QString table =
        QString(R"({"columns":["actual","predicted","count","files"],"rows":[)"
                R"(["circle","circle",1,[%1]],["circle","square",2,[%2,%3]],["square","square",0,[]]]})")
            .arg(circles[0], circles[1], circles[2]);
    const auto folder = filled.folder() / "local" / "runs" / filled.run("shapes-01").str() / "outputs" / "tables";
    fs::create_directories(folder);
    flambeau::test::write(folder / "confusion.json", table.toStdString());

    RunsFixture fixture(filled.folder());
    auto& page = fixture.runPage(filled.run("shapes-01"));
    page.showTab(RunPage::Confusion);
    auto* tab = page.confusion();
    REQUIRE(waitFor([&] { return !tab->matrix()->confusion().classes.empty(); }));
    settle();
    CHECK(tab->matrix()->confusion().classes == std::vector<std::string>{"circle", "square"});
    CHECK(tab->classes()->model()->rowCount() == 4);
    CHECK(tab->grid()->model()->rowCount() == 2);  // the worst confusion is shown at first
    click(*tab->matrix()->viewport(), tab->matrix()->cellCenter(0, 0));
    CHECK(tab->grid()->model()->rowCount() == 1);
    press(*tab->matrix(), Qt::Key_Right);
    CHECK(tab->grid()->model()->rowCount() == 2);
    auto& thumbnails = ui::pictures::ThumbnailSource::of(*fixture.desk);
    CHECK(waitFor([&] {
        settle();
        return thumbnails.loadedEver() >= 2;
    }));
    save(shot(*fixture.window), "run-mistakes-light");

    tab->putRight("square");  // nothing is chosen: nothing happens
    tab->grid()->selectAll();
    tab->putRight("square");
    const auto newest = [&] { return flambeau::test::must(datasets.find("shapes")); };
    const int before = newest().version;
    REQUIRE(waitFor([&] {
        settle();
        return newest().version > before || newest().version > 2;
    }));
    int moved = 0;
    const auto now = newest();
    for (const auto& file : now.files) {
        const QString path = '"' + QString::fromStdString(file.path) + '"';
        if (path == circles[1] || path == circles[2])
            moved += now.classes[static_cast<std::size_t>(file.label)] == "square" ? 1 : 0;
    }
    CHECK(moved == 2);
}

TEST_CASE("Tables that are damaged or hostile are refused, never shown wrong") {
    for (const char* bad : {"", "null", "[]", "{}", R"({"columns":[],"rows":[]})",
                            R"({"columns":["actual","predicted","count","files"],"rows":[[1,2]]})",
                            R"({"columns":["actual","predicted","count","files"],"rows":[["a","b","c",[]]]})",
                            R"({"columns":["actual","predicted","count","files"],"rows":[["a",3,1,[]]]})"})
        CHECK(ui::runs::parseConfusion(bad).error().code == ErrorCode::Corrupt);
    const auto good = ui::runs::parseConfusion(
        R"({"columns":["actual","predicted","count","files"],"rows":[["b","a",2,["x","y"]],["a","a",-5,[7]]]})");
    REQUIRE(good.ok());
    CHECK(good->classes == std::vector<std::string>{"a", "b"});
    CHECK(good->of(1, 0) == 2);
    CHECK(good->of(0, 0) == 0);
    CHECK(ui::runs::parsePerClass("{").error().code == ErrorCode::Corrupt);
}

TEST_CASE("A failed run says first why, and its log lies behind") {
    FilledWorkspace filled(few());
    RunsFixture fixture(filled.folder());
    auto& page = fixture.runPage(filled.run("shapes-03"));
    CHECK_FALSE(page.failureText().isEmpty());
    CHECK(page.header().chip == "Failed");
    bool marked = false;
    for (const auto& stage : page.stages()->stages())
        marked = marked || stage.how == ui::runs::Stage::How::Failed;
    CHECK(marked);
    save(shot(*fixture.window), "run-failed-light");
}

TEST_CASE("A chain is one curve, and its lineage leads to each run of it") {
    FilledWorkspace filled(few());
    RunsFixture fixture(filled.folder());
    auto& page = fixture.runPage(filled.run("shapes-07"));
    REQUIRE(waitFor([&] { return page.curves()->loaded(); }));
    auto* loss = page.curves()->curve("train/loss");
    REQUIRE(loss != nullptr);
    std::int64_t last = 0;
    loss->visit([&](const series::Point& point) {
        CHECK(point.step == last + 1);
        last = point.step;
    });
    page.showTab(RunPage::Lineage);
    settle();
    CHECK(page.lineage()->bar()->asText() ==
          "Dataset shapes v1 > Goes on from shapes-05 > Goes on from shapes-06 > This run shapes-07");
    save(shot(*fixture.window), "run-lineage-light");
    const auto boxes = page.lineage()->bar()->boxes();
    REQUIRE(boxes.size() == 4);
    for (QWidget* box : boxes) {
        CHECK((box->focusPolicy() & Qt::TabFocus) != 0);
        CHECK(box->accessibleName().contains("shapes"));
    }
    CHECK(boxes[2]->accessibleName().contains("Lost"));
    press(*boxes[2], Qt::Key_Return);
    REQUIRE(waitFor([&] { return page.place() == q(filled.run("shapes-06")) && page.ready(); }));
    CHECK(page.header().title == "shapes-06");
    // From there the dataset is a click away, and the run that goes on from it.
    CHECK(page.lineage()->bar()->asText().endsWith("This run shapes-06 > Resumed by shapes-07"));
    const auto there = page.lineage()->bar()->boxes();
    click(*there.last(), there.last()->rect().center());
    REQUIRE(waitFor([&] { return page.place() == q(filled.run("shapes-07")) && page.ready(); }));
    click(*page.lineage()->bar()->boxes().first(), {20, 20});
    CHECK(fixture.window->currentPageId() == "datasets");
    CHECK(fixture.opened("datasets") == "shapes@1");
}

TEST_CASE("A lineage that is too long for its room goes on below, and models and runs that came of it are stacked") {
    ui::runs::RunFacts facts;
    facts.view.dataset = "shapes";
    facts.view.datasetVersion = 2;
    facts.weights = "model:base@1";
    facts.view.name = "now";
    facts.view.state = domain::RunState::Canceled;
    for (const char* name : {"one", "two", "three"})
        facts.before.push_back({std::string("id-") + name, name, domain::RunState::Canceled, 1, 0});
    facts.after.push_back({"id-later", "later", domain::RunState::Completed, 1, 31});
    facts.models = {"shapes@1"};
    ui::runs::LineageTab tab;
    tab.setFacts(facts);
    CHECK(tab.bar()->asText() ==
          "Dataset shapes v2, First weights base@1 > Goes on from one > Goes on from two > Goes on from three > "
          "This run now > Model version shapes@1, Resumed by later");
    const auto places = [&](int width) {
        tab.resize(width, 400);
        tab.show();
        settle();
        std::vector<QRect> rects;
        for (QWidget* box : tab.bar()->boxes())
            rects.push_back(box->geometry());
        for (std::size_t i = 0; i < rects.size(); ++i) {
            CHECK(rects[i].right() < width);
            for (std::size_t k = 0; k < i; ++k)
                CHECK_FALSE(rects[i].intersects(rects[k]));
        }
        return rects;
    };
    const auto wide = places(1000);
    CHECK(wide[2].top() == wide[0].top());
    CHECK(wide[6].top() == wide[0].top());
    CHECK(wide[1].left() == wide[0].left());
    CHECK(wide[7].left() == wide[6].left());
    const auto narrow = places(560);
    CHECK(narrow[4].top() > narrow[1].bottom());
    CHECK(narrow[4].left() == narrow[0].left());
}

TEST_CASE("A tab has room for the count that it gets while it is shown") {
    ui::TabBar bar;
    for (const char* name : {"Files", "Confusion matrix"})
        bar.addTab(name);
    bar.show();
    settle();
    const int before = bar.tabRect(0).width();
    bar.setCount(0, 12345);
    settle();
    CHECK(bar.tabRect(0).width() > before);
    CHECK(bar.tabRect(1).left() >= bar.tabRect(0).right());
}

TEST_CASE("Clone and edit opens the new run's page, the dataset's name its dataset") {
    FilledWorkspace filled(few());
    RunsFixture fixture(filled.folder());
    fixture.runPage(filled.run("shapes-02"));
    fixture.window->commands().find("run.clone")->trigger();
    settle();
    CHECK(fixture.opened("new-run") == "clone:" + q(filled.run("shapes-02")));
}

TEST_CASE("A run is registered under a name that is proposed, and the page leads to the model then") {
    FilledWorkspace filled(few());
    RunsFixture fixture(filled.folder());
    const auto run = filled.run("shapes-07");
    auto& page = fixture.runPage(run);
    if (!fixture.row(run)->outputsKept) {
        CHECK(ui::blockedBecause(fixture.window->commands().find("run.register")).contains("no files"));
        return;
    }
    fixture.window->commands().find("run.register")->trigger();
    CHECK(fixture.dialog()->findChild<QLineEdit*>()->text() == "shapes");
    fixture.answer("shapes");
    CHECK(waitFor([&] { return page.side()->findChild<ui::KeyValueList*>() != nullptr; }));
}

TEST_CASE("Notes and tags are changed from the run's page") {
    FilledWorkspace filled(few());
    RunsFixture fixture(filled.folder());
    const auto run = filled.run("shapes-02");
    auto& page = fixture.runPage(run);
    emit page.side()->tagsWanted();
    fixture.answer("shown, again");
    REQUIRE(waitFor([&] { return fixture.row(run)->tags == std::vector<std::string>{"again", "shown"}; }));
    pressShortcut(*fixture.window, Qt::Key_F2);
    fixture.answer("by-another-name");
    CHECK(waitFor([&] { return page.header().title == "by-another-name"; }));
}

TEST_CASE("A run that is deleted for good while it is looked at leaves a page that says so") {
    FilledWorkspace filled(few());
    RunsFixture fixture(filled.folder());
    auto& page = fixture.runPage(filled.run("thrown-away"));
    CHECK(page.header().subtitle.contains("in the trash"));
    REQUIRE(store::Runs(filled.workspace().store()).purge(filled.run("thrown-away")).ok());
    fixture.desk->announce(session::Topic::Runs);
    REQUIRE(waitFor([&] { return !page.ready(); }));
    CHECK(page.header().title == "A run that is gone");
    CHECK_FALSE(fixture.window->commands().find("run.clone")->isEnabled());
    auto& other = fixture.runPage(filled.run("shapes-01"));
    CHECK(other.header().title == "shapes-01");
}
