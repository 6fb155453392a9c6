// SPDX-License-Identifier: GPL-3.0-or-later
// flambeau-cli model download|export|judge|predict.
#pragma once

namespace CLI {
class App;
}

namespace flambeau::cli {

class Context;

void addModelFileCommands(CLI::App& group, Context& context);

}  // namespace flambeau::cli
