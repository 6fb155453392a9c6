// SPDX-License-Identifier: GPL-3.0-or-later
// A run that grows while it is looked at: the real follower reads its stream, the page shows each point once.
#include <algorithm>
#include <cstdlib>
#include <optional>

#include <nlohmann/json.hpp>

#include "chart_board.h"
#include "confusion_tab.h"
#include "flambeau/domain/run_definition.h"
#include "flambeau/store/runs.h"
#include "flambeau/ui/common/widgets.h"
#include "flambeau/ui/metrics/chart_card.h"
#include "flambeau/ui/metrics/live_curves.h"
#include "logs_tab.h"
#include "runs_fixture.h"

using namespace flambeau;
using namespace flambeau::ui::test;

namespace {

/// Values of a series as a person would count them: step by step, each once.
std::vector<std::int64_t> stepsOf(ui::metrics::MemoryCurve& curve) {
    std::vector<std::int64_t> steps;
    curve.visit([&](const series::Point& point) { steps.push_back(point.step); });
    return steps;
}

Filling live() {
    Filling filling;
    filling.pictures = 24;
    filling.points = 20;
    filling.unfinished = false;
    filling.live = true;
    return filling;
}

}  // namespace

TEST_CASE("A run that grows while it is looked at shows each point, none missing and none twice") {
    FilledWorkspace filled(live());
    RunsFixture fixture(filled.folder(), true);
    const auto run = filled.run("shapes-10");
    auto& page = fixture.runPage(run);
    REQUIRE(waitFor([&] { return page.curves()->curve("train/loss") != nullptr; }));
    auto* loss = page.curves()->curve("train/loss");
    const auto start = loss->size();
    REQUIRE(waitFor([&] { return loss->size() > start + 12; }));
    // Away and back: what came meanwhile is there.
    fixture.window->openPage("home");
    const auto left = loss->size();
    REQUIRE(waitFor([&] { return loss->size() > left + 5; }));
    fixture.window->openPage("run", q(run));
    settle();
    const auto steps = stepsOf(*loss);
    for (std::size_t i = 0; i < steps.size(); ++i)
        REQUIRE(steps[i] == static_cast<std::int64_t>(i) + 1);
    CHECK(page.header().chip == "Running");
    CHECK(waitFor([&] { return page.logs()->view()->shownTexts().isEmpty() || page.board()->cardCount() >= 3; }));
    for (auto* card : page.board()->findChildren<ui::metrics::ChartCard*>())
        card->flush();
    save(shot(*fixture.window), "run-live-light");
    useTheme(true);
    settle();
    save(shot(*fixture.window), "run-live-dark");
    useTheme(false);
}

TEST_CASE("A run is canceled from its page and says so, and the one that waited behind it begins") {
    FilledWorkspace filled(live());
    RunsFixture fixture(filled.folder(), true);
    const auto run = filled.run("shapes-10");
    auto& page = fixture.runPage(run);
    QAction* cancel = nullptr;
    for (QAction* action : page.header().actions) {
        if (action->text() == "Cancel run")
            cancel = action;
    }
    REQUIRE(cancel != nullptr);
    REQUIRE(waitFor([&] { return cancel->isEnabled(); }));
    cancel->trigger();
    REQUIRE(waitFor([&] { return page.header().chip == "Canceled"; }));
    const auto after = filled.run("shapes-11");
    CHECK(waitFor([&] { return fixture.row(after) && fixture.row(after)->state == domain::RunState::Running; }));
}

TEST_CASE("The table follows a run that goes on") {
    FilledWorkspace filled(live());
    RunsFixture fixture(filled.folder(), true);
    auto& page = fixture.runsPage();
    const auto run = filled.run("shapes-10");
    REQUIRE(waitFor([&] { return page.model()->rowOf(q(run)) >= 0; }));
    const auto progress = [&] {
        const int row = page.model()->rowOf(q(run));
        return page.model()
            ->index(row, static_cast<int>(page.model()->columns().indexOf("progress")))
            .data(ui::runs::CellProgressRole)
            .toDouble();
    };
    REQUIRE(waitFor([&] { return progress() > 0; }));
    const double before = progress();
    CHECK(waitFor([&] { return progress() > before; }));
}

// Not run by itself: it needs a trainer. FLAMBEAU_TRAINER=… test_ui_runs "[trainer]"
TEST_CASE("A real training is shown with every point that the store has of it", "[.trainer]") {
    if (std::getenv("FLAMBEAU_TRAINER") == nullptr) {
        WARN("skipped: FLAMBEAU_TRAINER is not set");
        return;
    }
    Filling filling;
    filling.unfinished = false;
    FilledWorkspace filled(filling);
    RunsFixture fixture(filled.folder(), true);
    std::optional<Result<RunId>> started;
    fixture.desk->ask(
        session::Lane::Start, fixture.desk.get(),
        [](session::Services& services, const session::Work& work) {
            session::RunRequest request;
            request.recipe = "image-classification";
            request.dataset = "shapes@1";
            request.set = {{"arch", "tiny"}, {"epochs", "40"}, {"augmentation", "none"}, {"optimizer", "adamw"}};
            return services.runs.start(request, work.stop, work.progress);
        },
        [&](Result<RunId> run) { started = std::move(run); });
    while (!started)
        settle();
    const RunId run = flambeau::test::must(*started);
    auto& page = fixture.runPage(run);
    bool shown = false;
    while (page.header().chip != "Completed" && page.header().chip != "Failed") {
        settle();
        auto* accuracy = page.curves()->curve("val/acc");
        if (!shown && accuracy != nullptr && accuracy->size() >= 15) {
            shown = true;
            save(shot(*fixture.window), "run-real-light");
        }
    }
    CHECK(shown);
    CHECK(page.header().chip == "Completed");
    session::RunCatalog catalog(filled.workspace());
    const auto metrics = flambeau::test::must(catalog.metrics(run));
    CHECK(waitFor([&] {
        settle();
        return std::all_of(metrics.begin(), metrics.end(), [&](const auto& metric) {
            auto* curve = page.curves()->curve(QString::fromStdString(metric.name));
            return curve != nullptr && static_cast<std::int64_t>(curve->size()) == metric.statistics.count;
        });
    }));
    for (auto* card : page.board()->findChildren<ui::metrics::ChartCard*>())
        card->flush();
    save(shot(*fixture.window), "run-real-completed-light");
    page.showTab(ui::runs::RunPage::Confusion);
    REQUIRE(waitFor([&] { return !page.confusion()->matrix()->confusion().classes.empty(); }));
    settle();
    save(shot(*fixture.window), "run-real-confusion-light");
}
