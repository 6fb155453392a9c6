// SPDX-License-Identifier: GPL-3.0-or-later
// The desktop's preference over a real bus of the test's own, with a portal that answers as desktops do.
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QProcess>
#include <QStandardPaths>

#include "flambeau/ui/common/theme_controller.h"
#include "ui_support.h"

using namespace flambeau::ui;
using namespace flambeau::ui::test;

class Portal : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")
public:
    uint scheme = 1;

public slots:
    QDBusVariant Read(const QString& group, const QString& key) {
        const bool known = group == "org.freedesktop.appearance" && key == "color-scheme";
        return QDBusVariant(QVariant::fromValue(QDBusVariant(QVariant(known ? scheme : 0u))));
    }

signals:
    void SettingChanged(const QString& group, const QString& key, const QDBusVariant& value);
};

TEST_CASE("The desktop's dark preference is followed at the start and when it changes, but not against the user") {
    if (QStandardPaths::findExecutable("dbus-daemon").isEmpty()) {
        WARN("skipped: there is no dbus-daemon");
        return;
    }
    QProcess daemon;
    daemon.start("dbus-daemon", {"--session", "--print-address", "--nofork"});
    REQUIRE(daemon.waitForReadyRead(10000));
    const QByteArray address = daemon.readLine().trimmed();
    qputenv("DBUS_SESSION_BUS_ADDRESS", address);
    Portal portal;
    QDBusConnection desktop = QDBusConnection::connectToBus(address, "portal");
    REQUIRE(desktop.registerService("org.freedesktop.portal.Desktop"));
    REQUIRE(desktop.registerObject("/org/freedesktop/portal/desktop", &portal,
                                   QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
    {
        ThemeController themes;
        CHECK_FALSE(themes.dark());
        REQUIRE(themes.followDesktop());
        CHECK(waitFor([&] { return themes.dark(); }));
        emit portal.SettingChanged("org.freedesktop.appearance", "color-scheme", QDBusVariant(QVariant(2u)));
        CHECK(waitFor([&] { return !themes.dark(); }));
        themes.setMode(ThemeMode::Light);
        emit portal.SettingChanged("org.freedesktop.appearance", "color-scheme", QDBusVariant(QVariant(1u)));
        emit portal.SettingChanged("org.gnome.desktop", "font", QDBusVariant(QVariant("x")));
        settle();
        CHECK_FALSE(themes.dark());
        themes.setMode(ThemeMode::System);
        CHECK(waitFor([&] { return themes.dark(); }));
    }
    QDBusConnection::disconnectFromBus("portal");
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");
    daemon.terminate();
    CHECK(daemon.waitForFinished(10000));
    useTheme(false);
}

#include "portal_test.moc"
