// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/series/chunk.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace flambeau::series {

static_assert(std::endian::native == std::endian::little, "packed values are copied as they lie in memory");

namespace {

enum Kind : std::uint8_t { Raw = 0, Short = 1, Differences = 2, Absent = 3 };  // Short: a stride, or floats

struct Head {
    std::uint8_t version = 1, steps = Raw, times = Raw, values = Raw, epochs = Raw, zero[3] = {0, 0, 0};
    std::uint32_t count = 0;
};
static_assert(sizeof(Head) == 12);

constexpr std::uint64_t kMaxDifference = std::numeric_limits<std::uint32_t>::max();

std::uint64_t bits(double value) {
    return std::bit_cast<std::uint64_t>(value);
}

/// Whether the double survives the way through a float, bit by bit.
bool isFloat(double value) {
    if (std::isfinite(value) && std::fabs(value) > std::numeric_limits<float>::max())
        return false;  // the conversion would be undefined
    return bits(static_cast<double>(static_cast<float>(value))) == bits(value);
}

Kind stepKind(std::span<const Point> points) {
    if (points.size() < 3)
        return Raw;
    const auto difference = [&](std::size_t i) {
        return static_cast<std::uint64_t>(points[i].step) - static_cast<std::uint64_t>(points[i - 1].step);
    };
    const std::uint64_t stride = difference(1);
    bool same = true, small = true;
    for (std::size_t i = 1; i < points.size() && (same || small); ++i) {
        same = same && difference(i) == stride;
        small = small && difference(i) <= kMaxDifference;
    }
    return same ? Short : small ? Differences : Raw;
}

Kind timeKind(std::span<const Point> points) {
    for (std::size_t i = 1; i < points.size(); ++i) {
        if (bits(points[i].time) - bits(points[i - 1].time) > kMaxDifference)
            return Raw;
    }
    return Differences;
}

Kind valueKind(std::span<const Point> points) {
    return std::all_of(points.begin(), points.end(), [](const Point& point) { return isFloat(point.value); }) ? Short
                                                                                                              : Raw;
}

Kind epochKind(std::span<const Point> points) {
    // Any NaN means "none", so its payload is not kept.
    bool absent = true, small = true;
    for (const Point& point : points) {
        absent = absent && std::isnan(point.epoch);
        small = small && (std::isnan(point.epoch) || isFloat(point.epoch));
        if (!absent && !small)
            return Raw;
    }
    return absent ? Absent : Short;
}

std::size_t stepBytes(Kind kind, std::size_t n) {
    return kind == Raw ? 8 * n : kind == Short ? 16 : 8 + 4 * (n - 1);
}
std::size_t timeBytes(Kind kind, std::size_t n) {
    return kind == Raw ? 8 * n : 8 + 4 * (n - 1);
}
std::size_t realBytes(Kind kind, std::size_t n) {
    return kind == Raw ? 8 * n : kind == Short ? 4 * n : 0;
}

template <class T>
char* put(char* at, T value) {
    std::memcpy(at, &value, sizeof(value));
    return at + sizeof(value);
}

template <class T>
T take(const char*& at) {
    T value;
    std::memcpy(&value, at, sizeof(value));
    at += sizeof(value);
    return value;
}

template <class Get>
char* putReals(char* at, Kind kind, std::span<const Point> points, Get get) {
    if (kind == Raw) {
        for (const Point& point : points)
            at = put(at, get(point));
    } else if (kind == Short) {
        for (const Point& point : points)
            at = put(at, static_cast<float>(get(point)));
    }
    return at;
}

char* putSteps(char* at, Kind kind, std::span<const Point> points) {
    if (kind == Raw) {
        for (const Point& point : points)
            at = put(at, point.step);
        return at;
    }
    at = put(at, points[0].step);
    if (kind == Short)
        return put(at, static_cast<std::uint64_t>(points[1].step) - static_cast<std::uint64_t>(points[0].step));
    for (std::size_t i = 1; i < points.size(); ++i)
        at = put(at, static_cast<std::uint32_t>(points[i].step - points[i - 1].step));
    return at;
}

char* putTimes(char* at, Kind kind, std::span<const Point> points) {
    if (kind == Raw)
        return putReals(at, Raw, points, [](const Point& point) { return point.time; });
    at = put(at, points[0].time);
    for (std::size_t i = 1; i < points.size(); ++i)
        at = put(at, static_cast<std::uint32_t>(bits(points[i].time) - bits(points[i - 1].time)));
    return at;
}

void takeSteps(const char*& at, Kind kind, std::span<Point> points) {
    if (kind == Raw) {
        for (Point& point : points)
            point.step = take<std::int64_t>(at);
        return;
    }
    auto step = take<std::uint64_t>(at);
    const std::uint64_t stride = kind == Short ? take<std::uint64_t>(at) : 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (i > 0)
            step += kind == Short ? stride : take<std::uint32_t>(at);
        points[i].step = static_cast<std::int64_t>(step);
    }
}

