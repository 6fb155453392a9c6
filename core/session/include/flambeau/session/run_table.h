// SPDX-License-Identifier: GPL-3.0-or-later
// Runs as rows of a long list that is kept up to date: what changed since the last look is found by stamps, and only
// that is read again, so that ten thousand runs cost a few milliseconds a look. Plain values; one object on one thread
// (that of its workspace).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "flambeau/domain/parameters.h"
#include "flambeau/session/run_catalog.h"

namespace flambeau::session {

/// What a list shows of a run.
struct RunRow {
    RunId id;
    std::string name, experiment, notes, compute, recipe, dataset;
    int datasetVersion = 0;
    std::vector<std::string> tags;
    domain::RunState state = domain::RunState::Preparing;
    double since = 0;
    std::string reason;
    double created = 0, started = 0, ended = 0;  ///< 0: not yet
    double trashed = 0;                          ///< 0: not in the trash
    double unreachableSince = 0;                 ///< 0: its host was reached last time
    bool outputsKept = false;
    RunProgressInfo progress;
    std::optional<RunId> resumedFrom;
    std::int64_t resumedAtStep = 0;
    std::shared_ptr<const domain::Parameters> parameters;  ///< never null; runs with the same ones share them
    std::vector<MetricSummary> metrics;                    ///< of its own points alone, by name
};
using RunRowPtr = std::shared_ptr<const RunRow>;

/// What a list knows already. Kept by whoever keeps the list, used on the table's thread only.
struct KnownRuns {
    std::unordered_map<std::string, std::uint64_t> stamps;
    std::vector<RunId> waiting;  ///< to be read again, the next last
    std::map<std::string, std::shared_ptr<const domain::Parameters>> parameters;
};

struct RunTableNews {
    std::vector<RunRowPtr> rows;  ///< new, or changed since
    std::vector<RunId> gone;
    std::size_t waiting = 0;  ///< so many more are to be read: ask again at once
    std::size_t total = 0;    ///< runs that there are
};

class RunTable {
public:
    explicit RunTable(Workspace& workspace) : m_workspace(workspace) {}

    /// What is other than `known` says, newest first; at most `limit` rows a call.
    Result<RunTableNews> news(KnownRuns& known, std::size_t limit) const;
    /// NotFound where it is gone.
    Result<RunRowPtr> row(const RunId& id, KnownRuns& known) const;

private:
    Workspace& m_workspace;
};

}  // namespace flambeau::session
