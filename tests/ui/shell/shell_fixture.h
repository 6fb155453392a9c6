// SPDX-License-Identifier: GPL-3.0-or-later
// A window with the real Home page and plain pages behind the other names, as the program will have them.
#pragma once

#include <memory>

#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QVBoxLayout>

#include "flambeau/session/desk.h"
#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/drop.h"
#include "flambeau/ui/common/theme_controller.h"
#include "flambeau/ui/common/widgets.h"
#include "flambeau/ui/home/home_page.h"
#include "flambeau/ui/shell/main_window.h"
#include "ui_support.h"

namespace flambeau::ui::test {

class PlainPage : public Page {
public:
    PlainPage(const QString& title, PageHost&) : m_title(title) {
        auto* column = new QVBoxLayout(this);
        field = new QLineEdit;
        field->setAccessibleName("Name");
        column->addWidget(field);
        button = new Button("Do it");
        column->addWidget(button);
        column->addStretch(1);
        action = pageAction(this, "New run", "play", [this] { ++done; });
        other = pageAction(this, "Export", "file", {});
    }
    PageHeader header() const override {
        PageHeader header;
        header.title = m_title;
        header.chip = "Running";
        header.chipTone = Tone::Info;
        header.subtitle = "14 runs shown, of an experiment with a name that is a good deal longer than there is room";
        header.actions = {other, action};
        header.primary = action;
        return header;
    }
    void refresh() override { ++refreshed; }
    void open(const QString& what) override { opened = what; }
    QString place() const override { return opened; }
    bool closeTop() override { return closes && ++closed > 0; }
    QByteArray saveLayout() const override { return layoutState; }
    void restoreLayout(const QByteArray& state) override { layoutState = state; }

    QLineEdit* field;
    Button* button;
    QAction* action;
    QAction* other;
    int refreshed = 0, done = 0, closed = 0;
    bool closes = false;
    QString opened;
    QByteArray layoutState;

private:
    QString m_title;
};

struct ShellFixture {
    QTemporaryDir folder;
    ThemeController themes;
    session::Desk desk{folder.filePath("workspace").toStdString(), false};  // an empty workspace
    std::unique_ptr<shell::MainWindow> window;
    home::HomePage* home = nullptr;

    ShellFixture() { open(); }
    void open() {
        window.reset();
        home = nullptr;
        window =
            std::make_unique<shell::MainWindow>(themes, shell::WindowOptions{folder.filePath("window.ini"), "insects"});
        window->addPage(
            {"home", "Home", "home", {}, {}, [this](PageHost& host) { return home = new home::HomePage(host, desk); }});
        for (const char* name : {"Datasets", "Environments", "Compute", "Runs", "Models"}) {
            const QString label(name);
            window->addPage({label.toLower(), label, label.toLower(), {}, {}, [label](PageHost& host) {
                                 return new PlainPage(label, host);
                             }});
        }
        window->addPage({"settings", "Settings", "settings", shell::PageEntry::Place::Bottom, {}, [](PageHost& host) {
                             return new PlainPage("Settings", host);
                         }});
        window->addPage({"run", "Run", "runs", shell::PageEntry::Place::Hidden, "runs",
                         [](PageHost& host) { return new PlainPage("ants-bees-07", host); }});
        window->setWorkspaces({"Insects", "Digits"}, 0);
        window->start();
    }
    void show(const QSize& size = {1440, 900}) {
        window->show();
        window->resize(size);
        QApplication::setActiveWindow(window.get());
        if (home != nullptr)
            waitFor([this] { return home->known(); });
        settle();
    }
    PlainPage* plain(const QString& id) { return static_cast<PlainPage*>(window->page(id)); }
};

inline shell::StatusFacts busyFacts() {
    shell::StatusFacts facts;
    facts.running = 1;
    facts.queued = 2;
    facts.notes = {{"gpu-box: connected, 18 ms", Tone::Neutral}, {"lab-07: unreachable since 12:03", Tone::Caution}};
    facts.cpu = 0.63;
    facts.memoryUsed = 4402341478;
    facts.memoryTotal = 24LL << 30;
    return facts;
}

}  // namespace flambeau::ui::test