void takeTimes(const char*& at, Kind kind, std::span<Point> points) {
    auto time = std::uint64_t{0};
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (kind == Raw || i == 0)
            time = take<std::uint64_t>(at);
        else
            time += take<std::uint32_t>(at);
        points[i].time = std::bit_cast<double>(time);
    }
}

template <class Set>
void takeReals(const char*& at, Kind kind, std::span<Point> points, Set set) {
    for (Point& point : points) {
        if (kind == Raw)
            set(point, take<double>(at));
        else if (kind == Short)
            set(point, static_cast<double>(take<float>(at)));
    }
}

}  // namespace

void encodePoints(std::span<const Point> points, std::string& out) {
    out.clear();
    if (points.empty())
        return;
    const Kind steps = stepKind(points), times = timeKind(points), values = valueKind(points),
               epochs = epochKind(points);
    const std::size_t n = points.size();
    out.resize(sizeof(Head) + stepBytes(steps, n) + timeBytes(times, n) + realBytes(values, n) + realBytes(epochs, n));
    Head head;
    head.steps = steps;
    head.times = times;
    head.values = values;
    head.epochs = epochs;
    head.count = static_cast<std::uint32_t>(n);
    char* at = put(out.data(), head);
    at = putSteps(at, steps, points);
    at = putTimes(at, times, points);
    at = putReals(at, values, points, [](const Point& point) { return point.value; });
    putReals(at, epochs, points, [](const Point& point) { return point.epoch; });
}

bool decodePoints(std::string_view bytes, std::vector<Point>& out) {
    if (bytes.empty())
        return true;
    if (bytes.size() < sizeof(Head))
        return false;
    const char* at = bytes.data();
    const Head head = take<Head>(at);
    const std::size_t n = head.count;
    const auto steps = static_cast<Kind>(head.steps), times = static_cast<Kind>(head.times);
    const auto values = static_cast<Kind>(head.values), epochs = static_cast<Kind>(head.epochs);
    const bool known = head.version == 1 && head.steps <= Differences && (times == Raw || times == Differences) &&
                       head.values <= Short && (head.epochs <= Short || epochs == Absent);
    if (!known || n == 0 || n > kMaxPackedPoints)
        return false;
    if (bytes.size() !=
        sizeof(Head) + stepBytes(steps, n) + timeBytes(times, n) + realBytes(values, n) + realBytes(epochs, n))
        return false;
    const std::size_t before = out.size();
    out.resize(before + n);
    const std::span<Point> points(out.data() + before, n);
    takeSteps(at, steps, points);
    takeTimes(at, times, points);
    takeReals(at, values, points, [](Point& point, double value) { point.value = value; });
    takeReals(at, epochs, points, [](Point& point, double value) { point.epoch = value; });
    return true;
}

}  // namespace flambeau::series
