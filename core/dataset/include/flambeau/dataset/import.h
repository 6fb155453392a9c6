// SPDX-License-Identifier: GPL-3.0-or-later
// From a folder or archive to a manifest: listing, layout, classes, splits, findings, fingerprint. Opens no picture
// itself: workers (flambeau-scan, one a core) do, and a picture that kills its worker becomes a finding about itself.
// Pictures are never copied or changed. Blocking, thread-compatible: one call, one thread; progress comes on any
// thread, one call at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"
#include "flambeau/dataset/facts.h"
#include "flambeau/dataset/listing.h"
#include "flambeau/domain/dataset.h"

namespace flambeau::dataset {

/// How a flat folder's CSV of labels is read; what is not set is recognised.
struct LabelsOptions {
    std::string file;         ///< the CSV's path, absolute or relative to the root; empty: the only CSV in the root
    std::string fileColumn;   ///< its header's name, or a number counted from 1
    std::string labelColumn;  ///< likewise
    std::optional<bool> header;
};

enum class Decision { Keep, LeaveOut };

/// A folder of another machine: who can reach it answers what this machine's disk and flambeau-scan answer else. All
/// block, and honour the import's stop.
struct Elsewhere {
    struct Listed {
        std::string root;  ///< the folder's path there, without links
        Listing listing;
    };
    using Told = std::function<void(std::int64_t done)>;
    std::string on;  ///< the machine's name, for the manifest
    std::function<Result<Listed>(const Told& told)> list;
    /// One an asked path, in its order.
    std::function<Result<std::vector<FileFacts>>(const std::string& root, const std::vector<std::string>& paths,
                                                 const Told& told)>
        scan;
    std::function<Result<std::string>(const std::string& path)> table;  ///< a CSV of labels
};

struct ImportRequest {
    fs::path source;         ///< a folder or a zip or tar archive (.tar, .tar.gz, .tgz, .tar.xz, .tar.zst, .tar.bz2)
    std::string name;        ///< the dataset's; a valid name (base's isValidName)
    fs::path unpackDir;      ///< where an archive is unpacked: <unpackDir>/<archive's name>-<hash>; reused if complete
    fs::path thumbnailsDir;  ///< empty: none. Else <thumbnailsDir>/<aa>/<sha256>.jpg for each kept picture
    fs::path scanProgram;    ///< flambeau-scan; not used where the folder lies elsewhere
    std::optional<Elsewhere> elsewhere;  ///< where the folder lies, if not here
    int workers = 0;                     ///< 0: one a core
    double secondsPerFile = 60;          ///< a picture that takes longer is left out
    std::int64_t splitSeed = 0;
    double valFraction = 0.2;  ///< of the pictures, where the folders make no split; 0 < f < 1
    LabelsOptions labels;
    std::map<std::string, Decision> decisions;  ///< path relative to the root -> what the user decided
    /// Path relative to the root -> the class that the user put it in, whatever the folders or the CSV say.
    std::map<std::string, std::string> relabelled;
    /// What an earlier scan found about a file that is unchanged (same path, size, mtime); empty: everything is read.
    std::function<std::optional<FileFacts>(const std::string& path, std::uint64_t bytes, std::int64_t mtimeNs)> cached;
};

struct ImportProgress {
    std::string
        what;  ///< "hashing" and "unpacking" (bytes of an archive), "listing", "checking", "comparing", "thumbnails"
    std::int64_t done = 0;
    std::int64_t total = 0;  ///< 0: not known
};

struct ImportOutcome {
    domain::DatasetManifest manifest;  ///< without version (0); created is set
    std::vector<FileFacts>
        facts;                 ///< of every file that was looked at, paths relative to the root: keep them for `cached`
    std::int64_t scanned = 0;  ///< files that were read
    std::int64_t reused = 0;   ///< files whose facts came from `cached`
    double seconds = 0;
};

/// Errors: NotFound, InvalidArgument (no pictures, no layout, a bad CSV), Canceled, Corrupt (archive), DiskFull,
/// Unavailable (the scan program does not start). Bad pictures are findings, not errors.
Result<ImportOutcome> importDataset(const ImportRequest& request,
                                    const std::function<void(const ImportProgress&)>& progress = {},
                                    std::stop_token stop = {});

}  // namespace flambeau::dataset
