// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/series/smoothing.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <random>

using namespace flambeau::series;

namespace {
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double inf = std::numeric_limits<double>::infinity();
}  // namespace

TEST_CASE("A corrected exponential average starts at the first value and keeps a constant") {
    const std::vector<double> constant(50, 3.25);
    for (const double value : smoothExponential(constant, 0.9))
        CHECK(value == Approx(3.25).epsilon(1e-12));
    const auto smooth = smoothExponential(std::vector<double>{1, 2, 3}, 0.5);
    CHECK(smooth[0] == Approx(1));
    CHECK(smooth[1] == Approx((0.5 * 1 + 2) / 1.5));
    CHECK(smooth[2] == Approx((0.25 * 1 + 0.5 * 2 + 3) / 1.75));
    const std::vector<double> values{5, -1, 2};
    CHECK(smoothExponential(values, 0) == values);
}

TEST_CASE("A moving average is the mean of the last values and does not drift") {
    std::mt19937_64 random(1);
    std::vector<double> values(5000);
    for (double& value : values)
        value = static_cast<double>(random() % 1'000'000) * (random() % 2 ? 1e9 : 1e-3);
    const auto smooth = smoothMoving(values, 10);
    for (std::size_t i = 0; i < values.size(); ++i) {
        double sum = 0;
        const std::size_t first = i < 9 ? 0 : i - 9;
        for (std::size_t j = first; j <= i; ++j)
            sum += values[j];
        REQUIRE(smooth[i] == Approx(sum / static_cast<double>(i - first + 1)).epsilon(1e-9).margin(1e-3));
    }
    CHECK(smoothMoving(std::vector<double>{1, 2}, 1) == std::vector<double>{1, 2});
}

TEST_CASE("Values that are not finite stay and do not spread") {
    const std::vector<double> values{1, kNan, 3, inf, 5};
    for (const auto& smooth : {smoothMoving(values, 2), smoothExponential(values, 0.5)}) {
        CHECK(std::isnan(smooth[1]));
        CHECK(smooth[3] == inf);
        CHECK(std::isfinite(smooth[4]));
    }
    CHECK(smoothMoving(values, 2)[4] == 4);
}
