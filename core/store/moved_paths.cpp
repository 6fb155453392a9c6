// SPDX-License-Identifier: GPL-3.0-or-later
#include "moved_paths.h"

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <vector>

#include "flambeau/base/strings.h"

namespace flambeau::store {

namespace {

/// A move of everything below one folder.
struct Shift {
    const std::string& from;
    const std::string& to;

    /// Only whole path components count.
    std::string operator()(const std::string& text) const {
        if (text == from)
            return to;
        return startsWith(text, from + "/") ? to + text.substr(from.size()) : text;
    }
};

/// Whether one of these members of the object is a text that the move changes; it is changed.
bool shiftMembers(nlohmann::json& object, std::initializer_list<const char*> keys, const Shift& shift) {
    bool changed = false;
    if (!object.is_object())
        return false;
    for (const char* key : keys) {
        const auto found = object.find(key);
        if (found == object.end() || !found->is_string())
            continue;
        const std::string before = found->get<std::string>(), after = shift(before);
        changed = changed || after != before;
        *found = after;
    }
    return changed;
}

std::string dumped(const nlohmann::json& json) {
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// A column of JSON objects with paths in them: `select` gives key and text, `update` takes text and key.
Status shiftColumn(Database& database, std::string_view select, std::string_view update,
                   std::initializer_list<const char*> keys, const Shift& shift) {
    std::vector<std::pair<std::string, std::string>> changed;  // text, key
    Query query(database, select);
    while (true) {
        FLAMBEAU_TRY(const bool row, query.next());
        if (!row)
            break;
        auto json = nlohmann::json::parse(query.view(1), nullptr, false);
        if (shiftMembers(json, keys, shift))
            changed.emplace_back(dumped(json), query.text(0));
    }
    for (const auto& [text, key] : changed) {
        Query change(database, update);
        FLAMBEAU_CHECK(change.with(text, key).run());
    }
    return {};
}

/// Datasets that were unpacked into the workspace: a manifest is megabytes, so only those that need it are parsed.
Status shiftDatasets(Database& database, const Shift& shift) {
    struct Row {
        std::int64_t id;
        std::string root, source, manifest;
    };
    std::vector<Row> rows;
    {
        Query query(database, "SELECT id, root, source, manifest FROM dataset_versions");
        while (true) {
            FLAMBEAU_TRY(const bool row, query.next());
            if (!row)
                break;
            if (shift(query.text(1)) != query.view(1) || shift(query.text(2)) != query.view(2))
                rows.push_back({query.integer(0), query.text(1), query.text(2), query.text(3)});
        }
    }
    for (Row& row : rows) {
        nlohmann::json manifest = nlohmann::json::parse(row.manifest, nullptr, false);
        if (shiftMembers(manifest, {"root", "source"}, shift))
            row.manifest = dumped(manifest);
        Query update(database, "UPDATE dataset_versions SET root = ?, source = ?, manifest = ? WHERE id = ?");
        FLAMBEAU_CHECK(update.with(shift(row.root), shift(row.source), row.manifest, row.id).run());
    }
    Query cache(database,
                "UPDATE OR REPLACE dataset_files SET path = ?1 || substr(path, length(?2) + 1) WHERE substr(path, 1, "
                "length(?2) + 1) = ?2 || '/'");
    FLAMBEAU_CHECK(cache.with(shift.to, shift.from).run());
    return shiftColumn(database, "SELECT key, value FROM settings WHERE substr(key, 1, 8) = 'dataset/'",
                       "UPDATE settings SET value = ? WHERE key = ?", {"source", "csv"}, shift);
}

Status rememberPlace(Database& database, const std::string& folder) {
    Query query(database, "INSERT OR REPLACE INTO place (id, folder) VALUES (1, ?)");
    return query.with(folder).run();
}

/// Empty: none is remembered yet.
Result<std::string> rememberedPlace(Database& database) {
    Query query(database, "SELECT folder FROM place");
    FLAMBEAU_TRY(const bool row, query.next());
    return row ? query.text(0) : std::string();
}

bool holdsWorkspace(const std::string& folder) {
    std::error_code failed;
    const bool there = fs::exists(fs::path(folder) / "workspace.db", failed);
    return there || failed;  // what cannot be looked at may be there
}

}  // namespace

Status movePaths(Database& database, const std::string& from, const std::string& to) {
    const Shift shift{from, to};
    FLAMBEAU_CHECK(shiftDatasets(database, shift));
    FLAMBEAU_CHECK(shiftColumn(database, "SELECT id, lineage FROM model_versions",
                               "UPDATE model_versions SET lineage = ? WHERE id = ?", {"source", "data_root"}, shift));
    FLAMBEAU_CHECK(shiftColumn(database, "SELECT id, handle FROM runs WHERE handle <> ''",
                               "UPDATE runs SET handle = ? WHERE id = ?", {"host_folder"}, shift));
    return rememberPlace(database, to);
}

Status settlePlace(Database& database, const fs::path& folder) {
    const std::string now = folder.string();
    FLAMBEAU_TRY(const std::string known, rememberedPlace(database));
    if (known == now || (!known.empty() && holdsWorkspace(known)))
        return {};
    return database.write([&]() -> Status {
        FLAMBEAU_TRY(const std::string before, rememberedPlace(database));
        if (before.empty())
            return rememberPlace(database, now);
        return before == now ? Status() : movePaths(database, before, now);
    });
}

}  // namespace flambeau::store
