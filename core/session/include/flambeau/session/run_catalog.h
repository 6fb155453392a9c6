// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of the runs of a workspace, and the small changes that need no host: names, notes, tags. Reads the
// store alone; RunFollower brings the store up to date. Values are plain; one catalog on one thread (that of its
// workspace).
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "flambeau/base/files.h"
#include "flambeau/base/id.h"
#include "flambeau/base/result.h"
#include "flambeau/domain/run_state.h"
#include "flambeau/series/point.h"
#include "flambeau/series/statistics.h"

namespace flambeau::session {

class Workspace;

struct RunStateChange {
    domain::RunState state = domain::RunState::Preparing;
    double since = 0;
    std::string reason;
};

/// How far the run said it is; time 0: it has said nothing yet.
struct RunProgressInfo {
    double time = 0;
    std::int64_t done = 0, total = 0;
    std::string what;
};

struct MetricSummary {
    std::string name;
    series::Statistics statistics;
};

/// A run as it is shown. Metrics are joined over the chain of runs that it continues.
struct RunView {
    RunId id;
    std::string name, experiment, notes, compute, recipe, dataset;
    int datasetVersion = 0;
    std::vector<std::string> tags;
    domain::RunState state = domain::RunState::Preparing;
    double since = 0;
    std::string reason;
    std::vector<RunStateChange> history;  ///< oldest first
    std::string definition;               ///< JSON
    std::string definitionHash;
    double created = 0, started = 0, ended = 0;  ///< 0: not yet
    double trashed = 0;                          ///< 0: not in the trash
    double unreachableSince = 0;                 ///< 0: its host was reached last time
    bool outputsKept = false;
    std::int64_t badLines = 0;
    RunProgressInfo progress;
    std::optional<double> secondsLeft;  ///< while it runs and has a pace
    std::vector<MetricSummary> metrics;
    std::optional<RunId> resumedFrom;
    std::int64_t resumedAtStep = 0;
    std::vector<RunId> chain;      ///< the first run first, this one last; itself alone where nothing was resumed
    std::vector<RunId> resumedBy;  ///< runs that go on from it
    fs::path folder;
};

struct RunOutputFile {
    std::string path;  ///< as the run named it: "outputs/best.safetensors"
    std::uint64_t bytes = 0;
    std::string sha256;
};

/// A text, table, image or artifact that the run told of.
struct RunNote {
    std::string kind;  ///< "artifact", "image", "table", "text"
    double time = 0;
    std::int64_t step = 0;
    std::string name, path, text;
};

struct ExperimentInfo {
    std::string name, notes;
    std::int64_t runs = 0;
    double created = 0, lastRun = 0;
};

struct RunSelection {
    std::string experiment, dataset, tag, text;  ///< empty: any
    std::vector<domain::RunState> states;        ///< empty: any
    bool trashed = false;
    std::int64_t limit = -1;
};

/// A run of a chain, and from which step on its points were trained again by the next one and are hidden.
struct ChainLink {
    RunId run;
    std::int64_t hiddenFrom = std::numeric_limits<std::int64_t>::max();
};

/// How far a series of a run's chain was read; begins at the first point.
struct SeriesCursor {
    RunId run;  ///< the link of the chain that is being read; empty: none yet
    std::int64_t next = 0;
};

class RunCatalog {
public:
    explicit RunCatalog(Workspace& workspace) : m_workspace(workspace) {}

    /// An id's unambiguous beginning or, where none fits, a name. Conflict lists the candidates.
    Result<RunId> resolve(const std::string& text) const;
    Result<RunView> view(const RunId& id) const;
    /// Newest first.
    Result<std::vector<RunView>> list(const RunSelection& selection = {}) const;
    Result<std::vector<ExperimentInfo>> experiments() const;

    Result<std::vector<ChainLink>> chain(const RunId& id) const;
    /// Every visible point of the run's chain: series by name, the older run's points first. false from `each` stops.
    Status forEachPoint(const RunId& id,
                        const std::function<bool(const std::string& series, const series::Point& point)>& each) const;
    /// Up to `limit` visible points of one series of the run's chain that come after the cursor, which moves on. Fewer
    /// only where no more are there now; a run that goes on is read on from the cursor.
    Result<std::vector<series::Point>> pointsAfter(const RunId& id, const std::string& series, SeriesCursor& cursor,
                                                   std::int64_t limit) const;
    Result<std::vector<MetricSummary>> metrics(const RunId& id) const;
    Result<std::vector<RunNote>> notes(const RunId& id) const;

    /// What the run left, by path; of a run that goes on, what lies in its folder now (without hashes).
    Result<std::vector<RunOutputFile>> outputs(const RunId& id) const;
    /// Copies one of them, or all below a folder, to `to`, comparing hashes. `path` with or without "outputs/".
    Result<std::vector<RunOutputFile>> getOutputs(const RunId& id, const std::string& path, const fs::path& to,
                                                  std::stop_token stop) const;

    Status rename(const RunId& id, const std::string& name) const;
    Status setNotes(const RunId& id, const std::string& notes) const;
    Status setTags(const RunId& id, const std::vector<std::string>& tags) const;
    Status setExperiment(const RunId& id, const std::string& experiment) const;

private:
    Result<RunView> complete(RunView view) const;

    Workspace& m_workspace;
};

/// As `run show` prints it; without `definition` as `run list` does.
nlohmann::json toJson(const RunView& view, bool withDefinition);

/// The time left by the pace since `started`; nothing while there is no pace.
std::optional<double> secondsLeft(const RunView& view, double now);

/// The header of `run metrics --csv` and one line of it, both with LF; an absent epoch is empty, NaN is "nan".
std::string metricsCsvHeader();
void appendMetricsCsv(std::string& out, const std::string& series, const series::Point& point);

}  // namespace flambeau::session
