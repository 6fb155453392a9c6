// SPDX-License-Identifier: GPL-3.0-or-later
// What models need before their page was ever opened: the rule for dropped model files and pictures, commands, what the
// palette finds. GUI thread.
#pragma once

class QObject;

namespace flambeau::session {
class Desk;
}

namespace flambeau::ui {
class PageHost;
}

namespace flambeau::ui::models {

/// Once for each window. All goes with `owner`, which must not outlive host and desk.
void install(PageHost& host, session::Desk& desk, QObject* owner);

}  // namespace flambeau::ui::models
