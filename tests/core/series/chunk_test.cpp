// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/series/chunk.h"

#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>

#include "flambeau/series/summary.h"

using namespace flambeau::series;

namespace {

std::uint64_t bits(double value) {
    return std::bit_cast<std::uint64_t>(value);
}

/// Equal to the last bit, but for the payload of an epoch's NaN, which means "none".
bool same(const Point& a, const Point& b) {
    const bool epochs = bits(a.epoch) == bits(b.epoch) || (std::isnan(a.epoch) && std::isnan(b.epoch));
    return a.step == b.step && bits(a.time) == bits(b.time) && bits(a.value) == bits(b.value) && epochs;
}

void roundTrip(const std::vector<Point>& points) {
    std::string packed;
    encodePoints(points, packed);
    std::vector<Point> back{Point{-1, -1, -1, -1}};
    REQUIRE(decodePoints(packed, back));
    REQUIRE(back.size() == points.size() + 1);
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < points.size(); ++i)
        wrong += same(points[i], back[i + 1]) ? 0 : 1;
    CHECK(wrong == 0);
}

}  // namespace

TEST_CASE("Points come back from their packed form to the last bit") {
    std::mt19937_64 random(3);
    const auto anyDouble = [&] { return std::bit_cast<double>(random()); };
    for (const std::size_t count : {1u, 2u, 3u, 5u, 1023u, 1024u, 5000u}) {
        for (int kind = 0; kind < 48; ++kind) {
            std::vector<Point> points(count);
            double time = 1.7e9;
            std::int64_t step = -5;
            for (Point& point : points) {
                step += kind % 3 == 0 ? 7 : kind % 3 == 1 ? static_cast<std::int64_t>(random() % 1000) : 0;
                point.step = kind % 3 == 2 ? static_cast<std::int64_t>(random()) : step;
                time += static_cast<double>(random() % 1000) * 1e-4;
                point.time = kind % 2 == 0 ? time : anyDouble();
                point.value =
                    kind % 4 < 2 ? static_cast<double>(static_cast<float>(random() % 1000) / 7.0f) : anyDouble();
                point.epoch = kind < 16 ? kNone : kind < 32 ? anyDouble() : static_cast<double>(random() % 100) / 4;
            }
            roundTrip(points);
        }
    }
    constexpr double inf = std::numeric_limits<double>::infinity();
    roundTrip({{0, 0, inf, kNone},
               {std::numeric_limits<std::int64_t>::min(), -0.0, -inf, 1},
               {std::numeric_limits<std::int64_t>::max(), 5e-324, std::nan(""), kNone},
               {0, 0, 1.7976931348623157e308, 2}});
    roundTrip({});
}

TEST_CASE("An ordinary series takes half of the room of plain numbers") {
    std::vector<Point> points(kChunkPoints);
    for (std::size_t i = 0; i < points.size(); ++i)
        points[i] = Point{static_cast<std::int64_t>(i), 1.7e9 + 0.013 * static_cast<double>(i),
                          1.0 / static_cast<double>(i + 1), kNone};
    std::string packed;
    encodePoints(points, packed);
    CHECK(packed.size() < points.size() * 12 + 64);
}

TEST_CASE("Bytes that are no packed points are refused and change nothing") {
    std::vector<Point> points(100);
    for (std::size_t i = 0; i < points.size(); ++i)
        points[i] = Point{static_cast<std::int64_t>(i * i), static_cast<double>(i), 0.1 * static_cast<double>(i), 1.5};
    std::string packed;
    encodePoints(points, packed);
    std::vector<Point> out(3);
    for (std::size_t cut = 1; cut < packed.size(); ++cut)
        CHECK_FALSE(decodePoints(std::string_view(packed).substr(0, cut), out));
    CHECK_FALSE(decodePoints(packed + "x", out));
    std::mt19937_64 random(9);
    for (int i = 0; i < 2000; ++i) {
        std::string damaged = packed;
        damaged[random() % 12] = static_cast<char>(random());
        std::vector<Point> other;
        if (decodePoints(damaged, other))
            CHECK(other.size() <= kMaxPackedPoints);
    }
    CHECK(out.size() == 3);
}

TEST_CASE("A summary survives its bytes and joins as if its points had been added one by one") {
    std::mt19937_64 random(4);
    std::vector<Point> points;
    for (int i = 0; i < 400; ++i) {
        const double value = random() % 9 == 0 ? kNone : std::bit_cast<double>(random());
        points.push_back({static_cast<std::int64_t>(random() % 100), static_cast<double>(random() % 50),
                          std::isnan(value) ? kNone : value, random() % 3 ? static_cast<double>(i) : kNone});
    }
    Summary all;
    for (const Point& point : points)
        all.add(point);
    for (const std::size_t cut : {0u, 1u, 7u, 200u, 399u, 400u}) {
        Summary left, right;
        for (std::size_t i = 0; i < points.size(); ++i)
            (i < cut ? left : right).add(points[i]);
        left.join(right);
        CHECK(left.encode() == all.encode());
    }
    const auto back = Summary::decode(all.encode());
    REQUIRE(back);
    CHECK(back->encode() == all.encode());
    CHECK_FALSE(Summary::decode("short"));
}
