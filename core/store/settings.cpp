// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/store/settings.h"

#include "database.h"
#include "flambeau/base/clock.h"
#include "rows.h"

namespace flambeau::store {

Result<std::optional<std::string>> Settings::get(const std::string& key) const {
    Query query(m_workspace->database(), "SELECT value FROM settings WHERE key = ?");
    FLAMBEAU_TRY(const bool row, query.with(key).next());
    return row ? std::optional<std::string>(query.text(0)) : std::nullopt;
}

Result<std::map<std::string, std::string>> Settings::all() const {
    Query query(m_workspace->database(), "SELECT key, value FROM settings");
    std::map<std::string, std::string> settings;
    while (true) {
        FLAMBEAU_TRY(const bool row, query.next());
        if (!row)
            return settings;
        settings.emplace(query.text(0), query.text(1));
    }
}

Status Settings::set(const std::string& key, const std::string& value) const {
    Database& database = m_workspace->database();
    return database.write([&]() -> Status {
        Query query(database,
                    "INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value");
        return query.with(key, value).run();
    });
}

Status Settings::remove(const std::string& key) const {
    Database& database = m_workspace->database();
    return database.write([&]() -> Status {
        Query query(database, "DELETE FROM settings WHERE key = ?");
        return query.with(key).run();
    });
}

Status Engines::put(const std::string& key, const std::string& infoJson, double seen) const {
    Database& database = m_workspace->database();
    const double when = seen > 0 ? seen : unixNow();
    return database.write([&]() -> Status {
        Query query(
            database,
            "INSERT INTO engines (key, info, first_seen, last_seen) VALUES (?1, ?2, ?3, ?3) ON CONFLICT DO UPDATE "
            "SET info = excluded.info, last_seen = excluded.last_seen");
        return query.with(key, infoJson, when).run();
    });
}

Result<EngineRecord> Engines::get(const std::string& key) const {
    Query query(m_workspace->database(), "SELECT key, info, first_seen, last_seen FROM engines WHERE key = ?");
    FLAMBEAU_TRY(const bool row, query.with(key).next());
    if (!row)
        return missing("engine", key);
    return EngineRecord{query.text(0), query.text(1), query.real(2), query.real(3)};
}

Result<std::vector<EngineRecord>> Engines::list() const {
    Query query(m_workspace->database(),
                "SELECT key, info, first_seen, last_seen FROM engines ORDER BY last_seen DESC, key");
    std::vector<EngineRecord> engines;
    while (true) {
        FLAMBEAU_TRY(const bool row, query.next());
        if (!row)
            return engines;
        engines.push_back({query.text(0), query.text(1), query.real(2), query.real(3)});
    }
}

}  // namespace flambeau::store
