// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/run_table.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "flambeau/domain/run_definition.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/metrics.h"
#include "flambeau/store/runs.h"

namespace flambeau::session {

namespace {

/// Of a definition; empty where it cannot be read (a list must still show the run).
std::shared_ptr<const domain::Parameters> parametersOf(const std::string& definition, KnownRuns& known) {
    const auto json = nlohmann::json::parse(definition, nullptr, false);
    const auto found = json.is_object() ? json.find("parameters") : json.end();
    const std::string text = json.is_object() && found != json.end() ? found->dump() : std::string();
    auto& shared = known.parameters[text];
    if (!shared) {
        auto parsed = text.empty() ? Result<domain::Parameters>(domain::Parameters{})
                                   : domain::parametersFromJson(nlohmann::json::parse(text));
        shared = std::make_shared<const domain::Parameters>(std::move(parsed).valueOr({}));
    }
    return shared;
}

}  // namespace

Result<RunTableNews> RunTable::news(KnownRuns& known, std::size_t limit) const {
    RunTableNews news;
    if (known.waiting.empty()) {
        FLAMBEAU_TRY(const auto stamps, store::Runs(m_workspace.store()).stamps());
        std::unordered_map<std::string, std::uint64_t> now;
        now.reserve(stamps.size());
        for (const auto& [id, stamp] : stamps) {
            now.emplace(id.str(), stamp);
            const auto before = known.stamps.find(id.str());
            if (before == known.stamps.end() || before->second != stamp)
                known.waiting.push_back(id);
        }
        for (const auto& [id, stamp] : known.stamps) {
            if (!now.contains(id))
                news.gone.emplace_back(id);
        }
        known.stamps = std::move(now);
        std::reverse(known.waiting.begin(), known.waiting.end());
    }
    news.total = known.stamps.size();
    while (!known.waiting.empty() && news.rows.size() < limit) {
        const RunId id = std::move(known.waiting.back());
        known.waiting.pop_back();
        auto found = row(id, known);
        if (found) {
            news.rows.push_back(std::move(found).value());
            continue;
        }
        known.stamps.erase(id.str());  // looked at again next time
        if (found.error().code != ErrorCode::NotFound)
            return found.error();
        news.gone.push_back(id);
    }
    news.waiting = known.waiting.size();
    return news;
}

Result<RunRowPtr> RunTable::row(const RunId& id, KnownRuns& known) const {
    FLAMBEAU_TRY(const auto run, store::Runs(m_workspace.store()).get(id));
    auto row = std::make_shared<RunRow>();
    row->id = run.id;
    row->name = run.name;
    row->experiment = run.experiment;
    row->notes = run.notes;
    row->compute = run.compute;
    row->recipe = run.recipe;
    row->dataset = run.dataset;
    row->datasetVersion = run.datasetVersion;
    row->tags = run.tags;
    row->state = run.state;
    row->since = run.since;
    row->reason = run.reason;
    row->created = run.created;
    row->started = run.started;
    row->ended = run.ended;
    row->trashed = run.trashed;
    row->unreachableSince = run.unreachableSince;
    row->outputsKept = run.outputsKept;
    row->progress = {run.progress.time, run.progress.done, run.progress.total, run.progress.what};
    row->resumedFrom = run.resumedFrom;
    row->resumedAtStep = run.resumedAtStep;
    row->parameters = parametersOf(run.definition, known);
    FLAMBEAU_TRY(const auto metrics, store::Metrics(m_workspace.store()).list(id));
    row->metrics.reserve(metrics.size());
    for (const auto& metric : metrics)
        row->metrics.push_back({metric.name, metric.statistics});
    return RunRowPtr(std::move(row));
}

}  // namespace flambeau::session
