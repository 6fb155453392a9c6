// SPDX-License-Identifier: GPL-3.0-or-later
// What a block of neighbouring points amounts to, so that most of a range is answered without them: a node of the
// stored min/max pyramid. Plain value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "flambeau/series/point.h"

namespace flambeau::series {

/// Bounds of the points' places are over those that an envelope draws: value not NaN. Associative, like Column.
struct Summary {
    std::int64_t count = 0;   ///< all points
    std::int64_t drawn = 0;   ///< those whose value is not NaN
    std::int64_t times = 0;   ///< those of the drawn whose time is not NaN
    std::int64_t epochs = 0;  ///< those of the drawn that have an epoch
    std::int64_t minStep = 0, maxStep = 0;
    double minTime = kNone, maxTime = kNone;
    double minEpoch = kNone, maxEpoch = kNone;
    double min = kNone, max = kNone;
    Point first, last;  ///< of the drawn

    void add(const Point& point);
    void join(const Summary& after);

    /// The places of the drawn points on the axis: all of them, or false where some have none or there are none.
    bool bounds(Axis axis, double& low, double& high) const;
    /// The drawn points as one column.
    Column column(Axis axis) const;

    /// Fixed size, little-endian.
    std::string encode() const;
    static std::optional<Summary> decode(std::string_view bytes);
};

}  // namespace flambeau::series
