// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/base/clock.h"

#include "test_support.h"

using namespace flambeau;

TEST_CASE("Durations read as a person says them") {
    CHECK(formatDuration(0.44) == "0.4 s");
    CHECK(formatDuration(8) == "8.0 s");
    CHECK(formatDuration(12.2) == "12 s");
    CHECK(formatDuration(192) == "3 min 12 s");
    CHECK(formatDuration(7500) == "2 h 5 min");
    CHECK(formatDuration(3600) == "1 h");
    CHECK(formatDuration(-1) == "unknown");
}

TEST_CASE("ISO times are in UTC with milliseconds") { CHECK(formatIsoUtc(86400.5) == "1970-01-02T00:00:00.500Z"); }
