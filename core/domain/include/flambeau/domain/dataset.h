// SPDX-License-Identifier: GPL-3.0-or-later
// A dataset as a value: which pictures, of which class, in which split, with what the scan found. The same JSON is the
// store's, `data/manifest.json` of a run's folder, and the trainer's input. Plain values.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "flambeau/base/result.h"

namespace flambeau::domain {

/// One picture that is kept. `label` indexes DatasetManifest::classes.
struct DatasetFile {
    std::string path;  ///< relative to the manifest's root, with '/'
    std::string split;  ///< "train", "val" or "test"
    int label = 0;
    std::uint64_t bytes = 0;
    std::int64_t mtimeNs = 0;  ///< modification time, nanoseconds since 1970
    std::string sha256;
    int width = 0, height = 0;  ///< pixels, as shown (after EXIF orientation)
    int orientation = 1;        ///< EXIF, 1 to 8
};

enum class Severity { Info, Caution, Bad };

/// Something that the user should know before training. `action` is what was done or is proposed: "left_out", "kept",
/// "leave_out", "none". `files` holds every file concerned, `path` the first (or a class's or split's name).
struct Finding {
    std::string kind;  ///< snake_case: "truncated", "exact_duplicate", "leak", "imbalance", …
    Severity severity = Severity::Info;
    std::string path;
    std::string detail;  ///< one sentence for a person
    std::string action;
    std::vector<std::string> files;
};

struct DatasetManifest {
    std::string name;
    int version = 0;
    std::string root;    ///< absolute folder that the paths are relative to
    std::string on;      ///< the compute target whose folder `root` is; empty: this machine's
    std::string store;   ///< on a host that was sent them: absolute folder where each file lies by its content's hash
    std::string source;  ///< what the user gave: the folder or the archive
    std::string layout;  ///< "classes", "splits" or "csv"
    std::int64_t splitSeed = -1;  ///< where Flambeau made the split; -1: the folders did
    std::vector<std::string> classes;  ///< bytewise sorted
    std::vector<DatasetFile> files;
    std::vector<Finding> findings;
    std::string fingerprint;
    double created = 0;  ///< seconds since 1970

    /// "/data/birds", or "box:/data/birds" where it lies on a host.
    std::string place() const;
    std::uint64_t totalBytes() const;
    /// Where `file` lies: <root>/<path>, or <store>/<aa>/<sha256>.
    std::string locate(const DatasetFile& file) const;
    /// split -> class -> pictures; every class stands in every split that exists, 0 included.
    std::map<std::string, std::map<std::string, std::int64_t>> counts() const;
};

/// A folder and the machine that has it, taken from DatasetManifest::place().
struct DatasetPlace {
    std::string on;  ///< empty: this machine
    std::string folder;
};
DatasetPlace datasetPlaceFrom(std::string_view place);

/// SHA-256 over the bytewise sorted lines `split TAB class TAB sha256-of-file LF` (CONTRACTS: fingerprint). Names and
/// paths of files do not enter.
std::string datasetFingerprint(const DatasetManifest& manifest);

nlohmann::json toJson(const DatasetManifest& manifest);
/// Checks every field; a manifest from a foreign place cannot name a file outside its root.
Result<DatasetManifest> datasetManifestFromJson(const nlohmann::json& json);
nlohmann::json toJson(const Finding& finding);
std::string_view toString(Severity severity);

}  // namespace flambeau::domain
