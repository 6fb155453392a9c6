// SPDX-License-Identifier: GPL-3.0-or-later
// flambeau-cli workspace …
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "commands.h"
#include "context.h"
#include "flambeau/base/clock.h"
#include "flambeau/base/strings.h"
#include "flambeau/session/maintenance.h"
#include "flambeau/session/workspace.h"

namespace flambeau::cli {

namespace {

void addInfo(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("info", "Where the workspace lies and what is in it");
    context.command(command, [&context]() -> Result<int> {
        FLAMBEAU_TRY(session::Workspace * workspace, context.workspace());
        FLAMBEAU_TRY(const session::WorkspaceFacts facts, session::workspaceFacts(*workspace));
        if (context.json) {
            context.print(session::toJson(facts));
            return 0;
        }
        context.say(escapeControls(facts.folder.string()));
        Table table({"", ""}, {0});
        table.add({formatCount(facts.datasets), "datasets, versions: " + formatCount(facts.datasetVersions)});
        table.add({formatCount(facts.runs), "runs, " + formatCount(facts.runsInTrash) + " more in the trash; points: " +
                                                formatCount(facts.points)});
        table.add({formatCount(facts.models), "models, versions: " + formatCount(facts.modelVersions)});
        table.add({formatBytes(facts.databaseBytes), "database, schema " + std::to_string(facts.schemaVersion) +
                                                         (facts.wal ? "" : ", without WAL")});
        table.add({formatBytes(facts.artifactBytes), "in " + formatCount(facts.artifacts) + " artifacts"});
        table.add({formatBytes(facts.freeBytes), "free on this disk"});
        context.say(table.text());
        return 0;
    });
}

void addCheck(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("check", "Is the database whole, and every file that it names there?");
    auto quick = std::make_shared<bool>(false);
    command->add_flag("--quick", *quick, "Compare the sizes of files only; do not read them");
    context.command(command, [&context, quick]() -> Result<int> {
        FLAMBEAU_TRY(session::Workspace * workspace, context.workspace());
        ProgressLine line(context.json);
        FLAMBEAU_TRY(const session::WorkspaceHealth health,
                     session::checkWorkspace(*workspace, !*quick, context.stop(), line.callback()));
        line.clear();
        if (context.json) {
            context.print(session::toJson(health));
            return health.ok() ? 0 : 1;
        }
        for (const std::string& problem : health.databaseProblems)
            context.say("database: " + escapeControls(problem));
        for (const std::string& hash : health.missing)
            context.say("missing: artifact " + hash);
        for (const std::string& hash : health.damaged)
            context.say("damaged: artifact " + hash);
        context.say(health.ok() ? "All is well: the database and " + formatCount(health.blobs) + " artifacts were checked."
                                : "Something is damaged. Backups of the database lie in " +
                                      workspace->paths().backups().string());
        if (!health.orphaned.empty())
            context.say(formatCount(static_cast<std::int64_t>(health.orphaned.size())) +
                        " artifacts are named by nothing; `workspace clean` frees them.");
        return health.ok() ? 0 : 1;
    });
}

void addBackup(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("backup", "Copy the database, while others go on working");
    context.command(command, [&context]() -> Result<int> {
        FLAMBEAU_TRY(session::Workspace * workspace, context.workspace());
        FLAMBEAU_TRY(const fs::path file, session::backupWorkspace(*workspace));
        if (context.json)
            context.print({{"path", file.string()}});
        else
            context.say("The database is copied to " + file.string());
        return 0;
    });
}

void addClean(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("clean", "Say what could be freed; with --apply, free it");
    struct Options {
        bool apply = false, trash = false;
    };
    auto options = std::make_shared<Options>();
    command->add_flag("--apply", options->apply, "Do it");
    command->add_flag("--trash", options->trash, "Delete runs and models in the trash as well");
    context.command(command, [&context, options]() -> Result<int> {
        FLAMBEAU_TRY(session::Workspace * workspace, context.workspace());
        FLAMBEAU_TRY(const session::CleanResult result,
                     session::cleanWorkspace(*workspace, options->apply, options->trash, context.stop()));
        if (context.json) {
            context.print({{"applied", result.applied},
                           {"artifacts", result.blobs},
                           {"bytes", result.blobBytes + result.scratchBytes},
                           {"trash", result.trash}});
            return 0;
        }
        for (const std::string& entry : result.trash)
            context.say((result.applied ? "deleted: " : "would be deleted: ") + escapeControls(entry));
        context.say(std::string(result.applied ? "Freed " : "Could free ") +
                    formatBytes(result.blobBytes + result.scratchBytes) + ": " + formatCount(result.blobs) +
                    " artifacts that nothing names" +
                    (result.scratchBytes ? ", half-made files of commands that were killed." : "."));
        if (!result.applied)
            context.say("Nothing was changed. Do it: flambeau-cli workspace clean --apply" +
                        std::string(options->trash ? " --trash" : ""));
        return 0;
    });
}

void addMove(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("move", "Move the whole workspace to another folder");
    auto to = std::make_shared<fs::path>();
    command->add_option("to", *to, "The new folder; it must not exist, or be empty")->required()->type_name("DIR");
    context.command(command, [&context, to]() -> Result<int> {
        // Not through context.workspace(): nobody may have it open.
        FLAMBEAU_TRY(const fs::path from, session::chooseWorkspace(context.workspaceOption));
        std::error_code error;
        if (!fs::exists(session::WorkspacePaths{from}.database(), error))
            return Error{ErrorCode::NotFound, "There is no workspace in " + from.string() + ".",
                         "`flambeau-cli workspace list` names those that are known.", {}};
        FLAMBEAU_TRY(const fs::path target, session::chooseWorkspace(*to));
        ProgressLine line(context.json);
        FLAMBEAU_CHECK(session::moveWorkspace(from, target, context.stop(), line.callback(true)));
        line.clear();
        if (context.json)
            context.print({{"from", from.string()}, {"to", target.string()}});
        else
            context.say("The workspace is in " + target.string() + " now.");
        return 0;
    });
}

void addListAndUse(CLI::App& group, Context& context) {
    auto* list = group.add_subcommand("list", "The workspaces that were opened here");
    context.command(list, [&context]() -> Result<int> {
        const auto chosen = session::chooseWorkspace(context.workspaceOption);
        if (!chosen)
            context.note(escapeControls(chosen.error().message));
        const fs::path current = chosen ? *chosen : fs::path();
        const auto known = session::knownWorkspaces();
        if (context.json) {
            nlohmann::json entries = nlohmann::json::array();
            for (const session::KnownWorkspace& one : known)
                entries.push_back(
                    {{"path", one.path.string()}, {"last_used", one.lastUsed}, {"current", one.path == current}});
            context.print(entries);
            return 0;
        }
        if (known.empty() && chosen)
            context.say("None yet. The first command that needs one makes it in " + current.string());
        for (const session::KnownWorkspace& one : known)
            context.say((one.path == current ? "* " : "  ") + escapeControls(one.path.string()) + "   " + formatLocalTime(one.lastUsed));
        return 0;
    });
    auto* use = group.add_subcommand("use", "Open this workspace from now on when nothing else is said");
    auto folder = std::make_shared<fs::path>();
    auto create = std::make_shared<bool>(false);
    use->add_option("folder", *folder, "The workspace; made where there is nothing, or an empty folder")
        ->required()
        ->type_name("DIR");
    use->add_flag("--create", *create, "Make it even in a folder that holds other files");
    context.command(use, [&context, folder, create]() -> Result<int> {
        context.workspaceOption = *folder;
        FLAMBEAU_TRY(session::Workspace * workspace, context.workspace(Need::MayMake, *create));
        FLAMBEAU_CHECK(session::useWorkspace(workspace->paths().root));
        if (context.json)
            context.print({{"path", workspace->paths().root.string()}});
        else
            context.say("From now on: " + escapeControls(workspace->paths().root.string()));
        return 0;
    });
}

}  // namespace

void addWorkspaceCommands(CLI::App& app, Context& context) {
    auto* group = app.add_subcommand("workspace", "Where all is kept: look, check, back up, clean, move");
    group->require_subcommand(1);
    addInfo(*group, context);
    addCheck(*group, context);
    addBackup(*group, context);
    addClean(*group, context);
    addMove(*group, context);
    addListAndUse(*group, context);
}

}  // namespace flambeau::cli
