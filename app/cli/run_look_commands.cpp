// SPDX-License-Identifier: GPL-3.0-or-later
// run list, show, watch, metrics, outputs; experiment list: what only looks.
#include <algorithm>
#include <iostream>
#include <memory>
#include <set>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "curve_svg.h"
#include "flambeau/base/clock.h"
#include "flambeau/base/strings.h"
#include "flambeau/domain/metric_name.h"
#include "flambeau/session/hosts.h"
#include "run_support.h"

namespace flambeau::cli {

namespace {

std::string bestText(const session::RunView& view, const std::string& name) {
    for (const auto& metric : view.metrics) {
        if (metric.name == name)
            return numberText(metric.statistics.best(domain::lowerIsBetter(name)));
    }
    return "";
}

/// A chain of resumed runs is one row: the run that nobody has resumed, with how many stand behind it.
bool isEarlierLink(const session::RunView& view, const std::set<RunId>& listed) {
    for (const auto& id : view.resumedBy) {
        if (listed.contains(id))
            return true;
    }
    return false;
}

void sayList(Context& context, const std::vector<session::RunView>& views, bool all) {
    std::set<RunId> listed;
    for (const auto& view : views)
        listed.insert(view.id);
    const bool far = std::any_of(views.begin(), views.end(), [](auto& v) { return !domain::isThisMachine(v.compute); });
    std::vector<std::string> heads{"id", "name", "experiment", "state", "best val/acc", "began", "took"};
    if (far)
        heads.push_back("where");
    Table table(heads, {4, 6});
    for (const auto& view : views) {
        if (!all && isEarlierLink(view, listed))
            continue;
        const double until = view.ended > 0 ? view.ended : unixNow();
        auto name = view.name;
        if (!all && view.chain.size() > 1)
            name += " (+" + std::to_string(view.chain.size() - 1) + " before it)";
        std::vector<std::string> row{shortId(view.id), name, view.experiment, std::string(domain::toString(view.state)),
                                     bestText(view, "val/acc"), formatLocalTime(view.created),
                                     view.started > 0 ? formatDuration(until - view.started) : ""};
        if (far)
            row.push_back(session::placeTitle(view.compute) + (awayText(view).empty() ? "" : ", unreachable"));
        table.add(std::move(row));
    }
    context.say(table.text());
}

void addList(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("list", "The runs of the workspace, newest first");
    auto selection = std::make_shared<session::RunSelection>();
    auto states = std::make_shared<std::vector<std::string>>();
    auto all = std::make_shared<bool>(false);
    command->add_option("--experiment", selection->experiment, "Of this experiment only")->type_name("NAME");
    command->add_option("--dataset", selection->dataset, "Trained on this dataset only")->type_name("NAME");
    command->add_option("--state", *states, "In this state only; as often as wanted")->type_name("STATE")->take_all();
    command->add_option("--tag", selection->tag, "With this tag only")->type_name("TAG");
    command->add_option("--find", selection->text, "With this text in name, notes, tags or at the id's beginning")
        ->type_name("TEXT");
    command->add_option("--limit", selection->limit, "At most so many")->check(CLI::PositiveNumber);
    command->add_flag("--trash", selection->trashed, "Those in the trash instead");
    command->add_flag("--all", *all, "A row for each run of a chain of resumed ones");
    context.command(command, [&context, selection, states, all]() -> Result<int> {
        for (const auto& word : *states) {
            const auto state = domain::runStateFromString(word);
            if (!state)
                return usageError(
                    "There is no state '" + word + "'",
                    "States are preparing, queued, running, finalizing, completed, failed, canceled, lost.");
            selection->states.push_back(*state);
        }
        FLAMBEAU_TRY(const auto tools, runTools(context));
        catchUp(context, *tools);
        FLAMBEAU_TRY(const auto views, tools->catalog.list(*selection));
        if (context.json) {
            auto list = nlohmann::json::array();
            for (const auto& view : views)
                list.push_back(session::toJson(view, false));
            context.print(list);
        } else if (views.empty()) {
            const bool filtered = !states->empty() || !selection->experiment.empty() || !selection->dataset.empty() ||
                                  !selection->tag.empty() || !selection->text.empty();
            context.say(filtered             ? "No run is like that."
                        : selection->trashed ? "The trash holds no run."
                                             : "No run yet. Start one: flambeau-cli run start --help");
        } else {
            sayList(context, views, *all);
        }
        return 0;
    });
}

void sayParameters(Context& context, const session::RunView& view) {
    const auto definition = nlohmann::json::parse(view.definition, nullptr, false);
    if (!definition.is_object() || !definition.contains("parameters") || !definition["parameters"].is_object())
        return;
    std::vector<std::string> words;
    for (const auto& [name, value] : definition["parameters"].items())
        words.push_back(name + "=" + (value.is_string() ? value.get<std::string>() : value.dump()));
    context.say("parameters  " + escapeControls(join(words, " ")));
}

bool hasFailed(const session::RunView& view) {
    return view.state == domain::RunState::Failed || view.state == domain::RunState::Lost;
}

void sayView(Context& context, RunTools& tools, const session::RunView& view) {
    // A run that failed is asked about for one reason: it stands first.
    if (hasFailed(view)) {
        sayFailure(context, tools, view, 12);
        context.say("");
    }
    context.say(shownName(view) + "  " + view.id.str());
    context.say("state       " + (hasFailed(view) ? std::string(domain::toString(view.state)) : stateText(view)) +
                " (since " + formatLocalTime(view.since) + ")");
    if (!domain::isThisMachine(view.compute))
        context.say("where       on " + view.compute);
    if (const auto away = awayText(view); !away.empty())
        context.say("host        " + away);
    if (view.secondsLeft)
        context.say("time left   " + formatDuration(*view.secondsLeft));
    context.say("experiment  " + view.experiment);
    context.say("dataset     " + view.dataset + "@" + std::to_string(view.datasetVersion));
    sayParameters(context, view);
    if (!view.tags.empty())
        context.say("tags        " + escapeControls(join(view.tags, ", ")));
    if (!view.notes.empty())
        context.say("notes       " + indented(view.notes, 12));
    context.say("folder      " + escapeControls(view.folder.string()));
    if (view.resumedFrom)
        context.say("resumed     from " + shortId(*view.resumedFrom) + " at step " +
                    std::to_string(view.resumedAtStep));
    if (view.badLines > 0)
        context.say("streams     " + formatCount(view.badLines) + " lines could not be read");
    std::vector<std::string> states;
    for (const auto& change : view.history)
        states.push_back(std::string(domain::toString(change.state)) + " " + formatLocalTime(change.since));
    context.say("history     " + join(states, " -> "));
    if (view.metrics.empty())
        return;
    Table table({"metric", "last", "min", "max", "best", "at step", "points"}, {1, 2, 3, 4, 5, 6});
    for (const auto& metric : view.metrics) {
        const bool lower = domain::lowerIsBetter(metric.name);
        const auto& s = metric.statistics;
        table.add({metric.name, numberText(s.last), numberText(s.min), numberText(s.max), numberText(s.best(lower)),
                   std::to_string(s.bestStep(lower)), formatCount(s.count)});
    }
    context.say("\n" + table.text());
}

void addShow(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("show", "State, definition, history and metrics of a run");
    auto id = std::make_shared<std::string>();
    command->add_option("id", *id, "The run's id or the beginning of it, or its name")->required()->type_name("ID");
    context.command(command, [&context, id]() -> Result<int> {
        FLAMBEAU_TRY(const auto tools, runTools(context));
        FLAMBEAU_TRY(const auto run, findRun(context, *tools, *id));
        FLAMBEAU_TRY(const auto view, tools->catalog.view(run));
        if (context.json) {
            auto json = session::toJson(view, true);
            FLAMBEAU_TRY(const auto notes, tools->catalog.notes(run));
            json["events"] = nlohmann::json::array();
            for (const auto& note : notes)
                json["events"].push_back({{"kind", note.kind},
                                          {"time", note.time},
                                          {"step", note.step},
                                          {"name", note.name},
                                          {"path", note.path},
                                          {"text", note.text}});
            context.print(json);
            return 0;
        }
        sayView(context, *tools, view);
        FLAMBEAU_TRY(const auto notes, tools->catalog.notes(run));
        for (const auto& note : notes) {
            const bool said = note.name == "state" || (note.name == "error" && hasFailed(view));
            if (note.kind == "text" && !said)
                context.say(indented(note.name + ": " + note.text, 2));
        }
        return 0;
    });
}

void addWatch(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("watch", "Show how a run goes until it is over; Ctrl+C leaves it running");
    auto id = std::make_shared<std::string>();
    command->add_option("id", *id, "The run's id or the beginning of it, or its name")->required()->type_name("ID");
    context.command(command, [&context, id]() -> Result<int> {
        FLAMBEAU_TRY(const auto tools, runTools(context));
        FLAMBEAU_TRY(const auto run, tools->catalog.resolve(*id));
        FLAMBEAU_TRY(const int code, watchRun(context, *tools, run));
        if (context.json) {
            FLAMBEAU_TRY(const auto view, tools->catalog.view(run));
            context.print(session::toJson(view, true));
        }
        return code;
    });
}

/// Two panels: what falls and what rises.
Status writeCurves(RunTools& tools, const RunId& run, const fs::path& file) {
    std::map<std::string, Curve> curves;
    FLAMBEAU_CHECK(tools.catalog.forEachPoint(run, [&](const std::string& series, const series::Point& point) {
        auto& curve = curves[series];
        curve.name = series;
        curve.points.emplace_back(static_cast<double>(point.step), point.value);
        return true;
    }));
    CurvePanel losses{"loss", {}}, accuracies{"accuracy", {}};
    for (auto& [name, curve] : curves) {
        if (endsWith(name, "loss"))
            losses.curves.push_back(std::move(curve));
        else if (endsWith(name, "acc"))
            accuracies.curves.push_back(std::move(curve));
    }
    // Each step first, so that the smooth curves of whole epochs lie on top, in the same colours in both panels.
    for (auto* panel : {&losses, &accuracies})
        std::stable_partition(panel->curves.begin(), panel->curves.end(), [](const Curve& curve) {
            return startsWith(curve.name, "train/") && curve.name.find("epoch") == std::string::npos;
        });
    FLAMBEAU_TRY(const auto view, tools.catalog.view(run));
    return writeFileAtomic(file, drawCurves(view.name, "step", {losses, accuracies}));
}

Result<int> printSeries(Context& context, RunTools& tools, const RunId& run) {
    FLAMBEAU_TRY(const auto metrics, tools.catalog.metrics(run));
    if (context.json) {
        auto list = nlohmann::json::array();
        for (const auto& metric : metrics)
            list.push_back({{"series", metric.name}, {"count", metric.statistics.count}});
        context.print(list);
        return 0;
    }
    for (const auto& metric : metrics)
        context.say(escapeControls(metric.name));
    return 0;
}

void addMetrics(CLI::App& group, Context& context) {
    struct Options {
        std::string id, svg;
        bool csv = false, series = false;
    };
    auto* command =
        group.add_subcommand("metrics", "The metrics of a run: a summary, every point as CSV, or curves as SVG");
    auto options = std::make_shared<Options>();
    command->add_option("id", options->id, "The run's id or the beginning of it, or its name")
        ->required()
        ->type_name("ID");
    auto* csv = command->add_flag("--csv", options->csv, "Every point that is kept: series,step,epoch,time,value");
    auto* names = command->add_flag("--series", options->series, "Only the names of the series");
    auto* svg = command->add_option("--svg", options->svg, "Draw loss and accuracy into this file")->type_name("FILE");
    csv->excludes(names)->excludes(svg);
    names->excludes(svg);
    context.command(command, [&context, options]() -> Result<int> {
        if (context.json && options->csv)
            return usageError("--csv and --json exclude each other");
        FLAMBEAU_TRY(const auto tools, runTools(context));
        FLAMBEAU_TRY(const auto run, findRun(context, *tools, options->id));
        if (options->series)
            return printSeries(context, *tools, run);
        if (!options->svg.empty()) {
            FLAMBEAU_CHECK(writeCurves(*tools, run, options->svg));
            if (context.json)
                context.print({{"file", options->svg}});
            else
                context.say("The curves are drawn in " + options->svg);
            return 0;
        }
        if (options->csv) {
            std::string text = session::metricsCsvHeader();
            FLAMBEAU_CHECK(tools->catalog.forEachPoint(run, [&](const std::string& series, const series::Point& point) {
                session::appendMetricsCsv(text, series, point);
                if (text.size() > (1u << 20)) {
                    std::cout << text;
                    text.clear();
                }
                return static_cast<bool>(std::cout);
            }));
            std::cout << text;
            return 0;
        }
        FLAMBEAU_TRY(const auto view, tools->catalog.view(run));
        if (context.json)
            context.print(session::toJson(view, false)["metrics"]);
        else
            sayView(context, *tools, view);
        return 0;
    });
}

nlohmann::json outputsJson(const std::vector<session::RunOutputFile>& files) {
    auto list = nlohmann::json::array();
    for (const auto& file : files)
        list.push_back({{"path", file.path},
                        {"bytes", file.bytes},
                        {"sha256", file.sha256.empty() ? nlohmann::json() : nlohmann::json(file.sha256)}});
    return list;
}

void addOutputs(CLI::App& group, Context& context) {
    struct Options {
        std::string id, get;
        fs::path to;
    };
    auto* command = group.add_subcommand("outputs", "The files that a run left, and copies of them");
    auto options = std::make_shared<Options>();
    command->add_option("id", options->id, "The run's id or the beginning of it, or its name")
        ->required()
        ->type_name("ID");
    auto* get =
        command->add_option("--get", options->get, "Copy this file, or all files of this folder")->type_name("PATH");
    auto* to = command->add_option("--to", options->to, "Where to")->type_name("DEST");
    get->needs(to);
    to->needs(get);
    context.command(command, [&context, options]() -> Result<int> {
        FLAMBEAU_TRY(const auto tools, runTools(context));
        FLAMBEAU_TRY(const auto run, findRun(context, *tools, options->id));
        std::vector<session::RunOutputFile> files;
        if (options->get.empty()) {
            FLAMBEAU_TRY(files, tools->catalog.outputs(run));
        } else {
            FLAMBEAU_TRY(files, tools->catalog.getOutputs(run, options->get, options->to, context.stop()));
        }
        if (context.json) {
            context.print(outputsJson(files));
            return 0;
        }
        if (files.empty()) {
            context.say("The run left no file.");
            return 0;
        }
        Table table({"file", "size", "sha256"}, {1});
        for (const auto& file : files)
            table.add({file.path, formatBytes(file.bytes), file.sha256});
        context.say(table.text());
        if (!options->get.empty())
            context.say("Copied to " + options->to.string());
        return 0;
    });
}

}  // namespace

void addRunLookCommands(CLI::App& group, Context& context) {
    addList(group, context);
    addShow(group, context);
    addWatch(group, context);
    addMetrics(group, context);
    addOutputs(group, context);
}

void addExperimentCommands(CLI::App& app, Context& context) {
    auto* group = app.add_subcommand("experiment", "The groups that runs belong to");
    group->require_subcommand(1);
    group->fallthrough();
    auto* command = group->add_subcommand("list", "The experiments of the workspace");
    context.command(command, [&context]() -> Result<int> {
        FLAMBEAU_TRY(const auto tools, runTools(context));
        FLAMBEAU_TRY(const auto experiments, tools->catalog.experiments());
        if (context.json) {
            auto list = nlohmann::json::array();
            for (const auto& each : experiments)
                list.push_back({{"name", each.name},
                                {"runs", each.runs},
                                {"notes", each.notes},
                                {"created", each.created},
                                {"last_run", each.lastRun > 0 ? nlohmann::json(each.lastRun) : nlohmann::json()}});
            context.print(list);
            return 0;
        }
        if (experiments.empty()) {
            context.say("No experiment yet: the first run makes one.");
            return 0;
        }
        Table table({"name", "runs", "last run"}, {1});
        for (const auto& each : experiments)
            table.add({each.name, formatCount(each.runs), each.lastRun > 0 ? formatLocalTime(each.lastRun) : ""});
        context.say(table.text());
        return 0;
    });
}

}  // namespace flambeau::cli
