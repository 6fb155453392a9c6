// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs_columns.h"

#include <cmath>

#include "flambeau/domain/metric_name.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"
#include "run_texts.h"

namespace flambeau::ui::runs {
namespace {

const QString kParameter = "param:", kMetric = "metric:";

/// The best value over the chain; what was trained again by a later run does not count.
double bestOf(const std::string& name, Chain chain) {
    const bool lower = domain::lowerIsBetter(name);
    double best = series::kNone;
    auto hiddenFrom = std::numeric_limits<std::int64_t>::max();
    for (const auto& run : chain) {
        for (const auto& metric : run->metrics) {
            if (metric.name != name)
                continue;
            const double value = metric.statistics.best(lower);
            const bool counts = !std::isnan(value) && metric.statistics.bestStep(lower) < hiddenFrom;
            if (counts && (std::isnan(best) || (lower ? value < best : value > best)))
                best = value;
        }
        if (run->resumedFrom)
            hiddenFrom = std::min(hiddenFrom, run->resumedAtStep);
    }
    return best;
}

SortKey number(double value) {
    return std::isnan(value) ? SortKey{} : SortKey{true, value, {}};
}
SortKey words(const QString& text) {
    return text.isEmpty() ? SortKey{} : SortKey{true, 0, text};
}

int stateRank(domain::RunState state) {
    switch (state) {
        case domain::RunState::Running:
            return 0;
        case domain::RunState::Finalizing:
            return 1;
        case domain::RunState::Preparing:
            return 2;
        case domain::RunState::Queued:
            return 3;
        case domain::RunState::Lost:
            return 4;
        case domain::RunState::Failed:
            return 5;
        case domain::RunState::Canceled:
            return 6;
        case domain::RunState::Completed:
            return 7;
    }
    return 8;
}

QString tagsText(const session::RunRow& run) {
    QStringList tags;
    for (const auto& tag : run.tags)
        tags << text(tag);
    return tags.join(", ");
}

SortKey parameterKey(const session::RunRow& run, const QString& name) {
    const auto found = run.parameters->find(name.toStdString());
    if (found == run.parameters->end())
        return {};
    if (const auto* whole = std::get_if<std::int64_t>(&found->second))
        return number(static_cast<double>(*whole));
    if (const auto* real = std::get_if<double>(&found->second))
        return number(*real);
    return words(text(std::get<std::string>(found->second)));
}

void describeState(Cell& cell, const session::RunRow& run) {
    cell.text = stateText(run.state);
    cell.tone = static_cast<int>(stateTone(run.state));
    cell.tip = text(run.reason);
    if (run.unreachableSince > 0 && !domain::isFinal(run.state)) {
        cell.tone = static_cast<int>(Tone::Caution);
        cell.tip = unreachableText(run.unreachableSince, run.state, progressText(run.progress, *run.parameters));
    }
}

void describeProgress(Cell& cell, const session::RunRow& run) {
    if (!domain::isFinal(run.state) && run.state != domain::RunState::Queued)
        cell.progress = progressShare(run.progress);
    cell.text = progressText(run.progress, *run.parameters);
    if (run.state == domain::RunState::Queued || run.state == domain::RunState::Preparing)
        cell.text = text(run.reason);
    cell.faint = cell.progress < 0;
}

void describeTime(Cell& cell, double seconds) {
    cell.text = format::date(dateOf(seconds));
    cell.tip = format::exactDate(dateOf(seconds));
    cell.copied = cell.tip;
}

}  // namespace

RunColumn columnOf(const QString& key) {
    if (key.startsWith(kParameter)) {
        const QString name = key.mid(kParameter.size());
        return {key, parameterText(name), name == "arch" ? 108 : 102, name != "arch"};
    }
    if (key.startsWith(kMetric))
        return {key, say("Best %1").arg(key.mid(kMetric.size())), 104, true};
    if (key == "name")
        return {key, say("Run"), 172, false};
    if (key == "state")
        return {key, say("State"), 112, false};
    if (key == "progress")
        return {key, say("Progress"), 190, false};
    if (key == "dataset")
        return {key, say("Dataset"), 96, false};
    if (key == "experiment")
        return {key, say("Experiment"), 120, false};
    if (key == "compute")
        return {key, say("Compute"), 110, false};
    if (key == "created")
        return {key, say("Begun"), 122, false};
    if (key == "duration")
        return {key, say("Took"), 84, true};
    if (key == "tags")
        return {key, say("Tags"), 60, false};
    if (key == "notes")
        return {key, say("Notes"), 160, false};
    return {};
}

QStringList defaultColumns() {
    return {"name",     "state",   "progress", "metric:val/acc", "param:arch",
            "param:lr", "dataset", "duration", "created",        "tags"};
}

QStringList allColumns(const QStringList& parameters, const QStringList& metrics) {
    QStringList all{"name",    "state",    "progress", "experiment", "dataset",
                    "compute", "duration", "created",  "tags",       "notes"};
    for (const QString& metric : metrics)
        all << kMetric + metric;
    for (const QString& parameter : parameters)
        all << kParameter + parameter;
    return all;
}

int compare(const SortKey& a, const SortKey& b, bool descending) {
    if (a.has != b.has)
        return a.has ? -1 : 1;
    int order = a.number < b.number ? -1 : a.number > b.number ? 1 : QString::localeAwareCompare(a.text, b.text);
    return descending ? -order : order;
}

Cell cellOf(const QString& key, Chain chain, double now) {
    const session::RunRow& run = *chain.front();
    Cell cell;
    if (key == "name") {
        cell.text = text(run.name);
        cell.strong = true;
        cell.tip = chain.size() > 1 ? say("Goes on from %1").arg(text(chain[1]->name)) : QString();
    } else if (key == "state") {
        describeState(cell, run);
    } else if (key == "progress") {
        describeProgress(cell, run);
    } else if (key == "dataset") {
        cell.text = datasetText(run.dataset, run.datasetVersion);
    } else if (key == "experiment") {
        cell.text = text(run.experiment);
    } else if (key == "compute") {
        cell.text = computeText(run.compute);
    } else if (key == "created") {
        describeTime(cell, run.created);
    } else if (key == "duration") {
        const auto seconds = runSeconds(run.started, run.ended, now);
        cell.text = seconds ? format::duration(*seconds) : QString();
    } else if (key == "tags") {
        cell.text = tagsText(run);
    } else if (key == "notes") {
        cell.text = text(run.notes).simplified();
        cell.tip = text(run.notes);
        cell.faint = true;
    } else if (key.startsWith(kMetric)) {
        const QString name = key.mid(kMetric.size());
        const double value = bestOf(name.toStdString(), chain);
        cell.text = std::isnan(value) ? QString("–") : metricText(name, value);
        cell.copied = std::isnan(value) ? QString() : QString::number(value, 'g', 17);
        cell.faint = std::isnan(value);
        cell.strong = !cell.faint && name == "val/acc";
    } else if (key.startsWith(kParameter)) {
        const auto found = run.parameters->find(key.mid(kParameter.size()).toStdString());
        cell.text = found == run.parameters->end() ? QString() : parameterValue(found->second);
    }
    return cell;
}

SortKey sortKeyOf(const QString& key, Chain chain, double now) {
    const session::RunRow& run = *chain.front();
    if (key == "state")
        return number(stateRank(run.state));
    if (key == "progress")
        return run.progress.total > 0 ? number(progressShare(run.progress)) : SortKey{};
    if (key == "dataset")
        return run.dataset.empty() ? SortKey{}
                                   : SortKey{true, 0, text(run.dataset) + QString::number(run.datasetVersion)};
    if (key == "created")
        return number(run.created);
    if (key == "duration") {
        // What still grows is placed by when it began, so that rows do not change places each second.
        const auto seconds = runSeconds(run.started, run.ended, run.ended > 0 ? now : run.started + 1e9);
        return seconds ? number(*seconds) : SortKey{};
    }
    if (key.startsWith(kMetric))
        return number(bestOf(key.mid(kMetric.size()).toStdString(), chain));
    if (key.startsWith(kParameter))
        return parameterKey(run, key.mid(kParameter.size()));
    return words(cellOf(key, chain, now).text);
}

}  // namespace flambeau::ui::runs
