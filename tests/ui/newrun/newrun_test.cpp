// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QMimeData>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>
#include <QWheelEvent>

#include <sys/stat.h>

#include "filled_workspace.h"
#include "flambeau/session/desk.h"
#include "flambeau/session/run_drafts.h"
#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/drop.h"
#include "flambeau/ui/common/theme_controller.h"
#include "flambeau/ui/newrun/install.h"
#include "flambeau/ui/newrun/new_run_page.h"
#include "flambeau/ui/shell/main_window.h"
#include "how_card.h"
#include "side_cards.h"
#include "ui_support.h"
#include "what_card.h"
#include "where_card.h"

using namespace flambeau;
using namespace flambeau::ui;
using namespace flambeau::ui::test;

namespace {

/// Stands for the page of one run: remembers which.
class RunStandIn : public Page {
public:
    PageHeader header() const override { return {"Run", {}, {}, {}, {}, nullptr, nullptr}; }
    void open(const QString& what) override { opened = what; }
    QString opened;
};

struct Bench {
    explicit Bench(std::optional<Filling> filling = Filling{8, 0, 24, false, false}) {
        if (filling)
            filled = std::make_unique<FilledWorkspace>(*filling);
        else
            for (const char* name : {"XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"})
                qputenv(name, folder.filePath(name).toLocal8Bit());
        setTrainer("sleep 60");
        const fs::path workspace = filled ? filled->folder() : fs::path(folder.filePath("workspace").toStdString());
        desk = std::make_unique<session::Desk>(workspace, false);
        window =
            std::make_unique<shell::MainWindow>(themes, shell::WindowOptions{folder.filePath("window.ini"), "insects"});
        window->addPage({"runs", "Runs", "runs", {}, {}, [](PageHost&) { return new RunStandIn; }});
        window->addPage({"run", "Run", "runs", shell::PageEntry::Place::Hidden, "runs",
                         [this](PageHost&) { return run = new RunStandIn; }});
        window->addPage({"new-run", "New run", "runs", shell::PageEntry::Place::Hidden, "runs",
                         [this](PageHost& host) { return page = new newrun::NewRunPage(host, *desk); }});
        newrun::install(*window, *desk, window.get());
        window->start();
        window->show();
        window->resize(1440, 900);
        QApplication::setActiveWindow(window.get());
        settle();
    }
    ~Bench() {
        window.reset();
        desk.reset();
    }

    void setTrainer(const std::string& train, const std::string& info = "") {
        const fs::path script = fs::path(folder.path().toStdString()) / "flambeau-trainer";
        flambeau::test::write(
            script, "#!/bin/sh\nif [ \"$1\" = info ]; then\n" + info +
                        "\n  echo '{\"torch\":\"1.13.1\",\"torch_library\":"
                        "\"/none\",\"abi\":\"new\",\"cuda\":false,\"devices\":[],\"sources\":\"1\",\"compiler\":"
                        "\"none\",\"arch\":\"x86_64\",\"key\":\"" +
                        std::string(64, 'a') + "\"}'\n  exit 0\nfi\ncd \"$3\" || exit 2\n" + train + "\n");
        chmod(script.c_str(), 0755);
        setenv("FLAMBEAU_TRAINER", script.c_str(), 1);
    }
    void open(const QString& what = {}) {
        window->openPage("new-run", what);
        settle();
    }
    template <class T>
    T* find() {
        return window->findChild<T*>();
    }
    newrun::ReadyCard* ready() { return find<newrun::ReadyCard>(); }
    bool has(const QString& id, newrun::CheckState state) {
        for (const auto& row : ready()->list()->rows()) {
            if (row.id == id)
                return row.state == state;
        }
        return false;
    }
    bool filledIn() {
        return waitFor([this] {
            return has("dataset", newrun::CheckState::Good) || has("dataset", newrun::CheckState::Caution)
                       ? has("disk", newrun::CheckState::Good) && !has("engine", newrun::CheckState::Waiting)
                       : false;
        });
    }
    QString command() { return find<newrun::TerminalCard>()->command(); }

    QTemporaryDir folder;
    std::unique_ptr<FilledWorkspace> filled;
    std::unique_ptr<session::Desk> desk;
    ThemeController themes;
    std::unique_ptr<shell::MainWindow> window;
    newrun::NewRunPage* page = nullptr;
    RunStandIn* run = nullptr;
};

std::vector<session::RunView> runsOf(Bench& bench) {
    return flambeau::test::must(session::RunCatalog(bench.filled->workspace()).list());
}

}  // namespace

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
    for (const bool dark : {false, true}) {
        useTheme(dark);
        for (const QSize size : {QSize(1440, 900), QSize(1280, 720)}) {
            bench.window->resize(size);
            settle();
            CHECK(layoutFaults(*bench.window) == QStringList());
            save(shot(*bench.window), QString("new-run-%1-%2").arg(dark ? "dark" : "light").arg(size.width()));
        }
    }
    useTheme(false);
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
    CHECK(layoutFaults(*bench.window) == QStringList());
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

