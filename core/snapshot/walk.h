// SPDX-License-Identifier: GPL-3.0-or-later
// Which files of a folder go, found without following any link. Private to this folder.
#pragma once

#include "flambeau/snapshot/snapshot.h"

namespace flambeau::snapshot {

/// A file as the walk saw it: whatever is written to it changes one of these.
struct Seen {
    File file;
    std::uint64_t device = 0, inode = 0;
    std::int64_t modified = 0, changed = 0;  ///< nanoseconds since 1970

    bool same(const Seen& other) const {
        return file.path == other.file.path && file.bytes == other.file.bytes && file.mode == other.file.mode &&
               device == other.device && inode == other.inode && modified == other.modified && changed == other.changed;
    }
};

struct Walked {
    std::vector<Seen> files;  ///< bytewise sorted by path
    std::vector<Skipped> skipped;
    std::size_t ignored = 0;
    std::string ignoreFile;
};

Result<Walked> walk(const fs::path& folder, const Options& options);

/// What fstat says of an open file; not a regular file: an empty path is left in it.
Seen seenOf(int descriptor, const std::string& path);

}  // namespace flambeau::snapshot
