// SPDX-License-Identifier: GPL-3.0-or-later
#include "looks.h"
#include "newrun_fixture.h"

using namespace flambeau;
using namespace flambeau::ui;
using namespace flambeau::ui::test;
using namespace flambeau::ui::newrun;

TEST_CASE("Ctrl+N fills a run in: the newest dataset, what suits it, and a checklist that lets it start") {
    Bench bench;
    pressShortcut(*bench.window, Qt::Key_N, Qt::ControlModifier);
    REQUIRE(bench.window->currentPageId() == "new-run");
    REQUIRE(bench.filledIn());
    CHECK(bench.ready()->runButton()->isEnabled());
    CHECK(bench.command().startsWith("flambeau-cli "));
    CHECK(bench.command().contains("run start --recipe image-classification --dataset "));
    CHECK(layoutFaults(*bench.window) == QStringList());
    CHECK(unnamed(*bench.window) == QStringList());
}

TEST_CASE("The page looks right, light and dark, large and small, folded and not") {
    Bench bench;
    bench.open("dataset:shapes@2");
    REQUIRE(bench.filledIn());
    checkLooks(*bench.window, "new-run");
    bench.window->resize(1440, 1300);
    click(*bench.find<newrun::HowCard>()->foldButton(), {5, 5});
    CHECK(layoutFaults(*bench.window) == QStringList());
    CHECK(unnamed(*bench.window) == QStringList());
    save(shot(*bench.window), "new-run-expert");
    press(*bench.window, Qt::Key_Escape);
    CHECK_FALSE(bench.find<newrun::HowCard>()->unfolded());
}

TEST_CASE("An empty workspace says what is missing, and the run cannot start") {
    Bench bench(std::nullopt);
    bench.open();
    REQUIRE(waitFor([&] { return bench.has("engine", newrun::CheckState::Good); }));
    CHECK(bench.has("dataset", newrun::CheckState::Stop));
    CHECK_FALSE(bench.ready()->runButton()->isEnabled());
    CHECK(bench.ready()->runButton()->toolTip().contains("dataset"));
    bool asked = false;
    bench.window->commands().add({"dataset.import", "Import", "Datasets", {}, {}, [&asked] { asked = true; }, {}});
    auto* datasets = bench.find<newrun::WhatCard>()->datasets();
    datasets->setCurrentIndex(datasets->findText("Import a folder …"));
    CHECK(asked);
    CHECK(datasets->currentIndex() == -1);
    CHECK(layoutFaults(*bench.window) == QStringList());
    const auto* command = bench.find<newrun::MonoText>();
    CHECK(command->height() >= command->heightForWidth(command->width()));
    CHECK(bench.ready()->list()->height() >= bench.ready()->list()->heightForWidth(bench.ready()->list()->width()));
    save(shot(*bench.window), "new-run-empty");
}

TEST_CASE("Typing is checked as it goes: a wrong number is told at its field and stops the run") {
    Bench bench;
    bench.open();
    REQUIRE(bench.filledIn());
    auto* how = bench.find<newrun::HowCard>();
    auto* epochs = qobject_cast<QLineEdit*>(how->field("epochs")->control());
    epochs->setFocus();
    epochs->selectAll();
    QTest::keyClicks(epochs, "many");
    CHECK_FALSE(how->field("epochs")->problem().isEmpty());
    CHECK_FALSE(bench.ready()->runButton()->isEnabled());
    settle();
    CHECK(layoutFaults(*bench.window) == QStringList());
    epochs->selectAll();
    QTest::keyClicks(epochs, "25");
    CHECK(how->field("epochs")->problem().isEmpty());
    CHECK(bench.ready()->runButton()->isEnabled());
    CHECK(bench.command().contains("--set epochs=25"));
    auto* lr = qobject_cast<QLineEdit*>(how->field("lr")->control());
    lr->selectAll();
    QTest::keyClicks(lr, "0,01");
    CHECK(how->field("lr")->problem().isEmpty());
    CHECK(bench.command().contains("--set lr=0,01"));
}

