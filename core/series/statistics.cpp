// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/series/statistics.h"

#include <cmath>

namespace flambeau::series {

void Statistics::add(std::int64_t step, double value) {
    ++count;
    last = value;
    lastStep = step;
    if (std::isnan(value)) {
        ++nans;
        return;
    }
    // Written so that a comparison with the NaN of an empty member lets the value in.
    if (!(value >= min))
        min = value;
    if (!(value <= max))
        max = value;
    if (std::isinf(value))
        return;
    if (!(value >= lowest)) {
        lowest = value;
        lowestStep = step;
    }
    if (!(value <= highest)) {
        highest = value;
        highestStep = step;
    }
}

}  // namespace flambeau::series
