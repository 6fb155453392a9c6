// SPDX-License-Identifier: GPL-3.0-or-later
// Datasets of a workspace: importing folders and archives into numbered versions, looking at them, checking them
// against the disk, deciding about findings, the trash. One object on one thread; calls block and honour their stop
// token. No picture is opened here: flambeau-scan's processes do.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "flambeau/domain/dataset.h"
#include "flambeau/session/run_ports.h"

namespace flambeau::store {
struct DatasetVersion;
}

namespace flambeau::session {

class Workspace;

struct DatasetEntry {
    std::string name;
    int version = 0;
    std::string fingerprint;
    std::string source;
    std::int64_t images = 0;
    std::int64_t classes = 0;
    std::uint64_t bytes = 0;
    std::int64_t findings = 0;
    double seconds = 0;  ///< that checking took; 0: not known
    double created = 0;
    double removed = 0;  ///< when it went to the trash; 0: it is not there
};

struct AddOptions {
    fs::path source;   ///< a folder or an archive
    std::string name;  ///< empty: from the source's name
    std::int64_t seed = 0;     ///< of the split, where there is none
    double valFraction = 0.2;  ///< likewise
    std::string csv;           ///< of flat folders: the CSV's name; empty: looked for
    std::string fileColumn, labelColumn;  ///< empty: recognised
    std::optional<bool> header;           ///< whether the CSV's first line is one; empty: recognised
    int workers = 0;                      ///< 0: as many as there are cores
    bool readAll = false;                 ///< open every picture again, even where nothing changed
    bool forgetDecisions = false;         ///< do not carry over what was left out or kept in the newest version
};

struct AddResult {
    domain::DatasetManifest manifest;
    bool unchanged = false;     ///< the same content as the newest version, which this then is
    std::int64_t scanned = 0;   ///< files that were opened
    std::int64_t reused = 0;    ///< files whose facts were known
    double seconds = 0;
};

/// What a person changed about a dataset without touching a file. Paths are relative to the dataset's root.
struct DatasetChange {
    std::vector<std::string> leaveOut, keep;
    std::vector<std::string> forget;             ///< what was decided about them, label included, is taken back
    std::map<std::string, std::string> classOf;  ///< path -> one of the dataset's classes
};

/// A picture under a root and the hash of what it held when it was looked at.
struct PictureContent {
    std::string path, sha256;
};

/// What `check` found different on disk.
struct DatasetCheck {
    std::vector<std::string> missing;
    std::vector<std::string> changed;   ///< content differs from the manifest's hash
    std::vector<std::string> touched;   ///< only the modification time differs
    std::vector<std::string> added;     ///< pictures that are there now and were not
    bool ok() const { return missing.empty() && changed.empty(); }
};

/// "NAME" or "NAME@2", taken apart and checked. Version 0: the newest.
struct DatasetReference {
    std::string name;
    int version = 0;
};
Result<DatasetReference> parseDatasetReference(std::string_view text);

/// As `dataset show` prints it (CONTRACTS).
nlohmann::json describeDataset(const domain::DatasetManifest& manifest);

class DatasetService {
public:
    explicit DatasetService(Workspace& workspace) : m_workspace(workspace) {}

    Result<AddResult> add(const AddOptions& options, std::stop_token stop, const ProgressCallback& progress);
    Result<std::vector<DatasetEntry>> list(bool trash = false);
    /// Newest first, without those in the trash.
    Result<std::vector<DatasetEntry>> versions(const std::string& name);
    /// NotFound names the nearest dataset.
    Result<domain::DatasetManifest> find(const std::string& reference);
    /// Compares with the disk: size and time, and the content where these differ or, with `full`, of every picture.
    Result<DatasetCheck> check(const domain::DatasetManifest& manifest, bool full, std::stop_token stop,
                               const ProgressCallback& progress);
    /// A new version with these pictures left out or taken back. Paths are relative to the dataset's root.
    Result<AddResult> decide(const std::string& reference, const std::vector<std::string>& leaveOut,
                             const std::vector<std::string>& keep, std::stop_token stop,
                             const ProgressCallback& progress);
    /// A new version with all of the change; the same version where its content stays what it was. Labels put right here
    /// stay when the folder is imported again.
    Result<AddResult> change(const std::string& reference, const DatasetChange& change, std::stop_token stop,
                             const ProgressCallback& progress);
    /// Kinds of findings of a dataset (all its versions) that somebody has looked at and wants out of the way.
    Result<std::vector<std::string>> acknowledged(const std::string& name);
    Status acknowledge(const std::string& name, const std::string& kind, bool seen);

    /// Draws the thumbnails that are missing (256 pixels on the long side, kept by content, shared by all versions) and
    /// gives the file of each of `paths`, in their order; an empty path where the picture cannot be opened.
    Result<std::vector<fs::path>> thumbnails(const domain::DatasetManifest& manifest,
                                             const std::vector<std::string>& paths, std::stop_token stop,
                                             const ProgressCallback& progress);
    /// Likewise for pictures under a root whose content is known, and for any files of this machine, which are hashed.
    Result<std::vector<fs::path>> thumbnails(const fs::path& root, const std::vector<PictureContent>& pictures,
                                             std::stop_token stop, const ProgressCallback& progress);
    Result<std::vector<fs::path>> thumbnailsOfFiles(const std::vector<fs::path>& files, std::stop_token stop,
                                                    const ProgressCallback& progress);
    /// Where the thumbnail of this content lies once it is drawn.
    fs::path thumbnailFile(const std::string& sha256) const;
    /// To the trash; runs that used it keep their own manifest. "NAME" takes every version, "NAME@2" that one.
    Result<int> remove(const std::string& reference);
    Status restore(const std::string& reference);
    /// Draws the sample (pictures that Flambeau makes itself) into the new folder with flambeau-scan.
    Status drawSample(const fs::path& folder, std::stop_token stop);

private:
    struct Recipe;  // how a version was imported, kept so that it can be imported again
    Result<AddResult> import(const Recipe& recipe, std::stop_token stop, const ProgressCallback& progress);
    Result<AddResult> keep(const Recipe& recipe, domain::DatasetManifest manifest);
    Recipe recipeOf(const std::string& name, int version) const;
    DatasetEntry entryOf(const store::DatasetVersion& version) const;
    void summarize(const AddResult& result);
    std::string nearestName(const std::string& name) const;

    Workspace& m_workspace;
};

}  // namespace flambeau::session
