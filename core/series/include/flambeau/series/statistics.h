// SPDX-License-Identifier: GPL-3.0-or-later
// Statistics of a series, kept up to date point by point. Plain value.
#pragma once

#include <cstdint>

#include "flambeau/series/point.h"

namespace flambeau::series {

/// NaN values count in `count`, `nans` and `last` alone. Infinities count in min and max; best takes finite values
/// only, and of equal ones the first that came. A member that nothing has entered yet is NaN (a step: 0).
struct Statistics {
    std::int64_t count = 0;
    std::int64_t nans = 0;
    double last = kNone;
    std::int64_t lastStep = 0;
    double min = kNone, max = kNone;
    double lowest = kNone, highest = kNone;  ///< of the finite values
    std::int64_t lowestStep = 0, highestStep = 0;

    void add(std::int64_t step, double value);

    double best(bool lowerIsBetter) const { return lowerIsBetter ? lowest : highest; }
    std::int64_t bestStep(bool lowerIsBetter) const { return lowerIsBetter ? lowestStep : highestStep; }
};

}  // namespace flambeau::series
