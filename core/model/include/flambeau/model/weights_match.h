// SPDX-License-Identifier: GPL-3.0-or-later
// How a file of weights fits a network: by names and shapes, as the trainer takes tensors over. Plain values; functions
// safe on any thread.
#pragma once

#include <string>
#include <vector>

#include "flambeau/base/result.h"
#include "flambeau/model/spec.h"
#include "flambeau/model/weights.h"

namespace flambeau::model {

struct WeightsMatch {
    std::vector<std::string> matched;     ///< in both, of one shape
    std::vector<std::string> missing;     ///< the network's, not in the file (num_batches_tracked is never missed)
    std::vector<std::string> misshapen;   ///< in both: "fc.weight [1000,512], wanted [2,512]"
    std::vector<std::string> unexpected;  ///< the file's, not in the network
    std::size_t backbone = 0;             ///< how many of the matched ones are not the head's

    /// "120 of the network's 122 tensors are in the file".
    std::string summary() const;
};
WeightsMatch matchWeights(const ModelSpec& spec, const WeightsInfo& weights);

/// InvalidArgument where no tensor of the backbone fits: the message names the file as `shown`, the hint the
/// architecture that it does fit, where there is one; the detail what is in the file and what was wanted.
Result<WeightsMatch> checkWeightsFit(const ModelSpec& spec, const WeightsInfo& weights, const std::string& shown);

}  // namespace flambeau::model
