// SPDX-License-Identifier: GPL-3.0-or-later
#include "feature_cache.h"

#include "device.h"

namespace flambeau::trainer {

bool FeatureCache::possible(Network& network, std::size_t count, std::size_t maxBytes) {
    if (!network.frozen() || !network.canSplit() || count == 0)
        return false;
    const std::int64_t side = network.spec().imageSize;
    const at::Tensor one = network.features(at::zeros({1, 3, side, side}, network.device()));
    return count <= maxBytes / one.nbytes();
}

Result<FeatureCache> FeatureCache::compute(Network& network, BatchLoader& loader, std::size_t count,
                                           const std::function<bool(std::size_t)>& keepGoing) {
    const ExactArithmetic exact;
    at::NoGradGuard noGradient;
    FeatureCache cache;
    std::size_t done = 0;
    while (true) {
        FLAMBEAU_TRY(const std::optional<Batch> batch, loader.next());
        if (!batch)
            break;
        const at::Tensor features = network.features(batch->inputs.to(network.device()));
        if (cache.empty()) {
            std::vector<std::int64_t> shape = features.sizes().vec();
            shape[0] = static_cast<std::int64_t>(count);
            cache.m_features = at::empty(shape, features.options());
        }
        cache.m_features.narrow(0, static_cast<std::int64_t>(done), features.size(0)).copy_(features);
        done += batch->samples.size();
        if (!keepGoing(done))
            return Error{ErrorCode::Canceled, "Stopped", {}, {}};
    }
    return cache;
}

at::Tensor FeatureCache::of(const std::vector<std::size_t>& samples) const {
    std::vector<std::int64_t> rows(samples.begin(), samples.end());
    return m_features.index_select(0, at::tensor(rows, at::kLong).to(m_features.device()));
}

}  // namespace flambeau::trainer
