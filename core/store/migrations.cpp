// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations.h"

#include "flambeau/base/clock.h"

namespace flambeau::resources {
extern const std::string_view storeSchema001;
extern const std::string_view storeSchema002;
extern const std::string_view storeSchema003;
extern const std::string_view storeSchema004;
}  // namespace flambeau::resources

namespace flambeau::store {

std::span<const std::string_view> migrations() {
    static const std::string_view list[] = {resources::storeSchema001, resources::storeSchema002,
                                            resources::storeSchema003, resources::storeSchema004};
    return list;
}

Result<int> schemaVersion(Database& database) {
    Query query(database, "PRAGMA user_version");
    FLAMBEAU_TRY(const std::int64_t version, queryInteger(query));
    return static_cast<int>(version);
}

Status checkVersion(Database& database, std::span<const std::string_view> list) {
    FLAMBEAU_TRY(const int version, schemaVersion(database));
    Query mark(database, "PRAGMA application_id");
    FLAMBEAU_TRY(const std::int64_t application, queryInteger(mark));
    Query tables(database, "SELECT count(*) FROM sqlite_schema");
    FLAMBEAU_TRY(const std::int64_t count, queryInteger(tables));
    if (application != kApplicationId && (count > 0 || application != 0 || version != 0))
        return Error{ErrorCode::Unsupported,
                     "workspace.db in this folder was not made by Flambeau",
                     "Choose another folder for the workspace.",
                     {}};
    if (version > static_cast<int>(list.size()))
        return Error{
            ErrorCode::Unsupported,
            "This workspace was made by a newer Flambeau: its database has version " + std::to_string(version) +
                ", this one knows " + std::to_string(list.size()),
            "Update Flambeau, or choose another workspace. A copy from before the update may lie in its folder "
            "`backups`.",
            {}};
    return {};
}

fs::path backupName(const fs::path& backupsDir, int version) {
    std::string time = formatIsoUtc(unixNow()).substr(0, 19);
    std::erase(time, ':');
    const std::string stem = "workspace-v" + std::to_string(version) + "-" + time;
    fs::path file = backupsDir / (stem + ".db");
    std::error_code failed;
    for (int n = 2; fs::exists(file, failed); ++n)
        file = backupsDir / (stem + "-" + std::to_string(n) + ".db");
    return file;
}

Status migrate(Database& database, std::span<const std::string_view> list, const fs::path& backupsDir) {
    FLAMBEAU_TRY(const int first, schemaVersion(database));
    while (true) {
        FLAMBEAU_CHECK(checkVersion(database, list));
        FLAMBEAU_TRY(const int version, schemaVersion(database));
        if (version == static_cast<int>(list.size()))
            return {};
        if (first > 0) {  // one that is being made has nothing to lose
            FLAMBEAU_CHECK(makeDirs(backupsDir));
            FLAMBEAU_CHECK(database.backupTo(backupName(backupsDir, version)));
        }
        const Status done = database.write([&]() -> Status {
            // Another process may have been quicker since the version was read.
            FLAMBEAU_TRY(const int now, schemaVersion(database));
            if (now != version)
                return {};
            FLAMBEAU_CHECK(database.execute(std::string(list[static_cast<std::size_t>(version)])));
            return database.execute("PRAGMA user_version = " + std::to_string(version + 1) +
                                    "; PRAGMA application_id = " + std::to_string(kApplicationId));
        });
        if (!done.ok())
            return done.error();
    }
}

}  // namespace flambeau::store
