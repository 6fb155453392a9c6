// SPDX-License-Identifier: GPL-3.0-or-later
// What a page shows of a model version beyond its record: where it came from in words, which pictures it gets wrong,
// and one of its files as a file. Plain functions on the thread of the workspace; what is read is hostile until
// checked.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "flambeau/session/registry_service.h"

namespace flambeau::session {

class Workspace;

struct ModelOrigin {
    std::string runName;    ///< empty: it came from no run, or the run is not known any more
    bool runThere = false;  ///< the run is known and not in the trash
    bool datasetThere = false;
    std::string engine;  ///< "libtorch 1.13.0, CPU"; empty: model.json does not tell
    std::string architecture;
};
/// Never fails for what is not there any more.
Result<ModelOrigin> modelOrigin(Workspace& workspace, const ModelVersion& version);

/// Pictures of one class that were taken for one class (the same one: they are right).
struct ConfusionCell {
    std::string actual, predicted;
    std::int64_t count = 0;
    std::vector<std::string> files;  ///< relative to `root`; may be fewer than `count`
};

struct Confusion {
    std::vector<std::string> classes;
    std::vector<ConfusionCell> cells;  ///< none is empty
    std::int64_t pictures = 0, wrong = 0;
    std::string root;      ///< the folder of the pictures; empty: it is gone
    std::string lookedAt;  ///< where it was looked for
    std::string dataset;   ///< "NAME@2" where the workspace has the version that it was trained on; else empty
};
/// Of the validation pictures, as its run counted them. NotFound where the version has no such table.
Result<Confusion> modelConfusion(Workspace& workspace, const ModelVersion& version);

/// Copies one of its files to `to`, comparing its hash on the way.
Status copyModelFile(Workspace& workspace, const ModelVersion& version, const std::string& path, const fs::path& to,
                     std::stop_token stop, const ProgressCallback& progress);

}  // namespace flambeau::session
