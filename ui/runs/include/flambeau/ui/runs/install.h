// SPDX-License-Identifier: GPL-3.0-or-later
// What of runs works before their pages were ever opened: commands and the command palette's search. GUI thread.
#pragma once

class QObject;

namespace flambeau::session {
class Desk;
}
namespace flambeau::ui {
class PageHost;
}

namespace flambeau::ui::runs {

/// `owner`: what is registered goes with it. Host and desk must outlive it.
void install(PageHost& host, session::Desk& desk, QObject* owner);

}  // namespace flambeau::ui::runs
