// SPDX-License-Identifier: GPL-3.0-or-later
// What the window knows of its workspace whatever page is shown: the counts in the rail, what runs and waits, how busy
// the machine is, and that a run has ended. Owned by Studio, GUI thread.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include "flambeau/session/desk.h"
#include "flambeau/session/overview.h"
#include "flambeau/ui/shell/system_load.h"

namespace flambeau::ui::shell {
class MainWindow;
}

namespace flambeau::studio {

class Desktop;

class Pulse : public QObject {
    Q_OBJECT
public:
    /// All must outlive it.
    Pulse(session::Desk& desk, ui::shell::MainWindow& window, Desktop& desktop, QObject* parent = nullptr);
    const session::Overview& overview() const { return m_overview; }
    /// The workspace has been looked at once.
    bool known() const { return m_known; }

signals:
    void changed();
    /// The workspace could not be looked at, and never was before.
    void failed(const flambeau::Error& error);
    /// "completed", "failed", …, in this window's life.
    void runEnded(const QString& run, const QString& name, flambeau::domain::RunState state);

private:
    void lookSoon();
    void look();
    void take(session::Overview overview);
    void tellEnd(const RunId& run);
    void showStatus();
    void showProgress();

    session::Desk& m_desk;
    ui::shell::MainWindow& m_window;
    Desktop& m_desktop;
    session::Overview m_overview;
    ui::shell::SystemLoad m_load;
    QTimer m_soon, m_status;
    double m_taskShare = -1;
    bool m_known = false, m_looking = false, m_again = false;
};

}  // namespace flambeau::studio
