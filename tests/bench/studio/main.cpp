// SPDX-License-Identifier: GPL-3.0-or-later
// Our side of the figures about the window.
//   bench_studio fill WORKSPACE RUNS POINTS
//   bench_studio job FOLDER              the main job; prints its summary
//   bench_studio table WORKSPACE         the table of runs; prints its pauses
//   bench_studio pages WORKSPACE         every page; prints how much memory that took
#include <cstdio>
#include <string>

#include <QApplication>
#include <QJsonDocument>

#include "drive.h"
#include "fill.h"
#include "flambeau/ui/common/theme.h"

int main(int argc, char** argv) {
    const std::string mode = argc > 2 ? argv[1] : "";
    if (mode == "fill" && argc == 5) {
        flambeau::bench::fill(argv[2], std::stoi(argv[3]), std::stoll(argv[4]));
        return 0;
    }
    if (mode != "job" && mode != "table" && mode != "pages") {
        std::fputs("usage: bench_studio fill WORKSPACE RUNS POINTS | job FOLDER | table WORKSPACE | pages WORKSPACE\n",
                   stderr);
        return 2;
    }
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");
    int ours = 1;
    QApplication application(ours, argv);
    application.setQuitOnLastWindowClosed(false);
    flambeau::ui::prepareApplication(application);
    QJsonObject said;
    if (mode == "job")
        said = flambeau::bench::playMainJob(application, argv[2]);
    else if (mode == "table")
        said = flambeau::bench::walkRunTable(application, argv[2]);
    else
        said = flambeau::bench::walkPages(application, argv[2]);
    std::puts(QJsonDocument(said).toJson(QJsonDocument::Compact).constData());
    return said.contains("problem") ? 1 : 0;
}
