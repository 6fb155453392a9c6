// SPDX-License-Identifier: GPL-3.0-or-later
// flambeau-cli run … and experiment …; called once, by main.
#pragma once

namespace CLI {
class App;
}

namespace flambeau::cli {

class Context;

void addRunCommands(CLI::App& app, Context& context);

}  // namespace flambeau::cli
