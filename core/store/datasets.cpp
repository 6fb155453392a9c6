// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/store/datasets.h"

#include "database.h"
#include "flambeau/base/clock.h"
#include "flambeau/base/strings.h"
#include "rows.h"

namespace flambeau::store {

namespace {

constexpr std::string_view kColumns =
    "SELECT d.name, v.version, v.fingerprint, v.root, v.source, v.files, v.bytes, v.imported, v.trashed FROM "
    "dataset_versions v JOIN datasets d ON d.id = v.dataset ";

DatasetVersion readVersion(const Query& query) {
    return {.name = query.text(0),
            .version = query.small(1),
            .fingerprint = query.text(2),
            .root = query.text(3),
            .source = query.text(4),
            .files = query.integer(5),
            .bytes = static_cast<std::uint64_t>(query.integer(6)),
            .imported = query.real(7),
            .trashed = query.real(8)};
}

Result<std::vector<DatasetVersion>> readVersions(Query& query) {
    std::vector<DatasetVersion> versions;
    while (true) {
        FLAMBEAU_TRY(const bool row, query.next());
        if (!row)
            return versions;
        versions.push_back(readVersion(query));
    }
}

std::string label(const std::string& name, int version) {
    return version == 0 ? name : name + "@" + std::to_string(version);
}

constexpr std::string_view kOfName = "WHERE dataset = (SELECT id FROM datasets WHERE name = ?2) AND ?3 IN (0, version)";

}  // namespace

Result<int> Datasets::nextVersion(const std::string& name) const {
    Query query(
        m_workspace->database(),
        "SELECT coalesce(max(v.version), 0) + 1 FROM dataset_versions v JOIN datasets d ON d.id = v.dataset WHERE "
        "d.name = ?");
    FLAMBEAU_TRY(const std::int64_t version, queryInteger(query.with(name), 1));
    return static_cast<int>(version);
}

Result<DatasetVersion> Datasets::add(const NewDatasetVersion& given, int expectedVersion) const {
    if (!isValidName(given.name))
        return badName("dataset", given.name);
    Database& database = m_workspace->database();
    const double imported = given.imported > 0 ? given.imported : unixNow();
    int version = 0;
    FLAMBEAU_CHECK(database.write([&]() -> Status {
        FLAMBEAU_TRY(version, nextVersion(given.name));
        if (expectedVersion != 0 && expectedVersion != version)
            return Error{ErrorCode::Conflict,
                         "The dataset " + given.name + " got another version meanwhile",
                         "Import it again.",
                         {}};
        Query name(database, "INSERT INTO datasets (name, created) VALUES (?, ?) ON CONFLICT DO NOTHING");
        FLAMBEAU_CHECK(name.with(given.name, imported).run());
        Query insert(
            database,
            "INSERT INTO dataset_versions (dataset, version, fingerprint, root, source, files, bytes, imported, "
            "manifest) VALUES ((SELECT id FROM datasets WHERE name = ?), ?, ?, ?, ?, ?, ?, ?, ?)");
        insert.with(given.name, version, given.fingerprint, given.root, given.source, given.files, given.bytes,
                    imported, given.manifest);
        return insert.run();
    }));
    return get(given.name, version);
}

Status Datasets::updateManifest(const std::string& name, int version, const std::string& manifest) const {
    Database& database = m_workspace->database();
    return database.write([&]() -> Status {
        Query query(
            database,
            "UPDATE dataset_versions SET manifest = ?1 WHERE dataset = (SELECT id FROM datasets WHERE name = ?2) "
            "AND version = ?3");
        return changedOne(database, query.with(manifest, name, version), "dataset", label(name, version));
    });
}

Result<std::vector<DatasetVersion>> Datasets::list(bool trashed) const {
    const std::string in = trashed ? "trashed <> 0" : "trashed = 0";
    Query query(m_workspace->database(),
                std::string(kColumns) +
                    "WHERE v.version = (SELECT max(version) FROM dataset_versions n WHERE n.dataset = "
                    "v.dataset AND n." +
                    in + ") AND v." + in + " ORDER BY d.name");
    return readVersions(query);
}

Result<std::vector<DatasetVersion>> Datasets::versions(const std::string& name) const {
    Query query(m_workspace->database(),
                std::string(kColumns) + "WHERE d.name = ? AND v.trashed = 0 ORDER BY v.version DESC");
    FLAMBEAU_TRY(std::vector<DatasetVersion> versions, readVersions(query.with(name)));
    if (versions.empty())
        return missing("dataset", name);
    return versions;
}

Result<DatasetVersion> Datasets::get(const std::string& name, int version) const {
    Query query(m_workspace->database(),
                std::string(kColumns) +
                    "WHERE d.name = ?1 AND (v.version = ?2 OR (?2 = 0 AND v.trashed = 0)) ORDER BY "
                    "v.version DESC LIMIT 1");
    FLAMBEAU_TRY(const bool row, query.with(name, version).next());
    if (!row)
        return missing("dataset", label(name, version));
    return readVersion(query);
}

Result<std::string> Datasets::manifest(const std::string& name, int version) const {
    Query query(m_workspace->database(),
                "SELECT v.manifest FROM dataset_versions v JOIN datasets d ON d.id = v.dataset WHERE d.name = ?1 AND "
                "(v.version = ?2 OR (?2 = 0 AND v.trashed = 0)) ORDER BY v.version DESC LIMIT 1");
    FLAMBEAU_TRY(const bool row, query.with(name, version).next());
    if (!row)
        return missing("dataset", label(name, version));
    return query.text(0);
}

Status Datasets::moveToTrash(const std::string& name, int version) const {
    Database& database = m_workspace->database();
    return database.write([&]() -> Status {
        Query query(database, "UPDATE dataset_versions SET trashed = ?1 " + std::string(kOfName) + " AND trashed = 0");
        return changedOne(database, query.with(unixNow(), name, version), "dataset", label(name, version));
    });
}

Status Datasets::restore(const std::string& name, int version) const {
    Database& database = m_workspace->database();
    return database.write([&]() -> Status {
        Query query(database, "UPDATE dataset_versions SET trashed = ?1 " + std::string(kOfName));
        return changedOne(database, query.with(0.0, name, version), "dataset", label(name, version));
    });
}

Result<std::map<std::string, std::string>> Datasets::cachedFacts(const std::vector<FileKey>& keys) const {
    Database& database = m_workspace->database();
    std::map<std::string, std::string> facts;
    FLAMBEAU_CHECK(database.read([&]() -> Status {
        Query query(database, "SELECT facts FROM dataset_files WHERE path = ? AND bytes = ? AND mtime_ns = ?");
        for (const FileKey& key : keys) {
            FLAMBEAU_TRY(const bool row, query.with(key.path, key.bytes, key.mtimeNs).next());
            if (row)
                facts.emplace(key.path, query.text(0));
            query.again();
        }
        return {};
    }));
    return facts;
}

Status Datasets::cacheFacts(const std::vector<std::pair<FileKey, std::string>>& facts) const {
    Database& database = m_workspace->database();
    return database.write([&]() -> Status {
        Query query(database,
                    "INSERT OR REPLACE INTO dataset_files (path, bytes, mtime_ns, facts) VALUES (?, ?, ?, ?)");
        for (const auto& [key, text] : facts) {
            FLAMBEAU_CHECK(query.with(key.path, key.bytes, key.mtimeNs, text).run());
            query.again();
        }
        return {};
    });
}

}  // namespace flambeau::store
