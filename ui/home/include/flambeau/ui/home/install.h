// SPDX-License-Identifier: GPL-3.0-or-later
// What the first page brings before it was ever shown.
#pragma once

class QObject;

namespace flambeau::session {
class Desk;
}
namespace flambeau::ui {
class PageHost;
}

namespace flambeau::ui::home {

/// The home page has no commands of its own but the one that goes to it, which the window has; here so that every page
/// is wired alike.
void install(PageHost& host, session::Desk& desk, QObject* owner);

}  // namespace flambeau::ui::home
