// SPDX-License-Identifier: GPL-3.0-or-later
// What the status bar tells. Plain values.
#pragma once

#include <QString>
#include <QVector>

#include "flambeau/ui/common/paint.h"

namespace flambeau::ui::shell {

struct StatusNote {
    QString text;
    Tone tone = Tone::Neutral;
};

struct StatusFacts {
    int running = 0, queued = 0;
    QVector<StatusNote> notes;                 ///< hosts: "gpu-box: connected, 18 ms"
    double cpu = -1;                           ///< share of all cores, below 0: not known
    qint64 memoryUsed = -1, memoryTotal = -1;  ///< bytes
};

}  // namespace flambeau::ui::shell
