// SPDX-License-Identifier: GPL-3.0-or-later
// flambeau-cli: the services of core, without a screen.
#include <exception>
#include <iostream>

#include <CLI/CLI.hpp>

#include "commands.h"
#include "context.h"
#include "flambeau/base/strings.h"
#include "run_commands.h"

namespace {

using flambeau::cli::Context;

void addCommands(CLI::App& app, Context& context) {
    app.name("flambeau-cli");
    app.description("Flambeau trains PyTorch models on the machines that you already have.");
    app.footer("`flambeau-cli COMMAND --help` explains a command; `flambeau-cli doctor` says what is missing.\n"
               "Exit code: 0 done; 1 it was tried and failed; 2 wrong usage: an unknown command or option, a value that\n"
               "cannot be meant, options that do not go together. Nothing was done then.");
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
    flambeau::cli::addComputeCommands(app, context);
    flambeau::cli::addCodeCommands(app, context);
    flambeau::cli::addWorkspaceCommands(app, context);
    flambeau::cli::addDoctorCommand(app, context);
    flambeau::cli::addCompletionCommand(app, context);
    flambeau::cli::addCompletionValues(app, context);
}

/// The commands of a level, and the one nearest to what was typed.
flambeau::Error unknownCommand(const CLI::App& level, const std::string& path, const std::string& typed) {
    std::vector<std::string> names;
    std::string nearest;
    std::size_t distance = 4;  // more than three changes make another word
    for (const CLI::App* command : level.get_subcommands([](const CLI::App* app) { return !app->get_group().empty(); })) {
        names.push_back(command->get_name());
        const std::size_t edits = flambeau::editDistance(flambeau::toLowerAscii(typed), command->get_name());
        if (edits < distance && edits < typed.size()) {
            distance = edits;
            nearest = command->get_name();
        }
    }
    const std::string all = "Commands: " + flambeau::join(names, ", ") + ". See: " + path + " --help";
    if (typed.empty())
        return flambeau::cli::usageError("No command was named after '" + path + "'.", all);
    return flambeau::cli::usageError("'" + path + "' has no command '" + typed + "'.",
                                     nearest.empty() ? all : "Did you mean '" + nearest + "'? " + all);
}

/// The first word that was understood neither as a command nor as a value.
std::string firstStray(const CLI::App& app) {
    for (const std::string& word : app.remaining(true)) {
        if (!flambeau::startsWith(word, "-"))
            return word;
    }
    return {};
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
    const std::string stray = firstStray(app);
    const bool wantsCommand = !where->get_subcommands([](const CLI::App*) { return true; }).empty();
    if (wantsCommand && (dynamic_cast<const CLI::RequiredError*>(&error) || !stray.empty())) {
        context.printError(unknownCommand(*where, command, stray));
        return 2;
    }
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
