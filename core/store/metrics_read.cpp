// SPDX-License-Identifier: GPL-3.0-or-later
// Reading metrics. Writing them: metrics.cpp.
#include <algorithm>
#include <cmath>

#include "database.h"
#include "flambeau/series/envelope.h"
#include "flambeau/store/metrics.h"
#include "rows.h"
#include "waiting_points.h"

namespace flambeau::store {

namespace {

using series::kChunkPoints;
using series::Point;

SeriesInfo toInfo(const SeriesRow& row) {
    SeriesInfo info;
    info.name = row.name;
    info.count = row.statistics.count;
    info.minStep = row.summary.minStep;
    info.maxStep = row.summary.maxStep;
    info.minTime = row.summary.minTime;
    info.maxTime = row.summary.maxTime;
    info.hasEpoch = row.summary.epochs > 0;
    info.statistics = row.statistics;
    return info;
}

/// `body` with the series, all reads seeing one state of the database.
Status withSeries(Database& database, const RunId& run, const std::string& name,
                  const std::function<Status(const SeriesView&)>& body) {
    return database.read([&]() -> Status {
        FLAMBEAU_TRY(const std::int64_t key, runKey(database, run));
        FLAMBEAU_TRY(const std::optional<SeriesView> found, viewSeries(database, key, name));
        if (!found)
            return missing("series", name);
        return body(*found);
    });
}

/// The points behind the last whole chunk.
Status readRest(Database& database, const SeriesView& found, std::vector<Point>& out) {
    FLAMBEAU_CHECK(readTail(database, found.row, out));
    out.insert(out.end(), found.waiting.begin(), found.waiting.end());
    return {};
}

/// Walks over the chunks from left to right in steps as large as the pyramid's nodes settle them.
Status addChunks(Database& database, const SeriesRow& row, series::Envelope& envelope) {
    std::vector<Point> points;
    std::int64_t at = 0;
    while (at < row.chunks) {
        std::int64_t size = 1;
        int level = 0;
        while (level < kPyramidLevels && at % (size * kPyramidFan) == 0 && at + size * kPyramidFan <= row.chunks) {
            size *= kPyramidFan;
            ++level;
        }
        bool settled = false;
        while (true) {
            FLAMBEAU_TRY(const series::Summary summary, readSummary(database, row.id, level, at / size));
            settled = envelope.add(summary);
            if (settled || level == 0)
                break;
            size /= kPyramidFan;
            --level;
        }
        if (!settled) {
            points.clear();
            FLAMBEAU_CHECK(readChunk(database, row.id, at, points));
            envelope.add(points);
        }
        at += size;
    }
    return {};
}

}  // namespace

Result<std::vector<SeriesInfo>> Metrics::list(const RunId& run) const {
    Database& database = m_workspace->database();
    std::vector<SeriesInfo> list;
    FLAMBEAU_CHECK(database.read([&]() -> Status {
        FLAMBEAU_TRY(const std::int64_t key, runKey(database, run));
        FLAMBEAU_TRY(const std::vector<SeriesView> all, viewAllSeries(database, key));
        for (const SeriesView& one : all)
            list.push_back(toInfo(one.row));
        return {};
    }));
    return list;
}

Result<SeriesInfo> Metrics::get(const RunId& run, const std::string& series) const {
    SeriesInfo info;
    FLAMBEAU_CHECK(withSeries(m_workspace->database(), run, series, [&](const SeriesView& found) -> Status {
        info = toInfo(found.row);
        return {};
    }));
    return info;
}

Result<std::vector<Point>> Metrics::points(const RunId& run, const std::string& series, std::int64_t first,
                                           std::int64_t count) const {
    Database& database = m_workspace->database();
    std::vector<Point> points;
    const auto body = [&](const SeriesView& found) -> Status {
        const SeriesRow& row = found.row;
        const std::int64_t begin = std::clamp<std::int64_t>(first, 0, row.statistics.count);
        const std::int64_t end =
            count < 0 ? row.statistics.count : std::min(row.statistics.count - begin, count) + begin;
        if (begin == end)
            return {};
        const auto chunkPoints = static_cast<std::int64_t>(kChunkPoints);
        const std::int64_t firstChunk = begin / chunkPoints;
        const std::int64_t lastChunk = std::min(row.chunks, (end + chunkPoints - 1) / chunkPoints);
        points.reserve(static_cast<std::size_t>(end - firstChunk * chunkPoints));
        for (std::int64_t i = firstChunk; i < lastChunk; ++i)
            FLAMBEAU_CHECK(readChunk(database, row.id, i, points));
        if (end > row.chunks * chunkPoints)
            FLAMBEAU_CHECK(readRest(database, found, points));
        const std::int64_t offset = std::min(firstChunk, row.chunks) * chunkPoints;
        points.resize(static_cast<std::size_t>(end - offset));
        points.erase(points.begin(), points.begin() + (begin - offset));
        return {};
    };
    FLAMBEAU_CHECK(withSeries(database, run, series, body));
    return points;
}

Result<std::vector<series::Column>> Metrics::envelope(const RunId& run, const std::string& series, Axis axis,
                                                      double from, double to, std::size_t columns) const {
    if (!std::isfinite(from) || !std::isfinite(to) || from > to || columns == 0 || columns > 1'000'000)
        return Error{
            ErrorCode::InvalidArgument, "A range needs finite ends in order and 1 to 1,000,000 columns", {}, {}};
    Database& database = m_workspace->database();
    series::Envelope envelope(series::ColumnGrid{from, to, columns}, axis);
    const auto body = [&](const SeriesView& found) -> Status {
        FLAMBEAU_CHECK(addChunks(database, found.row, envelope));
        std::vector<Point> rest;
        FLAMBEAU_CHECK(readRest(database, found, rest));
        envelope.add(rest);
        return {};
    };
    FLAMBEAU_CHECK(withSeries(database, run, series, body));
    return std::move(envelope).columns();
}

Status Metrics::forEachPoint(const RunId& run,
                             const std::function<bool(const std::string&, const Point&)>& each) const {
    Database& database = m_workspace->database();
    return database.read([&]() -> Status {
        FLAMBEAU_TRY(const std::int64_t key, runKey(database, run));
        FLAMBEAU_TRY(const std::vector<SeriesView> all, viewAllSeries(database, key));
        std::vector<Point> points;
        for (const SeriesView& one : all) {
            const SeriesRow& row = one.row;
            for (std::int64_t i = 0; i <= row.chunks; ++i) {
                points.clear();
                FLAMBEAU_CHECK(i < row.chunks ? readChunk(database, row.id, i, points)
                                              : readRest(database, one, points));
                for (const Point& point : points) {
                    if (!each(row.name, point))
                        return {};
                }
            }
        }
        return {};
    });
}

Result<std::vector<RunEvent>> Metrics::events(const RunId& run) const {
    Database& database = m_workspace->database();
    FLAMBEAU_TRY(const std::int64_t key, runKey(database, run));
    Query query(database,
                "SELECT file, kind, time, step, name, path, text, sha256 FROM run_events WHERE run = ? ORDER BY id");
    query.with(key);
    std::vector<RunEvent> events;
    while (true) {
        FLAMBEAU_TRY(const bool row, query.next());
        if (!row)
            return events;
        events.push_back({query.text(0), query.text(1), query.real(2), query.integer(3), query.text(4), query.text(5),
                          query.text(6), query.text(7)});
    }
}

Result<std::optional<std::string>> Metrics::lastText(const RunId& run, const std::string& name,
                                                     const std::string& prefix) const {
    Database& database = m_workspace->database();
    FLAMBEAU_TRY(const std::int64_t key, runKey(database, run));
    Query query(database,
                "SELECT substr(text, 1, 4000) FROM run_events WHERE run = ?1 AND kind = 'text' AND name = ?2 AND "
                "substr(text, 1, length(?3)) = ?3 ORDER BY id DESC LIMIT 1");
    query.with(key, name, prefix);
    FLAMBEAU_TRY(const bool row, query.next());
    return row ? std::optional(query.text(0)) : std::nullopt;
}

}  // namespace flambeau::store
