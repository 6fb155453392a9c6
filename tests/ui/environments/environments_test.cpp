// SPDX-License-Identifier: GPL-3.0-or-later
// The page in a real window over a real desk; the trainers are scripts that say what an engine says, cmake and
// nvidia-smi are stand-ins on PATH.
#include <sys/stat.h>

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QPlainTextEdit>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

#include "engines_card.h"
#include "fact_cards.h"
#include "flambeau/session/desk.h"
#include "flambeau/session/engine_choice.h"
#include "flambeau/session/paths.h"
#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/theme_controller.h"
#include "flambeau/ui/environments/environments_page.h"
#include "flambeau/ui/environments/install.h"
#include "flambeau/ui/shell/main_window.h"
#include "looks.h"
#include "prepare_card.h"
#include "test_support.h"
#include "ui_support.h"

using namespace flambeau;
using namespace flambeau::ui;
using namespace flambeau::ui::test;
using environments::EngineModel;
using flambeau::test::must;
using flambeau::test::write;

namespace {

std::string info(const std::string& torch, bool cuda, char key) {
    return "#!/bin/sh\necho '{\"torch\":\"" + torch +
           "\",\"torch_library\":\"/usr/lib/libtorch_cpu.so\",\"abi\":\"new\"," +
           "\"cuda\":" + (cuda ? "true" : "false") +
           ",\"devices\":" + (cuda ? "[{\"name\":\"NVIDIA H200\",\"memory\":150754820096}]" : "[]") +
           ",\"sources\":\"1\",\"compiler\":\"GNU 12.2.0\",\"arch\":\"x86_64\",\"key\":\"" + std::string(64, key) +
           "\"}'\n";
}

struct Bench {
    Bench() {
        for (const char* name : {"XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"})
            qputenv(name, folder.filePath(name).toLocal8Bit());
        qputenv("FLAMBEAU_SOURCES", FLAMBEAU_SOURCE);
        qunsetenv("FLAMBEAU_TRAINER");
        path = qgetenv("PATH");
        qputenv("PATH", QByteArray::fromStdString(at("tools").string()) + ":" + path);
        program(at("tools/nvidia-smi"), "#!/bin/sh\nexit 127\n");
        program(at("tools/c++"), "#!/bin/sh\nexit 1\n");
        write(at("torch/share/cmake/Torch/TorchConfig.cmake"), "");
        prepared("one", "2.6.0", false, '1');
    }
    ~Bench() {
        window.reset();
        desk.reset();
        qputenv("PATH", path);
        qunsetenv("FLAMBEAU_TRAINER");
    }
    fs::path at(const char* name) const { return fs::path(folder.path().toStdString()) / name; }
    static void program(const fs::path& file, const std::string& text) {
        write(file, text);
        chmod(file.c_str(), 0755);
    }
    void prepared(const std::string& name, const std::string& torch, bool cuda, char key) {
        const fs::path engine = session::enginesFolder() / name;
        program(engine / "bin/flambeau-trainer", info(torch, cuda, key));
        write(engine / "READY", "{\"made\": 1700000000, \"source\": \"torch from PyPI\"}");
    }
    void gpu() { program(at("tools/nvidia-smi"), "#!/bin/sh\necho '0, NVIDIA H200, 550.90, 1024, 143771, 7'\n"); }
    /// A cmake that says `building` and installs an engine with CUDA.
    void cmake(const std::string& building) {
        write(at("trainer"), info("2.13.0", true, 'c'));
        program(at("tools/cmake"),
                "#!/bin/sh\ncase $1 in\n-S) for a; do case $a in -DCMAKE_INSTALL_PREFIX=*) echo \"${a#*=}\" > '" +
                    at("prefix").string() + "';; esac; done; echo configured;;\n--build) " + building +
                    ";;\n--install) p=$(cat '" + at("prefix").string() + "'); mkdir -p \"$p/bin\"; cp '" +
                    at("trainer").string() +
                    "' \"$p/bin/flambeau-trainer\"; chmod +x \"$p/bin/flambeau-trainer\";;\nesac\n");
    }
    void open() {
        desk = std::make_unique<session::Desk>(at("workspace"), false);
        window = std::make_unique<shell::MainWindow>(themes, shell::WindowOptions{folder.filePath("window.ini"), "w"});
        environments::install(*window, *desk, window.get());
        window->addPage({"home", "Home", "home", {}, {}, [](PageHost& host) -> Page* {
                             class Plain : public Page {
                                 PageHeader header() const override { return {}; }
                             };
                             (void)host;
                             return new Plain;
                         }});
        window->addPage({"environments", "Environments", "environments", {}, {}, [this](PageHost& host) {
                             return new environments::EnvironmentsPage(host, *desk);
                         }});
        window->start();
        window->show();
        window->resize(1440, 900);
        QApplication::setActiveWindow(window.get());
        window->openPage("environments");
        settle();
    }
    template <class T>
    T* find() {
        return window->findChild<T*>();
    }
    bool rows(int count) {
        return waitFor([&] { return find<environments::EnginesCard>()->model()->rowCount() == count; });
    }
    QString cell(int row, int column) {
        auto* model = find<environments::EnginesCard>()->model();
        return model->index(row, column).data().toString();
    }

