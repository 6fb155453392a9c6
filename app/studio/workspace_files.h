// SPDX-License-Identifier: GPL-3.0-or-later
// What can be said of a workspace's folder before its database is opened, and the copy of the database that can take
// the place of one that cannot be opened. Functions on files; mayOpen() and copyFor() look at names alone, restore()
// copies and belongs on a thread of its own.
#pragma once

#include <optional>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"

namespace flambeau::studio {

/// Refuses what would make a new workspace where none is wanted: among foreign files, in the place of one whose disk is
/// not there (unless `make`), or of one whose database is gone while copies of it are left.
Status mayOpen(const fs::path& folder, bool make);

/// The newest copy in `backups` that may help against `error`: any where the database is damaged or gone, one from
/// before the update where it is newer than this program.
std::optional<fs::path> copyFor(const fs::path& folder, const Error& error);

/// Puts the copy in the database's place. What was there is kept beside it, with its log: its path, empty where nothing
/// was there. Nobody may have the workspace open.
Result<fs::path> restore(const fs::path& folder, const fs::path& copy);

}  // namespace flambeau::studio
