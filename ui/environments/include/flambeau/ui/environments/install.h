// SPDX-License-Identifier: GPL-3.0-or-later
// What of environments must work before the page was ever opened: commands, and preparations that go on whichever page
// is shown. GUI thread, once a window.
#pragma once

#include "flambeau/session/desk.h"
#include "flambeau/ui/common/page.h"

namespace flambeau::ui::environments {

void install(PageHost& host, session::Desk& desk, QObject* owner);

}  // namespace flambeau::ui::environments
