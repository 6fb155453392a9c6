// SPDX-License-Identifier: GPL-3.0-or-later
// Datasets of a workspace: importing folders and archives into numbered versions, looking at them, checking them
// against the disk, deciding about findings, the trash. One object on one thread; calls block and honour their stop
// token. No picture is opened here: flambeau-scan's processes do.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "flambeau/domain/dataset.h"
#include "flambeau/session/run_ports.h"

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
    double created = 0;
    double removed = 0;  ///< when it went to the trash; 0: it is not there
};

struct AddOptions {
    fs::path source;   ///< a folder or an archive
    std::string name;  ///< empty: from the source's name
    std::int64_t seed = 0;         ///< of the split, where there is none
    double valFraction = 0.2;      ///< likewise
    std::string csv;               ///< of flat folders: the CSV's name; empty: looked for
    std::string fileColumn, labelColumn;  ///< empty: recognised
    unsigned workers = 0;          ///< 0: as many as there are cores
};

struct AddResult {
    domain::DatasetManifest manifest;
    bool unchanged = false;  ///< the same content as the newest version, which this then is
    bool otherName = false;
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
    /// NotFound names the nearest dataset.
    Result<domain::DatasetManifest> find(const std::string& reference);
    Result<DatasetCheck> check(const domain::DatasetManifest& manifest, std::stop_token stop,
                               const ProgressCallback& progress);
    /// A new version with these pictures left out or taken back. Paths are relative to the dataset's root.
    Result<AddResult> decide(const std::string& reference, const std::vector<std::string>& leaveOut,
                             const std::vector<std::string>& keep, std::stop_token stop,
                             const ProgressCallback& progress);
    /// To the trash; runs that used it keep their own manifest. "NAME" takes every version, "NAME@2" that one.
    Result<int> remove(const std::string& reference);
    Result<int> restore(const std::string& reference);
    /// Draws the sample into `folder` with flambeau-scan.
    Status drawSample(const fs::path& folder, int perClass, std::uint64_t seed, std::stop_token stop);
    /// A small JPEG of the picture, made by flambeau-scan on first use.
    Result<fs::path> thumbnail(const domain::DatasetManifest& manifest, const domain::DatasetFile& file,
                               std::stop_token stop);

private:
    Workspace& m_workspace;
};

}  // namespace flambeau::session