TEST_CASE("Tab goes through the page as it is read, unfolded settings too") {
    Bench bench;
    bench.open("dataset:shapes@2");
    REQUIRE(bench.filledIn());
    auto* how = bench.find<newrun::HowCard>();
    how->foldButton()->setFocus();
    press(*how->foldButton(), Qt::Key_Space);
    REQUIRE(how->unfolded());
    // Beside a setting that is not at its default a button for that comes first.
    const auto tabTo = [&](const char* setting) {
        for (int presses = 0; presses < 2; ++presses) {
            press(*bench.window->focusWidget(), Qt::Key_Tab);
            if (bench.window->focusWidget() == how->field(setting)->control())
                return true;
        }
        return false;
    };
    CHECK(tabTo("optimizer"));
    CHECK(tabTo("momentum"));
    how->field("checkpoint_every")->control()->setFocus();
    press(*bench.window->focusWidget(), Qt::Key_Tab);
    CHECK(bench.find<newrun::WhereCard>()->isAncestorOf(bench.window->focusWidget()));
}

TEST_CASE("Turning the wheel over a choice that is not being made changes nothing") {
    Bench bench;
    bench.open("dataset:shapes@2");
    REQUIRE(bench.filledIn());
    auto* networks = bench.find<newrun::WhatCard>()->networks();
    const QString before = networks->currentText();
    bench.find<newrun::AfterCard>()->name()->setFocus();
    QWheelEvent wheel(QPointF(5, 5), networks->mapToGlobal(QPointF(5, 5)), {}, {0, -120}, Qt::NoButton, {},
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(networks, &wheel);
    CHECK(networks->currentText() == before);
}

TEST_CASE("A copy of a run fills in everything of it, and can be changed") {
    Bench bench;
    bench.open("clone:" + QString::fromStdString(bench.filled->run("shapes-03").str()));
    auto* how = bench.find<newrun::HowCard>();
    REQUIRE(waitFor([&] { return bench.window->currentPage()->header().subtitle.contains("shapes-03"); }));
    const auto original =
        flambeau::test::must(session::RunCatalog(bench.filled->workspace()).view(bench.filled->run("shapes-03")));
    CHECK(qobject_cast<QLineEdit*>(how->field("epochs")->control())->text() == "12");
    CHECK(bench.command().contains("--set arch=tiny"));
    CHECK(bench.command().contains("--set optimizer=adamw"));
    CHECK(bench.command().contains(QString::fromStdString("--experiment " + original.experiment)));
    CHECK(bench.command().contains("--dataset shapes@1"));
}

TEST_CASE("A draft is saved, listed, found, opened again, deleted, and the deletion undone") {
    Bench bench;
    bench.open("dataset:shapes@2");
    REQUIRE(bench.filledIn());
    auto* epochs = qobject_cast<QLineEdit*>(bench.find<newrun::HowCard>()->field("epochs")->control());
    epochs->setFocus();
    epochs->selectAll();
    QTest::keyClicks(epochs, "77");
    auto* name = bench.find<newrun::AfterCard>()->name();
    name->setFocus();
    QTest::keyClicks(name, "long one");
    pressShortcut(*bench.window, Qt::Key_S, Qt::ControlModifier);
    auto* drafts = bench.find<newrun::DraftsCard>();
    REQUIRE(waitFor([&] { return drafts->table()->model()->rowCount() == 1; }));
    CHECK(drafts->isVisible());
    CHECK(bench.page->header().subtitle == "draft long one");
    REQUIRE(waitFor([&] { return bench.window->commands().search("long", 5).size() == 1; }));
    bench.open("dataset:shapes@1");
    CHECK_FALSE(bench.command().contains("epochs=77"));
    bench.window->commands().search("long", 5).front().open();
    REQUIRE(waitFor([&] { return bench.command().contains("epochs=77"); }));
    save(shot(*bench.window), "new-run-draft");
    drafts->table()->setFocus();
    drafts->table()->setCurrentIndex(drafts->table()->model()->index(0, 0));
    press(*drafts->table(), Qt::Key_Delete);
    REQUIRE(waitFor([&] { return drafts->table()->model()->rowCount() == 0; }));
    CHECK_FALSE(drafts->isVisible());
    bench.window->undoStack().undo();
    REQUIRE(waitFor([&] { return drafts->table()->model()->rowCount() == 1; }));
}

TEST_CASE("A dataset that comes while the page is open is chosen, and one that is known is used as it is dropped") {
    Bench bench;
    bench.open("dataset:shapes@1");
    REQUIRE(bench.filledIn());
    const QString pictures = QString::fromStdString(bench.filled->pictures().string());
    const auto offer = bench.window->drops().offerFor({pictures});
    REQUIRE(offer);
    CHECK(offer->text.contains("shapes"));
    offer->accept();
    REQUIRE(waitFor([&] { return bench.command().contains("--dataset shapes@2"); }));
    bool imported = false;
    bench.desk->ask(
        session::Lane::Import, bench.desk.get(),
        [folder = bench.filled->pictures()](session::Services& services, const session::Work& work) {
            session::AddOptions options;
            options.source = folder;
            options.name = "fresh";
            return services.datasets.add(options, work.stop, {});
        },
        [&](Result<session::AddResult> done) {
            imported = done.ok();
            bench.desk->announce(session::Topic::Datasets);
        });
    REQUIRE(waitFor([&] { return imported; }));
    REQUIRE(waitFor([&] { return bench.command().contains("--dataset fresh@1"); }));
}

TEST_CASE("Weights that are dropped are what training starts from; those that fit nothing stop the run") {
    Bench bench;
    bench.open("dataset:shapes@2");
    REQUIRE(bench.filledIn());
    const QString file = bench.folder.filePath("other.pth");
    flambeau::test::write(file.toStdString(), "no weights at all");
    const auto offer = bench.window->drops().offerFor({file});
    REQUIRE(offer);
    CHECK(offer->text == "Start from 'other.pth'");
    offer->accept();
    REQUIRE(waitFor([&] { return bench.has("weights", newrun::CheckState::Stop); }));
    CHECK_FALSE(bench.ready()->runButton()->isEnabled());
    settle();
    CHECK(layoutFaults(*bench.window) == QStringList());
}

TEST_CASE("A model of the registry as a start says how much of it fits") {
    Bench bench;
    bench.open("dataset:shapes@2");
    REQUIRE(bench.filledIn());
    auto* weights = bench.find<newrun::WhatCard>()->weights();
    int model = -1;
    for (int i = 0; i < weights->count(); ++i) {
        if (weights->itemData(i).toString().startsWith("model:"))
            model = i;
    }
    REQUIRE(model >= 0);
    weights->setCurrentIndex(model);
    REQUIRE(waitFor([&] { return bench.has("weights", newrun::CheckState::Good); }));
    CHECK(bench.find<newrun::WhatCard>()->weightsField()->hint().contains("tensors match"));
}

TEST_CASE("What was filled in is there again when the window was closed") {
    Bench bench;
    bench.open("dataset:shapes@2");
    REQUIRE(bench.filledIn());
    auto* epochs = qobject_cast<QLineEdit*>(bench.find<newrun::HowCard>()->field("epochs")->control());
    epochs->setFocus();
    epochs->selectAll();
    QTest::keyClicks(epochs, "31");
    const QByteArray state = bench.page->saveLayout();
    newrun::NewRunPage other(*bench.window, *bench.desk);
    other.restoreLayout(state);
    CHECK(other.findChild<newrun::TerminalCard*>()->command().contains("epochs=31"));
    other.restoreLayout("broken");
    CHECK(other.findChild<newrun::TerminalCard*>()->command().contains("epochs=31"));
}

TEST_CASE("The copy button takes the whole command") {
    Bench bench;
    bench.open("dataset:shapes@2");
    REQUIRE(bench.filledIn());
    click(*bench.find<newrun::TerminalCard>()->copyButton(), {5, 5});
    CHECK(QApplication::clipboard()->text() == bench.command());
}
