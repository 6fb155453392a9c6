// SPDX-License-Identifier: GPL-3.0-or-later
// Each group of commands adds itself to the command line; called once, by main. The run commands have a header of
// their own.
#pragma once

namespace CLI {
class App;
}

namespace flambeau::cli {

class Context;

void addDatasetCommands(CLI::App& app, Context& context);
void addModelCommands(CLI::App& app, Context& context);
void addRecipeCommands(CLI::App& app, Context& context);
void addCodeCommands(CLI::App& app, Context& context);
void addComputeCommands(CLI::App& app, Context& context);
void addWorkspaceCommands(CLI::App& app, Context& context);
void addDoctorCommand(CLI::App& app, Context& context);
void addCompletionCommand(CLI::App& app, Context& context);
void addCompletionValues(CLI::App& app, Context& context);

}  // namespace flambeau::cli
