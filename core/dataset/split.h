// SPDX-License-Identifier: GPL-3.0-or-later
// A split into train and val where the folders make none: by class, seeded, and groups of equal or similar pictures on
// one side. It depends on contents, classes and seed alone, so that renaming files changes nothing. Private; pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "similar.h"

namespace flambeau::dataset {

struct SplitInput {
    std::string className;
    std::string sha256;
};

/// For each input whether it belongs to val. Each class has at least one picture on either side where its groups allow
/// it.
std::vector<bool> chooseVal(const std::vector<SplitInput>& inputs, const Groups& together, double fraction,
                            std::int64_t seed);

}  // namespace flambeau::dataset
