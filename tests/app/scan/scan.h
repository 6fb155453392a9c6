// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the real flambeau-scan.
#pragma once

#include <string>
#include <vector>

#include "flambeau/base/subprocess.h"
#include "flambeau/dataset/facts.h"
#include "test_support.h"

namespace flambeau::test {

ProcessResult scan(std::vector<std::string> arguments, const std::string& input = {});
/// `check` over paths below `root`; each must be answered.
std::vector<dataset::FileFacts> check(const fs::path& root, const std::vector<std::string>& paths,
                                      const std::string& seconds = "60");

}  // namespace flambeau::test
