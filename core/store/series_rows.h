// SPDX-License-Identifier: GPL-3.0-or-later
// How points lie in the database: a row a series, whole chunks, the pyramid over them, the tail. Private to core/store;
// on the connection's thread, inside a transaction.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "database.h"
#include "flambeau/series/chunk.h"
#include "flambeau/series/point.h"
#include "flambeau/series/statistics.h"
#include "flambeau/series/summary.h"

namespace flambeau::store {

/// Chunks (or nodes) that one node of the next level sums up.
inline constexpr std::int64_t kPyramidFan = 32;
inline constexpr int kPyramidLevels = 6;
/// Pieces of a tail that are joined into one even though they fill no chunk yet.
inline constexpr std::int64_t kMaxTailPieces = 64;
inline constexpr std::int64_t kNumberMask = (std::int64_t{1} << 32) - 1;

inline std::int64_t pointKey(std::int64_t series, std::int64_t number) {
    return series << 36 | number;
}
inline std::int64_t summaryKey(std::int64_t series, int level, std::int64_t number) {
    return series << 36 | static_cast<std::int64_t>(level) << 32 | number;
}

struct SeriesRow {
    std::int64_t id = 0;
    std::string name;
    std::int64_t nextStep = 0;
    std::int64_t chunks = 0, tailPoints = 0, tailPieces = 0;
    series::Statistics statistics;
    series::Summary summary;
};

/// Points of a series that are to be added, as they came. `unstepped`: indices of those that get the next step.
struct NewPoints {
    std::string name;
    std::vector<series::Point> points;
    std::vector<std::uint32_t> unstepped;
};

/// Empty: the run has no such series.
Result<std::optional<SeriesRow>> findSeries(Database& database, std::int64_t run, std::string_view name);
/// By name.
Result<std::vector<SeriesRow>> allSeries(Database& database, std::int64_t run);

/// Gives steps to those of the points that have none, and counts all of them in the row.
void countIn(SeriesRow& row, NewPoints& points);

/// Adds the points (assigning steps to those without) to their series, which is made where it is not there.
Status appendPoints(Database& database, std::int64_t run, NewPoints& points);

/// The points of one chunk, appended to `out`. Corrupt where it is not there or does not decode.
Status readChunk(Database& database, std::int64_t series, std::int64_t number, std::vector<series::Point>& out);
Status readTail(Database& database, const SeriesRow& row, std::vector<series::Point>& out);
Result<series::Summary> readSummary(Database& database, std::int64_t series, int level, std::int64_t number);

Error damagedPoints(const std::string& what);

/// Deletes the points of every series of the run; the series' rows go with the run.
Status removePoints(Database& database, std::int64_t run);

}  // namespace flambeau::store
