// SPDX-License-Identifier: GPL-3.0-or-later
// Where a workspace lies, as its database remembers it, and what follows when it lies somewhere else now: every path
// inside it that the database names is rewritten. What runs were defined with stays as it was; it is hashed.
// Private to core/store; on the connection's thread.
#pragma once

#include <string>

#include "database.h"

namespace flambeau::store {

/// Rewrites the paths that are `from` or lie below it, and remembers `to` as the workspace's place. Part of the
/// caller's transaction. Doing it again changes nothing.
Status movePaths(Database& database, const std::string& from, const std::string& to);

/// On opening: a workspace that was moved by hand, or whose move was broken off after the folder had its new name, is
/// put right. While the remembered folder still holds a workspace (this one is a copy) its paths are left alone.
Status settlePlace(Database& database, const fs::path& folder);

}  // namespace flambeau::store
