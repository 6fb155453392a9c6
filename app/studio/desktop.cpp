// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop.h"

#include <cmath>

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace flambeau::studio {
namespace {

// https://specifications.freedesktop.org/notification-spec
constexpr auto kService = "org.freedesktop.Notifications";
constexpr auto kPath = "/org/freedesktop/Notifications";

}  // namespace

Desktop::Desktop(QObject* parent) : QObject(parent) {
    if (qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS"))
        return;  // asking for a bus that is not there would start one
    auto bus = QDBusConnection::sessionBus();
    m_reachable = bus.isConnected();
    if (!m_reachable)
        return;
    bus.connect(kService, kPath, kService, "ActionInvoked", this, SLOT(actionInvoked(uint, QString)));
    bus.connect(kService, kPath, kService, "NotificationClosed", this, SLOT(notificationClosed(uint, uint)));
}

void Desktop::notify(const QString& title, const QString& text, std::function<void()> opened,
                     std::function<void()> unheard) {
    if (!m_reachable) {
        unheard();
        return;
    }
    auto call = QDBusMessage::createMethodCall(kService, kPath, kService, "Notify");
    // The text may be shown as markup: what a run is called must not become one.
    call << "Flambeau" << 0u << "flambeau" << title << text.toHtmlEscaped() << QStringList{"default", tr("Open")}
         << QVariantMap{{"desktop-entry", "flambeau"}} << -1;
    auto* watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [this, watcher, opened = std::move(opened), unheard = std::move(unheard)] {
                const QDBusPendingReply<uint> reply = *watcher;
                if (reply.isValid())
                    m_opened.insert(reply.value(), opened);
                else
                    unheard();
                watcher->deleteLater();
            });
}

void Desktop::showProgress(double share, int running) {
    if (!m_reachable || (running == m_running && std::abs(share - m_share) < 0.005 && (share < 0) == (m_share < 0)))
        return;
    m_share = share;
    m_running = running;
    auto signal = QDBusMessage::createSignal("/io/github/flambeau", "com.canonical.Unity.LauncherEntry", "Update");
    signal << "application://flambeau.desktop"
           << QVariantMap{{"progress", std::max(0.0, share)},
                          {"progress-visible", share >= 0},
                          {"count", qint64(running)},
                          {"count-visible", running > 0}};
    QDBusConnection::sessionBus().send(signal);
}

void Desktop::actionInvoked(uint id, const QString&) {
    const auto opened = m_opened.take(id);
    if (opened)
        opened();
}

void Desktop::notificationClosed(uint id, uint) {
    m_opened.remove(id);
}

}  // namespace flambeau::studio
