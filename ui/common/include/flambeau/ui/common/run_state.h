// SPDX-License-Identifier: GPL-3.0-or-later
// How every page calls and colours the state of a run. Pure functions, the window's thread.
#pragma once

#include <QString>

#include "flambeau/domain/run_state.h"
#include "flambeau/ui/common/paint.h"

namespace flambeau::ui {

QString stateText(domain::RunState state);
Tone stateTone(domain::RunState state);

}  // namespace flambeau::ui
