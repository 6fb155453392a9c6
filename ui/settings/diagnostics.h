// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody who helps wants to know: versions, the machine, the engine, the workspace's sizes. No names of runs or
// datasets, no paths below the home folder but the workspace's. Runs on a worker.
#pragma once

#include <QString>

#include "flambeau/session/desk.h"

namespace flambeau::ui::settings {

QString diagnostics(session::Services& services, const session::Work& work);

/// What Flambeau is made of and under which licence, a line each: "Qt 6.4.2 · LGPL-3.0".
struct Part {
    QString name, licence;
};
QList<Part> parts();
QString versionText();

}  // namespace flambeau::ui::settings
