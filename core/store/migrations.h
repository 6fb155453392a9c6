// SPDX-License-Identifier: GPL-3.0-or-later
// Numbered migrations of the database (PRAGMA user_version), each in one transaction and after a backup of what was
// there. Private to core/store; on the connection's thread.
#pragma once

#include <span>
#include <string_view>

#include "database.h"

namespace flambeau::store {

/// What a database of ours says in PRAGMA application_id ("FLMB").
inline constexpr int kApplicationId = 0x464C4D42;

/// Migration number n brings the database from version n - 1 to n; the list starts with 1.
std::span<const std::string_view> migrations();

Result<int> schemaVersion(Database& database);

/// Unsupported where the database is newer than the list, or somebody else's.
Status checkVersion(Database& database, std::span<const std::string_view> list);
/// Carries out what is missing. Safe while another process does the same.
Status migrate(Database& database, std::span<const std::string_view> list, const fs::path& backupsDir);

/// backups/workspace-v<version>-<time>[-n].db, a name that is not in use.
fs::path backupName(const fs::path& backupsDir, int version);

}  // namespace flambeau::store
