// SPDX-License-Identifier: GPL-3.0-or-later
// Words on their way to the screen, for free functions; a class has its own tr(). Pure functions, any thread.
#pragma once

#include <string>

#include <QCoreApplication>
#include <QString>

namespace flambeau::ui {

/// What core says, from UTF-8; bytes that are none become replacement characters.
inline QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

/// What follows the last '/'.
inline QString fileName(const QString& path) {
    return path.mid(path.lastIndexOf('/') + 1);
}

/// Words of ours in the user's language.
inline QString say(const char* words) {
    return QCoreApplication::translate("flambeau", words);
}

}  // namespace flambeau::ui
