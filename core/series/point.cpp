// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/series/point.h"

#include <algorithm>
#include <cmath>

namespace flambeau::series {

void Column::add(double x, double value) {
    if (std::isnan(value) || std::isnan(x))
        return;
    if (count == 0) {
        *this = Column{.count = 1, .firstX = x, .first = value, .lastX = x, .last = value, .min = value, .max = value};
        return;
    }
    ++count;
    lastX = x;
    last = value;
    min = std::min(min, value);
    max = std::max(max, value);
}

void Column::join(const Column& after) {
    if (after.count == 0)
        return;
    if (count == 0) {
        *this = after;
        return;
    }
    count += after.count;
    lastX = after.lastX;
    last = after.last;
    min = std::min(min, after.min);
    max = std::max(max, after.max);
}

}  // namespace flambeau::series
