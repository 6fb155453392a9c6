// SPDX-License-Identifier: GPL-3.0-or-later
// The page in a real window over a real desk and a real queue.
#include <QAction>
#include <QApplication>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

#include "disk_card.h"
#include "filled_workspace.h"
#include "flambeau/session/desk.h"
#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/table.h"
#include "flambeau/ui/common/theme_controller.h"
#include "flambeau/ui/compute/compute_page.h"
#include "flambeau/ui/compute/install.h"
#include "flambeau/ui/shell/main_window.h"
#include "local_view.h"
#include "looks.h"
#include "queue_model.h"
#include "ui_support.h"
#include "use_view.h"

using namespace flambeau;
using namespace flambeau::ui;
using namespace flambeau::ui::test;
using flambeau::test::must;

namespace {

class RunStandIn : public Page {
public:
    PageHeader header() const override { return {}; }
    void open(const QString& what) override { opened = what; }
    QString opened;
};

struct Bench {
    explicit Bench(const Filling& filling) : filled(filling), desk(filled.folder(), filling.live) {
        window = std::make_unique<shell::MainWindow>(themes, shell::WindowOptions{folder.filePath("window.ini"), "w"});
        window->addPage({"compute", "Compute", "compute", {}, {}, [this](PageHost& host) {
                             return new compute::ComputePage(host, desk);
                         }});
        window->addPage({"run", "Run", "runs", shell::PageEntry::Place::Hidden, "compute",
                         [this](PageHost&) { return run = new RunStandIn; }});
        compute::install(*window, desk, window.get());
        window->start();
        window->show();
        window->resize(1440, 900);
        QApplication::setActiveWindow(window.get());
        settle();
    }
    ~Bench() { window.reset(); }
    template <class T>
    T* find() {
        return window->findChild<compute::LocalView*>()->findChild<T*>();  // hosts have such parts, too
    }
    QString cell(int row, int column) {
        auto* table = find<TableView>();
        return table->model()->index(row, column).data().toString();
    }
    bool measured() {
        return waitFor([&] {
            const auto& lines = find<compute::UseView>()->lines();
            return !lines.isEmpty() && lines.last().use >= 0 && find<compute::DiskCard>()->list()->rows().size() > 3;
        });
    }

    FilledWorkspace filled;
    session::Desk desk;
    QTemporaryDir folder;
    ThemeController themes;
    std::unique_ptr<shell::MainWindow> window;
    RunStandIn* run = nullptr;
};

Filling quiet() {
    return {8, 0, 24, false, false};
}

Filling live() {
    return {8, 0, 24, false, true};
}

}  // namespace

TEST_CASE("Processor and memory are measured while the page is shown, the disk by kind") {
    Bench bench(quiet());
    REQUIRE(bench.measured());
    const auto line = bench.find<compute::UseView>()->lines().last();
    CHECK(line.name.startsWith("CPU"));
    CHECK(line.memory > 0);
    CHECK(line.memoryText.contains("of"));
    const auto rows = bench.find<compute::DiskCard>()->list()->rows();
    CHECK(rows.size() == 10);
    CHECK(rows.last().key == "Free on the disk");
    CHECK(layoutFaults(*bench.window) == QStringList());
    CHECK(unnamed(*bench.window) == QStringList());
}

TEST_CASE("The queue says which run goes on and why the next one waits; one of them is opened, one canceled") {
    Bench bench(live());
    auto* table = bench.find<TableView>();
    REQUIRE(waitFor([&] { return table->model()->rowCount() == 2; }));
    CHECK(bench.cell(0, compute::QueueModel::Name) == "shapes-10");
    CHECK(bench.cell(0, compute::QueueModel::State) == "Running");
    CHECK(bench.cell(1, compute::QueueModel::State) == "Queued");
    CHECK(bench.cell(1, compute::QueueModel::Why) == "next, when shapes-10 ends");
    REQUIRE(bench.measured());
    checkLooks(*bench.window, "compute");
    table->setFocus();
    table->setCurrentIndex(table->model()->index(1, 0));
    press(*table, Qt::Key_Return);
    REQUIRE(bench.run);
    CHECK(bench.run->opened.toStdString() == bench.filled.run("shapes-11").str());
    bench.window->openPage("compute");
    press(*table, Qt::Key_Delete);
    CHECK(waitFor([&] { return table->model()->rowCount() == 1; }));
}

TEST_CASE("More runs at once begin at once") {
    Bench bench(live());
    auto* table = bench.find<TableView>();
    REQUIRE(waitFor([&] { return table->model()->rowCount() == 2; }));
    auto* spin = bench.find<QSpinBox>();
    CHECK(spin->value() == 1);
    spin->setFocus();
    press(*spin, Qt::Key_Up);
    CHECK(waitFor(
        [&] { return table->model()->rowCount() == 2 && bench.cell(1, compute::QueueModel::State) == "Running"; }));
}

TEST_CASE("Cleaning shows first what would go, and nothing goes without consent") {
    Bench bench(quiet());
    auto* disk = bench.find<compute::DiskCard>();
    click(*disk->cleanButton(), {5, 5});
    REQUIRE(waitFor([&] { return disk->trashBox()->isVisible(); }));
    CHECK_FALSE(disk->previewText()->text().contains("thrown-away"));
    disk->trashBox()->click();
    REQUIRE(waitFor([&] { return disk->previewText()->text().contains("thrown-away"); }));
    save(shot(*bench.window), "compute-clean");
    CHECK(layoutFaults(*bench.window) == QStringList());
    session::RunSelection trash;
    trash.trashed = true;
    session::RunCatalog catalog(bench.filled.workspace());
    CHECK(must(catalog.list(trash)).size() == 1);
    press(*bench.window, Qt::Key_Escape);
    CHECK_FALSE(disk->trashBox()->isVisible());
    CHECK(must(catalog.list(trash)).size() == 1);
    bench.window->commands().find("disk.clean")->trigger();
    REQUIRE(waitFor([&] { return disk->trashBox()->isVisible(); }));
    disk->trashBox()->click();
    REQUIRE(waitFor([&] { return disk->previewText()->text().contains("thrown-away"); }));
    click(*disk->freeButton(), {5, 5});
    REQUIRE(waitFor([&] { return disk->cleanButton()->isVisible(); }));
    CHECK(must(catalog.list(trash)).empty());
}
