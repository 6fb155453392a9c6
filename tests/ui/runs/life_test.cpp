// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done to a run from its page, from Cancel to Undo, by clicks and keys, on runs that are really trained.
#include <algorithm>
#include <set>

#include <QAbstractButton>
#include <QAction>
#include <QDialog>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QTest>

#include "filled_workspace.h"
#include "flambeau/session/engine_service.h"
#include "flambeau/session/registry_service.h"
#include "flambeau/session/run_catalog.h"
#include "flambeau/session/run_follower.h"
#include "flambeau/session/run_service.h"
#include "flambeau/session/weights_service.h"
#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/metrics/live_curves.h"
#include "flambeau/ui/runs/run_page.h"
#include "flambeau/ui/runs/runs_page.h"
#include "runs_model.h"
#include "studio_fixture.h"

using namespace flambeau;
using namespace flambeau::studio::test;
using namespace flambeau::ui::test;
using flambeau::test::must;
using flambeau::ui::runs::RunPage;

namespace {

QString text(const RunId& run) {
    return QString::fromStdString(run.str());
}

constexpr const char* kEpochs = "30";

/// A window over a workspace with pictures, the real trainer behind it, and a hand that clicks.
struct Life {
    FilledWorkspace filled;
    std::unique_ptr<Window> window;
    session::RunCatalog catalog;

    Life() : filled({.pictures = 12, .points = 8, .unfinished = false}), catalog(filled.workspace()) {
        qputenv("FLAMBEAU_TRAINER", FLAMBEAU_BIN "/flambeau-trainer");
        window = std::make_unique<Window>(filled.folder(), true);
    }
    ~Life() {
        window.reset();
        // Nothing that was started outlives the test, whatever became of it.
        session::RegistryService models(filled.workspace());
        session::WeightsService weights(models);
        session::EngineService engines;
        session::RunService runs(filled.workspace(), weights, engines);
        session::RunFollower follower(filled.workspace());
        QElapsedTimer clock;
        clock.start();
        const auto over = [](const session::RunView& run) { return domain::isFinal(run.state); };
        for (auto all = must(catalog.list()); !std::all_of(all.begin(), all.end(), over) && clock.elapsed() < 20000;
             all = must(catalog.list())) {
            for (const auto& run : all)
                if (!over(run))
                    (void)runs.cancel(run.id);
            (void)follower.pass();
        }
        qunsetenv("FLAMBEAU_TRAINER");
    }

    static bool until(const std::function<bool()>& done, int seconds = 120) {
        QElapsedTimer clock;
        clock.start();
        while (!done()) {
            if (clock.elapsed() > seconds * 1000)
                return false;
            QApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
        }
        settle();
        return true;
    }
    QWidget& shell() { return window->window(); }
    /// A button that is seen and can be pressed, by its text.
    QAbstractButton* button(const QString& text) {
        for (auto* button : shell().findChildren<QAbstractButton*>()) {
            if (button->isVisible() && button->isEnabled() && button->text() == text)
                return button;
        }
        return nullptr;
    }
    void clickButton(const QString& text) {
        INFO("the button " << text);
        REQUIRE(until([&] { return button(text) != nullptr; }, 30));
        auto* found = button(text);
        click(*found, found->rect().center());
    }
    /// Types into the dialog that is open, and Enter.
    void answer(const QString& typed) {
        QDialog* dialog = nullptr;
        REQUIRE(until([&] {
            dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget());
            return dialog != nullptr;
        }));
        auto* line = dialog->findChild<QLineEdit*>();
        REQUIRE(line != nullptr);
        press(*line, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(line, typed);
        press(*line, Qt::Key_Return);
    }
    RunPage& page() { return *static_cast<RunPage*>(window->window().page("run")); }
    /// The page shows another run than these; its id.
    RunId another(const std::set<std::string>& known) {
        REQUIRE(until([&] {
            return window->window().currentPageId() == "run" && page().ready() &&
                   known.count(page().place().toStdString()) == 0;
        }));
        return RunId(page().place().toStdString());
    }
};

const char* const kSettings[][2] = {
    {"arch", "tiny"}, {"epochs", kEpochs}, {"augmentation", "none"}, {"optimizer", "adamw"}, {"batch_size", "8"}};

/// The first run, started beside the window as the command line would.
RunId trainSome(Life& life) {
    std::optional<Result<RunId>> started;
    life.window->studio->desk().ask(
        session::Lane::Start, life.window->studio.get(),
        [](session::Services& services, const session::Work& work) {
            session::RunRequest request;
            request.recipe = "image-classification";
            request.dataset = "shapes@2";
            for (const auto& [name, value] : kSettings)
                request.set[name] = value;
            return services.runs.start(request, work.stop, work.progress);
        },
        [&](Result<RunId> run) { started = std::move(run); });
    REQUIRE(Life::until([&] { return started.has_value(); }));
    return must(*started);
}

std::size_t epochsOf(RunPage& page) {
    auto* accuracy = page.curves() != nullptr ? page.curves()->curve("val/acc") : nullptr;
    return accuracy != nullptr ? accuracy->size() : 0;
}

}  // namespace

