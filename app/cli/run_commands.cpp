// SPDX-License-Identifier: GPL-3.0-or-later
#include "run_commands.h"

#include <cmath>
#include <cstdio>

#include <CLI/CLI.hpp>

#include "flambeau/base/strings.h"
#include "flambeau/readers/log_file.h"
#include "flambeau/session/run_follower.h"
#include "run_support.h"

namespace flambeau::cli {

void addRunCommands(CLI::App& app, Context& context) {
    auto* group = app.add_subcommand("run", "Start, watch, compare and keep runs");
    group->require_subcommand(1);
    group->fallthrough();
    addRunStartCommands(*group, context);
    addRunLookCommands(*group, context);
    addRunLogCommand(*group, context);
    addRunChangeCommands(*group, context);
    addExperimentCommands(app, context);
}

Result<std::unique_ptr<RunTools>> runTools(Context& context) {
    FLAMBEAU_TRY(Services * services, context.services());
    return std::make_unique<RunTools>(*services);
}

void catchUp(Context& context, RunTools& tools) {
    session::RunFollower follower(tools.services.workspace, &tools.services.registry);
    const auto pass = follower.catchUp(context.stop());
    if (!pass) {
        context.note("The runs could not be looked at: " + toPlainText(pass.error().message));
        return;
    }
    for (const auto& problem : pass->problems)
        context.note("A run could not be looked at: " + toPlainText(problem.message));
}

Result<RunId> findRun(Context& context, RunTools& tools, const std::string& text) {
    catchUp(context, tools);
    return tools.catalog.resolve(text);
}

Result<std::map<std::string, std::string>> parseSettings(const std::vector<std::string>& words) {
    std::map<std::string, std::string> settings;
    for (const auto& word : words) {
        const auto at = word.find('=');
        if (at == std::string::npos || at == 0)
            return usageError("--set wants NAME=VALUE, not '" + word + "'", "For example: --set epochs=5");
        if (!settings.emplace(trim(word.substr(0, at)), word.substr(at + 1)).second)
            return usageError("--set names '" + word.substr(0, at) + "' twice");
    }
    return settings;
}

std::string shortId(const RunId& id) {
    return id.str().substr(0, 8);
}

std::string stateText(const session::RunView& view) {
    std::string text(domain::toString(view.state));
    return view.reason.empty() || view.reason == text ? text : text + ": " + toPlainText(view.reason);
}

std::string numberText(double value) {
    if (!std::isfinite(value))
        return formatDouble(value);
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value);
    return text;
}

void sayFailure(Context& context, const session::RunView& view, std::size_t logLines) {
    if (!view.reason.empty())
        context.say(toPlainText(view.reason));
    const auto path = view.folder / "logs" / "stdout.log";
    std::error_code ignored;
    if (logLines == 0 || !fs::exists(path, ignored))
        return;
    const auto lines = readers::tailLines(path, logLines);
    if (!lines || lines->empty())
        return;
    context.say("\nThe end of its log (all of it: flambeau-cli run logs " + shortId(view.id) + "):");
    for (const auto& line : *lines)
        context.say("  " + toPlainText(line.text));
}

}  // namespace flambeau::cli
