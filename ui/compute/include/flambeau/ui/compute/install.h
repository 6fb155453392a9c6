// SPDX-License-Identifier: GPL-3.0-or-later
// What of this machine must work before its page was ever opened: commands. GUI thread, once a window.
#pragma once

#include "flambeau/session/desk.h"
#include "flambeau/ui/common/page.h"

namespace flambeau::ui::compute {

void install(PageHost& host, session::Desk& desk, QObject* owner);

}  // namespace flambeau::ui::compute
