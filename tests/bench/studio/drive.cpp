// SPDX-License-Identifier: GPL-3.0-or-later
#include "drive.h"

#include <fstream>
#include <string>

#include <QAbstractItemModel>
#include <QApplication>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QLineEdit>
#include <QScrollBar>
#include <QTimer>

#include "flambeau/session/desk.h"
#include "flambeau/studio/demo.h"
#include "flambeau/studio/studio.h"
#include "flambeau/studio/watchdog.h"
#include "flambeau/ui/common/table.h"
#include "flambeau/ui/common/theme_controller.h"

namespace flambeau::bench {
namespace {

struct Window {
    ui::ThemeController themes;
    studio::Studio studio;

    explicit Window(const QString& workspace)
        : studio(themes, workspace.toStdString(), {workspace + "/bench-window.ini", true}) {
        studio.show();
        studio.window().resize(1440, 900);
        calm();
    }
    void wait(int milliseconds) {
        QElapsedTimer clock;
        clock.start();
        while (clock.elapsed() < milliseconds)
            QApplication::processEvents(QEventLoop::WaitForMoreEvents, 5);
    }
    void calm() {
        QElapsedTimer all, quiet;
        all.start();
        quiet.start();
        while (quiet.elapsed() < 400 && all.elapsed() < 30000) {
            QApplication::processEvents(QEventLoop::WaitForMoreEvents, 5);
            if (studio.desk().busy())
                quiet.restart();
        }
    }
    void open(const QString& page, const QString& what = {}) {
        studio.window().openPage(page, what);
        calm();
    }
};

/// Kilobytes of /proc/self/status, as megabytes.
double statusMegabytes(const std::string& key) {
    std::ifstream in("/proc/self/status");
    for (std::string line; std::getline(in, line);) {
        if (line.rfind(key + ":", 0) == 0)
            return std::stod(line.substr(key.size() + 1)) / 1024;
    }
    return 0;
}

ui::TableView* runTable(Window& window) {
    for (auto* table : window.studio.window().findChildren<ui::TableView*>()) {
        if (table->isVisible() && table->accessibleName() == "Runs")
            return table;
    }
    return nullptr;
}

}  // namespace

QJsonObject playMainJob(QApplication& application, const QString& folder) {
    ui::ThemeController themes;
    studio::DemoOptions options;
    options.folder = folder;
    options.quiet = true;
    studio::Demo demo(themes, options);
    QObject::connect(&demo, &studio::Demo::finished, &application, &QApplication::quit, Qt::QueuedConnection);
    QTimer::singleShot(0, &demo, &studio::Demo::start);
    application.exec();
    return demo.summary();
}

QJsonObject walkRunTable(QApplication&, const QString& workspace) {
    Window window(workspace);
    studio::Watchdog dog;
    dog.setPhase("open");
    window.open("runs");
    auto* table = runTable(window);
    if (table == nullptr)
        return {{"problem", "there is no table of runs"}};
    const int rows = table->model()->rowCount();
    dog.setPhase("scroll");
    auto* bar = table->verticalScrollBar();
    for (int i = 0; i <= 60; ++i) {
        bar->setValue(bar->maximum() * i / 60);
        window.wait(16);
    }
    dog.setPhase("sort");
    for (int column = 0; column < std::min(6, table->model()->columnCount()); ++column) {
        table->sortByColumn(column, column % 2 ? Qt::DescendingOrder : Qt::AscendingOrder);
        window.wait(120);
    }
    dog.setPhase("filter");
    for (auto* field : window.studio.window().findChildren<QLineEdit*>()) {
        if (!field->isVisible() || field->accessibleName() != "Filter of the runs")
            continue;
        for (const char* text : {"r", "ru", "run-00", "run-001", "state:failed", ""}) {
            field->setText(text);
            window.wait(300);
        }
    }
    QJsonObject made{{"rows", rows}};
    for (const auto& pause : dog.pauses())
        made[pause.phase] = pause.longestMs;
    made["longest_ms"] = dog.longest().longestMs;
    made["longest_busy_ms"] = dog.longest().longestBusyMs;
    made["longest_in"] = dog.longest().phase;
    return made;
}

QJsonObject walkPages(QApplication&, const QString& workspace) {
    Window window(workspace);
    const double started = statusMegabytes("VmRSS");
    for (const char* page : {"datasets", "environments", "compute", "runs", "new-run", "models", "settings"})
        window.open(page);
    std::string newest;
    window.studio.desk().ask(
        session::Lane::Read, &window.studio,
        [](session::Services& services, const session::Work&) {
            session::RunSelection one;
            one.limit = 1;
            return services.catalog.list(one);
        },
        [&newest](const Result<std::vector<session::RunView>>& runs) {
            if (runs && !runs->empty())
                newest = runs->front().id.str();
        });
    window.calm();
    window.open("run", QString::fromStdString(newest));
    window.open("home");
    return {{"started_mb", started}, {"rss_mb", statusMegabytes("VmRSS")}, {"peak_mb", statusMegabytes("VmHWM")}};
}

}  // namespace flambeau::bench
