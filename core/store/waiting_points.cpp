// SPDX-License-Identifier: GPL-3.0-or-later
#include "waiting_points.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <functional>
#include <map>
#include <utility>

namespace flambeau::store {

namespace {

using series::Point;

/// A row and the last of its tail cost about as much as so many points in a row that waits.
constexpr std::size_t kWorthARow = 256;
/// What waits of a run is read whole by whoever reads one of its series.
constexpr std::int64_t kMostRows = 128;
constexpr std::size_t kMostBytes = 256u << 10;

using Waiting = std::map<std::string, NewPoints, std::less<>>;

// Each series of a row: u32 bytes of the name, u32 bytes of the points, u32 points without a step; the name, the
// indices of those points as u32, the points: packed, or, where all but their values are those of the packed ones
// before them, which is so for what was logged together, u32 0 and the values. Little-endian.
static_assert(std::endian::native == std::endian::little);

void put(std::string& out, std::size_t number) {
    const auto value = static_cast<std::uint32_t>(number);
    out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

bool sameBut(const std::vector<Point>& a, const std::vector<Point>& b) {
    const auto bits = [](double value) { return std::bit_cast<std::uint64_t>(value); };
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [&](const Point& x, const Point& y) {
               return x.step == y.step && bits(x.time) == bits(y.time) && bits(x.epoch) == bits(y.epoch);
           });
}

void packValues(const std::vector<Point>& points, std::string& packed) {
    packed.clear();
    put(packed, 0);
    for (const Point& point : points)
        packed.append(reinterpret_cast<const char*>(&point.value), sizeof point.value);
}

/// `before`: the points that are packed whole before these.
void pack(const NewPoints& points, const NewPoints*& before, std::string& packed, std::string& out) {
    if (before != nullptr && sameBut(points.points, before->points)) {
        packValues(points.points, packed);
    } else {
        series::encodePoints(points.points, packed);
        before = &points;
    }
    put(out, points.name.size());
    put(out, packed.size());
    put(out, points.unstepped.size());
    out += points.name;
    for (const std::uint32_t index : points.unstepped)
        put(out, index);
    out += packed;
}

/// Reads a row from its beginning to its end.
class Unpacker {
public:
    explicit Unpacker(std::string_view data) : m_data(data) {}

    bool atEnd() const { return m_data.empty(); }
    /// The next series; its points only where `only` is empty or its name. False: it is damaged.
    bool next(std::optional<std::string_view> only, Waiting& into) {
        std::uint32_t sizes[3];
        if (m_data.size() < sizeof sizes)
            return false;
        std::memcpy(sizes, m_data.data(), sizeof sizes);
        m_data.remove_prefix(sizeof sizes);
        const auto [nameBytes, pointBytes, unstepped] = sizes;
        const std::uint64_t all = std::uint64_t{nameBytes} + pointBytes + std::uint64_t{unstepped} * 4;
        if (all > m_data.size())
            return false;
        const auto body = m_data.substr(0, all);
        m_data.remove_prefix(all);
        const auto name = body.substr(0, nameBytes);
        const auto given = body.substr(nameBytes + std::size_t{unstepped} * 4);
        if (!isValues(given))
            m_whole = given;
        if (only && name != *only)
            return true;
        auto found = into.find(name);
        if (found == into.end()) {
            found = into.emplace(std::string(name), NewPoints()).first;
            found->second.name = name;
        }
        NewPoints& points = found->second;
        const std::size_t before = points.points.size();
        if (!take(given, points.points))
            return false;
        for (std::uint32_t i = 0; i < unstepped; ++i) {
            std::uint32_t index = 0;
            std::memcpy(&index, body.data() + nameBytes + std::size_t{i} * 4, sizeof index);
            if (index >= points.points.size() - before)
                return false;
            points.unstepped.push_back(static_cast<std::uint32_t>(before + index));
        }
        return true;
    }

private:
    static bool isValues(std::string_view given) {
        std::uint32_t mark = 1;
        if (given.size() >= sizeof mark)
            std::memcpy(&mark, given.data(), sizeof mark);
        return mark == 0;  // packed points begin with their version
    }
    bool take(std::string_view given, std::vector<Point>& points) const {
        const std::size_t before = points.size();
        if (!isValues(given))
            return series::decodePoints(given, points);
        given.remove_prefix(sizeof(std::uint32_t));
        if (m_whole.empty() || !series::decodePoints(m_whole, points) ||
            given.size() != (points.size() - before) * sizeof(double))
            return false;
        for (std::size_t i = before; i < points.size(); ++i)
            std::memcpy(&points[i].value, given.data() + (i - before) * sizeof(double), sizeof(double));
        return true;
    }

