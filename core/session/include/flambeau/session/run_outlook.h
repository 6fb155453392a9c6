// SPDX-License-Identifier: GPL-3.0-or-later
// What can be said of a run before it starts: what of the first weights will fit, how much memory it will take, how
// long it will last by earlier runs, how fine a difference its validation set can tell. Estimates, and said to be so.
// Functions without state; those that read the workspace or a file block.
#pragma once

#include <cstdint>
#include <string>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"
#include "flambeau/domain/parameters.h"

namespace flambeau::session {

class RegistryService;
class Workspace;

struct WeightsOutlook {
    std::int64_t tensors = 0;      ///< of the network, running statistics included
    std::int64_t matched = 0;      ///< by name and shape
    std::int64_t headTensors = 0;  ///< of those that do not match, how many belong to the head, which is new anyway
    bool download = false;         ///< they are not on this machine yet
    std::uint64_t bytes = 0;       ///< of the file; of a download about
    std::string title;             ///< "resnet18-f37072fd.pth", "birds@3", a file's name
};
/// What training would take over from `source` ("imagenet", "model:NAME[@V]", a file). The error is the one that a
/// start would give. Reads the file; a download is not made.
Result<WeightsOutlook> weightsOutlook(RegistryService& models, const std::string& source, const std::string& arch,
                                      int classes, std::int64_t imageSize);

/// How many numbers the network learns (without running statistics), for `classes` classes.
Result<std::int64_t> parameterCount(const std::string& arch, int classes);

struct MemoryOutlook {
    std::uint64_t model = 0;        ///< weights, gradients, the optimizer's moments
    std::uint64_t activations = 0;  ///< what a batch leaves for the way back
    std::uint64_t other = 0;        ///< libtorch itself, prepared batches, computed features
    std::uint64_t total() const { return model + activations + other; }
};
/// In single precision; half as many bits need less. On a CPU the process's memory, within a few percent as measured.
Result<MemoryOutlook> memoryOutlook(const domain::Parameters& parameters, int classes, std::int64_t pictures);

/// What a run will write at most (estimateRunBytes), told from counts.
Result<std::uint64_t> diskOutlook(const domain::Parameters& parameters, int classes, std::int64_t valPictures,
                                  std::uint64_t weightsBytes);

struct TimeOutlook {
    double seconds = 0;
    int runs = 0;  ///< that it was told from; 0: nothing is known
};
/// From the newest completed runs of the same network, kind of training, device setting and picture size; pictures and
/// epochs are taken into account.
Result<TimeOutlook> timeOutlook(Workspace& workspace, const std::string& recipe, const domain::Parameters& parameters,
                                std::int64_t pictures);

/// The name that a run on this dataset gets where none is given.
Result<std::string> freeRunName(Workspace& workspace, const std::string& dataset);

/// The smallest difference of accuracy that is no mere chance with so many pictures: about one standard error at 90 %.
double chanceDifference(std::int64_t valPictures);

}  // namespace flambeau::session
