// SPDX-License-Identifier: GPL-3.0-or-later
// Drives the window for a measurement. GUI thread; each runs an event loop of its own and is called once.
#pragma once

#include <QJsonObject>
#include <QString>

class QApplication;

namespace flambeau::bench {

/// The main job by events (import, training, export), as `flambeau --demo` plays it: its summary.
QJsonObject playMainJob(QApplication& application, const QString& folder);
/// Opens the table of runs, scrolls through it, sorts it, filters it: {"longest_ms","longest_busy_ms","rows",…}.
QJsonObject walkRunTable(QApplication& application, const QString& workspace);
/// Opens every page and a run: {"rss_mb","peak_mb"}.
QJsonObject walkPages(QApplication& application, const QString& workspace);

}  // namespace flambeau::bench
