// SPDX-License-Identifier: GPL-3.0-or-later
#include "run_commands.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <mutex>
#include <set>

#include <CLI/CLI.hpp>

#include "flambeau/base/clock.h"
#include "flambeau/base/strings.h"
#include "flambeau/readers/log_file.h"
#include "flambeau/session/host_following.h"
#include "run_support.h"

namespace flambeau::cli {

namespace {
/// A host that has not answered by then is shown as it was last known.
constexpr std::chrono::seconds kHostsWithin{5};
}  // namespace

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
    auto& services = tools.services;
    session::WorkspaceFollowing following(services.workspace, {&services.registry, &tools.runs},
                                          services.connections, [](const Error&) {});
    const auto pass = following.catchUp(kHostsWithin, context.stop());
    if (!pass) {
        context.note("The runs could not be looked at: " + escapeControls(pass.error().message));
        return;
    }
    for (const auto& problem : pass->problems)
        context.note("A run could not be looked at: " + escapeControls(problem.message));
}

struct Following::State {
    State(Context& context, RunTools& tools)
        : context(context),
          following(tools.services.workspace, {&tools.services.registry, &tools.runs}, tools.services.connections,
                    [this](const Error& error) { complain(error); }) {}

    void complain(const Error& error) {
        const std::lock_guard lock(mutex);
        if (error.code != ErrorCode::Canceled && complaints.size() < 5 && complaints.insert(error.message).second)
            context.note("warning: " + escapeControls(error.message));
    }

    Context& context;
    std::mutex mutex;
    std::set<std::string> complaints;
    session::WorkspaceFollowing following;
};

Following::Following(Context& context, RunTools& tools) : m_state(std::make_unique<State>(context, tools)) {}
Following::~Following() = default;

void Following::look() {
    // What goes wrong now (a full disk, a database that is held) may go right at the next look.
    const auto pass = m_state->following.look(m_state->context.stop());
    for (const auto& problem : pass ? pass->problems : std::vector<Error>{pass.error()})
        m_state->complain(problem);
}

Result<RunId> findRun(Context& context, RunTools& tools, const std::string& text) {
    catchUp(context, tools);
    return typed(tools.catalog.resolve(text));
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

std::string shownName(const session::RunView& view) {
    return escapeControls(view.name);
}

std::string indented(const std::string& text, std::size_t indent) {
    return join(split(escapeControls(text, true), '\n'), "\n" + std::string(indent, ' '));
}

std::string stateText(const session::RunView& view) {
    std::string text(domain::toString(view.state));
    return view.reason.empty() || view.reason == text ? text : text + ": " + escapeControls(view.reason);
}

std::string awayText(const session::RunView& view) {
    if (view.unreachableSince <= 0 || domain::isFinal(view.state))
        return "";
    return view.compute + " is unreachable since " + formatLocalTime(view.unreachableSince) +
           "; this is what was last known";
}

std::string numberText(double value) {
    if (!std::isfinite(value))
        return formatDouble(value);
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value);
    return text;
}

Verdict verdictOf(RunTools& tools, const session::RunView& view) {
    Verdict verdict;
    verdict.line = "Run " + shownName(view) + (view.state == domain::RunState::Lost ? " is " : " ") + stateText(view);
    verdict.cause = view.reason;
    const auto notes = tools.catalog.notes(view.id);
    if (!notes)
        return verdict;
    for (const auto& note : *notes) {
        if (note.kind != "text" || note.name != "error")
            continue;
        // The note is "MESSAGE. HINT", the reason "MESSAGE (the program ended with exit code 1)".
        const auto differ = std::mismatch(note.text.begin(), note.text.end(), view.reason.begin(), view.reason.end());
        const std::string_view after = std::string_view(view.reason).substr(
            static_cast<std::size_t>(differ.second - view.reason.begin()));
        if (differ.first == note.text.begin() || !(after.empty() || startsWith(after, " (")))
            continue;
        verdict.cause = std::string(note.text.begin(), differ.first);
        std::string_view hint(note.text);
        hint.remove_prefix(verdict.cause.size());
        verdict.hint = trim(hint.substr(std::min(hint.find_first_not_of(". \n"), hint.size())));
    }
    return verdict;
}

void sayFailure(Context& context, RunTools& tools, const session::RunView& view, std::size_t logLines) {
    const Verdict verdict = verdictOf(tools, view);
    context.say(verdict.line);
    if (!verdict.hint.empty())
        context.say("hint:  " + escapeControls(verdict.hint));
    const auto path = view.folder / "logs" / "stdout.log";
    std::error_code ignored;
    if (logLines == 0 || !fs::exists(path, ignored))
        return;
    auto lines = readers::tailLines(path, logLines);
    if (!lines)
        return;
    std::erase_if(*lines, [&](const readers::LogLine& line) {
        const std::string_view text = trim(line.text);
        return !text.empty() && (text == verdict.cause || text == verdict.hint);
    });
    if (lines->empty())
        return;
    context.say("\nThe end of its log (all of it: flambeau-cli run logs " + shortId(view.id) + "):");
    for (const auto& line : *lines)
        context.say("  " + escapeControls(line.text));
}

}  // namespace flambeau::cli
