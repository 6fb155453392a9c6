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
    // The window is the end of the last block of `window` values and the beginning of this one. Sums of both only ever
    // grow by adding, so nothing cancels out and nothing drifts.
    const std::size_t size = std::max<std::size_t>(window, 1);
    std::vector<double> block(size, 0.0), ends(size + 1, 0.0);  // ends[i]: sum of the last block from i on
    double begin = 0;
    std::size_t seen = 0;
    for (double& value : smooth) {
        if (!std::isfinite(value))
            continue;
        const std::size_t at = seen++ % size;
        block[at] = value;
        begin += value;
        value = (ends[at + 1] + begin) / static_cast<double>(std::min(seen, size));
        if (at + 1 < size)
            continue;
        for (std::size_t i = size; i > 0; --i)
            ends[i - 1] = ends[i] + block[i - 1];
        begin = 0;
    }
    return smooth;
}

}  // namespace flambeau::series