    std::string_view m_data;
    std::string_view m_whole;  ///< the last points that were packed whole
};

/// What waits of a run.
struct Queue {
    std::int64_t last = 0;  ///< its last row; 0: nothing waits
    std::int64_t rows = 0, points = 0, bytes = 0;
};

Result<Queue> queueOf(Database& database, std::int64_t run) {
    Query query(database, "SELECT last, rows, points, bytes FROM waiting_runs WHERE run = ?");
    FLAMBEAU_TRY(const bool there, query.with(run).next());
    return there ? Queue{query.integer(0), query.integer(1), query.integer(2), query.integer(3)} : Queue();
}

Error damagedQueue(std::int64_t run) {
    return damagedPoints("those of run " + std::to_string(run) + " that wait for their series");
}

/// The rows of the run, the last one first.
Status eachRow(Database& database, std::int64_t run,
               const std::function<Status(std::int64_t, std::string_view)>& each) {
    FLAMBEAU_TRY(const Queue queue, queueOf(database, run));
    std::int64_t rows = 0;
    for (std::int64_t id = queue.last; id != 0; ++rows) {
        Query query(database, "SELECT run, before, data FROM waiting_points WHERE id = ?");
        FLAMBEAU_TRY(const bool there, query.with(id).next());
        if (!there || query.integer(0) != run || query.integer(1) >= id)
            return damagedQueue(run);
        const std::int64_t before = query.integer(1);
        FLAMBEAU_CHECK(each(id, query.view(2)));
        id = before;
    }
    return rows == queue.rows ? Status() : Status(damagedQueue(run));
}

/// What waits of the run, of one series or of all; `ids`: the rows that it lies in.
Result<Waiting> readWaiting(Database& database, std::int64_t run, std::optional<std::string_view> only,
                            std::vector<std::int64_t>* ids = nullptr) {
    std::vector<std::string> rows;
    FLAMBEAU_CHECK(eachRow(database, run, [&](std::int64_t id, std::string_view data) -> Status {
        rows.emplace_back(data);
        if (ids != nullptr)
            ids->push_back(id);
        return {};
    }));
    Waiting waiting;
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        for (Unpacker unpacker(*row); !unpacker.atEnd();) {
            if (!unpacker.next(only, waiting))
                return damagedQueue(run);
        }
    }
    return waiting;
}

SeriesView viewOf(SeriesRow row, NewPoints& waiting) {
    countIn(row, waiting);
    return {std::move(row), std::move(waiting.points)};
}

Status addToSeries(Database& database, std::int64_t run, std::vector<NewPoints>& added) {
    for (NewPoints& points : added) {
        if (!points.points.empty())
            FLAMBEAU_CHECK(appendPoints(database, run, points));
    }
    return {};
}

}  // namespace

Status addPoints(Database& database, std::int64_t run, bool over, std::vector<NewPoints>& added) {
    std::size_t points = 0, grown = 0;
    for (const NewPoints& one : added) {
        points += one.points.size();
        grown += one.points.empty() ? 0 : 1;
    }
    if (grown == 0)
        return {};
    std::string data, packed;
    const NewPoints* before = nullptr;
    for (std::size_t i = 0; !over && points <= grown * kWorthARow && data.size() <= kMostBytes && i < added.size();
         ++i) {
        if (!added[i].points.empty())
            pack(added[i], before, packed, data);
    }
    FLAMBEAU_TRY(Queue queue, queueOf(database, run));
    if (data.empty() || data.size() > kMostBytes) {
        if (queue.rows > 0)
            FLAMBEAU_CHECK(settlePoints(database, run));
        return addToSeries(database, run, added);
    }
    Query insert(database, "INSERT INTO waiting_points (run, before, data) VALUES (?, ?, ?)");
    FLAMBEAU_CHECK(insert.with(run, queue.last).bindBlob(data).run());
    queue.last = database.lastRowId();
    ++queue.rows;
    queue.points += static_cast<std::int64_t>(points);
    queue.bytes += static_cast<std::int64_t>(data.size());
    if (queue.rows > 1) {
        Query update(database, "UPDATE waiting_runs SET last = ?, rows = ?, points = ?, bytes = ? WHERE run = ?");
        FLAMBEAU_CHECK(update.with(queue.last, queue.rows, queue.points, queue.bytes, run).run());
    } else {
        Query first(database, "INSERT INTO waiting_runs (last, rows, points, bytes, run) VALUES (?, ?, ?, ?, ?)");
        FLAMBEAU_CHECK(first.with(queue.last, queue.rows, queue.points, queue.bytes, run).run());
    }
    const bool enough = queue.rows >= kMostRows || queue.bytes >= static_cast<std::int64_t>(kMostBytes);
    return enough ? settlePoints(database, run) : Status();
}

