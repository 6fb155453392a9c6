// SPDX-License-Identifier: GPL-3.0-or-later
// The modes of flambeau-scan, one function each; the value is the process's exit code. Main thread.
#pragma once

#include <cstdint>
#include <string>

namespace flambeau::scan {

struct Options {
    std::string root = ".";
    double seconds = 60;  ///< for one file
    std::uint64_t seed = 1;
    int images = 1200;
    int size = 64;
    double pixels = 24e6;       ///< that `view` writes at most
    std::string first, second;  ///< ARCHIVE and DEST, or DIR, or FILE
};

/// Paths on stdin; a line of JSON for each (flambeau/dataset/facts.h).
int check(const Options& options);
/// "target TAB path" records on stdin; JPEGs of at most 256 pixels a side.
int thumbs(const Options& options);
/// One picture with every pixel that it has (or `pixels`), on stdout.
int view(const Options& options);
/// An archive into a folder that does not exist yet.
int unpack(const Options& options);
/// Flambeau's own sample dataset.
int sample(const Options& options);

/// Prints {"error":{…}} as the last line on stderr; returns 1.
int fail(const std::string& code, const std::string& message, const std::string& hint);

}  // namespace flambeau::scan
