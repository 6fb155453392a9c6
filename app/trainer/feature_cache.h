// SPDX-License-Identifier: GPL-3.0-or-later
// What a frozen backbone makes of pictures that never change, computed once: a training without augmentation, and
// every validation of a frozen run, then only compute the head. Owned by the training; one thread.
#pragma once

#include <functional>
#include <vector>

#include "batch_loader.h"
#include "network.h"

namespace flambeau::trainer {

class FeatureCache {
public:
    /// Whether the features of `count` pictures may be kept: the graph splits before its head, and they fit into
    /// `maxBytes`.
    static bool possible(Network& network, std::size_t count, std::size_t maxBytes);

    /// Runs every sample of the loader (which must give them in order, 0 to count - 1) through the backbone, in fp32.
    /// `keepGoing(done)` may return false: Canceled.
    static Result<FeatureCache> compute(Network& network, BatchLoader& loader, std::size_t count,
                                        const std::function<bool(std::size_t)>& keepGoing);

    bool empty() const { return !m_features.defined(); }
    /// [B, …] of these samples, on the network's device.
    at::Tensor of(const std::vector<std::size_t>& samples) const;

private:
    at::Tensor m_features;
};

}  // namespace flambeau::trainer
