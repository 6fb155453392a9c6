// SPDX-License-Identifier: GPL-3.0-or-later
// What the desktop hears of the window, over a real bus of the test's own on which somebody answers as desktops do.
#include <QDBusConnection>
#include <QDBusMessage>
#include <QProcess>
#include <QStandardPaths>

#include "filled_workspace.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/workspace.h"
#include "flambeau/studio/pulse.h"
#include "studio_fixture.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::studio;
using namespace flambeau::studio::test;
using namespace flambeau::ui::test;
using flambeau::test::must;

struct Note {
    QString title, text;
};

class Shell : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    QList<Note> notes;
    QList<QVariantMap> updates;

    bool bar() const { return !updates.isEmpty() && updates.last()["progress-visible"].toBool(); }
    double share() const { return updates.isEmpty() ? -1 : updates.last()["progress"].toDouble(); }

public slots:
    // NOLINTNEXTLINE(readability-identifier-naming): the interface's names
    uint Notify(const QString&, uint, const QString&, const QString& title, const QString& text, const QStringList&,
                const QVariantMap&, int) {
        notes << Note{title, text};
        return static_cast<uint>(notes.size());
    }
    void update(const QString& program, const QVariantMap& values) {
        if (program == "application://flambeau.desktop")
            updates << values;
    }

signals:
    void ActionInvoked(uint id, const QString& action);
};

namespace {

/// The news that the window itself shows.
bool says(QWidget& window, const QString& text) {
    for (auto* widget : window.findChildren<QWidget*>()) {
        if (widget->isVisible() && widget->accessibleName().contains(text))
            return true;
    }
    return false;
}

void end(FilledWorkspace& filled, Window& f, const char* name, domain::RunState state, const char* reason = "") {
    (void)must(store::Runs(filled.workspace().store()).setState(filled.run(name), state, reason));
    f.studio->desk().announce(session::Topic::Runs);
}

}  // namespace

TEST_CASE(
    "The desktop hears of a run's end once, where nobody looks at the window, and of work's progress till its end") {
    if (QStandardPaths::findExecutable("dbus-daemon").isEmpty()) {
        WARN("skipped: there is no dbus-daemon");
        return;
    }
    QProcess daemon;
    daemon.start("dbus-daemon", {"--session", "--print-address", "--nofork"});
    REQUIRE(daemon.waitForReadyRead(10'000));
    const QByteArray address = daemon.readLine().trimmed();
    qputenv("DBUS_SESSION_BUS_ADDRESS", address);
    {
        Shell shell;
        QDBusConnection desktop = QDBusConnection::connectToBus(address, "shell");
        REQUIRE(desktop.registerService("org.freedesktop.Notifications"));
        REQUIRE(desktop.registerObject("/org/freedesktop/Notifications", &shell,
                                       QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
        REQUIRE(desktop.connect("", "", "com.canonical.Unity.LauncherEntry", "Update", &shell,
                                SLOT(update(QString, QVariantMap))));
        FilledWorkspace filled({.pictures = 8});
        Window f(filled.folder());
        REQUIRE(waitFor([&] { return f.studio->pulse().known(); }));
        // shapes-10 is at epoch 7 of 12.
        REQUIRE(waitFor([&] { return shell.bar(); }));
        CHECK(shell.share() == Approx(7.0 / 12));
        CHECK(shell.updates.last()["count"].toInt() == 2);
        CHECK(shell.updates.last()["count-visible"].toBool());

        QApplication::setActiveWindow(nullptr);
        REQUIRE_FALSE(f.window().isActiveWindow());
        end(filled, f, "shapes-10", domain::RunState::Completed);
        REQUIRE(waitFor([&] { return !shell.notes.isEmpty(); }));
        CHECK(f.calm());
        REQUIRE(shell.notes.size() == 1);
        CHECK(shell.notes[0].title == "shapes-10 is done");
        CHECK(shell.notes[0].text.startsWith("best val/acc "));
        CHECK(shell.notes[0].text.endsWith("%"));
        CHECK_FALSE(says(f.window(), "shapes-10 is done"));
        emit shell.ActionInvoked(1, "default");
        CHECK(waitFor([&] { return f.window().currentPageId() == "run"; }));

        QApplication::setActiveWindow(nullptr);
        end(filled, f, "shapes-08", domain::RunState::Failed, "The disk is <b>full</b>");
        REQUIRE(waitFor([&] { return shell.notes.size() == 2; }));
        CHECK(shell.notes[1].title == "shapes-08 failed");
        CHECK(shell.notes[1].text == "The disk is &lt;b&gt;full&lt;/b&gt;");

        // Who looks at the window is told there.
        QApplication::setActiveWindow(&f.window());
        end(filled, f, "shapes-11", domain::RunState::Completed);
        CHECK(waitFor([&] { return says(f.window(), "shapes-11 is done"); }));
        CHECK(shell.notes.size() == 2);
        // Nothing is running any more.
        CHECK(waitFor([&] { return !shell.bar() && !shell.updates.last()["count-visible"].toBool(); }));

        f.window().setTask("import", {"Checking pictures", 0.25, {}, {}});
        REQUIRE(waitFor([&] { return shell.bar(); }));
        CHECK(shell.share() == Approx(0.25));
        f.window().setTask("import", {"Checking pictures", 0.75, {}, {}});
        CHECK(waitFor([&] { return shell.share() == Approx(0.75); }));
        f.window().setTask("import", {});
        CHECK(waitFor([&] { return !shell.bar(); }));

        // A desktop without notifications: the window keeps the news.
        REQUIRE(desktop.unregisterService("org.freedesktop.Notifications"));
        QApplication::setActiveWindow(nullptr);
        end(filled, f, "shapes-09", domain::RunState::Canceled);
        CHECK(waitFor([&] { return says(f.window(), "shapes-09 was canceled"); }));

        // A window that goes takes its bar along.
        f.window().setTask("import", {"Checking pictures", 0.5, {}, {}});
        REQUIRE(waitFor([&] { return shell.bar(); }));
        f.studio.reset();
        CHECK(waitFor([&] { return !shell.bar(); }));
    }
    QDBusConnection::disconnectFromBus("shell");
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");
    daemon.terminate();
    CHECK(daemon.waitForFinished(10'000));
}

#include "desktop_test.moc"
