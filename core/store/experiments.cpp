// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/store/experiments.h"

#include "database.h"
#include "flambeau/base/clock.h"
#include "flambeau/base/strings.h"
#include "rows.h"

namespace flambeau::store {

Result<std::vector<Experiment>> Experiments::list() const {
    Query query(
        m_workspace->database(),
        "SELECT e.name, e.notes, e.created, count(r.id), coalesce(max(r.created), 0) FROM experiments e LEFT JOIN "
        "runs r ON r.experiment = e.id AND r.trashed = 0 GROUP BY e.id ORDER BY e.name");
    std::vector<Experiment> list;
    while (true) {
        FLAMBEAU_TRY(const bool row, query.next());
        if (!row)
            return list;
        list.push_back({query.text(0), query.text(1), query.real(2), query.integer(3), query.real(4)});
    }
}

Status Experiments::ensure(const std::string& name) const {
    if (!isValidName(name))
        return badName("experiment", name);
    Database& database = m_workspace->database();
    return database.write([&]() -> Status {
        Query query(database, "INSERT INTO experiments (name, created) VALUES (?, ?) ON CONFLICT DO NOTHING");
        return query.with(name, unixNow()).run();
    });
}

Status Experiments::setNotes(const std::string& name, const std::string& notes) const {
    Database& database = m_workspace->database();
    return database.write([&]() -> Status {
        Query query(database, "UPDATE experiments SET notes = ? WHERE name = ?");
        return changedOne(database, query.with(notes, name), "experiment", name);
    });
}

Status Experiments::rename(const std::string& from, const std::string& to) const {
    if (!isValidName(to))
        return badName("experiment", to);
    Database& database = m_workspace->database();
    return database.write([&]() -> Status {
        Query taken(database, "SELECT 1 FROM experiments WHERE name = ?");
        FLAMBEAU_TRY(const bool there, taken.with(to).next());
        if (there && from != to)
            return Error{
                ErrorCode::AlreadyExists, "There is an experiment " + to + " already", "Choose another name.", {}};
        Query query(database, "UPDATE experiments SET name = ? WHERE name = ?");
        return changedOne(database, query.with(to, from), "experiment", from);
    });
}

Status Experiments::remove(const std::string& name) const {
    Database& database = m_workspace->database();
    return database.write([&]() -> Status {
        Query runs(database, "SELECT count(*) FROM runs r JOIN experiments e ON e.id = r.experiment WHERE e.name = ?");
        FLAMBEAU_TRY(const std::int64_t count, queryInteger(runs.with(name)));
        if (count > 0)
            return Error{
                ErrorCode::Conflict,
                "The experiment " + name + " still holds " + std::to_string(count) + " runs, the trash included",
                "Move or remove them first.",
                {}};
        Query query(database, "DELETE FROM experiments WHERE name = ?");
        return changedOne(database, query.with(name), "experiment", name);
    });
}

}  // namespace flambeau::store
