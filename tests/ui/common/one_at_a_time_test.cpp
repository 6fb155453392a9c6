// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/common/one_at_a_time.h"

#include <catch2/catch.hpp>

using namespace flambeau;

TEST_CASE("Of questions that come while one is answered, one more is asked") {
    ui::OneAtATime reading;
    CHECK(reading.begin());
    CHECK(reading.busy());
    CHECK_FALSE(reading.begin());
    CHECK_FALSE(reading.begin());
    CHECK(reading.end());
    CHECK_FALSE(reading.busy());
    CHECK(reading.begin());
    CHECK_FALSE(reading.end());
}
