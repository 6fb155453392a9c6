// SPDX-License-Identifier: GPL-3.0-or-later
// What is checked and computed before a run starts: the parameters as typed, the dataset's content against its
// manifest, the disk space that the run will take. Functions without state; those that read the disk block.
#pragma once

#include <cstdint>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "flambeau/base/result.h"
#include "flambeau/domain/dataset.h"
#include "flambeau/domain/run_definition.h"
#include "flambeau/session/run_ports.h"

namespace flambeau::session {

/// Weights given as a relative path mean the folder that the command was typed in; a definition outlives that.
void settleWeightsPath(domain::Parameters& parameters);

/// All problems as one InvalidArgument: the message names every field, the hint is the first problem's own.
Error problemsError(const std::vector<domain::Problem>& problems);

/// `set` as text (name -> value) on top of `base`, typed and completed with defaults; every unknown name, wrong type,
/// value out of range and contradiction is appended to `problems`.
domain::Parameters parameterValues(const std::string& recipe, const std::map<std::string, std::string>& set,
                                   const domain::Parameters& base, std::vector<domain::Problem>& problems);

/// "hymenoptera" and the names that there are -> "hymenoptera-01", one above the highest number in use.
std::string nextRunName(const std::string& stem, const std::vector<std::string>& taken);

struct ContentReport {
    std::size_t files = 0;
    std::size_t hashed = 0;  ///< of these, size or time differed and the content was read
};
/// Compares every file of the manifest with the disk: size and modification time, and the SHA-256 of those that differ.
/// A time that changed with the same content is taken over into `manifest`. Content that changed, or a file that is
/// gone, is Conflict, naming the files (the first in the message, up to a hundred in detail).
Result<ContentReport> checkContent(domain::DatasetManifest& manifest, std::stop_token stop,
                                   const ProgressCallback& progress);

/// That the run can begin with the weights in `file`: they can be read, and something of them fits the network. From
/// the file's header alone; nothing in it is executed. `source` is what the user gave ("model:NAME@V", a path).
/// Returned is what fits, for a person; an error names what the user gave and why it cannot be used.
Result<std::string> checkWeights(const domain::RunDefinition& definition, const domain::DatasetManifest& manifest,
                                 const std::string& source, const fs::path& file);

/// An upper estimate of what the run will write: weights in their forms, checkpoint and its replacement, reference,
/// tables, streams and logs. `weightsBytes`: the size of the initial weights' file (0: none).
Result<std::uint64_t> estimateRunBytes(const domain::RunDefinition& definition, const domain::DatasetManifest& manifest,
                                       std::uint64_t weightsBytes);

/// DiskFull with both numbers where `needed` and a reserve of 200 MB are more than `available`.
Status checkSpace(std::uint64_t needed, std::uint64_t available, const fs::path& where);

/// A checkpoint's own word on where training goes on, from the safetensors header alone.
struct CheckpointInfo {
    fs::path file;
    std::int64_t nextStep = 0;
    std::uint64_t bytes = 0;
};
/// NotFound where the file is not there; Corrupt where it is no checkpoint.
Result<CheckpointInfo> readCheckpointInfo(const fs::path& file);

}  // namespace flambeau::session
