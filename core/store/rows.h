// SPDX-License-Identifier: GPL-3.0-or-later
// What the repositories share. Private to core/store; on the connection's thread.
#pragma once

#include <string>

#include "database.h"
#include "flambeau/base/id.h"

namespace flambeau::store {

inline Error missing(const std::string& kind, const std::string& name) {
    return Error{ErrorCode::NotFound,
                 "There is no " + kind + " " + name + " in this workspace",
                 "List them to see which there are.",
                 {}};
}

inline Error badName(const std::string& kind, const std::string& name) {
    return Error{ErrorCode::InvalidArgument,
                 "\"" + name + "\" cannot be the name of a " + kind,
                 "Use 1 to 100 letters, digits, '.', '_' and '-', and begin with none of '.' and '-'.",
                 {}};
}

/// Runs a statement that must find its row.
inline Status changedOne(Database& database, Query& query, const std::string& kind, const std::string& name) {
    FLAMBEAU_CHECK(query.run());
    if (database.changes() == 0)
        return missing(kind, name);
    return {};
}

/// The run's row id.
inline Result<std::int64_t> runKey(Database& database, const RunId& id) {
    Query query(database, "SELECT id FROM runs WHERE uuid = ?");
    FLAMBEAU_TRY(const bool row, query.with(id.str()).next());
    if (!row)
        return missing("run", id.str());
    return query.integer(0);
}

}  // namespace flambeau::store
