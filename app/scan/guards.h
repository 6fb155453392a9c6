// SPDX-License-Identifier: GPL-3.0-or-later
// What keeps one hostile file from taking the machine: bounds on memory and on the time for one file. Process-wide;
// set from the main thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "flambeau/base/result.h"

namespace flambeau::scan {

/// No core dumps; address space bounded (not under a sanitizer, which needs it all).
void limitMemory();

/// The process exits with 75 if the same FileClock lives longer than `seconds`.
class FileClock {
public:
    explicit FileClock(double seconds);
    ~FileClock();
    FileClock(const FileClock&) = delete;
    FileClock& operator=(const FileClock&) = delete;
};

struct WholeFile {
    std::string bytes;
    std::int64_t mtimeNs = 0;
    bool changed = false;  ///< it grew, shrank or was written while it was read
};
/// Regular files only; at most 1 GiB. Reuses `into`.
Status readWhole(const std::string& path, WholeFile& into);

/// Standard input whole, as records that end with NUL (or, where it has none, with LF).
std::vector<std::string> readRecords();

/// One line on stdout, at once.
void printLine(const std::string& line);

}  // namespace flambeau::scan
