// SPDX-License-Identifier: GPL-3.0-or-later
// The real window with the pages of runs in it, over a desk; the other pages only note what they were opened with.
#pragma once

#include <memory>

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QUndoStack>

#include "filled_workspace.h"
#include "flambeau/session/desk.h"
#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/theme_controller.h"
#include "flambeau/ui/runs/install.h"
#include "flambeau/ui/runs/run_page.h"
#include "flambeau/ui/runs/runs_page.h"
#include "flambeau/ui/shell/main_window.h"
#include "qt_warnings.h"
#include "run_list.h"
#include "runs_model.h"
#include "runs_view.h"
#include "ui_support.h"

namespace flambeau::ui::test {

/// A workspace of few pictures and points, for what needs no more.
inline Filling few() {
    Filling filling;
    filling.pictures = 24;
    filling.points = 40;
    return filling;
}

class NotingPage : public Page {
public:
    explicit NotingPage(QString title) : m_title(std::move(title)) {}
    PageHeader header() const override {
        PageHeader header;
        header.title = m_title;
        return header;
    }
    void open(const QString& what) override { opened = what; }
    QString place() const override { return opened; }
    QString opened;

private:
    QString m_title;
};

struct RunsFixture {
    QtWarnings warnings;
    QTemporaryDir settings;
    std::unique_ptr<session::Desk> desk;
    ThemeController themes;
    std::unique_ptr<shell::MainWindow> window;
    QHash<QString, NotingPage*> others;

    explicit RunsFixture(const fs::path& workspace, bool follow = false)
        : desk(std::make_unique<session::Desk>(workspace, follow)) {
        openWindow();
    }
    ~RunsFixture() {
        window.reset();
        desk.reset();
    }
    void openWindow() {
        window.reset();
        window = std::make_unique<shell::MainWindow>(
            themes, shell::WindowOptions{settings.filePath("window.ini"), "workspace"});
        using Place = shell::PageEntry::Place;
        for (const char* name : {"Home", "Datasets"})
            addOther(name, Place::Rail);
        window->addPage({"runs", "Runs", "runs", Place::Rail, {}, [this](PageHost& host) {
                             return new runs::RunsPage(host, *desk);
                         }});
        addOther("Models", Place::Rail);
        window->addPage({"run", "Run", "runs", Place::Hidden, "runs",
                         [this](PageHost& host) { return new runs::RunPage(host, *desk); }});
        addOther("new-run", Place::Hidden);
        runs::install(*window, *desk, window.get());
        window->start();
        window->resize(1440, 900);
        window->show();
        QApplication::setActiveWindow(window.get());
        settle();
    }
    void addOther(const QString& name, shell::PageEntry::Place place) {
        window->addPage({name.toLower(), name, "home", place, place == shell::PageEntry::Place::Hidden ? "runs" : "",
                         [this, name](PageHost&) { return others[name.toLower()] = new NotingPage(name); }});
    }
    runs::RunsPage& runsPage() {
        window->openPage("runs");
        auto* page = static_cast<runs::RunsPage*>(window->page("runs"));
        REQUIRE(waitFor([&] { return runs::RunList::of(*desk).loaded(); }));
        settle();
        return *page;
    }
    runs::RunPage& runPage(const RunId& run) {
        window->openPage("run", QString::fromStdString(run.str()));
        auto* page = static_cast<runs::RunPage*>(window->page("run"));
        REQUIRE(waitFor([&] { return page->ready() && page->place() == QString::fromStdString(run.str()); }));
        settle();
        return *page;
    }
    QString opened(const QString& page) { return others.contains(page) ? others[page]->opened : QString("-"); }
    /// The dialog that lies over the window, after one has come.
    QDialog* dialog() {
        QDialog* found = nullptr;
        REQUIRE(waitFor([&] {
            for (QWidget* widget : QApplication::topLevelWidgets()) {
                auto* dialog = qobject_cast<QDialog*>(widget);
                if (dialog != nullptr && dialog->isVisible())
                    found = dialog;
            }
            return found != nullptr;
        }));
        return found;
    }
    void answer(const QString& text) {
        QDialog* over = dialog();
        if (auto* line = over->findChild<QLineEdit*>())
            line->setText(text);
        over->accept();
        settle();
    }
    QStringList names(runs::RunsPage& page) {
        QStringList names;
        for (int row = 0; row < page.model()->rowCount(); ++row)
            names << page.model()
                         ->index(row, static_cast<int>(page.model()->columns().indexOf("name")))
                         .data()
                         .toString();
        return names;
    }
    /// Of a run as the list has it.
    session::RunRowPtr row(const RunId& run) { return runs::RunList::of(*desk).row(QString::fromStdString(run.str())); }
};

inline QString q(const RunId& run) {
    return QString::fromStdString(run.str());
}

}  // namespace flambeau::ui::test