Status settlePoints(Database& database, std::int64_t run) {
    std::vector<std::int64_t> rows;
    FLAMBEAU_TRY(Waiting waiting, readWaiting(database, run, std::nullopt, &rows));
    for (auto& [name, points] : waiting)
        FLAMBEAU_CHECK(appendPoints(database, run, points));
    for (const std::int64_t id : rows) {
        Query remove(database, "DELETE FROM waiting_points WHERE id = ?");
        FLAMBEAU_CHECK(remove.with(id).run());
    }
    Query queue(database, "DELETE FROM waiting_runs WHERE run = ?");
    return queue.with(run).run();
}

Result<std::optional<SeriesView>> viewSeries(Database& database, std::int64_t run, std::string_view name) {
    FLAMBEAU_TRY(std::optional<SeriesRow> row, findSeries(database, run, name));
    FLAMBEAU_TRY(Waiting waiting, readWaiting(database, run, name));
    if (!row && waiting.empty())
        return std::optional<SeriesView>();
    if (!row) {
        row.emplace();
        row->name = name;
    }
    NewPoints none;
    return std::optional(viewOf(std::move(*row), waiting.empty() ? none : waiting.begin()->second));
}

Result<std::vector<SeriesView>> viewAllSeries(Database& database, std::int64_t run) {
    FLAMBEAU_TRY(std::vector<SeriesRow> rows, allSeries(database, run));
    FLAMBEAU_TRY(Waiting waiting, readWaiting(database, run, std::nullopt));
    std::vector<SeriesView> views;
    views.reserve(rows.size() + waiting.size());
    auto next = waiting.begin();
    const auto addNew = [&] {
        SeriesRow row;
        row.name = next->first;
        views.push_back(viewOf(std::move(row), next->second));
        ++next;
    };
    for (SeriesRow& row : rows) {
        while (next != waiting.end() && next->first < row.name)
            addNew();
        NewPoints none;
        const bool more = next != waiting.end() && next->first == row.name;
        views.push_back(viewOf(std::move(row), more ? next->second : none));
        if (more)
            ++next;
    }
    while (next != waiting.end())
        addNew();
    return views;
}

Status checkWaiting(Database& database, std::vector<std::string>& problems) {
    Query runs(database, "SELECT w.run, coalesce(r.uuid, '') FROM waiting_runs w LEFT JOIN runs r ON r.id = w.run");
    while (true) {
        FLAMBEAU_TRY(const bool row, runs.next());
        if (!row)
            break;
        const std::int64_t run = runs.integer(0);
        if (runs.view(1).empty())
            problems.push_back("points wait for the run with number " + std::to_string(run) + ", which is not there");
        else if (const auto waiting = readWaiting(database, run, std::nullopt); !waiting)
            problems.push_back("the points of run " + runs.text(1) + " that wait for their series are damaged");
    }
    Query lost(database,
               "SELECT (SELECT count(*) FROM waiting_points) - (SELECT coalesce(sum(rows), 0) FROM waiting_runs)");
    FLAMBEAU_TRY(const std::int64_t rows, queryInteger(lost));
    if (rows != 0)
        problems.push_back("points wait for no run");
    return {};
}

Status removeWaiting(Database& database, std::int64_t run) {
    for (const std::string_view sql :
         {"DELETE FROM waiting_points WHERE run = ?", "DELETE FROM waiting_runs WHERE run = ?"}) {
        Query query(database, sql);
        FLAMBEAU_CHECK(query.with(run).run());
    }
    return {};
}

}  // namespace flambeau::store
