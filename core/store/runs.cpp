// SPDX-License-Identifier: GPL-3.0-or-later
// Reading runs. Changing them: run_changes.cpp.
#include "flambeau/store/runs.h"

#include <algorithm>
#include <functional>
#include <variant>

#include "database.h"
#include "flambeau/base/strings.h"
#include "rows.h"

namespace flambeau::store {

namespace {

constexpr std::string_view kColumns =
    "SELECT r.id, r.uuid, r.name, e.name, r.notes, r.compute, r.recipe, r.dataset, r.dataset_version, r.state, "
    "r.since, "
    "r.reason, r.definition, r.definition_hash, r.handle, p.uuid, r.resumed_at_step, r.created, r.started, r.ended, "
    "r.trashed, r.unreachable_since, r.outputs_kept, r.progress_time, r.progress_done, r.progress_total, "
    "r.progress_what, r.bad_lines, (SELECT group_concat(tag, char(31)) FROM run_tags t WHERE t.run = r.id) FROM runs r "
    "JOIN experiments e ON e.id = r.experiment LEFT JOIN runs p ON p.id = r.resumed_from ";

Run readRun(const Query& query) {
    Run run;
    run.id = RunId(query.text(1));
    run.name = query.text(2);
    run.experiment = query.text(3);
    run.notes = query.text(4);
    run.compute = query.text(5);
    run.recipe = query.text(6);
    run.dataset = query.text(7);
    run.datasetVersion = query.small(8);
    run.state = domain::runStateFromString(query.view(9)).value_or(domain::RunState::Lost);
    run.since = query.real(10);
    run.reason = query.text(11);
    run.definition = query.text(12);
    run.definitionHash = query.text(13);
    run.handle = query.text(14);
    if (!query.isNull(15))
        run.resumedFrom = RunId(query.text(15));
    run.resumedAtStep = query.integer(16);
    run.created = query.real(17);
    run.started = query.real(18);
    run.ended = query.real(19);
    run.trashed = query.real(20);
    run.unreachableSince = query.real(21);
    run.outputsKept = query.integer(22) != 0;
    run.progress = RunProgress{query.real(23), query.integer(24), query.integer(25), query.text(26)};
    run.badLines = query.integer(27);
    if (!query.isNull(28))
        run.tags = split(query.view(28), '\x1f');
    std::sort(run.tags.begin(), run.tags.end());
    return run;
}

Result<std::vector<Run>> readRuns(Query& query) {
    std::vector<Run> runs;
    while (true) {
        FLAMBEAU_TRY(const bool row, query.next());
        if (!row)
            return runs;
        runs.push_back(readRun(query));
    }
}

/// The conditions of a filter, and what is bound to them in order.
struct Conditions {
    std::string sql;
    std::vector<std::string> values;

