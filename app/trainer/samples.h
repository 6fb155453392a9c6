// SPDX-License-Identifier: GPL-3.0-or-later
// A manifest's pictures as the training goes through them. Plain values.
#pragma once

#include <string>
#include <vector>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"
#include "flambeau/domain/dataset.h"

namespace flambeau::trainer {

struct Sample {
    std::string path;  ///< relative to the dataset's root: what a person calls it
    std::int64_t label = 0;
    fs::path file;  ///< where it lies
};

struct SampleSet {
    std::vector<std::string> classes;
    std::vector<Sample> train, val;  ///< in the manifest's order
};

/// InvalidArgument where there is nothing to train with.
Result<SampleSet> sampleSet(const domain::DatasetManifest& manifest);

/// N / (C * n_c) for class c; 0 for a class that no sample has.
std::vector<float> balancedWeights(const std::vector<Sample>& samples, std::size_t classes);

}  // namespace flambeau::trainer
