// SPDX-License-Identifier: GPL-3.0-or-later
// One workspace with its window: the desk that works for it, the pages, what the window counts and tells. Wiring only:
// what is done is done by pages and services. One object on the GUI thread, owned by Program (or a test).
#pragma once

#include <memory>

#include <QObject>
#include <QString>

#include "flambeau/session/desk.h"
#include "flambeau/ui/shell/main_window.h"

namespace flambeau::ui {
class ThemeController;
}

namespace flambeau::studio {

class Desktop;
class Pulse;

struct StudioOptions {
    QString settingsFile;  ///< empty: window.ini in the user's configuration folder
    bool follow = true;    ///< unfinished runs; a test may leave that to others
};

class Studio : public QObject {
    Q_OBJECT
public:
    /// `themes` must outlive it. The workspace is opened by the desk's workers: what fails then is shown in the window,
    /// and told by cannotOpen().
    Studio(ui::ThemeController& themes, const fs::path& workspace, const StudioOptions& options = {});
    ~Studio() override;

    ui::shell::MainWindow& window() { return *m_window; }
    session::Desk& desk() { return m_desk; }
    const fs::path& workspace() const { return m_desk.folder(); }
    const Pulse& pulse() const { return *m_pulse; }
    QObject* owner() { return m_owner.get(); }
    /// Shows the window and, where it was hidden behind others, brings it forward.
    void show();
    /// Without a word about runs that go on.
    void closeNow();

signals:
    /// The user wants another workspace in this window's place; it is made where it is not there.
    void workspaceWanted(const QString& folder);
    void moveWanted(const QString& to);
    void languageWanted(const QString& code);
    void closed();
    /// One of them, once, soon after the start.
    void opened();
    void cannotOpen(const flambeau::Error& error);

private:
    void addWorkspaces();
    void addLanguages();
    bool mayClose();

    // In this order: what stands below uses what stands above, and goes first.
    session::Desk m_desk;
    std::unique_ptr<ui::shell::MainWindow> m_window;
    std::unique_ptr<Desktop> m_desktop;
    std::unique_ptr<Pulse> m_pulse;
    std::unique_ptr<QObject> m_owner;  ///< of what pages installed
    bool m_closing = false;
};

/// The name under which a workspace is shown: its folder's.
QString workspaceName(const fs::path& workspace);
/// Under which the window remembers what belongs to it.
QString workspaceKey(const fs::path& workspace);

}  // namespace flambeau::studio
