// SPDX-License-Identifier: GPL-3.0-or-later
// What the trainer's tests share: drawn datasets, run folders, running the real program, reading its stream, asking
// the judges in Python.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

#include <nlohmann/json.hpp>

#include "flambeau/domain/dataset.h"
#include "flambeau/domain/run_definition.h"
#include "test_support.h"

namespace flambeau::test {

/// Three classes told apart by what is drawn (a disc, a cross, stripes), not by mean colour; PNGs of `side` pixels.
domain::DatasetManifest drawDataset(const fs::path& root, int trainPerClass, int valPerClass, int side = 40);
/// train/… and val/… below `root`, class folders inside, as torchvision's ImageFolder sees them.
domain::DatasetManifest folderDataset(const fs::path& root, std::size_t everyNth = 1);

struct RunSetup {
    domain::DatasetManifest manifest;
    domain::Parameters parameters;
    fs::path weights;     ///< a file that is put into the run's folder
    fs::path checkpoint;  ///< to resume from
};
/// Quick settings for drawn pictures: tiny, one thread, fp32.
domain::Parameters quick(const domain::Parameters& more = {});
/// A run's folder as the desktop leaves it.
void makeRun(const fs::path& folder, const RunSetup& setup);

fs::path trainerProgram();
struct Ended {
    int exitCode = 0;
    std::string out, err;
    std::string lastErrorLine() const;
};
Ended train(const fs::path& folder);
/// Starts, calls `until` with the stream's lines as they grow, and sends `signal` when it says true.
Ended trainAndSignal(const fs::path& folder, int signal, const std::function<bool(const std::string& stream)>& until);

struct Stream {
    std::vector<nlohmann::json> events;
    /// (step, value) in the order of writing.
    std::vector<std::pair<std::int64_t, double>> series(const std::string& name) const;
    std::vector<nlohmann::json> ofKind(const std::string& kind) const;
    std::optional<std::string> text(const std::string& name) const;  ///< the last of this name
};
Stream streamOf(const fs::path& folder);

/// What judge.py prints; nothing (with the reason on stdout) where torchvision is not installed.
std::optional<nlohmann::json> judge(const std::vector<std::string>& arguments);

}  // namespace flambeau::test
