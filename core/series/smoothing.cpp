// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/series/smoothing.h"

#include <algorithm>
#include <cmath>

namespace flambeau::series {

std::vector<double> smoothExponential(std::span<const double> values, double weight) {
    std::vector<double> smooth(values.begin(), values.end());
    double mean = 0, share = 1;  // share: how much of the mean is still its start at zero
    for (double& value : smooth) {
        if (!std::isfinite(value))
            continue;
        mean = weight * mean + (1 - weight) * value;
        share *= weight;
        value = mean / (1 - share);
    }
    return smooth;
}

std::vector<double> smoothMoving(std::span<const double> values, std::size_t window) {
    std::vector<double> smooth(values.begin(), values.end());
    std::vector<double> ring(std::max<std::size_t>(window, 1), 0.0);
    std::size_t seen = 0;
    double sum = 0;
    for (double& value : smooth) {
        if (!std::isfinite(value))
            continue;
        const std::size_t at = seen++ % ring.size();
        sum += value - ring[at];
        ring[at] = value;
        // Summed afresh once a round, so that rounding errors do not pile up.
        if (at == ring.size() - 1) {
            sum = 0;
            for (const double one : ring)
                sum += one;
        }
        value = sum / static_cast<double>(std::min(seen, ring.size()));
    }
    return smooth;
}

}  // namespace flambeau::series
