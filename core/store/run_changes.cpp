// SPDX-License-Identifier: GPL-3.0-or-later
// Changing runs. Reading them: runs.cpp.
#include "database.h"
#include "flambeau/base/clock.h"
#include "flambeau/domain/run_definition.h"
#include "flambeau/store/experiments.h"
#include "flambeau/store/runs.h"
#include "rows.h"
#include "series_rows.h"
#include "waiting_points.h"

namespace flambeau::store {

namespace {

Status replaceTags(Database& database, std::int64_t run, const std::vector<std::string>& tags) {
    Query clear(database, "DELETE FROM run_tags WHERE run = ?");
    FLAMBEAU_CHECK(clear.with(run).run());
    for (const std::string& tag : tags) {
        if (tag.empty() || tag.find('\x1f') != std::string::npos)
            return Error{ErrorCode::InvalidArgument, "A tag cannot be empty or hold control characters", {}, {}};
        Query add(database, "INSERT INTO run_tags (run, tag) VALUES (?, ?) ON CONFLICT DO NOTHING");
        FLAMBEAU_CHECK(add.with(run, tag).run());
    }
    return {};
}

/// Updates that set one column to one value.
template <class T>
Status setColumn(Database& database, const RunId& id, std::string_view sql, const T& value) {
    return database.write([&]() -> Status {
        Query query(database, sql);
        return changedOne(database, query.with(value, id.str()), "run", id.str());
    });
}

Status addState(Database& database, std::int64_t run, domain::RunState state, const std::string& reason, double since) {
    Query query(database, "INSERT INTO run_states (run, state, since, reason) VALUES (?, ?, ?, ?)");
    return query.with(run, toString(state), since, reason).run();
}

}  // namespace

NewRun NewRun::from(const domain::RunDefinition& definition) {
    NewRun run;
    run.id = definition.id;
    run.name = definition.name;
    run.experiment = definition.experiment;
    run.compute = definition.compute;
    run.recipe = definition.recipe;
    run.dataset = definition.dataset.name;
    run.datasetVersion = definition.dataset.version;
    run.definition = domain::toJson(definition).dump();
    run.definitionHash = definition.hash();
    if (definition.resumedFrom) {
        run.resumedFrom = RunId(definition.resumedFrom->run);
        run.resumedAtStep = definition.resumedFrom->nextStep;
    }
    run.created = definition.created;
    return run;
}

Status Runs::create(const NewRun& run) const {
    if (!isUuid(run.id.str()))
        return Error{ErrorCode::InvalidArgument, "\"" + run.id.str() + "\" is no run's id", {}, {}};
    Database& database = m_workspace->database();
    return database.write([&]() -> Status {
        FLAMBEAU_CHECK(Experiments(*m_workspace).ensure(run.experiment));
        Query known(database, "SELECT 1 FROM runs WHERE uuid = ?");
        FLAMBEAU_TRY(const bool there, known.with(run.id.str()).next());
        if (there)
            return Error{ErrorCode::AlreadyExists, "The run " + run.id.str() + " is in the workspace already", {}, {}};
        std::int64_t parent = 0;
        if (run.resumedFrom) {
            FLAMBEAU_TRY(parent, runKey(database, *run.resumedFrom));
        }
        const double created = run.created > 0 ? run.created : unixNow();
        Query insert(
            database,
            "INSERT INTO runs (uuid, name, experiment, notes, compute, recipe, dataset, dataset_version, state, "
            "since, definition, definition_hash, resumed_from, resumed_at_step, created) VALUES (?, ?, (SELECT id "
            "FROM experiments WHERE name = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, 0), ?, ?)");
        insert.with(run.id.str(), run.name, run.experiment, run.notes, run.compute, run.recipe, run.dataset,
                    run.datasetVersion, toString(domain::RunState::Preparing), created, run.definition,
                    run.definitionHash, parent, run.resumedAtStep, created);
        FLAMBEAU_CHECK(insert.run());
        const std::int64_t key = database.lastRowId();
        FLAMBEAU_CHECK(replaceTags(database, key, run.tags));
        return addState(database, key, domain::RunState::Preparing, {}, created);
    });
}

Status Runs::rename(const RunId& id, const std::string& name) const {
    if (name.empty())
        return Error{ErrorCode::InvalidArgument, "A run needs a name", {}, {}};
    return setColumn(m_workspace->database(), id, "UPDATE runs SET name = ? WHERE uuid = ?", name);
}

Status Runs::setNotes(const RunId& id, const std::string& notes) const {
    return setColumn(m_workspace->database(), id, "UPDATE runs SET notes = ? WHERE uuid = ?", notes);
}

Status Runs::setTags(const RunId& id, const std::vector<std::string>& tags) const {
    Database& database = m_workspace->database();
    return database.write([&]() -> Status {
        FLAMBEAU_TRY(const std::int64_t key, runKey(database, id));
        return replaceTags(database, key, tags);
    });
}

Status Runs::setExperiment(const RunId& id, const std::string& experiment) const {
    return m_workspace->database().write([&]() -> Status {
        FLAMBEAU_CHECK(Experiments(*m_workspace).ensure(experiment));
        return setColumn(m_workspace->database(), id,
                         "UPDATE runs SET experiment = (SELECT id FROM experiments WHERE name = ?) WHERE uuid = ?",
                         experiment);
    });
}

Result<bool> Runs::setState(const RunId& id, domain::RunState state, const std::string& reason, double since) const {
    Database& database = m_workspace->database();
    const double when = since > 0 ? since : unixNow();
    bool changed = false;
    const auto change = [&]() -> Status {
        Query now(database, "SELECT id, state, reason, started, ended FROM runs WHERE uuid = ?");
        FLAMBEAU_TRY(const bool row, now.with(id.str()).next());
        if (!row)
            return missing("run", id.str());
        const auto old = domain::runStateFromString(now.view(1)).value_or(domain::RunState::Lost);
        const bool correction = old == domain::RunState::Lost && domain::isFinal(state);
        if ((old == state && now.view(2) == reason) || (domain::isFinal(old) && !correction))
            return {};
        const bool starts = state == domain::RunState::Running && now.real(3) == 0;
        const bool ends = domain::isFinal(state) && (now.real(4) == 0 || correction);
        const std::int64_t key = now.integer(0);
        // The same state with another reason goes on since when it began.
        Query update(
            database,
            "UPDATE runs SET since = CASE WHEN state = ?1 THEN since ELSE ?2 END, state = ?1, reason = ?3, started "
            "= CASE WHEN ?4 THEN ?2 ELSE started END, ended = CASE WHEN ?5 THEN ?2 ELSE ended END WHERE id = ?6");
        FLAMBEAU_CHECK(update.with(toString(state), when, reason, starts, ends, key).run());
        changed = true;
        if (domain::isFinal(state))
            FLAMBEAU_CHECK(settlePoints(database, key));
        return addState(database, key, state, reason, when);
    };
    FLAMBEAU_CHECK(database.write(change));
    return changed;
}

Status Runs::completeDefinition(const RunId& id, const std::string& json, const std::string& hash) const {
    Database& database = m_workspace->database();
    return database.write([&]() -> Status {
        FLAMBEAU_CHECK(runKey(database, id));
        Query query(database,
                    "UPDATE runs SET definition = ?, definition_hash = ? WHERE uuid = ? AND state = 'preparing'");
        FLAMBEAU_CHECK(query.with(json, hash, id.str()).run());
        if (database.changes() == 0)
            return Error{ErrorCode::Conflict, "The definition of run " + id.str() + " is settled already", {}, {}};
        return {};
    });
}

Status Runs::setHandle(const RunId& id, const std::string& json) const {
    return setColumn(m_workspace->database(), id, "UPDATE runs SET handle = ? WHERE uuid = ?", json);
}

Status Runs::setProgress(const RunId& id, const RunProgress& progress) const {
    Database& database = m_workspace->database();
    return database.write([&]() -> Status {
        Query query(
            database,
            "UPDATE runs SET progress_time = ?, progress_done = ?, progress_total = ?, progress_what = ? WHERE uuid "
            "= ?");
        query.with(progress.time, progress.done, progress.total, progress.what, id.str());
        return changedOne(database, query, "run", id.str());
    });
}

Status Runs::setUnreachableSince(const RunId& id, double since) const {
    return setColumn(m_workspace->database(), id, "UPDATE runs SET unreachable_since = ? WHERE uuid = ?", since);
}

Status Runs::setOutputs(const RunId& id, const std::vector<RunOutput>& outputs) const {
    Database& database = m_workspace->database();
    return database.write([&]() -> Status {
        FLAMBEAU_TRY(const std::int64_t key, runKey(database, id));
        Query clear(database, "DELETE FROM run_outputs WHERE run = ?");
        FLAMBEAU_CHECK(clear.with(key).run());
        for (const RunOutput& output : outputs) {
            Query known(database, "SELECT 1 FROM artifacts WHERE sha256 = ?");
            FLAMBEAU_TRY(const bool there, known.with(output.sha256).next());
            if (!there)
                return missing("content", output.sha256);
            Query add(database, "INSERT INTO run_outputs (run, path, sha256, bytes) VALUES (?, ?, ?, ?)");
            FLAMBEAU_CHECK(add.with(key, output.path, output.sha256, output.bytes).run());
        }
        Query kept(database, "UPDATE runs SET outputs_kept = 1 WHERE id = ?");
        return kept.with(key).run();
    });
}

Status Runs::moveToTrash(const RunId& id) const {
    return setColumn(m_workspace->database(), id, "UPDATE runs SET trashed = ? WHERE uuid = ?", unixNow());
}

Status Runs::restore(const RunId& id) const {
    return setColumn(m_workspace->database(), id, "UPDATE runs SET trashed = ? WHERE uuid = ?", 0.0);
}

Status Runs::purge(const RunId& id) const {
    Database& database = m_workspace->database();
    return database.write([&]() -> Status {
        FLAMBEAU_TRY(const Run run, get(id));
        if (run.trashed == 0)
            return Error{ErrorCode::Conflict, "The run " + run.name + " is not in the trash", "Remove it first.", {}};
        FLAMBEAU_TRY(const std::vector<RunId> children, resumedBy(id));
        if (!children.empty())
            return Error{ErrorCode::Conflict,
                         "The run " + run.name + " was resumed by " + children.front().str(),
                         "Delete that one first.",
                         {}};
        FLAMBEAU_TRY(const std::int64_t key, runKey(database, id));
        FLAMBEAU_CHECK(removeWaiting(database, key));
        FLAMBEAU_CHECK(removePoints(database, key));
        Query query(database, "DELETE FROM runs WHERE id = ?");
        return query.with(key).run();
    });
}

}  // namespace flambeau::store
