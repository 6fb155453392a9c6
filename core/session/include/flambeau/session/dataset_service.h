// SPDX-License-Identifier: GPL-3.0-or-later
// Datasets of a workspace: importing folders and archives into numbered versions, looking at them, checking them
// against the disk, deciding about findings, the trash. One object on one thread; calls block and honour their stop
// token. No picture is opened here: flambeau-scan's processes do. A dataset may lie on a host: flambeau-probe, which is
// sent there, looks at it in its place, and what it says is checked like everything that comes from a host.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "flambeau/domain/dataset.h"
#include "flambeau/session/run_ports.h"

namespace flambeau::store {
struct DatasetVersion;
}
namespace flambeau::dataset {
struct ImportRequest;
}

namespace flambeau::session {

class HostProbe;
class Hosts;
class Workspace;

struct DatasetEntry {
    std::string name;
    int version = 0;
    std::string fingerprint;
    std::string source;
    std::string on;  ///< the compute target that it lies on; empty: this machine
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
    std::string on;    ///< the compute target where the folder lies; empty: this machine
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
    /// `hosts` is the way to datasets that lie on one; without it, they can be read about and no more.
    explicit DatasetService(Workspace& workspace, Hosts* hosts = nullptr) : m_workspace(workspace), m_hosts(hosts) {}

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
    /// Likewise for pictures under a root (or DatasetManifest::place()) whose content is known, and for any files of this machine, which are hashed.
    Result<std::vector<fs::path>> thumbnails(const fs::path& root, const std::vector<PictureContent>& pictures,
                                             std::stop_token stop, const ProgressCallback& progress);
    Result<std::vector<fs::path>> thumbnailsOfFiles(const std::vector<fs::path>& files, std::stop_token stop,
                                                    const ProgressCallback& progress);
    /// The pictures themselves of a dataset that lies on a host, in `folder` under their paths, each verified by its
    /// hash; as many as could be had, and why the first of the others could not.
    struct Fetched {
        std::size_t pictures = 0;
        std::optional<Error> problem;
    };
    Result<Fetched> fetch(const domain::DatasetManifest& manifest, const std::vector<std::string>& paths,
                          const fs::path& folder, std::stop_token stop, const ProgressCallback& progress);
    /// The datasets (newest version of each) that lie on this compute target.
    Result<std::vector<std::string>> lyingOn(const std::string& compute);
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
    std::vector<fs::path> drawnThumbnails(const std::vector<PictureContent>& pictures) const;
    // Of a dataset that lies on a host (dataset_there.cpp).
    struct Survey;  // what the host said of a folder, kept so that decisions need not ask it again
    Result<AddResult> addThere(Recipe recipe, std::stop_token stop, const ProgressCallback& progress);
    Result<AddResult> changeThere(const Recipe& recipe, std::stop_token stop, const ProgressCallback& progress);
    Result<AddResult> importThere(const Recipe& recipe, Survey survey, HostProbe* probe, std::stop_token stop,
                                  const ProgressCallback& progress);
    Status drawThere(const domain::DatasetPlace& place, const std::vector<PictureContent>& pictures,
                     std::stop_token stop, const ProgressCallback& progress);
    /// The helper on the machine where the dataset lies; Unavailable without a way to it.
    Result<std::unique_ptr<HostProbe>> probe(const std::string& on, std::stop_token stop,
                                             const ProgressCallback& progress) const;
    Result<AddResult> importWith(const Recipe& recipe, dataset::ImportRequest request, std::stop_token stop,
                                 const ProgressCallback& progress);
    Status checkOptions(const AddOptions& options, const std::string& name) const;
    void carryOver(Recipe& recipe) const;
    DatasetEntry entryOf(const store::DatasetVersion& version) const;
    void summarize(const AddResult& result);
    std::string nearestName(const std::string& name) const;

    Workspace& m_workspace;
    Hosts* m_hosts;
};

}  // namespace flambeau::session
