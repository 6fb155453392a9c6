// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModel>
#include <QAction>
#include <QHeaderView>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "filled_workspace.h"
#include "flambeau/session/desk.h"
#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/drop.h"
#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/table.h"
#include "flambeau/ui/common/theme_controller.h"
#include "flambeau/ui/home/home_page.h"
#include "flambeau/ui/shell/main_window.h"
#include "ui_support.h"

using namespace flambeau;
using namespace flambeau::ui;
using namespace flambeau::ui::test;

namespace {

class OtherPage : public Page {
public:
    PageHeader header() const override { return {"Other", {}, {}, {}, {}, nullptr, nullptr}; }
    void open(const QString& what) override { opened = what; }
    QString opened;
};

struct HomeFixture {
    QTemporaryDir settings;
    ThemeController themes;
    session::Desk desk;
    shell::MainWindow window;
    home::HomePage* home = nullptr;
    OtherPage *run = nullptr, *models = nullptr;

    explicit HomeFixture(const fs::path& workspace, bool follow = false)
        : desk(workspace, follow), window(themes, {settings.filePath("window.ini"), "test"}) {
        window.commands().add({"run.new", "New run", "Runs", "play", {}, [this] { ++newRuns; }, {}});
        window.addPage(
            {"home", "Home", "home", {}, {}, [this](PageHost& host) { return home = new home::HomePage(host, desk); }});
        using Place = shell::PageEntry::Place;
        window.addPage(
            {"run", "Run", "runs", Place::Hidden, "home", [this](PageHost&) { return run = new OtherPage; }});
        window.addPage({"models", "Models", "models", {}, {}, [this](PageHost&) { return models = new OtherPage; }});
        window.start();
        window.show();
        window.resize(1440, 900);
        REQUIRE(waitFor([this] { return home->known(); }));
        settle();
    }
    int newRuns = 0;
};

}  // namespace

TEST_CASE(
    "Home of an empty workspace says how to begin; of a filled one, what runs, the best models and the last runs") {
    for (const bool dark : {false, true}) {
        FilledWorkspace filled;
        QTemporaryDir nothing;
        HomeFixture full(filled.folder()), empty(nothing.filePath("workspace").toStdString());
        full.themes.setMode(dark ? ThemeMode::Dark : ThemeMode::Light);
        CHECK(full.home->showsFilled());
        CHECK_FALSE(empty.home->showsFilled());
        CHECK(empty.home->header().title == "Welcome");
        for (const QSize& size : {QSize(1440, 900), QSize(1280, 720)}) {
            const QString tail = QString(dark ? "-dark" : "-light") + (size.width() == 1440 ? "" : "-1280");
            for (auto* fixture : {&full, &empty}) {
                fixture->window.resize(size);
                settle();
                save(shot(fixture->window), (fixture == &full ? "home-filled" : "home-nothing") + tail);
                INFO((fixture == &full) << " " << tail.toStdString());
                CHECK(layoutFaults(fixture->window) == QStringList());
                CHECK(unnamed(fixture->window) == QStringList());
            }
        }
        full.themes.setMode(ThemeMode::Light);
    }
    useTheme(false);
}

TEST_CASE("A row of the last runs opens its run, a line of the models its version") {
    FilledWorkspace filled;
    HomeFixture f(filled.folder());
    auto* table = f.home->findChild<TableView*>();
    REQUIRE(table->model()->rowCount() >= 6);
    CHECK(table->model()->index(0, 0).data().toString() == "shapes-02");
    CHECK(table->model()->index(0, 2).data().toString() == format::percent(0.954));
    bool failed = false;
    for (int row = 0; row < table->model()->rowCount(); ++row)
        failed =
            failed || table->model()->index(row, 5).data().toString().startsWith("Failed: The loss is not a number");
    CHECK(failed);
    table->setCurrentIndex(table->model()->index(0, 0));
    press(*table, Qt::Key_Return);
    CHECK(f.run->opened == QString::fromStdString(filled.run("shapes-02").str()));
    f.window.openPage("home");
    settle();
    QPushButton* line = nullptr;
    for (auto* button : f.home->findChildren<QPushButton*>()) {
        if (button->accessibleName().startsWith("shapes, v2"))
            line = button;
    }
    REQUIRE(line != nullptr);
    CHECK(line->accessibleName().contains("ONNX verified"));
    click(*line, line->rect().center());
    CHECK(f.models->opened == "shapes@2");
}

