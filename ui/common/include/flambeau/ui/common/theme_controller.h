// SPDX-License-Identifier: GPL-3.0-or-later
// Which theme is shown: the desktop's preference, light or dark; switches while the window is open. The desktop is
// asked over D-Bus without waiting. One object, owned by the program's start, on the GUI thread.
#pragma once

#include <optional>

#include <QObject>
#include <QVariant>

class QDBusMessage;
class QDBusPendingCallWatcher;

namespace flambeau::ui {

enum class ThemeMode { System, Light, Dark };

QString toString(ThemeMode mode);
/// System where the name is unknown.
ThemeMode themeModeFrom(const QString& name);

/// What the portal answered: a number, within one or two variants. Nothing where it has no preference.
std::optional<bool> darkFromPortal(const QVariant& answer);

class ThemeController : public QObject {
    Q_OBJECT
public:
    explicit ThemeController(QObject* parent = nullptr);

    ThemeMode mode() const { return m_mode; }
    void setMode(ThemeMode mode);
    bool dark() const;

    /// Asks the session's portal and listens to its changes. False, and nothing happens, where there is no session bus.
    bool followDesktop();

signals:
    void modeChanged(ThemeMode mode);
    /// After palette, style sheet and theme() are the new ones.
    void themeChanged(bool dark);

private slots:
    void settingChanged(const QDBusMessage& message);

private:
    void setDesktopDark(bool dark);
    void apply();

    ThemeMode m_mode = ThemeMode::System;
    bool m_desktopDark = false;
    std::optional<bool> m_applied;
};

}  // namespace flambeau::ui
