// SPDX-License-Identifier: GPL-3.0-or-later
// What a program or library asks of the machine that runs it, read from its ELF file: the libraries that it names, its
// run path, the newest version of each interface. Format: System V ABI, "Dynamic Linking"; LSB, "Symbol Versioning".
// Pure, any thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"

namespace flambeau::session {

struct ElfNeeds {
    std::vector<std::string> libraries;           ///< DT_NEEDED
    std::string runPath;                          ///< DT_RUNPATH or DT_RPATH
    std::map<std::string, std::string> versions;  ///< "GLIBC" -> "2.34", "GLIBCXX" -> "3.4.30"
};

/// Unsupported where it is no 64-bit little-endian ELF file with a dynamic section.
Result<ElfNeeds> elfNeeds(const fs::path& file);

}  // namespace flambeau::session
