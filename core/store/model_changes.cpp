// SPDX-License-Identifier: GPL-3.0-or-later
// Changing the model registry. Reading it: models.cpp.
#include "database.h"
#include "flambeau/base/clock.h"
#include "flambeau/base/strings.h"
#include "flambeau/store/models.h"
#include "rows.h"

namespace flambeau::store {

namespace {

Result<std::int64_t> versionKey(Database& database, const std::string& name, int version) {
    Query query(database,
                "SELECT v.id FROM model_versions v JOIN models m ON m.id = v.model WHERE m.name = ? AND v.version = ?");
    FLAMBEAU_TRY(const bool row, query.with(name, version).next());
    if (!row)
        return missing("model", name + "@" + std::to_string(version));
    return query.integer(0);
}

Status setText(Database& database, const std::string& name, int version, std::string_view sql,
               const std::string& text) {
    return database.write([&]() -> Status {
        FLAMBEAU_TRY(const std::int64_t key, versionKey(database, name, version));
        Query query(database, sql);
        return query.with(text, key).run();
    });
}

Status insertFiles(Database& database, std::int64_t version, const std::vector<ModelFile>& files) {
    for (const ModelFile& file : files) {
        Query known(database, "SELECT 1 FROM artifacts WHERE sha256 = ?");
        FLAMBEAU_TRY(const bool there, known.with(file.sha256).next());
        if (!there)
            return missing("content", file.sha256);
        Query add(database, "INSERT OR REPLACE INTO model_files (version, path, sha256, bytes) VALUES (?, ?, ?, ?)");
        FLAMBEAU_CHECK(add.with(version, file.path, file.sha256, file.bytes).run());
    }
    return {};
}

Status replaceTags(Database& database, std::int64_t version, const std::vector<std::string>& tags) {
    Query clear(database, "DELETE FROM model_tags WHERE version = ?");
    FLAMBEAU_CHECK(clear.with(version).run());
    for (const std::string& tag : tags) {
        if (tag.empty() || tag.find('\x1f') != std::string::npos)
            return Error{ErrorCode::InvalidArgument, "A tag cannot be empty or hold control characters", {}, {}};
        Query add(database, "INSERT INTO model_tags (version, tag) VALUES (?, ?) ON CONFLICT DO NOTHING");
        FLAMBEAU_CHECK(add.with(version, tag).run());
    }
    return {};
}

struct TrashedAlias {
    std::int64_t version;  ///< row id
    std::string alias;
};

/// What the versions that are restored were called; where several had one alias, the last that went to the trash.
Result<std::vector<TrashedAlias>> trashedAliases(Database& database, const std::string& name, int version) {
    Query query(database,
                "SELECT t.version, t.alias FROM model_trashed_aliases t JOIN model_versions v ON v.id = t.version JOIN "
                "models m ON m.id = v.model WHERE m.name = ?1 AND ?2 IN (0, v.version) AND v.trashed <> 0 ORDER BY "
                "v.trashed DESC, v.version DESC, t.alias");
    query.with(name, version);
    std::vector<TrashedAlias> aliases;
    while (true) {
        FLAMBEAU_TRY(const bool row, query.next());
        if (!row)
            return aliases;
        aliases.push_back({query.integer(0), query.text(1)});
    }
}

constexpr std::string_view kOfName = "WHERE model = (SELECT id FROM models WHERE name = ?2) AND ?3 IN (0, version)";

}  // namespace

Result<ModelVersion> Models::add(const NewModelVersion& given) const {
    if (!isValidName(given.name))
        return badName("model", given.name);
    Database& database = m_workspace->database();
    const double created = given.created > 0 ? given.created : unixNow();
    int number = 0;
    FLAMBEAU_CHECK(database.write([&]() -> Status {
        Query name(database, "INSERT INTO models (name, created) VALUES (?, ?) ON CONFLICT DO NOTHING");
        FLAMBEAU_CHECK(name.with(given.name, created).run());
        Query next(database,
                   "UPDATE models SET last_version = last_version + 1 WHERE name = ? RETURNING id, last_version");
        FLAMBEAU_TRY(const bool row, next.with(given.name).next());
        if (!row)
            return missing("model", given.name);
        const std::int64_t model = next.integer(0);
        number = next.small(1);
        FLAMBEAU_CHECK(next.run());
        Query insert(
            database,
            "INSERT INTO model_versions (model, version, description, run, lineage, metrics, created) VALUES (?, "
            "?, ?, ?, ?, ?, ?)");
        const std::string run = given.run ? given.run->str() : std::string();
        insert.with(model, number, given.description, run, given.lineage, given.metrics, created);
        FLAMBEAU_CHECK(insert.run());
        const std::int64_t key = database.lastRowId();
        FLAMBEAU_CHECK(insertFiles(database, key, given.files));
        return replaceTags(database, key, given.tags);
    }));
    return get(given.name, number);
}

Status Models::describeModel(const std::string& name, const std::string& description) const {
    Database& database = m_workspace->database();
    return database.write([&]() -> Status {
        Query query(database, "UPDATE models SET description = ? WHERE name = ?");
        return changedOne(database, query.with(description, name), "model", name);
    });
}

Status Models::setDescription(const std::string& name, int version, const std::string& description) const {
    return setText(m_workspace->database(), name, version, "UPDATE model_versions SET description = ? WHERE id = ?",
                   description);
}

Status Models::setTags(const std::string& name, int version, const std::vector<std::string>& tags) const {
    Database& database = m_workspace->database();
    return database.write([&]() -> Status {
        FLAMBEAU_TRY(const std::int64_t key, versionKey(database, name, version));
        return replaceTags(database, key, tags);
    });
}

Status Models::setOnnx(const std::string& name, int version, const std::string& verdictJson) const {
    return setText(m_workspace->database(), name, version, "UPDATE model_versions SET onnx = ? WHERE id = ?",
                   verdictJson);
}

Status Models::putFiles(const std::string& name, int version, const std::vector<ModelFile>& files) const {
    Database& database = m_workspace->database();
    return database.write([&]() -> Status {
        FLAMBEAU_TRY(const std::int64_t key, versionKey(database, name, version));
        return insertFiles(database, key, files);
    });
}

Status Models::setAlias(const std::string& name, int version, const std::string& alias) const {
    if (!isValidName(alias) || parseInt(alias))
        return badName("model's alias", alias);
    Database& database = m_workspace->database();
    return database.write([&]() -> Status {
        FLAMBEAU_TRY(const ModelVersion target, get(name, version));
        if (target.trashed != 0)
            return Error{ErrorCode::Conflict,
                         "The model " + name + "@" + std::to_string(version) + " is in the trash",
                         "Restore it first.",
                         {}};
        FLAMBEAU_TRY(const std::int64_t key, versionKey(database, name, target.version));
        Query query(
            database,
            "INSERT OR REPLACE INTO model_aliases (model, alias, version) VALUES ((SELECT id FROM models WHERE name "
            "= ?), ?, ?)");
        return query.with(name, alias, key).run();
    });
}

Status Models::removeAlias(const std::string& name, const std::string& alias) const {
    Database& database = m_workspace->database();
    return database.write([&]() -> Status {
        Query query(database,
                    "DELETE FROM model_aliases WHERE model = (SELECT id FROM models WHERE name = ?) AND alias = ?");
        return changedOne(database, query.with(name, alias), "model", name + "@" + alias);
    });
}

Status Models::moveToTrash(const std::string& name, int version) const {
    Database& database = m_workspace->database();
    return database.write([&]() -> Status {
        Query query(database, "UPDATE model_versions SET trashed = ?1 " + std::string(kOfName) + " AND trashed = 0");
        FLAMBEAU_CHECK(changedOne(database, query.with(unixNow(), name, version), "model",
                                  version == 0 ? name : name + "@" + std::to_string(version)));
        Query remember(database,
                       "INSERT OR IGNORE INTO model_trashed_aliases (version, alias) SELECT a.version, a.alias FROM "
                       "model_aliases a JOIN model_versions v ON v.id = a.version WHERE v.trashed <> 0");
        FLAMBEAU_CHECK(remember.run());
        Query aliases(database,
                      "DELETE FROM model_aliases WHERE version IN (SELECT id FROM model_versions WHERE trashed <> 0)");
        return aliases.run();
    });
}

Result<std::vector<TakenAlias>> Models::restore(const std::string& name, int version) const {
    Database& database = m_workspace->database();
    std::vector<TakenAlias> taken;
    FLAMBEAU_CHECK(database.write([&]() -> Status {
        taken.clear();
        FLAMBEAU_TRY(const std::vector<TrashedAlias> had, trashedAliases(database, name, version));
        Query query(database, "UPDATE model_versions SET trashed = ?1 " + std::string(kOfName));
        FLAMBEAU_CHECK(changedOne(database, query.with(0.0, name, version), "model",
                                  version == 0 ? name : name + "@" + std::to_string(version)));
        for (const TrashedAlias& one : had) {
            Query give(database,
                       "INSERT OR IGNORE INTO model_aliases (model, alias, version) SELECT model, ?, id FROM "
                       "model_versions WHERE id = ?");
            FLAMBEAU_CHECK(give.with(one.alias, one.version).run());
            Query forget(database, "DELETE FROM model_trashed_aliases WHERE version = ? AND alias = ?");
            FLAMBEAU_CHECK(forget.with(one.version, one.alias).run());
            Query holder(database,
                         "SELECT v.id, v.version FROM model_aliases a JOIN model_versions v ON v.id = a.version JOIN "
                         "models m ON m.id = a.model WHERE m.name = ? AND a.alias = ?");
            FLAMBEAU_TRY(const bool row, holder.with(name, one.alias).next());
            if (row && holder.integer(0) != one.version)
                taken.push_back({one.alias, holder.small(1)});
        }
        return {};
    }));
    return taken;
}

Status Models::purge(const std::string& name, int version) const {
    Database& database = m_workspace->database();
    return database.write([&]() -> Status {
        FLAMBEAU_TRY(const ModelVersion target, get(name, version));
        if (version == 0 || target.trashed == 0)
            return Error{ErrorCode::Conflict,
                         "The model " + name + "@" + std::to_string(target.version) + " is not in the trash",
                         "Remove it first.",
                         {}};
        FLAMBEAU_TRY(const std::int64_t key, versionKey(database, name, version));
        Query query(database, "DELETE FROM model_versions WHERE id = ?");
        return query.with(key).run();
    });
}

}  // namespace flambeau::store
