// SPDX-License-Identifier: GPL-3.0-or-later
// Between files of weights and a Network's tensors: first values, loading with a report of what fitted, saving.
// Functions without state; a Network on one thread at a time.
#pragma once

#include <string>
#include <vector>

#include "flambeau/base/result.h"
#include "flambeau/model/weights.h"
#include "network.h"

namespace flambeau::trainer {

/// torchvision's first values (He's normal distribution, fan out, for convolutions; small heads as its models do),
/// drawn from a generator of their own, so that they depend on nothing but `seed`.
void initialise(Network& network, std::uint64_t seed);

/// What a file of weights had for a network.
struct LoadReport {
    std::vector<std::string> matched;
    std::vector<std::string> missing;     ///< the network's, not in the file (num_batches_tracked is never missed)
    std::vector<std::string> misshapen;   ///< in both, of different shapes: "fc.weight [1000,512] here [2,512]"
    std::vector<std::string> unexpected;  ///< the file's, not in the network

    /// One line for a person.
    std::string summary() const;
    /// Every name that did not fit, a line a kind.
    std::string details() const;
};

/// Copies what matches by name and shape. InvalidArgument where nothing of the backbone does.
Result<LoadReport> loadMatching(Network& network, const model::Weights& weights);
/// Every tensor must be there with its shape, and no other.
Status loadExactly(Network& network, const model::Weights& weights);

at::Tensor toTorch(const model::Tensor& tensor);
/// Of any device and layout; float, int64 or uint8.
model::Tensor fromTorch(const at::Tensor& tensor);
model::Weights stateDict(const Network& network);

}  // namespace flambeau::trainer
