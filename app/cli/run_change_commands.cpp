// SPDX-License-Identifier: GPL-3.0-or-later
// run cancel, remove, edit, slots: what changes a run or the queue.
#include <chrono>
#include <memory>
#include <thread>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "flambeau/base/strings.h"
#include "run_support.h"

namespace flambeau::cli {

namespace {

/// Looks until the run is over; the supervisor gives its processes ten seconds and then ends them.
Result<session::RunView> waitForEnd(Context& context, RunTools& tools, const RunId& run) {
    Following following(context, tools);
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    ProgressLine line(context.json);
    while (true) {
        following.look();
        FLAMBEAU_TRY(auto view, tools.catalog.view(run));
        if (domain::isFinal(view.state) || context.stop().stop_requested() ||
            std::chrono::steady_clock::now() > deadline)
            return view;
        line.text("Ending " + shownName(view) + " …");
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
}

void addCancel(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("cancel", "End a run and every process of it; its checkpoint stays");
    auto id = std::make_shared<std::string>();
    auto noWait = std::make_shared<bool>(false);
    command->add_option("id", *id, "The run's id or the beginning of it, or its name")->required()->type_name("ID");
    command->add_flag("--no-wait", *noWait, "Do not wait until it has ended");
    context.command(command, [&context, id, noWait]() -> Result<int> {
        FLAMBEAU_TRY(const auto tools, runTools(context));
        FLAMBEAU_TRY(const auto run, findRun(context, *tools, *id));
        FLAMBEAU_CHECK(tools->runs.cancel(run));
        session::RunView view;
        if (*noWait) {
            FLAMBEAU_TRY(view, tools->catalog.view(run));
        } else {
            FLAMBEAU_TRY(view, waitForEnd(context, *tools, run));
        }
        if (context.json)
            context.print(session::toJson(view, false));
        else
            context.say("Run " + shownName(view) + " is " + stateText(view));
        return *noWait || domain::isFinal(view.state) ? 0 : 1;
    });
}

void addRemove(CLI::App& group, Context& context) {
    struct Options {
        std::vector<std::string> ids;
        bool restore = false, forever = false;
    };
    auto* command = group.add_subcommand("remove", "Put runs that are over into the trash, or take them out of it");
    auto options = std::make_shared<Options>();
    command->add_option("id", options->ids, "Ids or the beginnings of them, or names")->required()->type_name("ID");
    auto* restore = command->add_flag("--restore", options->restore, "Take it out of the trash again");
    command->add_flag("--forever", options->forever, "Delete a run of the trash with its curves and its folder")
        ->excludes(restore);
    context.command(command, [&context, options]() -> Result<int> {
        FLAMBEAU_TRY(const auto tools, runTools(context));
        catchUp(context, *tools);
        auto done = nlohmann::json::array();
        for (const auto& word : options->ids) {
            FLAMBEAU_TRY(const auto run, typed(tools->catalog.resolve(word)));
            FLAMBEAU_TRY(const auto view, tools->catalog.view(run));
            if (options->restore) {
                FLAMBEAU_CHECK(tools->runs.restore(run));
            } else if (options->forever) {
                FLAMBEAU_CHECK(tools->runs.purge(run));
            } else {
                FLAMBEAU_CHECK(tools->runs.remove(run));
            }
            done.push_back({{"id", run.str()}});
            if (!context.json)
                context.say(options->restore ? shownName(view) + " is out of the trash again."
                            : options->forever
                                ? shownName(view) + " is deleted."
                                : shownName(view) + " is in the trash. Take it back: flambeau-cli run remove " +
                                      shortId(run) + " --restore");
        }
        if (context.json)
            context.print(done);
        return 0;
    });
}

void addEdit(CLI::App& group, Context& context) {
    struct Options {
        std::string id, name, notes, experiment;
        std::vector<std::string> tags;
    };
    auto* command = group.add_subcommand("edit", "Change a run's name, notes, tags or experiment");
    auto options = std::make_shared<Options>();
    command->add_option("id", options->id, "The run's id or the beginning of it, or its name")
        ->required()
        ->type_name("ID");
    auto* name = command->add_option("--name", options->name, "The new name")->type_name("NAME");
    auto* notes = command->add_option("--notes", options->notes, "A text about the run")->type_name("TEXT");
    auto* tags = command->add_option("--tags", options->tags, "All of its tags; without a word, none")
                     ->type_name("TAG")
                     ->expected(0, -1);
    auto* experiment =
        command->add_option("--experiment", options->experiment, "The group it belongs to")->type_name("NAME");
    context.command(command, [&context, options, name, notes, tags, experiment]() -> Result<int> {
        FLAMBEAU_TRY(const auto tools, runTools(context));
        FLAMBEAU_TRY(const auto run, findRun(context, *tools, options->id));
        if (name->count()) {
            FLAMBEAU_CHECK(typed(tools->catalog.rename(run, options->name)));
        }
        if (notes->count()) {
            FLAMBEAU_CHECK(tools->catalog.setNotes(run, options->notes));
        }
        if (tags->count()) {
            FLAMBEAU_CHECK(typed(tools->catalog.setTags(run, options->tags)));
        }
        if (experiment->count()) {
            FLAMBEAU_CHECK(typed(tools->catalog.setExperiment(run, options->experiment)));
        }
        FLAMBEAU_TRY(const auto view, tools->catalog.view(run));
        if (context.json)
            context.print(session::toJson(view, false));
        else
            context.say(shownName(view) + " is changed.");
        return 0;
    });
}

void addSlots(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("slots", "How many runs go on at once on this machine, and who waits");
    auto count = std::make_shared<int>(0);
    auto* option = command->add_option("count", *count, "The new number, 1 to 64")->type_name("N");
    context.command(command, [&context, count, option]() -> Result<int> {
        FLAMBEAU_TRY(const auto tools, runTools(context));
        if (option->count()) {
            if (*count < 1 || *count > 64)
                return usageError("There can be 1 to 64 concurrent runs, not " + std::to_string(*count));
            FLAMBEAU_CHECK(tools->runs.setSlots(*count));
        }
        FLAMBEAU_TRY(const auto queue, tools->runs.queue());
        const auto names = [&](const std::vector<RunId>& ids) {
            auto list = nlohmann::json::array();
            for (const auto& id : ids)
                list.push_back(id.str());
            return list;
        };
        if (context.json) {
            context.print(
                {{"slots", queue.concurrent}, {"running", names(queue.running)}, {"waiting", names(queue.waiting)}});
            return 0;
        }
        context.say("Concurrent runs: " + std::to_string(queue.concurrent));
        for (const auto& id : queue.running)
            context.say("  runs   " + shortId(id));
        for (const auto& id : queue.waiting)
            context.say("  waits  " + shortId(id));
        return 0;
    });
}

}  // namespace

void addRunChangeCommands(CLI::App& group, Context& context) {
    addCancel(group, context);
    addRemove(group, context);
    addEdit(group, context);
    addSlots(group, context);
}

}  // namespace flambeau::cli