    explicit Conditions(const RunFilter& filter)
        : sql(filter.trashed ? "WHERE r.trashed <> 0" : "WHERE r.trashed = 0") {
        add("e.name = ?", filter.experiment);
        add("r.dataset = ?", filter.dataset);
        add("r.recipe = ?", filter.recipe);
        add("EXISTS (SELECT 1 FROM run_tags t WHERE t.run = r.id AND t.tag = ?)", filter.tag);
        if (!filter.text.empty()) {
            sql +=
                " AND (instr(lower(r.name || char(10) || r.notes), ?) > 0 OR substr(r.uuid, 1, length(?)) = ? OR "
                "EXISTS (SELECT 1 FROM run_tags t WHERE t.run = r.id AND instr(lower(t.tag), ?) > 0))";
            values.insert(values.end(), 4, toLowerAscii(filter.text));
        }
        if (!filter.states.empty()) {
            sql += " AND r.state IN (";
            for (const domain::RunState state : filter.states) {
                sql += values.empty() || sql.back() == '(' ? "?" : ", ?";
                values.emplace_back(toString(state));
            }
            sql += ")";
        }
    }

private:
    void add(const std::string& condition, const std::string& value) {
        if (value.empty())
            return;
        sql += " AND " + condition;
        values.push_back(value);
    }
};

}  // namespace

Result<Run> Runs::get(const RunId& id) const {
    Query query(m_workspace->database(), std::string(kColumns) + "WHERE r.uuid = ?");
    FLAMBEAU_TRY(const bool row, query.with(id.str()).next());
    if (!row)
        return missing("run", id.str());
    return readRun(query);
}

Result<RunId> Runs::resolve(const std::string& text) const {
    if (text.empty())
        return Error{ErrorCode::InvalidArgument, "No run was named", "Give a run's id or the beginning of it.", {}};
    Query query(
        m_workspace->database(),
        "SELECT uuid, name FROM runs WHERE substr(uuid, 1, length(?1)) = ?1 ORDER BY trashed <> 0, created DESC, id "
        "DESC LIMIT 12");
    const std::string prefix = toLowerAscii(text);  // bound without a copy: it must live as long as the query
    query.with(prefix);
    std::vector<std::string> found, lines;
    while (true) {
        FLAMBEAU_TRY(const bool row, query.next());
        if (!row)
            break;
        found.push_back(query.text(0));
        lines.push_back(query.text(0) + " " + query.text(1));
    }
    if (found.size() == 1)
        return RunId(found.front());
    if (found.size() > 1)
        return Error{ErrorCode::Conflict,
                     "\"" + text + "\" is the beginning of more than one run's id",
                     "Give more of the id: " + join(lines, ", "),
                     {}};
    Query byName(m_workspace->database(),
                 "SELECT uuid, trashed <> 0 FROM runs WHERE name = ? ORDER BY trashed <> 0, created DESC, id DESC LIMIT 2");
    FLAMBEAU_TRY(const bool named, byName.with(text).next());
    if (!named)
        return missing("run", text);
    const std::string id = byName.text(0);
    const bool trashed = byName.integer(1) != 0;
    FLAMBEAU_TRY(const bool another, byName.next());
    // One that is not in the trash goes before any number that are.
    if (another && (byName.integer(1) != 0) == trashed)
        return Error{ErrorCode::Conflict, "More than one run is called \"" + text + "\"",
                     "Give the beginning of an id: " + id.substr(0, 8) + ", " + byName.text(0).substr(0, 8) + ", …", {}};
    return RunId(id);
}

Result<std::vector<Run>> Runs::list(const RunFilter& filter) const {
    const Conditions conditions(filter);
    Query query(m_workspace->database(),
                std::string(kColumns) + conditions.sql + " ORDER BY r.created DESC, r.id DESC LIMIT ? OFFSET ?");
    for (const std::string& value : conditions.values)
        query.bind(value);
    query.with(filter.limit, filter.offset);
    return readRuns(query);
}

Result<std::int64_t> Runs::count(const RunFilter& filter) const {
    const Conditions conditions(filter);
    Query query(m_workspace->database(),
                "SELECT count(*) FROM runs r JOIN experiments e ON e.id = r.experiment " + conditions.sql);
    for (const std::string& value : conditions.values)
        query.bind(value);
    return queryInteger(query);
}

Result<std::vector<RunStamp>> Runs::stamps() const {
    Query query(m_workspace->database(),
                "SELECT r.uuid, r.name, r.experiment, r.notes, r.state, r.since, r.reason, r.started, r.ended, r.trashed, "
                "r.unreachable_since, r.outputs_kept, r.progress_time, r.progress_done, r.progress_total, "
                "(SELECT group_concat(tag, char(31)) FROM run_tags t WHERE t.run = r.id) FROM runs r "
                "ORDER BY r.created DESC, r.id DESC");
    constexpr int columns = 16;
    std::vector<RunStamp> stamps;
    while (true) {
        FLAMBEAU_TRY(const bool row, query.next());
        if (!row)
            return stamps;
        std::uint64_t stamp = 0;
        for (int column = 1; column < columns; ++column)
            stamp = (stamp ^ std::hash<std::string_view>()(query.view(column))) * 0x9E3779B97F4A7C15u + 1;
        stamps.push_back({RunId(query.text(0)), stamp});
    }
}

Result<std::vector<Run>> Runs::unfinished() const {
    Query query(m_workspace->database(),
                std::string(kColumns) +
                    "WHERE r.state IN ('preparing', 'queued', 'running', 'finalizing') ORDER BY "
                    "r.created, r.id");
    return readRuns(query);
}

Result<std::vector<RunId>> Runs::unfinishedOn(const std::string& compute) const {
    // The words of the state are those of the index that is there for this.
    Query query(m_workspace->database(),
                "SELECT uuid FROM runs WHERE compute = ? AND state IN ('preparing', 'queued', 'running', 'finalizing') "
                "ORDER BY created, id");
    query.with(compute);
    std::vector<RunId> runs;
    while (true) {
        FLAMBEAU_TRY(const bool row, query.next());
        if (!row)
            return runs;
        runs.emplace_back(query.text(0));
    }
}

Result<std::vector<std::string>> Runs::names() const {
    Query query(m_workspace->database(), "SELECT DISTINCT name FROM runs ORDER BY name");
    std::vector<std::string> names;
    while (true) {
        FLAMBEAU_TRY(const bool row, query.next());
        if (!row)
            return names;
        names.push_back(query.text(0));
    }
}

Result<std::vector<Run>> Runs::chain(const RunId& id) const {
    std::vector<Run> runs;
    const auto climb = [&]() -> Status {
        FLAMBEAU_TRY(Run run, get(id));
        runs.push_back(std::move(run));
        while (runs.back().resumedFrom) {
            const RunId parent = *runs.back().resumedFrom;
            FLAMBEAU_TRY(Run next, get(parent));
            runs.push_back(std::move(next));
        }
        return {};
    };
    FLAMBEAU_CHECK(m_workspace->database().read(climb));
    std::reverse(runs.begin(), runs.end());
    return runs;
}

Result<std::vector<RunId>> Runs::resumedBy(const RunId& id) const {
    Query query(
        m_workspace->database(),
        "SELECT r.uuid FROM runs r JOIN runs p ON p.id = r.resumed_from WHERE p.uuid = ? ORDER BY r.created, r.id");
    query.with(id.str());
    std::vector<RunId> runs;
    while (true) {
        FLAMBEAU_TRY(const bool row, query.next());
        if (!row)
            return runs;
        runs.emplace_back(query.text(0));
    }
}

Result<std::vector<StateChange>> Runs::history(const RunId& id) const {
    Query query(
        m_workspace->database(),
        "SELECT s.state, s.since, s.reason FROM run_states s JOIN runs r ON r.id = s.run WHERE r.uuid = ? ORDER BY "
        "s.id");
    query.with(id.str());
    std::vector<StateChange> changes;
    while (true) {
        FLAMBEAU_TRY(const bool row, query.next());
        if (!row)
            break;
        changes.push_back(
            {domain::runStateFromString(query.view(0)).value_or(domain::RunState::Lost), query.real(1), query.text(2)});
    }
    if (changes.empty())
        return missing("run", id.str());
    return changes;
}

Result<std::vector<RunOutput>> Runs::outputs(const RunId& id) const {
    FLAMBEAU_TRY(const std::int64_t key, runKey(m_workspace->database(), id));
    Query query(m_workspace->database(), "SELECT path, bytes, sha256 FROM run_outputs WHERE run = ? ORDER BY path");
    query.with(key);
    std::vector<RunOutput> outputs;
    while (true) {
        FLAMBEAU_TRY(const bool row, query.next());
        if (!row)
            return outputs;
        outputs.push_back({query.text(0), static_cast<std::uint64_t>(query.integer(1)), query.text(2)});
    }
}

}  // namespace flambeau::store
