// SPDX-License-Identifier: GPL-3.0-or-later
// Time as Flambeau stores it: seconds since 1970 UTC, as a double. Safe on any thread.
#pragma once

#include <string>

namespace flambeau {

/// Seconds since 1970-01-01 UTC; microseconds survive in a double until the year 2255.
double unixNow();

/// "2026-11-21 12:34:56" in the local zone.
std::string formatLocalTime(double unixSeconds);
/// "2026-11-21T12:34:56.789Z".
std::string formatIsoUtc(double unixSeconds);
/// "3 min 12 s", "8 s", "2 h 5 min", "3 d 4 h"; below ten seconds one decimal ("0.4 s").
std::string formatDuration(double seconds);

}  // namespace flambeau
