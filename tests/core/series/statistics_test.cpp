// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/series/statistics.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

using namespace flambeau::series;

TEST_CASE("NaN counts in last alone, infinities in min and max, and best is finite") {
    constexpr double inf = std::numeric_limits<double>::infinity();
    Statistics statistics;
    CHECK(std::isnan(statistics.best(true)));
    statistics.add(1, kNone);
    CHECK(std::isnan(statistics.min));
    statistics.add(2, inf);
    CHECK(statistics.min == inf);
    CHECK(std::isnan(statistics.best(false)));
    statistics.add(3, 0.5);
    statistics.add(4, -inf);
    statistics.add(5, 0.75);
    statistics.add(6, kNone);
    CHECK(statistics.count == 6);
    CHECK(statistics.nans == 2);
    CHECK(std::isnan(statistics.last));
    CHECK(statistics.lastStep == 6);
    CHECK(statistics.min == -inf);
    CHECK(statistics.max == inf);
    CHECK(statistics.best(true) == 0.5);
    CHECK(statistics.bestStep(true) == 3);
    CHECK(statistics.best(false) == 0.75);
    CHECK(statistics.bestStep(false) == 5);
}

TEST_CASE("Of equal best values the first step is the best one") {
    Statistics statistics;
    for (const int step : {10, 20, 30})
        statistics.add(step, 0.9);
    CHECK(statistics.bestStep(true) == 10);
    CHECK(statistics.bestStep(false) == 10);
}
