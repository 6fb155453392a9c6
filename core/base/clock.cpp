// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/base/clock.h"

#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <ctime>

namespace flambeau {

double unixNow() {
    using namespace std::chrono;
    return static_cast<double>(duration_cast<microseconds>(system_clock::now().time_since_epoch()).count()) / 1e6;
}

namespace {

std::tm broken(double seconds, bool utc) {
    const auto whole = static_cast<std::time_t>(std::floor(seconds));
    std::tm parts{};
    if (utc)
        gmtime_r(&whole, &parts);
    else
        localtime_r(&whole, &parts);
    return parts;
}

}  // namespace

std::string formatLocalTime(double unixSeconds) {
    const std::tm parts = broken(unixSeconds, false);
    char text[64];
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts);
    return text;
}

std::string formatIsoUtc(double unixSeconds) {
    const double whole = std::floor(unixSeconds);
    const std::tm parts = broken(unixSeconds, true);
    char head[64];
    std::strftime(head, sizeof head, "%Y-%m-%dT%H:%M:%S", &parts);
    char text[80];
    std::snprintf(text, sizeof text, "%s.%03dZ", head, static_cast<int>((unixSeconds - whole) * 1000));
    return text;
}

std::string formatDuration(double seconds) {
    char text[64];
    if (!(seconds >= 0))
        return "unknown";
    if (seconds < 9.95) {
        std::snprintf(text, sizeof text, "%.1f s", seconds);
        return text;
    }
    const auto total = static_cast<std::int64_t>(std::llround(seconds));
    const auto pair = [&](std::int64_t big, const char* bigUnit, std::int64_t small, const char* smallUnit) {
        if (small == 0)
            std::snprintf(text, sizeof text, "%lld %s", static_cast<long long>(big), bigUnit);
        else
            std::snprintf(text, sizeof text, "%lld %s %lld %s", static_cast<long long>(big), bigUnit,
                          static_cast<long long>(small), smallUnit);
        return std::string(text);
    };
    if (total < 60)
        return pair(total, "s", 0, "");
    if (total < 3600)
        return pair(total / 60, "min", total % 60, "s");
    if (total < 86400)
        return pair(total / 3600, "h", total % 3600 / 60, "min");
    return pair(total / 86400, "d", total % 86400 / 3600, "h");
}

}  // namespace flambeau
