// SPDX-License-Identifier: GPL-3.0-or-later
// RunView as JSON and metrics as CSV: what scripts read (CONTRACTS: JSON of the command line).
#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "flambeau/base/strings.h"
#include "flambeau/domain/metric_name.h"
#include "flambeau/session/run_catalog.h"
#include "flambeau/store/metrics.h"

namespace flambeau::session {

std::optional<double> secondsLeft(const RunView& view, double now) {
    const auto& progress = view.progress;
    if (view.state != domain::RunState::Running || view.started <= 0 || progress.time <= view.started ||
        progress.done <= 0 || progress.total < progress.done)
        return std::nullopt;
    // A resumed run counts on from its parent's steps, which took it no time.
    const auto before = view.resumedFrom ? view.resumedAtStep - 1 : 0;
    const auto done = progress.done > before ? progress.done - before : progress.done;
    const double pace = (progress.time - view.started) / static_cast<double>(done);
    const double left = pace * static_cast<double>(progress.total - progress.done) - (now - progress.time);
    return std::max(0.0, left);
}

namespace {

nlohmann::json timeOrNull(double value) {
    return value > 0 ? nlohmann::json(value) : nlohmann::json();
}

/// NaN is null; infinities are the stream's words for them, JSON has no number for either.
nlohmann::json metricNumber(double value) {
    if (std::isinf(value))
        return value > 0 ? "inf" : "-inf";
    return std::isnan(value) ? nlohmann::json() : nlohmann::json(value);
}

nlohmann::json metricJson(const MetricSummary& metric) {
    const bool lower = domain::lowerIsBetter(metric.name);
    const auto& s = metric.statistics;
    const double best = s.best(lower);
    return {{"last", metricNumber(s.last)},
            {"last_step", s.lastStep},
            {"min", metricNumber(s.min)},
            {"max", metricNumber(s.max)},
            {"best", metricNumber(best)},
            {"best_step", std::isnan(best) ? nlohmann::json() : nlohmann::json(s.bestStep(lower))},
            {"count", s.count},
            {"nans", s.nans}};
}

nlohmann::json progressJson(const RunView& view) {
    const auto& progress = view.progress;
    if (progress.time <= 0)
        return nullptr;
    return {{"what", progress.what},
            {"done", progress.done},
            {"total", progress.total},
            {"time", progress.time},
            {"seconds_left", view.secondsLeft ? nlohmann::json(*view.secondsLeft) : nlohmann::json()}};
}

nlohmann::json idsJson(const std::vector<RunId>& ids) {
    auto json = nlohmann::json::array();
    for (const auto& id : ids)
        json.push_back(id.str());
    return json;
}

}  // namespace

nlohmann::json toJson(const RunView& view, bool withDefinition) {
    nlohmann::json json{{"id", view.id.str()},
                        {"name", view.name},
                        {"experiment", view.experiment},
                        {"state", domain::toString(view.state)},
                        {"reason", view.reason},
                        {"since", view.since},
                        {"folder", view.folder.string()},
                        {"notes", view.notes},
                        {"tags", view.tags},
                        {"compute", view.compute},
                        {"recipe", view.recipe},
                        {"dataset", {{"name", view.dataset}, {"version", view.datasetVersion}}},
                        {"definition_hash", view.definitionHash},
                        {"created", view.created},
                        {"started", timeOrNull(view.started)},
                        {"ended", timeOrNull(view.ended)},
                        {"trashed", timeOrNull(view.trashed)},
                        {"unreachable_since", timeOrNull(view.unreachableSince)},
                        {"outputs_kept", view.outputsKept},
                        {"bad_lines", view.badLines},
                        {"progress", progressJson(view)},
                        {"chain", idsJson(view.chain)},
                        {"resumed_by", idsJson(view.resumedBy)},
                        {"resumed_from", nullptr}};
    json["history"] = nlohmann::json::array();
    for (const auto& change : view.history)
        json["history"].push_back(
            {{"state", domain::toString(change.state)}, {"since", change.since}, {"reason", change.reason}});
    json["metrics"] = nlohmann::json::object();
    for (const auto& metric : view.metrics)
        json["metrics"][metric.name] = metricJson(metric);
    if (view.resumedFrom)
        json["resumed_from"] = {{"run", view.resumedFrom->str()}, {"next_step", view.resumedAtStep}};
    if (withDefinition) {
        auto definition = nlohmann::json::parse(view.definition, nullptr, false);
        json["definition"] = definition.is_discarded() ? nlohmann::json() : std::move(definition);
    }
    return json;
}

std::string metricsCsvHeader() {
    return store::csvHeader();
}

void appendMetricsCsv(std::string& out, const std::string& series, const series::Point& point) {
    store::appendCsvLine(out, series, point);
}

}  // namespace flambeau::session
