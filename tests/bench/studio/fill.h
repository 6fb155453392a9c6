// SPDX-License-Identifier: GPL-3.0-or-later
// Fills a workspace with runs and points that are made up, through the store. What cannot be done ends the program.
#pragma once

#include <cstdint>

#include "flambeau/base/files.h"

namespace flambeau::bench {

/// Completed runs of one dataset, `points` in all, in ten series each.
void fill(const fs::path& workspace, int runs, std::int64_t points);

}  // namespace flambeau::bench
