// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDragEnterEvent>
#include <QMimeData>
#include <QSettings>
#include <QUndoStack>

#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/theme.h"
#include "flambeau/ui/shell/system_load.h"
#include "shell_fixture.h"

using namespace flambeau;
using namespace flambeau::ui;
using namespace flambeau::ui::test;

TEST_CASE("No text is cut and no control lies outside on any page, at both sizes, light and dark") {
    for (const bool dark : {false, true}) {
        ShellFixture f;
        f.themes.setMode(dark ? ThemeMode::Dark : ThemeMode::Light);
        f.window->setStatus(busyFacts());
        for (const QSize& size : {QSize(1280, 720), QSize(1440, 900)}) {
            f.show(size);
            for (const char* page : {"home", "datasets", "settings", "run"}) {
                f.window->openPage(page);
                settle();
                QStringList faults = layoutFaults(*f.window);
                // A subtitle may be cut: it is the first to give room.
                faults.removeIf([](const QString& fault) { return fault.contains("14 runs shown"); });
                INFO(page << " " << size.width() << (dark ? " dark" : " light"));
                CHECK(faults == QStringList());
            }
        }
        f.themes.setMode(ThemeMode::Light);
    }
    useTheme(false);
}

TEST_CASE("The window can be made as small as 900 x 560 and no smaller than its pages bear") {
    ShellFixture f;
    f.show({900, 560});
    CHECK(f.window->size() == QSize(900, 560));
    for (const char* page : {"home", "runs", "settings"}) {
        f.window->openPage(page);
        settle();
        CHECK(f.window->size() == QSize(900, 560));
    }
}

TEST_CASE("The window switched to dark is pixel by pixel the window started dark") {
    for (const bool dark : {true, false}) {
        const ThemeMode wanted = dark ? ThemeMode::Dark : ThemeMode::Light,
                        other = dark ? ThemeMode::Light : ThemeMode::Dark;
        QImage expected, switched;
        {
            ShellFixture f;
            f.themes.setMode(wanted);
            f.open();
            f.window->setStatus(busyFacts());
            f.show();
            expected = shot(*f.window);
        }
        {
            ShellFixture f;
            f.themes.setMode(other);
            f.window->setStatus(busyFacts());
            f.show();
            shot(*f.window);
            f.themes.setMode(wanted);
            settle();
            switched = shot(*f.window);
        }
        CHECK(switched == expected);
    }
    useTheme(false);
}

TEST_CASE("Pages are made when they are first shown, and only then") {
    ShellFixture f;
    f.show();
    CHECK(f.window->page("home") != nullptr);
    CHECK(f.window->page("runs") == nullptr);
    f.window->openPage("runs");
    CHECK(f.window->page("runs") != nullptr);
    f.window->openPage("no such page");
    CHECK(f.window->currentPageId() == "runs");
}

TEST_CASE("Size, last page, what was on it, its layout and the theme come back") {
    ShellFixture f;
    f.show({1300, 800});
    f.window->openPage("run", "run-12");
    static_cast<PlainPage*>(f.window->currentPage())->layoutState = "splitter 1:2";
    f.themes.setMode(ThemeMode::Dark);
    f.window->close();
    f.themes.setMode(ThemeMode::Light);
    {
        // The preference of another start, not of this test's own change.
        QSettings settings(f.folder.filePath("window.ini"), QSettings::IniFormat);
        settings.setValue("theme", "dark");
    }
    f.open();
    CHECK(f.window->size() == QSize(1300, 800));
    CHECK(f.window->currentPageId() == "run");
    CHECK(f.plain("run")->opened == "run-12");
    CHECK(f.plain("run")->layoutState == "splitter 1:2");
    CHECK(f.themes.mode() == ThemeMode::Dark);
    f.themes.setMode(ThemeMode::Light);
}

