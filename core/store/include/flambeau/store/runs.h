// SPDX-License-Identifier: GPL-3.0-or-later
// Runs: what the store knows of each. JSON is kept as text, exactly as given. Threads and errors: see workspace.h,
// whose Workspace must outlive this object. NotFound where a function names a run that is not there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "flambeau/base/id.h"
#include "flambeau/domain/run_state.h"
#include "flambeau/store/workspace.h"

namespace flambeau::domain {
struct RunDefinition;
}

namespace flambeau::store {

/// A run, and a number that is another one as soon as anything else is recorded of it (its points apart).
struct RunStamp {
    RunId id;
    std::uint64_t stamp = 0;
};

/// What a run starts with.
struct NewRun {
    RunId id;
    std::string name;
    std::string experiment;  ///< made where it is not there
    std::string notes;
    std::vector<std::string> tags;
    std::string compute;  ///< "local"
    std::string recipe;
    std::string dataset;  ///< its name; empty: none
    int datasetVersion = 0;
    std::string definition;  ///< JSON
    std::string definitionHash;
    std::optional<RunId> resumedFrom;
    std::int64_t resumedAtStep = 0;  ///< the first step of this run; its parent's later points are hidden
    double created = 0;              ///< 0: now

    static NewRun from(const domain::RunDefinition& definition);
};

/// The last progress that the run told.
struct RunProgress {
    double time = 0;  ///< 0: none yet
    std::int64_t done = 0, total = 0;
    std::string what;
};

struct Run {
    RunId id;
    std::string name, experiment, notes;
    std::vector<std::string> tags;  ///< sorted
    std::string compute, recipe, dataset;
    int datasetVersion = 0;
    domain::RunState state = domain::RunState::Preparing;
    double since = 0;  ///< when the state began
    std::string reason;
    std::string definition, definitionHash;
    std::string handle;  ///< JSON; empty: not launched yet
    std::optional<RunId> resumedFrom;
    std::int64_t resumedAtStep = 0;
    double created = 0;
    double started = 0, ended = 0;  ///< first Running, first final state; 0: not yet
    double trashed = 0;             ///< when it went to the trash; 0: it is not there
    double unreachableSince = 0;    ///< 0: the host was reached last time
    bool outputsKept = false;       ///< its outputs are in the artifact store
    RunProgress progress;
    std::int64_t badLines = 0;  ///< lines of its streams that could not be parsed
};

struct StateChange {
    domain::RunState state = domain::RunState::Preparing;
    double since = 0;
    std::string reason;
};

struct RunFilter {
    std::string experiment, dataset, recipe, tag;  ///< empty: any
    std::string text;                              ///< in name, notes, tags or the id's beginning; whatever the case
    std::vector<domain::RunState> states;          ///< empty: any
    bool trashed = false;                          ///< list the trash instead
    std::int64_t limit = -1, offset = 0;           ///< -1: all
};

/// A file that a run left: a row of its manifest.
struct RunOutput {
    std::string path;  ///< relative to the run's folder, with '/': "outputs/best.safetensors"
    std::uint64_t bytes = 0;
    std::string sha256;
};

class Runs {
public:
    explicit Runs(const Workspace& workspace) : m_workspace(&workspace) {}

    /// The run in state Preparing. AlreadyExists where the id is known.
    Status create(const NewRun& run) const;
    Result<Run> get(const RunId& id) const;
    /// The run whose id begins so, or, where no id does, whose name it is (the newest). NotFound; Conflict naming the
    /// candidates where several ids fit.
    Result<RunId> resolve(const std::string& text) const;
    /// Newest first.
    Result<std::vector<Run>> list(const RunFilter& filter = {}) const;
    Result<std::int64_t> count(const RunFilter& filter = {}) const;
    /// Every run, those in the trash included, newest first; cheap enough to be asked every second for 10,000 runs.
    Result<std::vector<RunStamp>> stamps() const;
    /// Runs that are not in a final state, oldest first: what is attached again on start.
    Result<std::vector<Run>> unfinished() const;
    /// Those of one compute target; cheap enough for each to be asked every second.
    Result<std::vector<RunId>> unfinishedOn(const std::string& compute) const;
    /// Every name in use, for the next free one.
    Result<std::vector<std::string>> names() const;
    /// The runs that `id` continues, the first one first, `id` itself last.
    Result<std::vector<Run>> chain(const RunId& id) const;
    /// Runs that were resumed directly from it.
    Result<std::vector<RunId>> resumedBy(const RunId& id) const;

    Status rename(const RunId& id, const std::string& name) const;
    Status setNotes(const RunId& id, const std::string& notes) const;
    Status setTags(const RunId& id, const std::vector<std::string>& tags) const;
    Status setExperiment(const RunId& id, const std::string& experiment) const;

    /// Records a state. False, and nothing changed, where the run is in it with that reason already, or in a final
    /// state; only Lost may still become another final state (the exit was found after all). `since` 0: now.
    Result<bool> setState(const RunId& id, domain::RunState state, const std::string& reason, double since = 0) const;
    /// Oldest first.
    Result<std::vector<StateChange>> history(const RunId& id) const;

    /// What only preparing could tell (the engine that was made on the host). Conflict once the run is beyond it.
    Status completeDefinition(const RunId& id, const std::string& json, const std::string& hash) const;
    Status setHandle(const RunId& id, const std::string& json) const;
    Status setProgress(const RunId& id, const RunProgress& progress) const;
    Status setUnreachableSince(const RunId& id, double since) const;

    /// Replaces the list of what the run left, and marks it as kept. Each hash must be in the artifact store.
    Status setOutputs(const RunId& id, const std::vector<RunOutput>& outputs) const;
    /// By path.
    Result<std::vector<RunOutput>> outputs(const RunId& id) const;

    Status moveToTrash(const RunId& id) const;
    Status restore(const RunId& id) const;
    /// Deletes a run that is in the trash, with its points; Conflict where it is not there or others resumed from it.
    /// Its folder under local/ is the caller's.
    Status purge(const RunId& id) const;

private:
    const Workspace* m_workspace;
};

}  // namespace flambeau::store
