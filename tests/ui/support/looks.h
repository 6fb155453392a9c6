// SPDX-License-Identifier: GPL-3.0-or-later
// A window in both themes and in the sizes that it must fit into.
#pragma once

#include <QSize>
#include <QWidget>

#include "ui_support.h"

namespace flambeau::ui::test {

/// In each theme and size: no text is cut, nothing lies outside, all can be named; saved as NAME-light-1440 and so on.
/// Light again afterwards.
inline void checkLooks(QWidget& window, const QString& name) {
    for (const bool dark : {false, true}) {
        useTheme(dark);
        for (const QSize size : {QSize(1440, 900), QSize(1280, 720)}) {
            window.resize(size);
            settle();
            const QString picture = QString("%1-%2-%3").arg(name, dark ? "dark" : "light").arg(size.width());
            INFO(picture);
            CHECK(layoutFaults(window) == QStringList());
            CHECK(unnamed(window) == QStringList());
            save(shot(window), picture);
        }
    }
    useTheme(false);
}

}  // namespace flambeau::ui::test
