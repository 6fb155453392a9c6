// SPDX-License-Identifier: GPL-3.0-or-later
// Names that folders and hosts give, on their way into a tooltip. Pure function, any thread.
#pragma once

#include <QString>
#include <QTextDocument>

namespace flambeau::ui {

/// The words are shown as they are: a tooltip would read markup in them.
inline QString plainTip(const QString& words) {
    return Qt::mightBeRichText(words) ? Qt::convertFromPlainText(words) : words;
}

}  // namespace flambeau::ui
