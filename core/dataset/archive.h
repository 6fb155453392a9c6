// SPDX-License-Identifier: GPL-3.0-or-later
// Archives are unpacked by flambeau-scan, once: the folder's name holds the archive's hash. Private; blocking.
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"

namespace flambeau::dataset {

struct Unpacked {
    fs::path folder;
    std::vector<std::pair<std::string, std::string>> skipped;  ///< entries that were not written, and why
};

/// The folder that holds the archive's content; it is complete if it exists. progress(bytes written, bytes in all or
/// 0).
Result<Unpacked> unpackArchive(const fs::path& archive, const fs::path& unpackDir, const fs::path& scanProgram,
                               const std::function<void(std::int64_t, std::int64_t)>& progress, std::stop_token stop);

}  // namespace flambeau::dataset
