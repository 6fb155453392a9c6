// SPDX-License-Identifier: GPL-3.0-or-later
// The model registry: names, versions (1, 2, …, never used twice), aliases. JSON is kept as text. Threads and errors:
// see workspace.h, whose Workspace must outlive this object.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "flambeau/base/id.h"
#include "flambeau/store/workspace.h"

namespace flambeau::store {

struct ModelFile {
    std::string path;  ///< inside the model: "best.safetensors"
    std::string sha256;
    std::uint64_t bytes = 0;
};

struct ModelVersion {
    std::string name;
    int version = 0;
    std::vector<std::string> aliases;  ///< sorted
    std::vector<std::string> tags;     ///< sorted
    std::string description;
    std::optional<RunId> run;      ///< empty: registered from files
    std::string lineage;           ///< JSON: dataset, fingerprint, engine, parameters, classes, …
    std::string metrics;           ///< JSON
    std::string onnx;              ///< JSON verdict; empty: not exported or not judged yet
    std::vector<ModelFile> files;  ///< by path
    double created = 0;
    double trashed = 0;  ///< 0: it is not in the trash
};

struct NewModelVersion {
    std::string name;
    std::vector<std::string> tags;
    std::string description;
    std::optional<RunId> run;
    std::string lineage, metrics;  ///< JSON
    std::vector<ModelFile> files;  ///< each hash must be in the artifact store
    double created = 0;            ///< 0: now
};

/// An alias that a restored version had and another one has now.
struct TakenAlias {
    std::string alias;
    int version = 0;  ///< of the same model: the one that has it
};

struct Model {
    std::string name;
    std::string description;
    int newestVersion = 0;  ///< not counting those in the trash; 0: none
    std::int64_t versions = 0;
    double created = 0;
};

class Models {
public:
    explicit Models(const Workspace& workspace) : m_workspace(&workspace) {}

    /// InvalidArgument for a name that isValidName refuses; NotFound for a hash that the artifact store does not have.
    Result<ModelVersion> add(const NewModelVersion& version) const;
    /// By name; models whose versions are all in the trash are left out.
    Result<std::vector<Model>> list() const;
    /// Newest first; `trashed`: those in the trash instead.
    Result<std::vector<ModelVersion>> versions(const std::string& name, bool trashed = false) const;
    /// Versions in the trash, of all models.
    Result<std::vector<ModelVersion>> trash() const;
    /// `version` 0: the newest that is not in the trash. NotFound.
    Result<ModelVersion> get(const std::string& name, int version = 0) const;
    /// `NAME`, `NAME@2` or `NAME@alias`.
    Result<ModelVersion> resolve(const std::string& reference) const;
    /// Versions that came from the run, trashed ones left out.
    Result<std::vector<ModelVersion>> ofRun(const RunId& run) const;

    Status describeModel(const std::string& name, const std::string& description) const;
    Status setDescription(const std::string& name, int version, const std::string& description) const;
    Status setTags(const std::string& name, int version, const std::vector<std::string>& tags) const;
    Status setOnnx(const std::string& name, int version, const std::string& verdictJson) const;
    /// Adds files to a version or replaces those of the same path (an export that is kept).
    Status putFiles(const std::string& name, int version, const std::vector<ModelFile>& files) const;

    /// Points the alias at this version; within a model it names one version at a time. InvalidArgument for an alias
    /// that isValidName refuses or that is a number.
    Status setAlias(const std::string& name, int version, const std::string& alias) const;
    /// NotFound where the model has no such alias.
    Status removeAlias(const std::string& name, const std::string& alias) const;

    /// `version` 0: all of them. In the trash a version has no aliases, but the trash remembers them.
    Status moveToTrash(const std::string& name, int version = 0) const;
    /// With the aliases that it had. Returned are those that name another version by now, which keeps them.
    Result<std::vector<TakenAlias>> restore(const std::string& name, int version = 0) const;
    /// Deletes a version that is in the trash; its number is not given again.
    Status purge(const std::string& name, int version) const;

private:
    const Workspace* m_workspace;
};

}  // namespace flambeau::store
