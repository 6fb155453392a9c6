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

/// What is done ("hashing", "unpacking"), bytes of the archive done, its size.
using ArchiveProgress = std::function<void(const char*, std::int64_t, std::int64_t)>;

/// The folder that holds the archive's content; it is complete if it exists. Canceled leaves nothing behind.
Result<Unpacked> unpackArchive(const fs::path& archive, const fs::path& unpackDir, const fs::path& scanProgram,
                               const ArchiveProgress& progress, std::stop_token stop);

}  // namespace flambeau::dataset
