// SPDX-License-Identifier: GPL-3.0-or-later
// flambeau-cli: the services of core, without a screen.
#include <exception>
#include <iostream>

#include <CLI/CLI.hpp>

#include "commands.h"
#include "context.h"
#include "run_commands.h"

namespace {

using flambeau::cli::Context;

void addCommands(CLI::App& app, Context& context) {
    app.name("flambeau-cli");
    app.description("Flambeau trains PyTorch models on the machines that you already have.");
    app.footer("`flambeau-cli COMMAND --help` explains a command; `flambeau-cli doctor` says what is missing.");
    app.add_option("--workspace", context.workspaceOption,
                   "Folder that keeps datasets, runs and models (default: $FLAMBEAU_WORKSPACE, else the one chosen with "
                   "'workspace use', else in your data folder)")
        ->type_name("DIR");
    app.add_flag("--json", context.json, "Print exactly one JSON value; errors as JSON on stderr");
    app.add_flag("--allow-network-workspace", context.allowNetwork,
                 "Open a workspace that lies on a network file system, without SQLite's WAL");
    app.set_version_flag("--version", FLAMBEAU_VERSION, "Print the version");
    app.require_subcommand(1);
    app.fallthrough();  // --json may stand behind a command as well
    flambeau::cli::addDatasetCommands(app, context);
    flambeau::cli::addRunCommands(app, context);
    flambeau::cli::addModelCommands(app, context);
    flambeau::cli::addRecipeCommands(app, context);
    flambeau::cli::addWorkspaceCommands(app, context);
    flambeau::cli::addDoctorCommand(app, context);
    flambeau::cli::addCompletionCommand(app, context);
}

/// CLI11's complaint as our error; 0 for --help and --version, else 2.
int explain(CLI::App& app, Context& context, const CLI::ParseError& error, bool json) {
    if (error.get_exit_code() == 0)
        return app.exit(error, std::cout, std::cerr);
    const CLI::App* where = &app;
    while (!where->get_subcommands().empty())
        where = where->get_subcommands().front();
    std::string command = where->get_name();
    for (const CLI::App* parent = where->get_parent(); parent; parent = parent->get_parent())
        command = parent->get_name() + " " + command;
    context.json = json;
    context.printError(flambeau::cli::usageError(error.what(), "See: " + command + " --help"));
    return 2;
}

}  // namespace

int main(int argc, char** argv) {
    bool json = false;  // known before parsing, which may fail before it gets to the flag
    for (int i = 1; i < argc; ++i)
        json = json || std::string_view(argv[i]) == "--json";
    Context context;
    try {
        CLI::App app;
        addCommands(app, context);
        try {
            app.parse(argc, argv);
        } catch (const CLI::ParseError& error) {
            return explain(app, context, error, json);
        }
        return context.run();
    } catch (const std::exception& error) {
        context.json = json;
        context.printError({flambeau::ErrorCode::Internal, std::string("Flambeau met a fault of its own: ") + error.what(),
                            "Please report it with the output of `flambeau-cli doctor`.", {}});
        return 1;
    }
}
