// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of the pages, filled and empty, light and dark, in both sizes; nothing cut, nothing outside, all named.
#include "chart_board.h"
#include "confusion_tab.h"
#include "flambeau/ui/common/widgets.h"
#include "flambeau/ui/metrics/chart_card.h"
#include "flambeau/ui/metrics/live_curves.h"
#include "log_view.h"
#include "run_stages.h"
#include "runs_fixture.h"
#include "side_column.h"

using namespace flambeau;
using namespace flambeau::ui::test;
using flambeau::ui::runs::RunPage;

namespace {

void look(RunsFixture& fixture, const QString& name) {
    for (const QSize& size : {QSize(1440, 900), QSize(1280, 720)}) {
        fixture.window->resize(size);
        settle();
        for (const bool dark : {false, true}) {
            useTheme(dark);
            settle();
            INFO(name << " " << size.width() << (dark ? " dark" : " light"));
            for (auto* card : fixture.window->findChildren<flambeau::ui::metrics::ChartCard*>())
                card->flush();
            save(shot(*fixture.window),
                 QString("%1-%2%3").arg(name, dark ? "dark" : "light", size.width() == 1280 ? "-small" : ""));
            // What stands behind the title gives way to the buttons; its tooltip has the whole.
            QStringList faults;
            for (const QString& fault : layoutFaults(*fixture.window)) {
                if (!fault.contains("'experiment "))  // how long it is hangs on the day, too
                    faults << fault;
            }
            CHECK(faults == QStringList());
        }
        useTheme(false);
    }
    CHECK(unnamed(*fixture.window) == QStringList());
    fixture.window->resize(1440, 900);
    settle();
}

}  // namespace

TEST_CASE("The pages of runs lose nothing in either size and either theme") {
    FilledWorkspace filled;
    RunsFixture fixture(filled.folder());
    fixture.runsPage();
    look(fixture, "runs");
    auto& page = fixture.runPage(filled.run("shapes-10"));
    REQUIRE(waitFor([&] { return page.curves()->loaded(); }));
    look(fixture, "run-running");
    fixture.runPage(filled.run("shapes-03"));
    REQUIRE(waitFor([&] { return page.curves()->loaded(); }));
    look(fixture, "run-failed");
    fixture.runPage(filled.run("shapes-02"));
    REQUIRE(waitFor([&] { return page.curves()->loaded(); }));
    look(fixture, "run-completed");
    page.showTab(RunPage::Logs);
    look(fixture, "run-logs");
    page.showTab(RunPage::Files);
    look(fixture, "run-files");
    page.showTab(RunPage::Confusion);
    REQUIRE(waitFor([&] { return !page.confusion()->matrix()->confusion().classes.empty(); }));
    settle();
    look(fixture, "run-confusion");
    page.showTab(RunPage::System);
    look(fixture, "run-system");
    page.showTab(RunPage::Lineage);
    look(fixture, "run-lineage");
}

TEST_CASE("In a window of 1280 x 720 a run's stages, progress, charts and log are seen without scrolling") {
    FilledWorkspace filled(few());
    RunsFixture fixture(filled.folder());
    auto& page = fixture.runPage(filled.run("shapes-10"));
    REQUIRE(waitFor([&] { return page.curves()->loaded(); }));
    fixture.window->resize(1280, 720);
    settle();
    const auto whole = [](const QWidget* widget) {
        return widget != nullptr && widget->isVisible() && widget->visibleRegion().boundingRect() == widget->rect();
    };
    CHECK(whole(page.stages()));
    CHECK(whole(page.findChild<flambeau::ui::ProgressLine*>()));
    for (const char* chart : {"loss", "acc", "learning rate", "images a second"})
        CHECK(whole(page.board()->card(chart)));
    for (auto* card : page.board()->findChildren<flambeau::ui::metrics::ChartCard*>())
        CHECK(card->rect().contains(card->findChild<QWidget*>("plot")->geometry()));
    CHECK(whole(page.logTail()));
    CHECK(page.logTail()->shownTexts().size() >= 5);
    CHECK(page.board()->card("loss")->height() >= 176);
    // What stands at the side is reached by a scroll of its own.
    auto* notes = page.side()->findChildren<QPushButton*>().last();
    CHECK_FALSE(whole(notes));
    fixture.window->resize(1440, 900);
    settle();
    CHECK(whole(notes));
    CHECK(page.logTail()->shownTexts().size() >= 5);
    CHECK(page.logTail()->parentWidget()->height() < page.logTail()->height() + 60);  // no hole in its card
    // Of a failed one, with the reason above its charts, too.
    fixture.window->resize(1280, 720);
    fixture.runPage(filled.run("shapes-03"));
    REQUIRE(waitFor([&] { return page.curves()->loaded() && !page.failureText().isEmpty(); }));
    settle();
    CHECK(whole(page.board()->card("images a second")));
    CHECK(whole(page.logTail()));
    CHECK(whole(page.side()->parentWidget()));
}

TEST_CASE("Without a run the page says how to begin") {
    flambeau::test::TempDir dir;
    RunsFixture fixture(dir / "workspace");
    fixture.runsPage();
    look(fixture, "runs-empty");
}
