// SPDX-License-Identifier: GPL-3.0-or-later
// The window's language: English in the sources, others from what was built in. GUI thread, before the window is made.
#pragma once

#include <QString>
#include <QStringList>

namespace flambeau::studio {

/// Codes of the languages that are built in, English first.
QStringList languages();
/// `wanted` as in languages(); empty: the desktop's, or English where that is not there. Returns the one that is shown.
QString useLanguage(const QString& wanted);

}  // namespace flambeau::studio
