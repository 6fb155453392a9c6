// SPDX-License-Identifier: GPL-3.0-or-later
// The page in a real window over a real desk, on a filled workspace or an empty one; the trainer is a script.
#pragma once

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QMimeData>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>
#include <QWheelEvent>

#include <sys/stat.h>

#include "after_card.h"
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

namespace flambeau::ui::newrun {

using namespace flambeau::ui::test;

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
        const bool there = waitFor([this] {
            return has("dataset", newrun::CheckState::Good) || has("dataset", newrun::CheckState::Caution)
                       ? has("disk", newrun::CheckState::Good) && !has("engine", newrun::CheckState::Waiting)
                       : false;
        });
        settle();  // what was said last is laid out too
        return there;
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

inline std::vector<session::RunView> runsOf(Bench& bench) {
    return flambeau::test::must(session::RunCatalog(bench.filled->workspace()).list());
}

}  // namespace flambeau::ui::newrun
