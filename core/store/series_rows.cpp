// SPDX-License-Identifier: GPL-3.0-or-later
#include "series_rows.h"

#include <algorithm>

namespace flambeau::store {

namespace {

using series::kChunkPoints;
using series::Point;

constexpr std::string_view kColumns =
    "SELECT id, name, next_step, chunks, tail_points, tail_pieces, nans, last, last_step, min, max, lowest, "
    "lowest_step, "
    "highest, highest_step, summary FROM series WHERE run = ?";

Result<SeriesRow> readRow(const Query& query) {
    SeriesRow row;
    row.id = query.integer(0);
    row.name = query.text(1);
    row.nextStep = query.integer(2);
    row.chunks = query.integer(3);
    row.tailPoints = query.integer(4);
    row.tailPieces = query.integer(5);
    series::Statistics& statistics = row.statistics;
    statistics.count = row.chunks * static_cast<std::int64_t>(kChunkPoints) + row.tailPoints;
    statistics.nans = query.integer(6);
    statistics.last = query.real(7);
    statistics.lastStep = query.integer(8);
    statistics.min = query.real(9);
    statistics.max = query.real(10);
    statistics.lowest = query.real(11);
    statistics.lowestStep = query.integer(12);
    statistics.highest = query.real(13);
    statistics.highestStep = query.integer(14);
    const auto summary = series::Summary::decode(query.view(15));
    if (!summary)
        return damagedPoints("the summary of " + row.name);
    row.summary = *summary;
    return row;
}

Status insert(Database& database, std::string_view sql, std::int64_t id, std::string_view data) {
    Query query(database, sql);
    return query.bind(id).bindBlob(data).run();
}

/// Grows one series by points whose steps are known.
class Appender {
public:
    Appender(Database& database, SeriesRow& row) : m_database(database), m_row(row) {}

    Status append(std::span<const Point> points) {
        const std::int64_t total = m_row.tailPoints + static_cast<std::int64_t>(points.size());
        if (m_row.tailPoints == 0)
            return settle(points);
        if (total < static_cast<std::int64_t>(kChunkPoints) && m_row.tailPieces < kMaxTailPieces)
            return addPiece(points);
        std::vector<Point> joined;
        joined.reserve(static_cast<std::size_t>(total));
        FLAMBEAU_CHECK(readTail(m_database, m_row, joined));
        joined.insert(joined.end(), points.begin(), points.end());
        Query clear(m_database, "DELETE FROM tails WHERE id BETWEEN ? AND ?");
        FLAMBEAU_CHECK(clear.with(pointKey(m_row.id, 0), pointKey(m_row.id, kNumberMask)).run());
        m_row.tailPoints = m_row.tailPieces = 0;
        return settle(joined);
    }

private:
    /// With an empty tail: whole chunks first, the rest is one piece.
    Status settle(std::span<const Point> points) {
        while (points.size() >= kChunkPoints) {
            FLAMBEAU_CHECK(addChunk(points.first(kChunkPoints)));
            points = points.subspan(kChunkPoints);
        }
        return points.empty() ? Status() : addPiece(points);
    }
    Status addPiece(std::span<const Point> points) {
        series::encodePoints(points, m_packed);
        FLAMBEAU_CHECK(insert(m_database, "INSERT INTO tails (id, data) VALUES (?, ?)",
                              pointKey(m_row.id, m_row.tailPieces), m_packed));
        ++m_row.tailPieces;
        m_row.tailPoints += static_cast<std::int64_t>(points.size());
        return {};
    }
    Status addChunk(std::span<const Point> points) {
        series::encodePoints(points, m_packed);
        FLAMBEAU_CHECK(insert(m_database, "INSERT INTO chunks (id, data) VALUES (?, ?)",
                              pointKey(m_row.id, m_row.chunks), m_packed));
        series::Summary summary;
        for (const Point& point : points)
            summary.add(point);
        FLAMBEAU_CHECK(addSummary(0, m_row.chunks, summary));
        ++m_row.chunks;
        // The nodes above are complete with every 32nd one below.
        std::int64_t whole = m_row.chunks;
        for (int level = 1; level <= kPyramidLevels && whole % kPyramidFan == 0; ++level) {
            whole /= kPyramidFan;
            series::Summary joined;
            for (std::int64_t i = (whole - 1) * kPyramidFan; i < whole * kPyramidFan; ++i) {
                FLAMBEAU_TRY(const series::Summary below, readSummary(m_database, m_row.id, level - 1, i));
                joined.join(below);
            }
            FLAMBEAU_CHECK(addSummary(level, whole - 1, joined));
        }
        return {};
    }
    Status addSummary(int level, std::int64_t number, const series::Summary& summary) {
        return insert(m_database, "INSERT INTO summaries (id, data) VALUES (?, ?)", summaryKey(m_row.id, level, number),
                      summary.encode());
    }