TEST_CASE("Home shows a run that goes on with its curve, and the one that waits behind it; a press cancels it") {
    FilledWorkspace filled({.pictures = 8, .live = true});
    HomeFixture f(filled.folder(), true);
    const auto named = [&](const QString& name) -> QPushButton* {
        for (auto* button : f.home->findChildren<QPushButton*>()) {
            if (button->accessibleName() == name && button->isVisible())
                return button;
        }
        return nullptr;
    };
    REQUIRE(waitFor([&] { return named("Cancel shapes-10") != nullptr && named("shapes-11, Queued") != nullptr; }));
    REQUIRE(waitFor([&] { return f.home->findChild<Chip*>()->text() == "Running"; }));
    save(shot(f.window), "home-live");
    click(*named("Cancel shapes-10"), QPoint(5, 5));
    // The next one gets the slot and takes its place.
    CHECK(waitFor([&] { return named("Cancel shapes-11") != nullptr; }));
}

TEST_CASE("The zones take what the window would take, by drop and by key") {
    QTemporaryDir nothing;
    HomeFixture f(nothing.filePath("workspace").toStdString());
    CHECK(f.home->dropZone()->isVisible());
    FilledWorkspace filled;
    HomeFixture full(filled.folder());
    const auto zones = full.home->findChildren<DropZone*>();
    QStringList titles;
    for (auto* zone : zones) {
        if (zone->isVisible()) {
            titles << zone->accessibleName();
            CHECK(zone->focusPolicy() == Qt::StrongFocus);
        }
    }
    CHECK(titles == QStringList{"Drop a folder of pictures", "Drop an archive of pictures", "Drop a model file"});
    QSignalSpy activated(full.home->dropZone(), &DropZone::activated);
    press(*full.home->dropZone(), Qt::Key_Return);
    CHECK(activated.count() == 1);
}

TEST_CASE("Home is as tall as its few runs, and says a workspace's name once") {
    FilledWorkspace filled({.pictures = 8, .unfinished = false});
    QTemporaryDir place;
    const fs::path insects = fs::path(place.path().toStdString()) / "Insects";
    fs::copy(filled.folder(), insects, fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    HomeFixture usual(filled.folder()), named(insects);
    CHECK(usual.home->header().title == "Home");
    CHECK(usual.home->header().subtitle.isEmpty());
    CHECK(named.home->header().title == "Insects");
    CHECK(named.home->header().subtitle == "workspace");

    auto* table = named.home->findChild<TableView*>();
    const auto fits = [&] {
        const int rows = table->model()->rowCount();
        return table->viewport()->height() == rows * table->verticalHeader()->defaultSectionSize();
    };
    CHECK(fits());
    // Runs go one after the other, until one is left and then none.
    while (table->model()->rowCount() > 0) {
        const int before = table->model()->rowCount();
        named.desk.ask(
            session::Lane::Start, &named.window,
            [](session::Services& services, const session::Work&) -> Result<bool> {
                FLAMBEAU_TRY(const auto runs, services.catalog.list());
                for (std::size_t i = 0; i < runs.size() && i < 4; ++i)
                    FLAMBEAU_CHECK(services.runs.remove(runs[i].id));
                return true;
            },
            [&](const Result<bool>& done) {
                CHECK(done.ok());
                named.desk.announce(session::Topic::Runs);
            });
        REQUIRE(waitFor([&] { return table->model()->rowCount() < before; }));
        settle();
        if (table->model()->rowCount() > 0)
            CHECK(fits());
        save(shot(named.window), QString("home-few-%1").arg(table->model()->rowCount()));
    }
}
