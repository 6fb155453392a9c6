// SPDX-License-Identifier: GPL-3.0-or-later
// What the window's program is told on its command line. Plain values and pure functions.
#pragma once

#include <QString>
#include <QStringList>

namespace flambeau::studio {

struct Options {
    QString workspace;  ///< empty: the one that was chosen last
    QString demo;       ///< the folder for the demo's results; empty: no demo
    bool help = false, version = false;
    QString problem;  ///< what cannot be understood
};
/// `arguments` without the program's name.
Options parseOptions(const QStringList& arguments);
QString helpText();

/// Whether there is a display to show a window on, by the environment.
bool displayThere();

}  // namespace flambeau::studio