TEST_CASE(
    "A run that is canceled on its page goes on from there when Resume is pressed, and both are one row of runs") {
    Life life;
    const RunId first = trainSome(life);
    life.window->go("run", text(first));
    REQUIRE(Life::until([&] { return epochsOf(life.page()) >= 2; }));
    life.clickButton("Cancel run");
    REQUIRE(Life::until([&] { return life.page().header().chip == "Canceled"; }));
    life.clickButton("Resume");
    const RunId second = life.another({first.str()});
    REQUIRE(Life::until([&] { return domain::isFinal(must(life.catalog.view(second)).state); }));
    REQUIRE(Life::until([&] { return life.page().header().chip == "Completed"; }));
    const auto view = must(life.catalog.view(second));
    CHECK(view.resumedFrom == first);
    CHECK(view.resumedAtStep > 1);
    CHECK(view.chain == std::vector<RunId>{first, second});
    // One curve over both, no step missing and none twice, up to the last epoch that was asked for.
    REQUIRE(Life::until([&] { return epochsOf(life.page()) == std::stoul(kEpochs); }));
    std::int64_t last = 0;
    life.page().curves()->curve("train/loss")->visit([&](const series::Point& point) {
        CHECK(point.step == last + 1);
        last = point.step;
    });
    CHECK(last > view.resumedAtStep);

    auto& runs = *static_cast<ui::runs::RunsPage*>(life.window->go("runs"));
    REQUIRE(Life::until([&] { return runs.model()->rowOf(text(second)) >= 0; }));
    const auto row = runs.model()->index(runs.model()->rowOf(text(second)), 0);
    CHECK(row.data(ui::runs::ChainRole).toInt() == 2);
    CHECK(runs.model()->rowOf(text(first)) == -1);
}

TEST_CASE("A run is run again and copied to the New run page, registered, deleted and brought back, all on its page") {
    Life life;
    const RunId first = trainSome(life);
    life.window->go("run", text(first));
    REQUIRE(Life::until([&] { return life.page().header().chip == "Completed"; }));
    const auto original = must(life.catalog.view(first));

    life.clickButton("Run again");
    const RunId again = life.another({first.str()});
    REQUIRE(Life::until([&] { return life.page().header().chip == "Completed"; }));
    CHECK(must(life.catalog.view(again)).definitionHash == original.definitionHash);
    CHECK_FALSE(must(life.catalog.view(again)).resumedFrom);

    life.clickButton("Clone and edit");
    REQUIRE(Life::until([&] { return life.window->window().currentPageId() == "new-run"; }));
    REQUIRE(Life::until([&] {
        return life.window->window().currentPage()->header().subtitle.contains(
            QString::fromStdString(must(life.catalog.view(again)).name));
    }));
    life.clickButton("Run");
    const RunId copied = life.another({first.str(), again.str()});
    REQUIRE(Life::until([&] { return life.page().header().chip == "Completed"; }));
    CHECK(must(life.catalog.view(copied)).definitionHash == original.definitionHash);

    life.clickButton("Register this model");
    life.answer("from-its-page");
    session::RegistryService models(life.filled.workspace());
    REQUIRE(Life::until([&] { return models.find("from-its-page@1").ok(); }));
    const auto version = must(models.find("from-its-page@1"));
    CHECK(version.run == copied.str());
    CHECK(version.dataset.name == "shapes");
    CHECK(version.dataset.version == 2);
    CHECK(version.usable());
    REQUIRE(Life::until([&] { return life.button("from-its-page@1") != nullptr; }));
    life.clickButton("from-its-page@1");
    REQUIRE(Life::until([&] { return life.window->window().currentPageId() == "models"; }));

    life.window->go("run", text(again));
    life.clickButton("Delete");
    REQUIRE(Life::until([&] { return must(life.catalog.view(again)).trashed > 0; }));
    CHECK(life.window->window().currentPageId() == "runs");
    auto& runs = *static_cast<ui::runs::RunsPage*>(life.window->window().page("runs"));
    REQUIRE(Life::until([&] { return runs.model()->rowOf(text(again)) == -1; }));
    life.clickButton("Undo");
    REQUIRE(Life::until([&] { return must(life.catalog.view(again)).trashed == 0; }));
    CHECK(Life::until([&] { return runs.model()->rowOf(text(again)) >= 0; }));
    // The ONNX file that follows a registration is written and judged before the window goes.
    CHECK(Life::until([&] { return !must(models.find("from-its-page@1")).onnx.is_null(); }));
}
