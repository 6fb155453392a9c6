// SPDX-License-Identifier: GPL-3.0-or-later
// Debian's PIL as the judge of what a picture looks like.
#pragma once

#include <string>
#include <vector>

#include "flambeau/base/files.h"
#include "flambeau/image/image.h"

namespace flambeau::test {

/// Runs reference.py; false, with the reason printed, where there is no Python with PIL.
bool askPil(const std::vector<std::string>& arguments);
/// A file that reference.py wrote.
image::Image readReference(const fs::path& path);

struct Difference {
    int largest = 0;  ///< 256 where the sizes differ
    double mean = 0;
};
Difference compare(const image::Image& a, const image::Image& b);

}  // namespace flambeau::test
