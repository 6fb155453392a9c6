// SPDX-License-Identifier: GPL-3.0-or-later
// What Flambeau needs on this machine, and whether it is there. Starts other programs; blocks; one thread.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "flambeau/base/files.h"

namespace flambeau::cli {

struct Finding {
    std::string name;
    bool there = false;
    bool needed = true;  ///< without it something important does not work
    std::string value;   ///< version, place, amount
    std::string hint;    ///< what to do where it is missing
    std::string purpose; ///< what needs it: "training", "importing pictures", …
};

/// In the order in which a person would ask. `workspace`: the folder that would be opened.
std::vector<Finding> examine(const fs::path& workspace, std::stop_token stop);

}  // namespace flambeau::cli
