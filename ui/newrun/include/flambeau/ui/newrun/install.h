// SPDX-License-Identifier: GPL-3.0-or-later
// What of starting runs must work before its page was ever opened: the command with its key, drafts in the search. GUI
// thread, once a window.
#pragma once

#include "flambeau/session/desk.h"
#include "flambeau/ui/common/page.h"

namespace flambeau::ui::newrun {

void install(PageHost& host, session::Desk& desk, QObject* owner);

}  // namespace flambeau::ui::newrun
