// SPDX-License-Identifier: GPL-3.0-or-later
// How the hosts are that runs are on, or that were reached since the window opened: a few words each for the line at
// the bottom of the window. They are looked at now and then, whichever page is shown. GUI thread.
#pragma once

#include <vector>

#include <QString>

#include "flambeau/session/desk.h"
#include "flambeau/ui/common/paint.h"

namespace flambeau::ui::compute {

struct HostNote {
    QString text;  ///< "gpu-box: connected, 18 ms", "lab-07: unreachable since 12:03"
    Tone tone = Tone::Neutral;
};
/// Those that are away first. Nothing before install().
std::vector<HostNote> hostNotes(const session::Desk& desk);

}  // namespace flambeau::ui::compute
