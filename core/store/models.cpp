// SPDX-License-Identifier: GPL-3.0-or-later
// Reading the model registry. Changing it: model_changes.cpp.
#include "flambeau/store/models.h"

#include <algorithm>

#include "database.h"
#include "flambeau/base/strings.h"
#include "rows.h"

namespace flambeau::store {

namespace {

constexpr std::string_view kColumns =
    "SELECT v.id, m.name, v.version, v.description, v.run, v.lineage, v.metrics, v.onnx, v.created, v.trashed, (SELECT "
    "group_concat(alias, char(31)) FROM model_aliases a WHERE a.version = v.id), (SELECT group_concat(tag, char(31)) "
    "FROM "
    "model_tags t WHERE t.version = v.id) FROM model_versions v JOIN models m ON m.id = v.model ";

std::vector<std::string> sortedParts(std::string_view joined) {
    std::vector<std::string> parts;
    if (!joined.empty())
        parts = split(joined, '\x1f');
    std::sort(parts.begin(), parts.end());
    return parts;
}

Status readFiles(Database& database, std::int64_t version, std::vector<ModelFile>& files) {
    Query query(database, "SELECT path, sha256, bytes FROM model_files WHERE version = ? ORDER BY path");
    query.with(version);
    while (true) {
        FLAMBEAU_TRY(const bool row, query.next());
        if (!row)
            return {};
        files.push_back({query.text(0), query.text(1), static_cast<std::uint64_t>(query.integer(2))});
    }
}

Result<std::vector<ModelVersion>> readVersions(Database& database, Query& query) {
    std::vector<ModelVersion> versions;
    while (true) {
        FLAMBEAU_TRY(const bool row, query.next());
        if (!row)
            return versions;
        ModelVersion version;
        version.name = query.text(1);
        version.version = query.small(2);
        version.description = query.text(3);
        if (!query.view(4).empty())
            version.run = RunId(query.text(4));
        version.lineage = query.text(5);
        version.metrics = query.text(6);
        version.onnx = query.text(7);
        version.created = query.real(8);
        version.trashed = query.real(9);
        version.aliases = sortedParts(query.view(10));
        version.tags = sortedParts(query.view(11));
        FLAMBEAU_CHECK(readFiles(database, query.integer(0), version.files));
        versions.push_back(std::move(version));
    }
}

}  // namespace

Result<std::vector<Model>> Models::list() const {
    Query query(
        m_workspace->database(),
        "SELECT m.name, m.description, max(v.version), count(v.id), m.created FROM models m JOIN model_versions v "
        "ON v.model = m.id AND v.trashed = 0 GROUP BY m.id ORDER BY m.name");
    std::vector<Model> models;
    while (true) {
        FLAMBEAU_TRY(const bool row, query.next());
        if (!row)
            return models;
        models.push_back({query.text(0), query.text(1), query.small(2), query.integer(3), query.real(4)});
    }
}

Result<std::vector<ModelVersion>> Models::versions(const std::string& name, bool trashed) const {
    Database& database = m_workspace->database();
    Query known(database, "SELECT 1 FROM models WHERE name = ?");
    FLAMBEAU_TRY(const bool there, known.with(name).next());
    if (!there)
        return missing("model", name);
    Query query(database, std::string(kColumns) + "WHERE m.name = ? AND (v.trashed <> 0) = ? ORDER BY v.version DESC");
    return readVersions(database, query.with(name, trashed));
}

Result<std::vector<ModelVersion>> Models::trash() const {
    Database& database = m_workspace->database();
    Query query(database, std::string(kColumns) + "WHERE v.trashed <> 0 ORDER BY m.name, v.version DESC");
    return readVersions(database, query);
}

Result<ModelVersion> Models::get(const std::string& name, int version) const {
    Database& database = m_workspace->database();
    Query query(database, std::string(kColumns) +
                              "WHERE m.name = ?1 AND (v.version = ?2 OR (?2 = 0 AND v.trashed = 0)) ORDER BY "
                              "v.version DESC LIMIT 1");
    FLAMBEAU_TRY(std::vector<ModelVersion> versions, readVersions(database, query.with(name, version)));
    if (versions.empty())
        return missing("model", version == 0 ? name : name + "@" + std::to_string(version));
    return std::move(versions.front());
}

Result<ModelVersion> Models::resolve(const std::string& reference) const {
    const std::size_t at = reference.find('@');
    const std::string name = reference.substr(0, at);
    if (at == std::string::npos)
        return get(name);
    const std::string which = reference.substr(at + 1);
    if (const auto number = parseInt(which); number && *number > 0 && *number < 1'000'000'000)
        return get(name, static_cast<int>(*number));
    Query query(
        m_workspace->database(),
        "SELECT v.version FROM model_aliases a JOIN model_versions v ON v.id = a.version JOIN models m ON m.id = "
        "a.model WHERE m.name = ? AND a.alias = ?");
    FLAMBEAU_TRY(const bool row, query.with(name, which).next());
    if (!row)
        return missing("model", reference);
    return get(name, query.small(0));
}

Result<std::vector<ModelVersion>> Models::ofRun(const RunId& run) const {
    Database& database = m_workspace->database();
    Query query(database, std::string(kColumns) + "WHERE v.run = ? AND v.trashed = 0 ORDER BY m.name, v.version DESC");
    return readVersions(database, query.with(run.str()));
}

}  // namespace flambeau::store
