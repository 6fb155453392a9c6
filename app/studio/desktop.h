// SPDX-License-Identifier: GPL-3.0-or-later
// What the desktop shows of the window from outside: notifications and the bar on its icon. Speaks D-Bus without
// waiting for an answer; where there is no session bus, nothing happens. GUI thread.
#pragma once

#include <functional>

#include <QHash>
#include <QObject>
#include <QString>

namespace flambeau::studio {

class Desktop : public QObject {
    Q_OBJECT
public:
    explicit Desktop(QObject* parent = nullptr);

    /// `opened` is called when the notification is clicked, `unheard` where the desktop shows none.
    void notify(const QString& title, const QString& text, std::function<void()> opened, std::function<void()> unheard);
    /// Share below 0: no bar. `running`: a number on the icon, 0 for none.
    void showProgress(double share, int running);

private slots:
    void actionInvoked(uint id, const QString& action);
    void notificationClosed(uint id, uint reason);

private:
    bool m_reachable = false;
    QHash<uint, std::function<void()>> m_opened;
    double m_share = -1;
    int m_running = 0;
};

}  // namespace flambeau::studio
