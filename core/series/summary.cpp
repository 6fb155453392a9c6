// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/series/summary.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace flambeau::series {

static_assert(std::endian::native == std::endian::little, "packed values are copied as they lie in memory");

namespace {

void lower(double& bound, double value) {
    if (!(value >= bound) && !std::isnan(value))
        bound = value;
}

void raise(double& bound, double value) {
    if (!(value <= bound) && !std::isnan(value))
        bound = value;
}

// What encode() writes, field by field: nothing but 64-bit values, so there is no padding.
struct Packed {
    std::int64_t count, drawn, times, epochs, minStep, maxStep, firstStep, lastStep;
    double minTime, maxTime, minEpoch, maxEpoch, min, max;
    double firstTime, firstValue, firstEpoch, lastTime, lastValue, lastEpoch;
};
static_assert(sizeof(Packed) == 20 * 8);

}  // namespace

void Summary::add(const Point& point) {
    ++count;
    if (std::isnan(point.value))
        return;
    if (drawn == 0) {
        minStep = maxStep = point.step;
        first = point;
    } else {
        minStep = std::min(minStep, point.step);
        maxStep = std::max(maxStep, point.step);
    }
    ++drawn;
    last = point;
    if (!std::isnan(point.time)) {
        ++times;
        lower(minTime, point.time);
        raise(maxTime, point.time);
    }
    lower(min, point.value);
    raise(max, point.value);
    if (!std::isnan(point.epoch)) {
        ++epochs;
        lower(minEpoch, point.epoch);
        raise(maxEpoch, point.epoch);
    }
}

void Summary::join(const Summary& after) {
    count += after.count;
    if (after.drawn == 0)
        return;
    if (drawn == 0) {
        const std::int64_t all = count;
        *this = after;
        count = all;
        return;
    }
    drawn += after.drawn;
    times += after.times;
    epochs += after.epochs;
    minStep = std::min(minStep, after.minStep);
    maxStep = std::max(maxStep, after.maxStep);
    lower(minTime, after.minTime);
    raise(maxTime, after.maxTime);
    lower(minEpoch, after.minEpoch);
    raise(maxEpoch, after.maxEpoch);
    lower(min, after.min);
    raise(max, after.max);
    last = after.last;
}

bool Summary::bounds(Axis axis, double& low, double& high) const {
    if (drawn == 0 || (axis == Axis::Epoch && epochs != drawn) || (axis == Axis::Time && times != drawn))
        return false;
    low = axis == Axis::Step ? static_cast<double>(minStep) : axis == Axis::Time ? minTime : minEpoch;
    high = axis == Axis::Step ? static_cast<double>(maxStep) : axis == Axis::Time ? maxTime : maxEpoch;
    return true;
}

Column Summary::column(Axis axis) const {
    if (drawn == 0)
        return {};
    return Column{.count = drawn,
                  .firstX = xOf(first, axis),
                  .first = first.value,
                  .lastX = xOf(last, axis),
                  .last = last.value,
                  .min = min,
                  .max = max};
}

std::string Summary::encode() const {
    const Packed packed{count,      drawn,       times,       epochs,    minStep,    maxStep,   first.step,
                        last.step,  minTime,     maxTime,     minEpoch,  maxEpoch,   min,       max,
                        first.time, first.value, first.epoch, last.time, last.value, last.epoch};
    return std::string(reinterpret_cast<const char*>(&packed), sizeof(packed));
}

std::optional<Summary> Summary::decode(std::string_view bytes) {
    Packed packed;
    if (bytes.size() != sizeof(packed))
        return std::nullopt;
    std::memcpy(&packed, bytes.data(), sizeof(packed));
    if (packed.count < 0 || packed.drawn < 0 || packed.drawn > packed.count || packed.epochs < 0)
        return std::nullopt;
    Summary summary;
    summary.count = packed.count;
    summary.drawn = packed.drawn;
    summary.times = packed.times;
    summary.epochs = packed.epochs;
    summary.minStep = packed.minStep;
    summary.maxStep = packed.maxStep;
    summary.minTime = packed.minTime;
    summary.maxTime = packed.maxTime;
    summary.minEpoch = packed.minEpoch;
    summary.maxEpoch = packed.maxEpoch;
    summary.min = packed.min;
    summary.max = packed.max;
    summary.first = Point{packed.firstStep, packed.firstTime, packed.firstValue, packed.firstEpoch};
    summary.last = Point{packed.lastStep, packed.lastTime, packed.lastValue, packed.lastEpoch};
    return summary;
}

}  // namespace flambeau::series
