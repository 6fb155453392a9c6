// SPDX-License-Identifier: GPL-3.0-or-later
// Which pictures `model predict` was asked about. Reads folders; any thread.
#pragma once

#include <vector>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"

namespace flambeau::cli {

/// Files as they were given, whether or not they are there; a folder stands for the pictures in it (told by their
/// ending), sorted, hidden ones left out. NotFound for a folder without pictures.
Result<std::vector<fs::path>> picturePaths(const std::vector<fs::path>& given);

}  // namespace flambeau::cli
