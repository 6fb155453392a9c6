// SPDX-License-Identifier: GPL-3.0-or-later
// The desktop's terminal emulator with a command in it. Pure but for the search, which is the caller's.
#pragma once

#include <functional>
#include <optional>

#include <QString>
#include <QStringList>

namespace flambeau::ui::compute {

/// Program and arguments that show `command`; nothing where `find` (the path of a program, or empty) knows none.
std::optional<QStringList> terminalCommand(const QStringList& command,
                                           const std::function<QString(const QString&)>& find);
/// As it would be typed.
QString typed(const QStringList& command);

}  // namespace flambeau::ui::compute
