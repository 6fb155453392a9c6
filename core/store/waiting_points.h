// SPDX-License-Identifier: GPL-3.0-or-later
// Points of a live stream come a few of many series at a time. A row a series would cost many times what they are, so
// those of one commit lie together in one row, durable with its offset, and go into their series when enough wait or
// the run is over. Whoever reads a series sees both at once. Private to core/store; on the connection's thread, inside
// a transaction.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "series_rows.h"

namespace flambeau::store {

/// Adds what came of a run to what waits, or to the series where it is much for their number or the run is over: then
/// nothing waits afterwards.
Status addPoints(Database& database, std::int64_t run, bool over, std::vector<NewPoints>& added);
/// What waits goes into its series.
Status settlePoints(Database& database, std::int64_t run);

/// A series with all of its points. The row's chunks and tail are as they are stored; its statistics, summary and next
/// step count what waits as well.
struct SeriesView {
    SeriesRow row;
    std::vector<series::Point> waiting;  ///< behind the tail
};

/// Empty: the run has no such series.
Result<std::optional<SeriesView>> viewSeries(Database& database, std::int64_t run, std::string_view name);
/// By name.
Result<std::vector<SeriesView>> viewAllSeries(Database& database, std::int64_t run);

/// A line for each run whose waiting points are damaged, or that is not there.
Status checkWaiting(Database& database, std::vector<std::string>& problems);
/// Deletes what waits of the run, damaged or not.
Status removeWaiting(Database& database, std::int64_t run);

}  // namespace flambeau::store
