// SPDX-License-Identifier: GPL-3.0-or-later
// What the settings bring before the page was ever shown: the command that copies the diagnostics.
#pragma once

class QObject;

namespace flambeau::session {
class Desk;
}
namespace flambeau::ui {
class PageHost;
}

namespace flambeau::ui::settings {

/// Registers "settings.copy-diagnostics".
void install(PageHost& host, session::Desk& desk, QObject* owner);

}  // namespace flambeau::ui::settings
