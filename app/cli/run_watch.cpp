// SPDX-License-Identifier: GPL-3.0-or-later
// run watch: follows one run (and, since one process follows a workspace, all others) and says how it goes: one line
// that is rewritten in a terminal, a line an epoch and a state elsewhere.
#include <chrono>
#include <map>
#include <memory>

#include <unistd.h>

#include "flambeau/base/clock.h"
#include "flambeau/base/pause.h"
#include "flambeau/base/strings.h"
#include "flambeau/domain/this_machine.h"
#include "run_support.h"

namespace flambeau::cli {

namespace {

constexpr auto lookEvery = std::chrono::milliseconds(200);

double lastOf(const session::RunView& view, const std::string& metric) {
    for (const auto& each : view.metrics) {
        if (each.name == metric)
            return each.statistics.last;
    }
    return series::kNone;
}

void addMetric(std::vector<std::string>& parts, const session::RunView& view, const std::string& metric,
               const std::string& shown) {
    const double value = lastOf(view, metric);
    if (value == value)
        parts.push_back(shown + " " + numberText(value));
}

std::string liveLine(const session::RunView& view) {
    std::vector<std::string> parts{shownName(view) + " " + std::string(domain::toString(view.state))};
    const auto& progress = view.progress;
    if (view.state == domain::RunState::Running && progress.total > 0) {
        const auto percent = 100.0 * static_cast<double>(progress.done) / static_cast<double>(progress.total);
        parts.push_back((progress.what.empty() ? "" : escapeControls(progress.what) + " ") +
                        std::to_string(progress.done) + "/" + std::to_string(progress.total) + " (" +
                        std::to_string(static_cast<int>(percent)) + " %)");
    } else if (!view.reason.empty()) {
        parts.push_back(escapeControls(view.reason));
    }
    addMetric(parts, view, "train/loss", "loss");
    addMetric(parts, view, "train/acc", "acc");
    addMetric(parts, view, "val/acc", "val acc");
    addMetric(parts, view, "train/images_per_s", "images/s");
    if (view.secondsLeft)
        parts.push_back(formatDuration(*view.secondsLeft) + " left");
    if (const auto away = awayText(view); !away.empty())
        parts.push_back(away);
    return join(parts, " · ");
}

/// The line for an epoch that has just been validated; empty while there is no new one.
std::string epochLine(const session::RunView& view, std::int64_t& seen) {
    for (const auto& metric : view.metrics) {
        if (metric.name != "val/acc" && metric.name != "val/loss")
            continue;
        if (metric.statistics.count <= seen)
            return "";
        seen = metric.statistics.count;
        std::vector<std::string> parts{"epoch " + std::to_string(seen)};
        addMetric(parts, view, "train/epoch_loss", "loss");
        addMetric(parts, view, "train/epoch_acc", "acc");
        addMetric(parts, view, "val/loss", "val loss");
        addMetric(parts, view, "val/acc", "val acc");
        return join(parts, " · ");
    }
    return "";
}

void sayEnd(Context& context, RunTools& tools, const session::RunView& view) {
    if (context.json)
        return;
    if (view.state != domain::RunState::Completed) {
        sayFailure(context, tools, view, view.state == domain::RunState::Canceled ? 0 : 20);
        return;
    }
    std::vector<std::string> parts;
    for (const auto& metric : view.metrics) {
        if (metric.name == "val/acc" || metric.name == "val/loss")
            parts.push_back("best " + metric.name + " " +
                            numberText(metric.statistics.best(metric.name == "val/loss")) + " at step " +
                            std::to_string(metric.statistics.bestStep(metric.name == "val/loss")));
    }
    context.say("Run " + shownName(view) + " completed in " + formatDuration(view.ended - view.started) +
                (parts.empty() ? "" : "; " + join(parts, ", ")) + ".");
    if (const auto notes = tools.catalog.notes(view.id)) {
        for (const auto& note : *notes) {
            if (note.kind == "text" && note.name == "register")
                context.say(indented(note.text, 2));
        }
    }
    if (domain::isThisMachine(view.compute))
        context.say("It lies in " + escapeControls(view.folder.string()));
    else if (view.outputsKept)
        context.say("Its outputs have come back: flambeau-cli run outputs " + shortId(view.id));
}

}  // namespace

Result<int> watchRun(Context& context, RunTools& tools, const RunId& id) {
    if (const auto known = tools.catalog.view(id);
        known && !domain::isThisMachine(known->compute) && !domain::isFinal(known->state))
        (void)tools.services.hosts.place(known->compute, context.stop());  // what it asks is asked here, not in between
    auto following = std::make_unique<Following>(context, tools);
    const bool terminal = isatty(STDERR_FILENO) == 1;
    ProgressLine line(context.json);
    std::int64_t epochs = 0;
    auto shown = domain::RunState::Preparing;
    std::string shownReason, shownAway;
    while (true) {
        following->look();
        FLAMBEAU_TRY(auto view, tools.catalog.view(id));
        if (domain::isFinal(view.state) && !domain::isThisMachine(view.compute)) {
            following.reset();
            catchUp(context, tools);  // what is left to do when a run has ended on a host: fetching, registering
            FLAMBEAU_TRY(view, tools.catalog.view(id));
        }
        if (const auto epoch = epochLine(view, epochs); !epoch.empty() && !context.json) {
            line.clear();
            context.say(epoch);
            std::fflush(stdout);
        }
        if (domain::isFinal(view.state)) {
            line.clear();
            sayEnd(context, tools, view);
            if (context.json && view.state != domain::RunState::Completed) {
                const Verdict verdict = verdictOf(tools, view);
                context.printError({ErrorCode::Failed,
                                    verdict.line,
                                    verdict.hint.empty() ? "See: flambeau-cli run logs " + shortId(id) : verdict.hint,
                                    {}});
            }
            return view.state == domain::RunState::Completed ? 0 : 1;
        }
        if (const auto away = awayText(view); !terminal && away != shownAway) {
            context.note(away.empty() ? view.compute + " is reached again" : away);
            shownAway = away;
        }
        if (!terminal && (view.state != shown || view.reason != shownReason)) {
            context.note(shownName(view) + " " + stateText(view));
            shown = view.state;
            shownReason = view.reason;
        }
        if (terminal)
            line.text(liveLine(view));
        if (context.stop().stop_requested()) {
            line.clear();
            context.note("Run " + shownName(view) + " goes on without you. Look again: flambeau-cli run watch " +
                         shortId(id) + "; end it: flambeau-cli run cancel " + shortId(id));
            return 1;
        }
        pauseFor(lookEvery, context.stop());
    }
}

}  // namespace flambeau::cli
