// SPDX-License-Identifier: GPL-3.0-or-later
// run start, resume, clone: what makes a new run.
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "checks.h"
#include "flambeau/base/strings.h"
#include "flambeau/domain/this_machine.h"
#include "run_support.h"

namespace flambeau::cli {

namespace {

struct StartOptions {
    session::RunRequest request;
    std::vector<std::string> set;
    std::string run;  ///< of resume and clone
    double minutes = 0;
    bool watch = false;
};

void addCommonOptions(CLI::App& command, StartOptions& options) {
    command.add_option("--name", options.request.name, "The run's name (default: the dataset's with the next number)")
        ->type_name("NAME");
    command.add_option("--experiment", options.request.experiment, "The group that the run belongs to")
        ->type_name("NAME")
        ->check(checkName);
    command.add_option("--set", options.set, "A parameter of the recipe, as often as wanted; `recipe show` lists them")
        ->type_name("NAME=VALUE")
        ->take_all();
    command
        .add_option("--register", options.request.registerAs, "When it is completed, make it a version of this model")
        ->type_name("MODEL")
        ->check(checkName);
    command.add_flag("--watch", options.watch, "Stay and show how it goes; Ctrl+C leaves it running");
}

/// Says what was made, then watches if asked. An error of the start names the run that it left.
Result<int> finishStart(Context& context, RunTools& tools, const Result<RunId>& started, bool watch) {
    if (!started) {
        auto error = started.error();
        if (const auto& failed = tools.runs.failedRun(); !failed.empty() && error.code != ErrorCode::Canceled)
            error.detail = "It is recorded as run " + shortId(failed) + ".\n" + error.detail;
        return error;
    }
    if (context.json) {
        context.print({{"id", started->str()}});
        std::fflush(stdout);
    } else {
        FLAMBEAU_TRY(const auto view, tools.catalog.view(*started));
        const bool waits = view.state == domain::RunState::Queued && !view.reason.empty();
        const auto where = domain::isThisMachine(view.compute) ? "in " + escapeControls(view.folder.string()) : "on " + view.compute;
        context.say("Run " + shownName(view) + " (" + shortId(view.id) + ") is " + (waits ? "queued " : "started ") + where +
                    (waits ? ", " + escapeControls(view.reason) : ""));
        if (!watch)
            context.say("Watch it: flambeau-cli run watch " + shortId(view.id));
    }
    return watch ? watchRun(context, tools, *started) : Result<int>(0);
}

session::RunChanges changesOf(const StartOptions& options, const std::map<std::string, std::string>& set) {
    session::RunChanges changes;
    changes.name = options.request.name;
    changes.experiment = options.request.experiment;
    changes.set = set;
    if (!options.request.registerAs.empty())
        changes.registerAs = options.request.registerAs;
    return changes;
}

void addStart(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("start", "Train a recipe on a dataset");
    auto options = std::make_shared<StartOptions>();
    command->add_option("--recipe", options->request.recipe, "What is trained: image-classification")
        ->required()
        ->type_name("RECIPE");
    command->add_option("--dataset", options->request.dataset, "NAME for its newest version, NAME@2 for that one")
        ->required()
        ->type_name("NAME[@V]")
        ->check(checkDataset);
    addCommonOptions(*command, *options);
    command->add_option("--compute", options->request.compute, "Where: a host of `compute list` (default: this machine)")
        ->type_name("HOST");
    command->add_option("--gpus", options->request.gpus, "How many of the host's GPUs it holds (default: 1 where it has any)")
        ->type_name("N");
    command->add_option("--priority", options->request.priority, "Of the runs that wait there the highest goes first (default: 0)")
        ->type_name("N")
        ->check(CLI::Range(-1000, 1000));
    command->add_option("--time-limit", options->minutes, "End it after so many minutes of running; what it left is kept")
        ->type_name("MINUTES")
        ->check(CLI::Range(0.0, 1e6));
    command->add_option("--resume-lost", options->request.resumes, "Go on from the last checkpoint up to N times when its machine restarts (default: 0)")
        ->type_name("N")
        ->check(CLI::Range(0, 100));
    command->add_option("--notes", options->request.notes, "A text about the run")->type_name("TEXT");
    command->add_option("--tag", options->request.tags, "A tag, as often as wanted")->type_name("TAG")->check(checkTag)->take_all();
    context.command(command, [&context, options]() -> Result<int> {
        FLAMBEAU_TRY(const auto tools, runTools(context));
        FLAMBEAU_TRY(options->request.set, parseSettings(options->set));
        options->request.timeLimit = options->minutes * 60;
        // What is wrong with the words themselves is wrong usage; everything later is a failure.
        if (const auto defined = tools->runs.define(options->request);
            !defined && defined.error().code == ErrorCode::InvalidArgument)
            return usageError(defined.error().message, defined.error().hint);
        ProgressLine line(context.json);
        const auto started = tools->runs.start(options->request, context.stop(), line.callback());
        line.clear();
        return finishStart(context, *tools, started, options->watch);
    });
}

/// resume and clone: a new run from a run that is there.
void addFromRun(CLI::App& group, Context& context, const char* name, const char* help,
                Result<RunId> (session::RunService::*make)(const RunId&, const session::RunChanges&, std::stop_token,
                                                           const session::ProgressCallback&)) {
    auto* command = group.add_subcommand(name, help);
    auto options = std::make_shared<StartOptions>();
    command->add_option("id", options->run, "The run's id or the beginning of it, or its name")->required()->type_name("ID");
    addCommonOptions(*command, *options);
    context.command(command, [&context, options, make]() -> Result<int> {
        FLAMBEAU_TRY(const auto tools, runTools(context));
        FLAMBEAU_TRY(const auto set, parseSettings(options->set));
        FLAMBEAU_TRY(const auto run, findRun(context, *tools, options->run));
        ProgressLine line(context.json);
        const auto started = (tools->runs.*make)(run, changesOf(*options, set), context.stop(), line.callback());
        line.clear();
        // Before a run was recorded, only the words themselves can be wrong so.
        if (!started && !set.empty() && tools->runs.failedRun().empty())
            return asUsage(started.error());
        return finishStart(context, *tools, started, options->watch);
    });
}

}  // namespace

void addRunStartCommands(CLI::App& group, Context& context) {
    addStart(group, context);
    addFromRun(group, context, "resume", "Go on from a run's checkpoint, as a new run", &session::RunService::resume);
    addFromRun(group, context, "clone", "Start the same again, with other parameters if wanted",
               &session::RunService::clone);
}

}  // namespace flambeau::cli