TEST_CASE("Ctrl+Enter starts the run and shows it") {
    Bench bench;
    bench.open("dataset:shapes@2");
    REQUIRE(bench.filledIn());
    const auto before = runsOf(bench).size();
    pressShortcut(*bench.window, Qt::Key_Return, Qt::ControlModifier);
    REQUIRE(waitFor([&] { return bench.run != nullptr && !bench.run->opened.isEmpty(); }));
    CHECK(bench.window->currentPageId() == "run");
    const auto runs = runsOf(bench);
    REQUIRE(runs.size() == before + 1);
    CHECK(runs.front().id.str() == bench.run->opened.toStdString());
    CHECK(runs.front().dataset == "shapes");
    bool canceled = false;
    bench.desk->ask(
        session::Lane::Start, bench.desk.get(),
        [id = runs.front().id](session::Services& services, const session::Work&) -> Result<bool> {
            FLAMBEAU_CHECK(services.runs.cancel(id));
            return true;
        },
        [&](Result<bool> done) { canceled = done.ok(); });
    CHECK(waitFor([&] { return canceled; }));
}

TEST_CASE("A start that fails says what to do and keeps the form") {
    Bench bench;
    bench.open("dataset:shapes@2");
    REQUIRE(bench.filledIn());
    auto* name = bench.find<newrun::AfterCard>()->name();
    name->setFocus();
    QTest::keyClicks(name, "mine");
    // A picture changes between the check and the start.
    const auto manifest = flambeau::test::must(session::DatasetService(bench.filled->workspace()).find("shapes@2"));
    flambeau::test::write(fs::path(manifest.root) / manifest.files.front().path, "no picture");
    click(*bench.ready()->runButton(), {20, 10});
    REQUIRE(waitFor([&] { return !bench.ready()->failure().isEmpty(); }));
    bool said = false;
    for (const auto* label : bench.window->findChildren<QLabel*>())
        said = said || (label->isVisible() && label->text().contains("changed since its import"));
    CHECK(said);
    CHECK(waitFor([&] { return bench.has("dataset", newrun::CheckState::Stop); }));
    CHECK(bench.window->currentPageId() == "new-run");
    CHECK(name->text() == "mine");
    CHECK(bench.ready()->cancelButton()->isHidden());
    settle();
    CHECK(layoutFaults(*bench.window) == QStringList());
    save(shot(*bench.window), "new-run-failed");
}

TEST_CASE("A start that takes longer shows what it does, and is canceled with the form kept") {
    Bench bench;
    bench.open("dataset:shapes@2");
    REQUIRE(bench.filledIn());
    const auto before = runsOf(bench).size();
    bench.setTrainer("sleep 60", "exec sleep 600");  // the start asks it anew
    click(*bench.ready()->runButton(), {20, 10});
    CHECK_FALSE(bench.ready()->runButton()->isEnabled());
    const auto* bar = bench.ready()->findChild<ProgressLine*>();
    CHECK_FALSE(bar->isVisible());
    REQUIRE(waitFor([&] { return bar->isVisible(); }));
    CHECK(layoutFaults(*bench.window) == QStringList());
    save(shot(*bench.window), "new-run-starting");
    click(*bench.ready()->cancelButton(), {20, 10});
    REQUIRE(waitFor([&] { return bench.ready()->runButton()->isEnabled(); }));
    CHECK_FALSE(bar->isVisible());
    CHECK(bench.ready()->failure().isEmpty());
    CHECK(bench.window->currentPageId() == "new-run");
    CHECK(runsOf(bench).size() == before);
}

TEST_CASE("Weights that cannot be downloaded are told with the place where they are looked for") {
    Bench bench;
    qputenv("TORCH_HOME", bench.folder.filePath("torch").toLocal8Bit());
    qputenv("FLAMBEAU_WEIGHTS_URL", "http://127.0.0.1:9/models");
    bench.open("dataset:shapes@2");
    REQUIRE(bench.filledIn());
    auto* what = bench.find<newrun::WhatCard>();
    what->networks()->setCurrentIndex(what->networks()->findData("mobilenet_v2"));
    what->weights()->setCurrentIndex(what->weights()->findData("imagenet"));
    REQUIRE(waitFor([&] { return bench.has("weights", newrun::CheckState::Good); }));
    CHECK(what->weightsField()->hint() == "all 312 tensors match; the head is new");
    save(shot(*bench.window), "new-run-weights");
    click(*bench.ready()->runButton(), {20, 10});
    REQUIRE(waitFor([&] { return !bench.ready()->failure().isEmpty(); }));
    bool said = false;
    for (const auto* label : bench.window->findChildren<QLabel*>())
        said = said || (label->isVisible() && label->text().contains("mobilenet_v2-"));
    CHECK(said);
    qunsetenv("TORCH_HOME");
    qunsetenv("FLAMBEAU_WEIGHTS_URL");
}

TEST_CASE("Tab goes through the page as it is read, unfolded settings too") {
    Bench bench;
    bench.open("dataset:shapes@2");
    REQUIRE(bench.filledIn());
    auto* how = bench.find<newrun::HowCard>();
    how->foldButton()->setFocus();
    press(*how->foldButton(), Qt::Key_Space);
    REQUIRE(how->unfolded());
    press(*bench.window->focusWidget(), Qt::Key_Tab);
    CHECK(bench.window->focusWidget() == how->field("optimizer")->control());
    press(*bench.window->focusWidget(), Qt::Key_Tab);
    CHECK(bench.window->focusWidget() == how->field("momentum")->control());
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
