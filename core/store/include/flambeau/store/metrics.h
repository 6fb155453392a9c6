// SPDX-License-Identifier: GPL-3.0-or-later
// Metrics of runs, and the streams that they come from. Every point is kept exactly: packed blobs of a thousand points
// a series with their bounds, and a tail of smaller pieces that are joined as they come together. A few points of many
// series wait together first; whoever reads sees no difference. What was read of a stream and the new byte offset go into
// one transaction. Threads and errors: see workspace.h, whose Workspace must
// outlive this object.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "flambeau/base/id.h"
#include "flambeau/protocol/decoder.h"
#include "flambeau/protocol/event.h"
#include "flambeau/series/point.h"
#include "flambeau/series/statistics.h"
#include "flambeau/store/workspace.h"

namespace flambeau::store {

/// What was read from one stream file of one run since `begin`: points by series and other events, in order. Reusable
/// (clear keeps the memory). One object on one thread.
class StreamBatch {
public:
    StreamBatch();
    StreamBatch(StreamBatch&&) noexcept;
    StreamBatch& operator=(StreamBatch&&) noexcept;
    ~StreamBatch();

    void add(const protocol::MetricView& metric);
    /// One value; no step: the next of 0, 1, 2, … in its series, counted over the run's life. epoch NaN: none.
    void add(std::string_view series, std::optional<std::int64_t> step, double epoch, double time, double value);
    /// Progress (the last counts), artifacts, images, tables and texts are kept. Header and state events are the
    /// caller's to judge (Runs::setState) and are ignored here, as are metrics (add).
    void add(const protocol::Event& event);
    void addBadLines(std::uint64_t count);

    std::uint64_t points() const;
    bool empty() const;
    void clear();

private:
    friend class Metrics;
    struct State;
    std::unique_ptr<State> m_state;
};

enum class CommitOutcome {
    Committed,
    /// Somebody else has moved the offset: nothing was changed; read streamOffset and read the file again from there.
    Conflict,
};

struct SeriesInfo {
    std::string name;
    std::int64_t count = 0;
    std::int64_t minStep = 0, maxStep = 0;
    double minTime = 0, maxTime = 0;
    bool hasEpoch = false;  ///< at least one point has one
    series::Statistics statistics;
};

/// The horizontal axis that a range is asked on.
using series::Axis;

/// An artifact, image, table or text event as the run told it.
struct RunEvent {
    std::string file;  ///< the stream that it came from
    std::string kind;  ///< "artifact", "image", "table", "text"
    double time = 0;
    std::int64_t step = 0;
    std::string name;    ///< of image, table, text; an artifact's kind
    std::string path;    ///< of artifact, image, table
    std::string text;    ///< of text
    std::string sha256;  ///< of artifact
};

class Metrics {
public:
    explicit Metrics(const Workspace& workspace) : m_workspace(&workspace) {}

    /// Bytes of `file` ("events.jsonl", relative to the run's folder) that are committed; 0 for a new one.
    Result<std::uint64_t> streamOffset(const RunId& run, const std::string& file) const;
    /// Every file that something was committed of, with its offset.
    Result<std::vector<std::pair<std::string, std::uint64_t>>> streamOffsets(const RunId& run) const;

    /// Points, events, `also` (further writes on the same Workspace: states, say) and the new offset, all or nothing.
    Result<CommitOutcome> commit(const RunId& run, const std::string& file, std::uint64_t begin, std::uint64_t end,
                                 const StreamBatch& batch, const std::function<Status()>& also = {}) const;
    /// Points that come from no followed file (system metrics of the desktop, an import).
    Status append(const RunId& run, const StreamBatch& batch) const;

    /// By name.
    Result<std::vector<SeriesInfo>> list(const RunId& run) const;
    /// NotFound where there is no such series.
    Result<SeriesInfo> get(const RunId& run, const std::string& series) const;
    /// Points in the order in which they came, from the index `first` on. A series that grew is read on from where the
    /// last call ended.
    Result<std::vector<series::Point>> points(const RunId& run, const std::string& series, std::int64_t first = 0,
                                              std::int64_t count = -1) const;
    /// The points with `from` <= x <= `to`, as the exact envelope of `columns` equal pixel columns: min, max, first and
    /// last of each. Points whose value or x is NaN are counted in no envelope. Reads packed points only where their
    /// bounds do not settle it.
    Result<std::vector<series::Column>> envelope(const RunId& run, const std::string& series, Axis axis, double from,
                                                 double to, std::size_t columns) const;
    /// Every point of the run, series by name, points as they came; false from `each` stops. For `run metrics --csv`:
    /// series,step,epoch,time,value.
    Status forEachPoint(const RunId& run,
                        const std::function<bool(const std::string& series, const series::Point& point)>& each) const;

    /// In the order in which they were committed.
    Result<std::vector<RunEvent>> events(const RunId& run) const;
    /// The last text event called `name` whose text begins with `prefix`: its first 4000 characters. Reads no other
    /// event into memory.
    Result<std::optional<std::string>> lastText(const RunId& run, const std::string& name,
                                                const std::string& prefix) const;

private:
    const Workspace* m_workspace;
};

/// The header of `run metrics --csv` and one line of it, both with LF; an absent epoch is empty, NaN is "nan".
std::string csvHeader();
void appendCsvLine(std::string& out, const std::string& series, const series::Point& point);

}  // namespace flambeau::store