TEST_CASE("A settings file that is damaged is no reason not to start") {
    ShellFixture f;
    f.window.reset();
    QFile file(f.folder.filePath("window.ini"));
    REQUIRE(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write("\x00\xff[[[geometry=@ByteArray(junk)\nworkspaces\\insects\\pages\\last=@Variant(\\0)", 60);
    file.close();
    f.open();
    f.show();
    CHECK(f.window->currentPageId() == "home");
}

namespace {

bool drag(QWidget& widget, QEvent::Type type, const QString& path) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    data.setText(path);
    const QPoint at = widget.rect().center();
    if (type == QEvent::DragEnter) {
        QDragEnterEvent event(at, Qt::CopyAction, &data, Qt::LeftButton, {});
        event.ignore();
        QApplication::sendEvent(&widget, &event);
        return event.isAccepted();
    }
    if (type == QEvent::DragMove) {
        QDragMoveEvent event(at, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(&widget, &event);
        return event.isAccepted();
    }
    QDropEvent event(at, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(&widget, &event);
    settle();
    return event.isAccepted();
}

}  // namespace

TEST_CASE("Dragging over the window says what would be done, dropping does it, and what nothing takes is refused") {
    ShellFixture f;
    f.show();
    QStringList imported;
    f.window->drops().add(0, [&](const QStringList& paths) {
        return paths[0].endsWith("ants") ? std::optional(DropOffer{"Import 'ants' as a dataset", "datasets",
                                                                   [&, paths] { imported = paths; }})
                                         : std::nullopt;
    });
    auto* overlay = f.window->findChild<QWidget*>("dropOverlay");
    REQUIRE(overlay != nullptr);
    CHECK(drag(*f.window, QEvent::DragEnter, "/data/ants"));
    CHECK(overlay->isVisible());
    CHECK(overlay->accessibleName() == "Import 'ants' as a dataset");
    CHECK(drag(*f.window, QEvent::DragMove, "/data/ants"));
    save(shot(*f.window), "drop-overlay");
    QDragLeaveEvent leave;
    QApplication::sendEvent(f.window.get(), &leave);
    CHECK_FALSE(overlay->isVisible());
    CHECK(imported.isEmpty());
    drag(*f.window, QEvent::DragEnter, "/data/ants");
    drag(*f.window, QEvent::Drop, "/data/ants");
    CHECK(imported == QStringList{"/data/ants"});
    CHECK_FALSE(overlay->isVisible());
    drag(*f.window, QEvent::DragEnter, "/data/notes.txt");
    CHECK(overlay->accessibleName() == "Nothing here takes 'notes.txt'");
    CHECK_FALSE(drag(*f.window, QEvent::DragMove, "/data/notes.txt"));
}

TEST_CASE("A text field does not swallow a folder that comes with its name as text") {
    ShellFixture f;
    f.show();
    f.window->drops().add(0, [](const QStringList&) { return std::optional(DropOffer{"Import it", "datasets", {}}); });
    f.window->openPage("runs");
    settle();
    auto* overlay = f.window->findChild<QWidget*>("dropOverlay");
    CHECK(drag(*f.plain("runs")->field, QEvent::DragEnter, "/data/ants"));
    CHECK(overlay->isVisible());
    CHECK(f.plain("runs")->field->text().isEmpty());
}

TEST_CASE("Home asks for a folder or the sample, and shows what a drop would do") {
    ShellFixture f;
    f.show();
    int samples = 0;
    f.window->commands().add({"dataset.sample", "Draw the sample", "Datasets", {}, {}, [&] { ++samples; }, {}});
    f.home->dropZone()->content()->findChildren<Button*>()[1]->click();
    CHECK(samples == 1);
    f.window->drops().add(0, [](const QStringList&) {
        return std::optional(DropOffer{"Import 'ants' as a dataset", "datasets", {}});
    });
    CHECK(drag(*f.home->dropZone(), QEvent::DragEnter, "/data/ants"));
    CHECK(f.home->dropZone()->content()->title() == "Import 'ants' as a dataset");
}

TEST_CASE("What is done with undo is taken back by its notice's button and by Ctrl+Z") {
    ShellFixture f;
    f.show();
    int runs = 3;
    doWithUndo(
        *f.window, "Deleted 3 runs", [&] { runs = 0; }, [&] { runs = 3; });
    CHECK(runs == 0);
    QAction* undo = f.window->commands().find("window.undo");
    CHECK(undo->isEnabled());
    CHECK(undo->text() == "Undo: Deleted 3 runs");
    save(shot(*f.window), "toast");
    pressShortcut(*f.window, Qt::Key_Z, Qt::ControlModifier);
    CHECK(runs == 3);
    CHECK_FALSE(undo->isEnabled());
    CHECK(blockedBecause(undo) == "There is nothing to undo");
}

TEST_CASE("An error says what failed and what to do, keeps its detail folded, and Esc closes it") {
    ShellFixture f;
    f.show();
    f.window->showError({ErrorCode::DiskFull, "The run 'ants-bees-07' could not be started: the disk is full.",
                         "Free 2 GB on /home, then press Run again.",
                         "mkdir: cannot create directory: No space left on device"});
    settle();
    CHECK(layoutFaults(*f.window) == QStringList());
    save(shot(*f.window), "error-banner");
    QWidget* banner = nullptr;
    for (QWidget* widget : f.window->findChildren<QWidget*>()) {
        if (widget->accessibleName().startsWith("Error: The run"))
            banner = widget;
    }
    REQUIRE(banner != nullptr);
    CHECK(banner->isVisible());
    pressShortcut(*f.window, Qt::Key_Escape);
    CHECK_FALSE(banner->isVisible());
}

TEST_CASE("The status bar tells what runs, what waits, what takes long, and how busy the machine is") {
    ShellFixture f;
    f.show();
    const auto texts = [&] {
        QStringList all;
        for (auto* label : f.window->findChildren<ElidedLabel*>()) {
            if (label->isVisible())
                all << label->text();
        }
        return all.join('|').replace(QChar(0xA0), ' ');
    };
    f.window->setStatus({});
    CHECK(texts().contains("Nothing is running"));
    f.window->setStatus(busyFacts());
    CHECK_FALSE(texts().contains("Nothing is running"));
    CHECK(texts().contains("1 running|2 queued|gpu-box: connected, 18 ms"));
    CHECK(texts().contains("CPU 63 %|Memory 4.1 of 24 GB"));
    int canceled = 0;
    f.window->setTask("import", {"Importing scratches-2026", 0.4, 75, [&] { ++canceled; }});
    CHECK(texts().contains("Importing scratches-2026, about 1 min 20 s left"));
    save(shot(*f.window), "status-task");
    for (auto* button : f.window->findChildren<Button*>()) {
        if (button->isVisible() && button->text() == "Cancel")
            button->click();
    }
    CHECK(canceled == 1);
    f.window->setTask("import", {});
    CHECK_FALSE(texts().contains("Importing"));
}

TEST_CASE("A page's buttons follow its header, and its primary button is one") {
    ShellFixture f;
    f.show();
    f.window->openPage("runs");
    settle();
    auto* page = f.plain("runs");
    Button* button = nullptr;
    for (auto* candidate : f.window->findChildren<Button*>()) {
        if (candidate->isVisible() && candidate->text() == "New run")
            button = candidate;
    }
    REQUIRE(button != nullptr);
    button->click();
    CHECK(page->done == 1);
    setBlocked(page->action, "There is no dataset yet");
    settle();
    CHECK_FALSE(button->isEnabled());
    CHECK(button->toolTip() == "There is no dataset yet");
}

TEST_CASE("What /proc says is read, and what it cannot say is not") {
    using namespace ui::shell;
    const auto ticks = cpuTicksOf("cpu  10 0 10 70 10 0 0 0 0 0\ncpu0 1 2 3 4\n");
    REQUIRE(ticks.has_value());
    CHECK(ticks->all == 100);
    CHECK(ticks->busy == 20);
    CHECK_FALSE(cpuTicksOf("intr 5").has_value());
    CHECK_FALSE(cpuTicksOf("").has_value());
    const auto memory = memoryUseOf("MemTotal:       1000 kB\nMemFree: 10 kB\nMemAvailable:    600 kB\n");
    REQUIRE(memory.has_value());
    CHECK(memory->used == 400 * 1024);
    CHECK_FALSE(memoryUseOf("MemTotal: 5 kB\n").has_value());
    SystemLoad load;
    CHECK_FALSE(load.cpu().has_value());
    CHECK(load.memory().has_value());
}
