// SPDX-License-Identifier: GPL-3.0-or-later
// The list of workspaces that this user has opened, a small JSON file in the user's configuration folder. It is a
// convenience: a file that is missing or broken counts as an empty list. Safe on any thread; between processes the
// last writer wins.
#pragma once

#include "flambeau/base/files.h"

namespace flambeau::session {

/// The one chosen with useWorkspace, wherever its folder is now; empty where none was.
fs::path chosenWorkspace();
/// Puts `root` on the list, or moves it to its head. Errors are of no consequence and dropped.
void rememberWorkspace(const fs::path& root);

}  // namespace flambeau::session