    QTemporaryDir folder;
    QByteArray path;
    std::unique_ptr<session::Desk> desk;
    ThemeController themes;
    std::unique_ptr<shell::MainWindow> window;
};

}  // namespace

TEST_CASE("Engines are listed with what they are, one of them is put to use, and the choice is undone") {
    Bench bench;
    bench.prepared("two", "2.13.0", true, '2');
    bench.open();
    auto* card = bench.find<environments::EnginesCard>();
    REQUIRE(bench.rows(2));
    CHECK(bench.cell(0, EngineModel::From).contains("torch from PyPI"));
    const int cuda = bench.cell(0, EngineModel::Runs) == "CUDA" ? 0 : 1;
    CHECK(bench.cell(cuda, EngineModel::Title) == "libtorch 2.13.0");
    card->table()->setCurrentIndex(card->model()->index(cuda, 0));
    CHECK(card->facts()->asText().contains(QString(64, '2')));
    click(*card->useButton(), {5, 5});
    REQUIRE(waitFor([&] { return card->model()->chosenRow() == cuda; }));
    CHECK(must(session::findProgram(session::Program::Trainer)) ==
          session::enginesFolder() / "two/bin/flambeau-trainer");
    CHECK_FALSE(card->useButton()->isEnabled());
    bench.window->undoStack().undo();
    CHECK(waitFor([&] { return card->model()->chosenRow() != cuda; }));
    CHECK(layoutFaults(*bench.window) == QStringList());
    CHECK(unnamed(*bench.window) == QStringList());
}

TEST_CASE("An engine is deleted only when it is said twice") {
    Bench bench;
    bench.open();
    auto* card = bench.find<environments::EnginesCard>();
    REQUIRE(bench.rows(1));
    card->table()->setFocus();
    press(*card->table(), Qt::Key_Delete);
    CHECK(card->removeButton()->text() == "Delete it for good");
    press(*bench.window, Qt::Key_Escape);
    CHECK(card->removeButton()->text() == "Remove");
    CHECK(fs::exists(session::enginesFolder() / "one"));
    click(*card->removeButton(), {5, 5});
    click(*card->removeButton(), {5, 5});
    REQUIRE(waitFor([] { return !fs::exists(session::enginesFolder() / "one"); }));
    CHECK(bench.rows(0));
}

TEST_CASE("The variable that names a trainer is said to decide") {
    Bench bench;
    Bench::program(bench.at("mine"), info("1.13.1", false, '9'));
    qputenv("FLAMBEAU_TRAINER", bench.at("mine").c_str());
    bench.open();
    auto* card = bench.find<environments::EnginesCard>();
    REQUIRE(bench.rows(2));
    CHECK(card->model()->chosenRow() == 0);
    card->table()->setCurrentIndex(card->model()->index(1, 0));
    CHECK_FALSE(card->useButton()->isEnabled());
    CHECK(card->useButton()->toolTip().contains("FLAMBEAU_TRAINER"));
}

