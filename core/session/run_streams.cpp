// SPDX-License-Identifier: GPL-3.0-or-later
#include "run_streams.h"

#include <algorithm>
#include <set>

#include "flambeau/base/strings.h"
#include "flambeau/domain/run_state.h"
#include "flambeau/store/runs.h"

namespace flambeau::session {

namespace {

constexpr std::size_t usualChunk = 4u << 20;
// One that holds the longest line there may be, so that every read can be got past.
constexpr std::size_t largestChunk = protocol::StreamDecoder::maxLine + (1u << 20);
/// Of all files of a run together: a host may not fill this machine's memory with lines that have no end.
constexpr std::size_t kMostTorn = 64u << 20;
constexpr std::string_view supervisorStream = "state.jsonl";

}  // namespace

bool isStreamName(std::string_view name) {
    if (name == supervisorStream || name == "events.jsonl")
        return true;
    if (!startsWith(name, "events-") || !endsWith(name, ".jsonl"))
        return false;
    const auto rank = name.substr(7, name.size() - 7 - 6);
    return !rank.empty() && rank.size() <= 4 &&
           std::all_of(rank.begin(), rank.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// What one read brought besides points.
struct RunStreams::Piece {
    store::StreamBatch& batch;
    std::vector<protocol::StateEvent> states;  ///< the supervisor's
    std::set<std::string, std::less<>> names;  ///< series that grew
    bool record = false;                       ///< something besides points
};

RunStreams::RunStreams(store::Workspace& workspace, remote::Transport& transport, RunId run, std::string folder)
    : m_workspace(workspace), m_transport(transport), m_run(std::move(run)), m_folder(std::move(folder)) {}

Result<RunStreams::File*> RunStreams::file(store::Workspace& store, const std::string& name) {
    auto& file = m_files[name];
    if (!file.decoder) {
        file.torn.clear();
        FLAMBEAU_TRY(file.offset, store::Metrics(store).streamOffset(m_run, name));
        file.decoder = std::make_unique<protocol::StreamDecoder>();
    }
    return &file;
}

Result<std::uint64_t> RunStreams::offset(const std::string& name) {
    FLAMBEAU_TRY(const auto* known, file(m_workspace, name));
    return known->offset;
}

Result<StreamReport> RunStreams::read(bool toTheEnd, const Callback& changed, std::stop_token stop) {
    StreamReport report;
    auto entries = m_transport.list(m_folder);
    if (!entries) {
        if (entries.error().code == ErrorCode::NotFound)
            return report;
        return std::move(entries).error();
    }
    for (const auto& entry : *entries) {
        if (entry.kind != remote::Entry::Kind::File)
            continue;
        if (entry.name == "exit.json")
            report.exitThere = true;
        if (isStreamName(entry.name)) {
            FLAMBEAU_CHECK(readFile(entry.name, entry.bytes, toTheEnd, changed, stop, report));
        }
    }
    return report;
}

Status RunStreams::readFile(const std::string& name, std::uint64_t size, bool toTheEnd, const Callback& changed,
                            std::stop_token stop, StreamReport& report) {
    std::size_t chunk = usualChunk;
    while (!stop.stop_requested()) {
        FLAMBEAU_TRY(auto* file, this->file(m_workspace, name));
        if (!toTheEnd && size <= file->offset)
            return {};
        FLAMBEAU_TRY(const auto bytes, m_transport.readRange(m_folder + "/" + name, file->offset, chunk));
        if (bytes.empty())
            return {};
        m_batch.clear();
        Piece piece{m_batch, {}, {}, false};
        const auto whole = bytes.find_last_of('\n') != std::string::npos;
        if (!whole && bytes.size() == chunk && chunk < largestChunk) {
            chunk = largestChunk;
            continue;
        }
        auto bad = file->decoder->counts().bad;
        auto used = decode(name, *file, bytes, static_cast<bool>(changed), piece);
        bad = file->decoder->counts().bad - bad;
        if (used == 0 && toTheEnd && bytes.size() < chunk) {
            used = bytes.size();
            ++bad;
        }
        if (used == 0)
            return {};
        FLAMBEAU_TRY(const bool kept, keep(m_workspace, name, *file, used, bad, piece, changed, report));
        if (kept)
            chunk = usualChunk;
    }
    return {};
}

Result<bool> RunStreams::keep(store::Workspace& store, const std::string& name, File& file, std::uint64_t used,
                              std::uint64_t bad, const Piece& piece, const Callback& changed, StreamReport& report) {
    if (bad > 0)
        m_batch.addBadLines(bad);
    const auto outcome = commit(store, name, file.offset, file.offset + used, piece);
    if (!outcome || *outcome == store::CommitOutcome::Conflict) {
        // What was read here counts for nothing (another follower was quicker, or the disk is full, say): the store
        // says where to go on.
        file.decoder.reset();
        if (!outcome)
            return outcome.error();
        return false;
    }
    file.offset += used;
    report.bytes += used;
    report.points += m_batch.points();
    if (changed)
        changed({m_run, {piece.names.begin(), piece.names.end()}, piece.record || bad > 0});
    return true;
}

Result<bool> RunStreams::feed(store::Workspace& store, const std::string& name, std::uint64_t offset,
                              std::string_view bytes, const Callback& changed, StreamReport& report) {
    FLAMBEAU_TRY(auto* file, this->file(store, name));
    if (offset != file->offset + file->torn.size())
        return false;
    file->torn += bytes;
    std::size_t torn = 0;
    for (const auto& [each, known] : m_files)
        torn += known.torn.size();
    if (torn > kMostTorn)
        return Error{ErrorCode::Corrupt, "The streams of run " + m_run.str() + " hold no whole lines",
                     "Look at its folder on the host.", ""};
    if (bytes.find('\n') == std::string_view::npos && file->torn.size() < protocol::StreamDecoder::maxLine)
        return true;  // a line that is not whole yet
    m_batch.clear();
    Piece piece{m_batch, {}, {}, false};
    auto bad = file->decoder->counts().bad;
    const auto used = decode(name, *file, file->torn, static_cast<bool>(changed), piece);
    bad = file->decoder->counts().bad - bad;
    if (used == 0)
        return true;
    FLAMBEAU_TRY(const bool kept, keep(store, name, *file, used, bad, piece, changed, report));
    if (kept)
        file->torn.erase(0, used);
    return kept;
}

Result<std::map<std::string, std::uint64_t>> RunStreams::offsets() {
    std::map<std::string, std::uint64_t> offsets;
    for (const char* always : {"state.jsonl", "events.jsonl"}) {
        FLAMBEAU_TRY([[maybe_unused]] const auto* known, file(m_workspace, always));
    }
    for (auto& [name, file] : m_files) {
        file.torn.clear();
        FLAMBEAU_TRY(offsets[name], offset(name));
    }
    return offsets;
}

std::uint64_t RunStreams::decode(const std::string& name, File& file, std::string_view bytes, bool wantsNames,
                                 Piece& piece) {
    const auto onMetric = [&](const protocol::MetricView& metric) {
        piece.batch.add(metric);
        for (std::size_t i = 0; wantsNames && i < metric.count; ++i) {
            if (!piece.names.contains(metric.values[i].first))
                piece.names.emplace(metric.values[i].first);
        }
    };
    const auto onEvent = [&](const protocol::Event& event) {
        piece.record = true;
        const auto* state = std::get_if<protocol::StateEvent>(&event);
        if (!state)
            piece.batch.add(event);
        else if (name == supervisorStream)
            piece.states.push_back(*state);
        else  // a program's own word on how it ended is kept for the reason; it is not the verdict
            piece.batch.add(protocol::TextEvent{state->time, "state", state->state + ": " + state->reason});
    };
    return file.decoder->feed(bytes, onMetric, onEvent);
}

Result<store::CommitOutcome> RunStreams::commit(store::Workspace& store, const std::string& name, std::uint64_t begin,
                                                std::uint64_t end, const Piece& piece) {
    const store::Runs runs(store);
    return store::Metrics(store).commit(m_run, name, begin, end, piece.batch, [&]() -> Status {
        for (const auto& event : piece.states) {
            const auto state = domain::runStateFromString(event.state);
            // The end of a run is the follower's to say, once everything is read: launch::reconcile's verdict.
            if (!state || domain::isFinal(*state))
                continue;
            FLAMBEAU_TRY([[maybe_unused]] const bool recorded,
                         runs.setState(m_run, *state, toPlainText(event.reason), event.time));
        }
        return {};
    });
}

}  // namespace flambeau::session
