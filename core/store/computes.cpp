// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/store/computes.h"

#include "database.h"
#include "flambeau/base/clock.h"
#include "flambeau/base/strings.h"
#include "flambeau/domain/this_machine.h"
#include "rows.h"

namespace flambeau::store {
namespace {

constexpr std::string_view kColumns = "SELECT name, definition, added, tested, facts FROM computes ";

ComputeRecord recordOf(const Query& query) {
    return {query.text(0), query.text(1), query.real(2), query.real(3), query.text(4)};
}

}  // namespace

Result<std::vector<ComputeRecord>> Computes::list() const {
    Query query(m_workspace->database(), std::string(kColumns) + "ORDER BY name");
    std::vector<ComputeRecord> list;
    while (true) {
        FLAMBEAU_TRY(const bool row, query.next());
        if (!row)
            return list;
        list.push_back(recordOf(query));
    }
}

Result<ComputeRecord> Computes::get(const std::string& name) const {
    Query query(m_workspace->database(), std::string(kColumns) + "WHERE name = ?");
    FLAMBEAU_TRY(const bool row, query.with(name).next());
    if (!row)
        return missing("compute target", name);
    return recordOf(query);
}

Status Computes::mayAdd(const std::string& name) const {
    if (!isValidName(name))
        return badName("compute target", name);
    if (domain::isThisMachine(name))
        return Error{ErrorCode::InvalidArgument, "\"local\" is this machine", "Choose another name.", {}};
    Query taken(m_workspace->database(), "SELECT 1 FROM computes WHERE name = ?");
    FLAMBEAU_TRY(const bool there, taken.with(name).next());
    if (there)
        return Error{ErrorCode::AlreadyExists,
                     "There is a compute target " + name + " already",
                     "Choose another name, or remove that one first.",
                     {}};
    return {};
}

Status Computes::add(const std::string& name, const std::string& definitionJson, const std::string& factsJson) const {
    const double now = unixNow();
    return restore({name, definitionJson, now, factsJson.empty() ? 0.0 : now, factsJson});
}

Status Computes::restore(const ComputeRecord& record) const {
    Database& database = m_workspace->database();
    return database.write([&]() -> Status {
        FLAMBEAU_CHECK(mayAdd(record.name));
        Query query(database, "INSERT INTO computes (name, definition, added, tested, facts) VALUES (?, ?, ?, ?, ?)");
        return query.with(record.name, record.definition, record.added, record.tested, record.facts).run();
    });
}

Status Computes::setDefinition(const std::string& name, const std::string& definitionJson) const {
    Database& database = m_workspace->database();
    return database.write([&]() -> Status {
        Query query(database, "UPDATE computes SET definition = ? WHERE name = ?");
        return changedOne(database, query.with(definitionJson, name), "compute target", name);
    });
}

Status Computes::setFacts(const std::string& name, const std::string& factsJson) const {
    Database& database = m_workspace->database();
    return database.write([&]() -> Status {
        Query query(database, "UPDATE computes SET tested = ?, facts = ? WHERE name = ?");
        return changedOne(database, query.with(unixNow(), factsJson, name), "compute target", name);
    });
}

Status Computes::remove(const std::string& name) const {
    Database& database = m_workspace->database();
    return database.write([&]() -> Status {
        Query query(database, "DELETE FROM computes WHERE name = ?");
        return changedOne(database, query.with(name), "compute target", name);
    });
}

}  // namespace flambeau::store
