// SPDX-License-Identifier: GPL-3.0-or-later
// The program's window on a workspace, as its tests use it.
#pragma once

#include <memory>

#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>

#include "flambeau/session/desk.h"
#include "flambeau/studio/studio.h"
#include "flambeau/ui/common/theme_controller.h"
#include "flambeau/ui/shell/main_window.h"
#include "ui_support.h"

namespace flambeau::studio::test {

struct Window {
    QTemporaryDir settings;
    ui::ThemeController themes;
    std::unique_ptr<Studio> studio;

    explicit Window(const fs::path& workspace, bool follow = false)
        : studio(std::make_unique<Studio>(themes, workspace, StudioOptions{settings.filePath("window.ini"), follow})) {
        studio->show();
        window().resize(1440, 900);
        QApplication::setActiveWindow(&window());
        calm();
    }
    ui::shell::MainWindow& window() { return studio->window(); }

    /// Until nothing that was asked for is unanswered, and stays so for longer than pages gather changes.
    bool calm(int seconds = 20) {
        QElapsedTimer all, quiet;
        all.start();
        quiet.start();
        while (quiet.elapsed() < 350) {
            if (all.elapsed() > seconds * 1000)
                return false;
            QApplication::processEvents(QEventLoop::WaitForMoreEvents, 10);
            if (studio->desk().busy())
                quiet.restart();
        }
        ui::test::settle();
        return true;
    }
    ui::Page* go(const QString& page, const QString& what = {}) {
        window().openPage(page, what);
        calm();
        return window().page(page);
    }
};

}  // namespace flambeau::studio::test
