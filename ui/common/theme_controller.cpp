// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/common/theme_controller.h"

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QFileInfo>

#include "flambeau/ui/common/theme.h"

namespace flambeau::ui {
namespace {

constexpr auto kService = "org.freedesktop.portal.Desktop";
constexpr auto kPath = "/org/freedesktop/portal/desktop";
constexpr auto kInterface = "org.freedesktop.portal.Settings";
constexpr auto kGroup = "org.freedesktop.appearance";
constexpr auto kKey = "color-scheme";

/// Without one QDBusConnection would start a bus of its own.
bool hasSessionBus() {
    return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS") ||
           (qEnvironmentVariableIsSet("XDG_RUNTIME_DIR") &&
            QFileInfo::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + "/bus"));
}

}  // namespace

QString toString(ThemeMode mode) {
    return mode == ThemeMode::Light ? "light" : mode == ThemeMode::Dark ? "dark" : "system";
}

ThemeMode themeModeFrom(const QString& name) {
    return name == "light" ? ThemeMode::Light : name == "dark" ? ThemeMode::Dark : ThemeMode::System;
}

std::optional<bool> darkFromPortal(const QVariant& answer) {
    QVariant value = answer;
    for (int depth = 0; depth < 3 && value.canConvert<QDBusVariant>(); ++depth)
        value = value.value<QDBusVariant>().variant();
    bool number = false;
    const uint scheme = value.toUInt(&number);
    if (!number || (scheme != 1 && scheme != 2))
        return std::nullopt;
    return scheme == 1;
}

ThemeController::ThemeController(QObject* parent) : QObject(parent) {
    apply();
}

bool ThemeController::dark() const {
    return m_mode == ThemeMode::System ? m_desktopDark : m_mode == ThemeMode::Dark;
}

void ThemeController::setMode(ThemeMode mode) {
    if (mode == m_mode)
        return;
    m_mode = mode;
    apply();
    emit modeChanged(mode);
}

void ThemeController::setDesktopDark(bool dark) {
    m_desktopDark = dark;
    apply();
}

void ThemeController::apply() {
    if (m_applied == dark())
        return;
    m_applied = dark();
    applyTheme(Theme::builtIn(dark()));
    emit themeChanged(dark());
}

bool ThemeController::followDesktop() {
    if (!hasSessionBus())
        return false;
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return false;
    bus.connect(kService, kPath, kInterface, "SettingChanged", this, SLOT(settingChanged(QDBusMessage)));
    QDBusMessage question = QDBusMessage::createMethodCall(kService, kPath, kInterface, "Read");
    question << QString(kGroup) << QString(kKey);
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(question), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* call) {
        const QDBusMessage answer = call->reply();
        if (answer.type() == QDBusMessage::ReplyMessage && !answer.arguments().isEmpty())
            setDesktopDark(darkFromPortal(answer.arguments().first()).value_or(false));
        call->deleteLater();
    });
    return true;
}

void ThemeController::settingChanged(const QDBusMessage& message) {
    const QVariantList values = message.arguments();
    if (values.size() == 3 && values[0].toString() == kGroup && values[1].toString() == kKey)
        setDesktopDark(darkFromPortal(values[2]).value_or(false));
}

}  // namespace flambeau::ui
