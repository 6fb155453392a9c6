// SPDX-License-Identifier: GPL-3.0-or-later
// Writing metrics. Reading them: metrics_read.cpp.
#include "flambeau/store/metrics.h"

#include "database.h"
#include "flambeau/base/strings.h"
#include "flambeau/domain/run_state.h"
#include "rows.h"
#include "stream_batch.h"
#include "waiting_points.h"

namespace flambeau::store {

namespace {

struct RunPlace {
    std::int64_t key = 0;
    bool over = false;  ///< in a final state
};

Result<RunPlace> runPlace(Database& database, const RunId& id) {
    Query query(database, "SELECT id, state FROM runs WHERE uuid = ?");
    FLAMBEAU_TRY(const bool row, query.with(id.str()).next());
    if (!row)
        return missing("run", id.str());
    const auto state = domain::runStateFromString(query.view(1));
    return RunPlace{query.integer(0), !state || domain::isFinal(*state)};
}

Status insertEvent(Database& database, std::int64_t run, const std::string& file, const RunEvent& event) {
    Query query(
        database,
        "INSERT INTO run_events (run, file, kind, time, step, name, path, text, sha256) VALUES (?, ?, ?, ?, ?, ?, ?, "
        "?, ?)");
    return query.with(run, file, event.kind, event.time, event.step, event.name, event.path, event.text, event.sha256)
        .run();
}

RunEvent toRow(const protocol::Event& event) {
    RunEvent row;
    if (const auto* artifact = std::get_if<protocol::ArtifactEvent>(&event)) {
        row.kind = "artifact";
        row.time = artifact->time;
        row.name = artifact->kind;
        row.path = artifact->path;
        row.sha256 = artifact->sha256;
    } else if (const auto* media = std::get_if<protocol::MediaEvent>(&event)) {
        row.kind = media->isTable ? "table" : "image";
        row.time = media->time;
        row.step = media->step;
        row.name = media->name;
        row.path = media->path;
    } else if (const auto* text = std::get_if<protocol::TextEvent>(&event)) {
        row.kind = "text";
        row.time = text->time;
        row.name = text->name;
        row.text = text->text;
    }
    return row;
}

/// True: the offset was where the batch began and is now where it ends.
Result<bool> moveOffset(Database& database, std::int64_t run, const std::string& file, std::uint64_t begin,
                        std::uint64_t end) {
    if (begin == 0) {
        Query first(database, "INSERT INTO streams (run, file, offset) VALUES (?, ?, 0) ON CONFLICT DO NOTHING");
        FLAMBEAU_CHECK(first.with(run, file).run());
    }
    Query query(database, "UPDATE streams SET offset = ? WHERE run = ? AND file = ? AND offset = ?");
    FLAMBEAU_CHECK(query.with(end, run, file, begin).run());
    return database.changes() == 1;
}

}  // namespace

struct BatchWriter {
    /// Everything in the batch. Steps are counted anew each time, so a write that failed may be tried again.
    static Status write(Database& database, const RunPlace& run, const std::string& file,
                        std::vector<NewPoints>& series, const std::vector<protocol::Event>& events,
                        const std::optional<protocol::ProgressEvent>& progress, std::uint64_t badLines) {
        FLAMBEAU_CHECK(addPoints(database, run.key, run.over, series));
        for (const protocol::Event& event : events)
            FLAMBEAU_CHECK(insertEvent(database, run.key, file, toRow(event)));
        if (progress) {
            Query query(
                database,
                "UPDATE runs SET progress_time = ?1, progress_done = ?2, progress_total = ?3, progress_what = ?4 "
                "WHERE id = ?5 AND progress_time <= ?1");
            FLAMBEAU_CHECK(query.with(progress->time, progress->done, progress->total, progress->what, run.key).run());
        }
        if (badLines > 0) {
            Query query(database, "UPDATE runs SET bad_lines = bad_lines + ? WHERE id = ?");
            FLAMBEAU_CHECK(query.with(badLines, run.key).run());
        }
        return {};
    }
};

Result<std::uint64_t> Metrics::streamOffset(const RunId& run, const std::string& file) const {
    Database& database = m_workspace->database();
    FLAMBEAU_TRY(const std::int64_t key, runKey(database, run));
    Query query(database, "SELECT offset FROM streams WHERE run = ? AND file = ?");
    FLAMBEAU_TRY(const std::int64_t offset, queryInteger(query.with(key, file)));
    return static_cast<std::uint64_t>(offset);
}

Result<std::vector<std::pair<std::string, std::uint64_t>>> Metrics::streamOffsets(const RunId& run) const {
    Database& database = m_workspace->database();
    FLAMBEAU_TRY(const std::int64_t key, runKey(database, run));
    Query query(database, "SELECT file, offset FROM streams WHERE run = ? ORDER BY file");
    query.with(key);
    std::vector<std::pair<std::string, std::uint64_t>> offsets;
    while (true) {
        FLAMBEAU_TRY(const bool row, query.next());
        if (!row)
            return offsets;
        offsets.emplace_back(query.text(0), static_cast<std::uint64_t>(query.integer(1)));
    }
}

Result<CommitOutcome> Metrics::commit(const RunId& run, const std::string& file, std::uint64_t begin, std::uint64_t end,
                                      const StreamBatch& batch, const std::function<Status()>& also) const {
    if (end < begin)
        return Error{ErrorCode::InvalidArgument, "A stream's offset cannot go back", {}, {}};
    Database& database = m_workspace->database();
    auto outcome = CommitOutcome::Committed;
    const auto body = [&]() -> Status {
        FLAMBEAU_TRY(const RunPlace place, runPlace(database, run));
        FLAMBEAU_TRY(const bool ours, moveOffset(database, place.key, file, begin, end));
        if (!ours) {
            outcome = CommitOutcome::Conflict;
            return {};
        }
        StreamBatch::State& state = *batch.m_state;
        FLAMBEAU_CHECK(
            BatchWriter::write(database, place, file, state.series, state.events, state.progress, state.badLines));
        return also ? also() : Status();
    };
    FLAMBEAU_CHECK(database.write(body));
    return outcome;
}

Status Metrics::append(const RunId& run, const StreamBatch& batch) const {
    Database& database = m_workspace->database();
    return database.write([&]() -> Status {
        FLAMBEAU_TRY(const RunPlace place, runPlace(database, run));
        StreamBatch::State& state = *batch.m_state;
        return BatchWriter::write(database, place, {}, state.series, state.events, state.progress, state.badLines);
    });
}

std::string csvHeader() {
    return "series,step,epoch,time,value\n";
}

void appendCsvLine(std::string& out, const std::string& series, const series::Point& point) {
    if (series.find_first_of(",\"\r\n") == std::string::npos) {
        out += series;
    } else {
        out += '"';
        for (const char c : series)
            out += c == '"' ? std::string("\"\"") : std::string(1, c);
        out += '"';
    }
    out += ',';
    out += std::to_string(point.step);
    out += ',';
    if (point.epoch == point.epoch)
        out += formatDouble(point.epoch);
    out += ',';
    out += formatDouble(point.time);
    out += ',';
    out += formatDouble(point.value);
    out += '\n';
}

}  // namespace flambeau::store
