// SPDX-License-Identifier: GPL-3.0-or-later
// A point of a metric, and a pixel column of its envelope. Plain values.
#pragma once

#include <cstdint>
#include <limits>

namespace flambeau::series {

inline constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

struct Point {
    std::int64_t step = 0;
    double time = 0;       ///< seconds since 1970
    double value = 0;      ///< any double: NaN and infinities are kept
    double epoch = kNone;  ///< NaN: none
};

/// The horizontal axis that a range is asked on.
enum class Axis { Step, Time, Epoch };

/// The point's place on an axis; NaN where it has none.
inline double xOf(const Point& point, Axis axis) {
    return axis == Axis::Step ? static_cast<double>(point.step) : axis == Axis::Time ? point.time : point.epoch;
}

/// What a pixel column shows of the points in it. Associative: the join of two columns of neighbouring points is the
/// column of both. Points whose value is NaN do not enter.
struct Column {
    std::int64_t count = 0;  ///< 0: nothing to draw
    double firstX = 0, first = 0;
    double lastX = 0, last = 0;
    double min = 0, max = 0;

    /// A point that comes after all that are in it.
    void add(double x, double value);
    /// A column whose points come after all that are in this one.
    void join(const Column& after);
    bool operator==(const Column&) const = default;
};

}  // namespace flambeau::series
