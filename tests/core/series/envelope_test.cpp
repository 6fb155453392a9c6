// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/series/envelope.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <random>

#include "flambeau/series/pyramid.h"

using namespace flambeau::series;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();

/// The envelope by its definition: every point, one by one.
std::vector<Column> plainly(const std::vector<Point>& points, const ColumnGrid& grid, Axis axis) {
    std::vector<Column> columns(grid.count);
    for (const Point& point : points) {
        const double x = xOf(point, axis);
        if (std::isnan(x) || std::isnan(point.value) || x < grid.from || x > grid.to)
            continue;
        Column& column = columns[grid.columnOf(x)];
        if (column.count++ == 0) {
            column.firstX = x;
            column.first = point.value;
            column.min = column.max = point.value;
        }
        column.lastX = x;
        column.last = point.value;
        column.min = std::min(column.min, point.value);
        column.max = std::max(column.max, point.value);
    }
    return columns;
}

std::vector<Point> noise(std::size_t count, bool sorted, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::vector<Point> points(count);
    std::int64_t step = -100;
    for (Point& point : points) {
        step += static_cast<std::int64_t>(random() % 3);
        point.step = sorted ? step : static_cast<std::int64_t>(random() % count);
        point.time = 1e9 + static_cast<double>(point.step) * 0.37;
        point.epoch = random() % 5 ? static_cast<double>(point.step) / 64 : kNone;
        point.value = static_cast<double>(random() % 100'000) / 7 - 3000;
        if (random() % 50 == 0)
            point.value = random() % 2 ? kNone : random() % 2 ? inf : -inf;
    }
    return points;
}

}  // namespace

TEST_CASE("Columns cover the range without gaps and the last includes its end") {
    const ColumnGrid grid{10, 20, 5};
    CHECK(grid.columnOf(10) == 0);
    CHECK(grid.columnOf(11.999) == 0);
    CHECK(grid.columnOf(12) == 1);
    CHECK(grid.columnOf(20) == 4);
    CHECK(ColumnGrid{3, 3, 4}.columnOf(3) == 0);
    CHECK_FALSE(grid.contains(std::nan("")));
    const ColumnGrid wide{-1.7e308, 1.7e308, 10};
    CHECK(wide.columnOf(0) == 5);
    CHECK(wide.columnOf(1.7e308) == 9);
}

TEST_CASE("A pyramid's envelope equals that of the points one by one") {
    for (const bool sorted : {true, false}) {
        for (const std::size_t count : {0u, 1u, 15u, 16u, 17u, 4096u, 10'000u}) {
            const std::vector<Point> points = noise(count, sorted, count + 1);
            for (const Axis axis : {Axis::Step, Axis::Time, Axis::Epoch}) {
                Pyramid pyramid;
                for (const Point& point : points)
                    pyramid.append(xOf(point, axis), point.value);
                for (const std::size_t columns : {1u, 7u, 640u}) {
                    const double low = axis == Axis::Time ? 1e9 - 37 : -100;
                    for (const ColumnGrid& grid :
                         {ColumnGrid{low, low + 5000, columns}, ColumnGrid{low + 33.3, low + 77.7, columns},
                          ColumnGrid{low + 50, low + 50, columns}, ColumnGrid{-1e12, 1e12, columns}})
                        REQUIRE(pyramid.envelope(grid) == plainly(points, grid, axis));
                }
            }
        }
    }
}

TEST_CASE("A summary enters an envelope only where that equals adding its points") {
    const std::vector<Point> points = noise(6400, true, 77);
    for (const Axis axis : {Axis::Step, Axis::Time, Axis::Epoch}) {
        const double low = axis == Axis::Time ? 1e9 - 37 : axis == Axis::Epoch ? -100.0 / 64 : -100;
        for (const double width : {3.0, 400.0, 6000.0, 1e7}) {
            const ColumnGrid grid{low + 1, low + 1 + width, 30};
            Envelope envelope(grid, axis);
            std::size_t settled = 0;
            for (std::size_t begin = 0; begin < points.size(); begin += 64) {
                Summary summary;
                for (std::size_t i = begin; i < begin + 64; ++i)
                    summary.add(points[i]);
                if (envelope.add(summary))
                    ++settled;
                else
                    envelope.add(std::span(points).subspan(begin, 64));
            }
            REQUIRE(envelope.columns() == plainly(points, grid, axis));
            if (axis == Axis::Step)
                CHECK(settled > 0);
        }
    }
}