TEST_CASE("A GPU that no engine uses offers an engine with CUDA, which is built and chosen") {
    Bench bench;
    bench.gpu();
    bench.cmake("echo '[1/2] one'; echo '[2/2] two'");
    bench.open();
    auto* gpu = bench.find<environments::GpuCard>();
    REQUIRE(waitFor([&] { return gpu->prepareButton()->isVisible(); }));
    save(shot(*bench.window), "environments-gpu");
    CHECK(layoutFaults(*bench.window) == QStringList());
    auto* prepare = bench.find<environments::PrepareCard>();
    prepare->source()->setCurrentIndex(1);
    prepare->place()->setFocus();
    QTest::keyClicks(prepare->place(), QString::fromStdString(bench.at("torch").string()));
    press(*prepare->place(), Qt::Key_Return);
    REQUIRE(bench.rows(2));
    REQUIRE(waitFor([&] { return !gpu->prepareButton()->isVisible(); }));
    auto* card = bench.find<environments::EnginesCard>();
    CHECK(bench.cell(card->model()->chosenRow(), EngineModel::Title) == "libtorch 2.13.0");
    CHECK(prepare->logView()->toPlainText().contains("[2/2] two"));
    CHECK(layoutFaults(*bench.window) == QStringList());
}

TEST_CASE("Preparing goes on while another page is shown, shows its log, and is canceled") {
    Bench bench;
    bench.cmake("echo building things; exec sleep 600");
    bench.open();
    REQUIRE(bench.rows(1));
    auto* prepare = bench.find<environments::PrepareCard>();
    prepare->source()->setCurrentIndex(1);
    prepare->place()->setText(QString::fromStdString(bench.at("torch").string()));
    click(*prepare->prepareButton(), {5, 5});
    bench.window->openPage("home");
    REQUIRE(waitFor([&] { return prepare->logView()->toPlainText().contains("building things"); }));
    bench.window->openPage("environments");
    settle();
    CHECK(prepare->cancelButton()->isVisible());
    CHECK_FALSE(prepare->prepareButton()->isEnabled());
    save(shot(*bench.window), "environments-preparing");
    CHECK(layoutFaults(*bench.window) == QStringList());
    click(*prepare->cancelButton(), {5, 5});
    REQUIRE(waitFor([&] { return prepare->prepareButton()->isEnabled(); }));
    CHECK(bench.rows(1));
}

TEST_CASE("A build that fails says why and what to do, with the log beside it") {
    Bench bench;
    bench.cmake("echo 'fatal error: torch/torch.h' >&2; exit 1");
    bench.open();
    auto* prepare = bench.find<environments::PrepareCard>();
    prepare->source()->setCurrentIndex(1);
    prepare->place()->setText(QString::fromStdString(bench.at("torch").string()));
    prepare->prepare();
    REQUIRE(waitFor([&] { return prepare->logView()->toPlainText().contains("fatal error"); }));
    REQUIRE(waitFor([&] { return prepare->prepareButton()->isEnabled(); }));
    bool said = false;
    for (const auto* label : prepare->findChildren<QLabel*>())
        said = said || (label->isVisible() && label->text().contains("could not be built"));
    CHECK(said);
    settle();  // the text that came makes its card higher with the next events
    CHECK(layoutFaults(*bench.window) == QStringList());
}

TEST_CASE("The page looks right, light and dark, large and small") {
    Bench bench;
    bench.prepared("two", "2.13.0", true, '2');
    bench.open();
    REQUIRE(bench.rows(2));
    checkLooks(*bench.window, "environments");
}

TEST_CASE("Without any engine the page says what to do") {
    Bench bench;
    fs::remove_all(session::enginesFolder());
    bench.open();
    REQUIRE(bench.rows(0));
    settle();
    CHECK(layoutFaults(*bench.window) == QStringList());
    save(shot(*bench.window), "environments-empty");
}