    Database& m_database;
    SeriesRow& m_row;
    std::string m_packed;
};

Status saveRow(Database& database, const SeriesRow& row) {
    Query update(
        database,
        "UPDATE series SET next_step = ?, chunks = ?, tail_points = ?, tail_pieces = ?, nans = ?, last = ?, "
        "last_step = ?, min = ?, max = ?, lowest = ?, lowest_step = ?, highest = ?, highest_step = ?, summary = ? "
        "WHERE id = ?");
    const series::Statistics& s = row.statistics;
    update.with(row.nextStep, row.chunks, row.tailPoints, row.tailPieces, s.nans, s.last, s.lastStep, s.min, s.max,
                s.lowest, s.lowestStep, s.highest, s.highestStep);
    const std::string summary = row.summary.encode();
    update.bindBlob(summary);
    return update.bind(row.id).run();
}

}  // namespace

Error damagedPoints(const std::string& what) {
    return Error{ErrorCode::Corrupt,
                 "The points of a series cannot be read: " + what,
                 "Run `workspace check`; copies of the database made earlier lie in the workspace's folder `backups`.",
                 {}};
}

Result<std::optional<SeriesRow>> findSeries(Database& database, std::int64_t run, std::string_view name) {
    Query query(database, std::string(kColumns) + " AND name = ?");
    FLAMBEAU_TRY(const bool found, query.with(run, name).next());
    if (!found)
        return std::optional<SeriesRow>();
    FLAMBEAU_TRY(SeriesRow row, readRow(query));
    return std::optional<SeriesRow>(std::move(row));
}

Result<std::vector<SeriesRow>> allSeries(Database& database, std::int64_t run) {
    Query query(database, std::string(kColumns) + " ORDER BY name");
    query.with(run);
    std::vector<SeriesRow> rows;
    while (true) {
        FLAMBEAU_TRY(const bool found, query.next());
        if (!found)
            return rows;
        FLAMBEAU_TRY(SeriesRow row, readRow(query));
        rows.push_back(std::move(row));
    }
}

void countIn(SeriesRow& row, NewPoints& points) {
    for (const std::uint32_t index : points.unstepped)
        points.points[index].step = row.nextStep++;
    for (const Point& point : points.points) {
        row.statistics.add(point.step, point.value);
        row.summary.add(point);
    }
}

Status appendPoints(Database& database, std::int64_t run, NewPoints& added) {
    FLAMBEAU_TRY(std::optional<SeriesRow> found, findSeries(database, run, added.name));
    SeriesRow row;
    if (found) {
        row = std::move(*found);
    } else {
        const std::string empty = series::Summary().encode();
        Query create(database, "INSERT INTO series (run, name, summary) VALUES (?, ?, ?)");
        FLAMBEAU_CHECK(create.with(run, added.name).bindBlob(empty).run());
        row.id = database.lastRowId();
        row.name = added.name;
    }
    countIn(row, added);
    FLAMBEAU_CHECK(Appender(database, row).append(added.points));
    return saveRow(database, row);
}

Status readChunk(Database& database, std::int64_t series, std::int64_t number, std::vector<Point>& out) {
    Query query(database, "SELECT data FROM chunks WHERE id = ?");
    FLAMBEAU_TRY(const bool found, query.with(pointKey(series, number)).next());
    const std::size_t before = out.size();
    if (!found || !series::decodePoints(query.view(0), out) || out.size() - before != kChunkPoints)
        return damagedPoints("chunk " + std::to_string(number));
    return {};
}

Status readTail(Database& database, const SeriesRow& row, std::vector<Point>& out) {
    const std::size_t before = out.size();
    Query query(database, "SELECT data FROM tails WHERE id BETWEEN ? AND ? ORDER BY id");
    query.with(pointKey(row.id, 0), pointKey(row.id, kNumberMask));
    while (true) {
        FLAMBEAU_TRY(const bool found, query.next());
        if (!found)
            break;
        if (!series::decodePoints(query.view(0), out))
            return damagedPoints("the tail of " + row.name);
    }
    if (static_cast<std::int64_t>(out.size() - before) != row.tailPoints)
        return damagedPoints("the tail of " + row.name);
    return {};
}

Result<series::Summary> readSummary(Database& database, std::int64_t series, int level, std::int64_t number) {
    Query query(database, "SELECT data FROM summaries WHERE id = ?");
    FLAMBEAU_TRY(const bool found, query.with(summaryKey(series, level, number)).next());
    const auto summary = found ? series::Summary::decode(query.view(0)) : std::nullopt;
    if (!summary)
        return damagedPoints("summary " + std::to_string(number) + " of level " + std::to_string(level));
    return *summary;
}

Status removePoints(Database& database, std::int64_t run) {
    for (const std::string_view sql :
         {"DELETE FROM chunks WHERE id BETWEEN ? AND ?", "DELETE FROM summaries WHERE id BETWEEN ? AND ?",
          "DELETE FROM tails WHERE id BETWEEN ? AND ?"}) {
        Query ids(database, "SELECT id FROM series WHERE run = ?");
        ids.with(run);
        while (true) {
            FLAMBEAU_TRY(const bool row, ids.next());
            if (!row)
                break;
            Query remove(database, sql);
            const std::int64_t first = ids.integer(0) << 36;
            FLAMBEAU_CHECK(remove.with(first, first + ((std::int64_t{1} << 36) - 1)).run());
        }
    }
    return {};
}

}  // namespace flambeau::store
