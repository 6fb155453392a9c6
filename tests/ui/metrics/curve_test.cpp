// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>
#include <random>

#include "flambeau/series/smoothing.h"
#include "flambeau/ui/metrics/curve_source.h"
#include "flambeau/ui/metrics/strokes.h"
#include "ui_support.h"

using namespace flambeau;
using namespace flambeau::ui::metrics;

namespace {

std::vector<series::Point> noise(int count, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> bell(0, 0.1);
    std::vector<series::Point> points;
    for (int i = 0; i < count; ++i)
        points.push_back({i, 1000.0 + i * 0.5, std::exp(-i / (count / 3.0)) + bell(random), i / 100.0});
    return points;
}

double least(const QVector<QLineF>& lines, double from, double to, bool greatest = false) {
    double best = greatest ? -1e300 : 1e300;
    for (const QLineF& line : lines) {
        for (const QPointF& at : {line.p1(), line.p2()}) {
            if (at.x() >= from && at.x() < to)
                best = greatest ? std::max(best, at.y()) : std::min(best, at.y());
        }
    }
    return best;
}

}  // namespace

TEST_CASE("A curve's columns are those of adding its points one by one, whatever way they came in") {
    const std::vector<series::Point> points = noise(20000, 7);
    MemoryCurve curve;
    for (std::size_t at = 0; at < points.size(); at += 777)
        curve.append(std::span(points).subspan(at, std::min<std::size_t>(777, points.size() - at)));
    for (const auto axis : {series::Axis::Step, series::Axis::Time, series::Axis::Epoch}) {
        const std::optional<Extent> extent = curve.extent(axis);
        REQUIRE(extent.has_value());
        for (const double share : {1.0, 0.37, 0.001}) {
            const series::ColumnGrid grid{extent->from, extent->from + (extent->to - extent->from) * share, 613};
            series::Envelope expected(grid, axis);
            expected.add(points);
            CHECK(curve.envelope(grid, axis, 0) == expected.columns());
        }
    }
}

TEST_CASE("Smoothing a curve that grows equals smoothing all of it, and a NaN is left out") {
    std::vector<series::Point> points = noise(3000, 3);
    points[40].value = series::kNone;
    points[41].value = std::numeric_limits<double>::infinity();
    MemoryCurve curve;
    curve.append(std::span(points).first(1000));
    curve.envelope({0, 3000, 10}, series::Axis::Step, 0.9);  // what is asked for between must not matter
    curve.append(std::span(points).subspan(1000));
    std::vector<double> values;
    for (const series::Point& point : points)
        values.push_back(point.value);
    const std::vector<double> smooth = series::smoothExponential(values, 0.9);
    series::Pyramid expected;
    for (std::size_t i = 0; i < points.size(); ++i)
        expected.append(static_cast<double>(points[i].step), smooth[i]);
    const series::ColumnGrid grid{0, 2999, 2999};
    CHECK(curve.envelope(grid, series::Axis::Step, 0.9) == expected.envelope(grid));
    CHECK(curve.nearest(40, series::Axis::Step, 0.9)->x() != 40);
}

TEST_CASE("Points outside of a range are found so that lines run on, and the nearest is the nearest") {
    MemoryCurve curve;
    const std::vector<series::Point> points{{0, 0, 1}, {10, 1, 2}, {20, 2, 3}};
    curve.append(points);
    const Neighbours between = curve.neighbours({12, 18}, series::Axis::Step, 0);
    CHECK(between.before == QPointF(10, 2));
    CHECK(between.after == QPointF(20, 3));
    const Neighbours all = curve.neighbours({0, 20}, series::Axis::Step, 0);
    CHECK_FALSE(all.before.has_value());
    CHECK_FALSE(all.after.has_value());
    CHECK(curve.nearest(14.9, series::Axis::Step, 0) == QPointF(10, 2));
    CHECK(curve.nearest(1e9, series::Axis::Step, 0) == QPointF(20, 3));
    CHECK_FALSE(curve.nearest(5, series::Axis::Epoch, 0).has_value());
    CHECK_FALSE(curve.extent(series::Axis::Epoch).has_value());
}

TEST_CASE("The lines of a chart reach least and greatest of each pixel column exactly") {
    const std::vector<series::Point> points = noise(20000, 11);
    MemoryCurve curve;
    curve.append(points);
    const QRectF area(0, 0, 500, 300);
    const series::ColumnGrid grid{0, 19999, 500};
    const ToPixel toPixel = [](double x, double y) { return QPointF(x / 19999 * 500, 200 - 100 * y); };
    const QVector<QLineF> lines = strokes(curve.envelope(grid, series::Axis::Step, 0), {}, toPixel, area);
    std::vector<double> low(500, 1e300), high(500, -1e300);
    for (const series::Point& point : points) {
        const auto column = grid.columnOf(static_cast<double>(point.step));
        low[column] = std::min(low[column], 200 - 100 * point.value);
        high[column] = std::max(high[column], 200 - 100 * point.value);
    }
    int wrong = 0;
    for (int column = 0; column < 499; ++column) {
        wrong += std::abs(least(lines, column, column + 1) - low[static_cast<std::size_t>(column)]) > 1e-9;
        wrong += std::abs(least(lines, column, column + 1, true) - high[static_cast<std::size_t>(column)]) > 1e-9;
    }
    CHECK(wrong == 0);
    CHECK(lines.size() <= 4 * 500);
}

TEST_CASE("Infinities, zeros on a log axis and points far away never leave the area that a painter can hold") {
    MemoryCurve curve;
    const double inf = std::numeric_limits<double>::infinity();
    const std::vector<series::Point> points{{0, 0, 1},     {1, 0, inf},           {2, 0, -inf},
                                            {3, 0, 1e300}, {4, 0, series::kNone}, {5, 0, 0.5}};
    curve.append(points);
    const QRectF area(0, 0, 100, 100);
    const ToPixel toPixel = [inf](double x, double y) {
        return std::isinf(y) ? QPointF(x * 20, y > 0 ? -inf : inf) : QPointF(x * 20, 50 - 40 * y);
    };
    const QVector<QLineF> lines = strokes(curve.envelope({0, 5, 100}, series::Axis::Step, 0), {}, toPixel, area);
    REQUIRE_FALSE(lines.isEmpty());
    for (const QLineF& line : lines) {
        for (const QPointF& at : {line.p1(), line.p2()})
            CHECK(area.adjusted(-101, -101, 101, 101).contains(at));
    }
}

TEST_CASE("A line between two points far outside passes through the picture where it must") {
    const ToPixel toPixel = [](double x, double y) { return QPointF(x, y); };
    const QRectF area(0, 0, 100, 100);
    const Neighbours far{QPointF(-1e9, -1e9), QPointF(1e9, 1e9)};
    const QVector<QLineF> lines = strokes({}, far, toPixel, area);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].p1().x() == Approx(lines[0].p1().y()).margin(1e-3));
    CHECK(lines[0].p1().x() >= -101);
    CHECK(lines[0].p2().x() <= 201);
    CHECK(lines[0].p2().x() > 99);
}

TEST_CASE("A curve of a single point is a dash") {
    MemoryCurve curve;
    const std::vector<series::Point> points{{5, 0, 0.5}};
    curve.append(points);
    const ToPixel toPixel = [](double x, double y) { return QPointF(x * 10, y * 100); };
    CHECK(strokes(curve.envelope({0, 10, 100}, series::Axis::Step, 0), {}, toPixel, QRectF(0, 0, 100, 100)).size() ==
          1);
}
