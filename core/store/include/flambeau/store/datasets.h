// SPDX-License-Identifier: GPL-3.0-or-later
// Datasets and their versions (1, 2, …). A manifest is JSON text (domain::toJson). Threads and errors: see workspace.h,
// whose Workspace must outlive this object.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "flambeau/store/workspace.h"

namespace flambeau::store {

/// A version without its manifest, which can be large.
struct DatasetVersion {
    std::string name;
    int version = 0;
    std::string fingerprint;
    std::string root;    ///< absolute folder of the pictures
    std::string source;  ///< what the user gave
    std::int64_t files = 0;
    std::uint64_t bytes = 0;
    double imported = 0;
    double trashed = 0;  ///< 0: it is not in the trash
};

struct NewDatasetVersion {
    std::string name;
    std::string fingerprint, root, source;
    std::int64_t files = 0;
    std::uint64_t bytes = 0;
    std::string manifest;  ///< JSON; its name and version are whatever the caller wrote: see Datasets::add
    double imported = 0;   ///< 0: now
};

/// Identity of a file that was looked at: as long as it is the same, so are the facts.
struct FileKey {
    std::string path;  ///< absolute
    std::uint64_t bytes = 0;
    std::int64_t mtimeNs = 0;
};

class Datasets {
public:
    explicit Datasets(const Workspace& workspace) : m_workspace(&workspace) {}

    /// The number that the next version of `name` gets (1 for a new name).
    Result<int> nextVersion(const std::string& name) const;
    /// Adds the version with number nextVersion(name); Conflict where `expectedVersion` is not 0 and differs (somebody
    /// else imported meanwhile). InvalidArgument for a name that isValidName refuses.
    Result<DatasetVersion> add(const NewDatasetVersion& version, int expectedVersion = 0) const;
    /// Replaces the manifest of a version whose fingerprint stays (new times of the same content).
    Status updateManifest(const std::string& name, int version, const std::string& manifest) const;

    /// The newest version of each, by name; `trashed`: those in the trash instead.
    Result<std::vector<DatasetVersion>> list(bool trashed = false) const;
    /// Newest first, without those in the trash.
    Result<std::vector<DatasetVersion>> versions(const std::string& name) const;
    /// `version` 0: the newest that is not in the trash. NotFound.
    Result<DatasetVersion> get(const std::string& name, int version = 0) const;
    Result<std::string> manifest(const std::string& name, int version) const;

    /// `version` 0: all of them. A run that used it keeps its record.
    Status moveToTrash(const std::string& name, int version = 0) const;
    Status restore(const std::string& name, int version = 0) const;

    /// Facts (JSON) of files as an earlier import found them, by path, of those in `keys` that did not change.
    Result<std::map<std::string, std::string>> cachedFacts(const std::vector<FileKey>& keys) const;
    /// All at once in one transaction; replaces what was known of a path.
    Status cacheFacts(const std::vector<std::pair<FileKey, std::string>>& facts) const;

private:
    const Workspace* m_workspace;
};

}  // namespace flambeau::store
