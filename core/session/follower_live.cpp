// SPDX-License-Identifier: GPL-3.0-or-later
// RunFollower::live: what a host's runs write, as they write it, through one channel.
#include <algorithm>
#include <atomic>
#include <set>
#include <thread>
#include <utility>

#include "flambeau/base/pause.h"
#include "flambeau/base/strings.h"
#include "flambeau/launch/follow.h"
#include "flambeau/store/workspace.h"
#include "follower_state.h"
#include "run_ending.h"

namespace flambeau::session {

namespace {

// What only a pass can settle is looked at again after so long.
constexpr int kUnstartedPolls = 4, kRestTicks = 15;

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kLongestHold{1000};
/// Which runs are unfinished there is asked so often, later where nothing is committed.
constexpr std::chrono::milliseconds kListEvery{900};
/// The script there says something each second: after so long it is stuck, or its host is.
constexpr std::chrono::seconds kSilence{15};
constexpr std::size_t kMostHeld = 4u << 20;
constexpr std::size_t kPieceCosts = 256;  ///< beside its bytes: a host may send them one by one

/// Ends a stream that says nothing any more.
class Silence {
public:
    explicit Silence(const std::stop_token& stop)
        : m_theirs(stop, [this] { m_stop.request_stop(); }),
          m_watch([this](const std::stop_token& end) { watch(end); }) {}

    std::stop_token token() const { return m_stop.get_token(); }
    void broken() { m_heard = Clock::now(); }
    bool lasted() const { return m_lasted; }

private:
    void watch(const std::stop_token& end) {
        while (!end.stop_requested() && !m_stop.stop_requested()) {
            pauseFor(kSilence / 3, end);
            if (!end.stop_requested() && Clock::now() - m_heard.load() > kSilence) {
                m_lasted = true;
                m_stop.request_stop();
            }
        }
    }

    std::stop_source m_stop;
    std::stop_callback<std::function<void()>> m_theirs;
    std::atomic<Clock::time_point> m_heard{Clock::now()};
    std::atomic<bool> m_lasted{false};
    std::jthread m_watch;  // last
};

/// What ends the stream and is no error: something that only a pass can settle, or that is followed anew.
Error lookAgain() {
    return {ErrorCode::Canceled, "Look again", "", ""};
}

}  // namespace

/// One channel's worth of following. Everything happens on the follower's thread, within the call of stream().
class LiveChannel {
public:
    /// `rest`: something of a run that is over is still to be fetched.
    LiveChannel(RunFollower::State& state, const std::vector<store::Run>& runs, bool rest, FollowPass& pass)
        : m_state(state), m_pass(pass), m_rest(rest) {
        for (const auto& run : runs)
            m_runs.emplace(run.id.str(), run);
    }

    Status go(std::stop_token stop) {
        std::vector<launch::FollowedRun> followed;
        for (const auto& [id, run] : m_runs) {
            auto& one = m_state.followed(run.id);
            FLAMBEAU_TRY(auto offsets, one.streams.offsets());
            for (auto& [file, at] : one.logs ? one.logs->offsets() : std::map<std::string, std::uint64_t>()) {
                m_logs.insert(id + "/" + file);
                if (!RunLogs::isFull(at))
                    offsets[file] = at;
            }
            followed.push_back({id, std::move(offsets)});
        }
        launch::FollowSink sink;
        sink.data = [this](const auto& run, const auto& file, auto at, auto bytes) {
            return data(run, file, at, bytes);
        };
        sink.shortened = [](const auto&, const auto&) -> Status { return {}; };  // no more comes of it
        sink.looked = [this] { return !m_pieces.empty() && Clock::now() >= m_commitFrom ? commit() : Status(); };
        sink.ended = [](const auto&) -> Status { return lookAgain(); };
        sink.tick = [this](double) { return tick(); };
        sink.poll = [this](const auto& evidence) { return poll(evidence); };
        launch::FollowParser parser(followed, sink);
        Status said;
        remote::StreamCommand command;
        command.script = launch::followScript(m_state.hostFolder(), followed);
        Silence silence(stop);
        command.stop = silence.token();
        command.out = [&](std::string_view bytes) {
            silence.broken();
            said = parser.feed(bytes);
            return said.ok();
        };
        const auto result = m_state.place.transport->stream(command);
        if (silence.lasted())
            return Error{ErrorCode::Unreachable, m_state.place.transport->name() + " does not answer any more",
                         "It is tried again.", ""};
        if (!said)
            return said.error().code == ErrorCode::Canceled ? Status() : said;
        if (!result)
            return result.error().code == ErrorCode::Canceled ? Status() : Status(result.error());
        if (!parser.finished())
            return Error{ErrorCode::Failed, "Following the runs on " + m_state.place.transport->name() + " broke off",
                         "It is tried again.", toPlainText(result->err.substr(0, 500))};
        return {};
    }

private:
    Status data(const std::string& run, const std::string& file, std::uint64_t offset, std::string_view bytes) {
        auto& one = m_state.followed(RunId(run));
        if (one.logs && RunLogs::isLogName(file)) {
            FLAMBEAU_CHECK(one.logs->append(file, offset, bytes));
            if (m_state.callback)
                m_state.callback({RunId(run), {}, false});
            return {};
        }
        m_pieces.push_back({RunId(run), file, offset, std::string(bytes)});
        m_pieceBytes += bytes.size() + kPieceCosts;
        return m_pieceBytes < kMostHeld ? Status() : commit();
    }

    Status transaction(const std::function<Status(store::Workspace&)>& body) {
        if (m_state.live != nullptr)
            return m_state.live->transaction(body);
        auto& store = m_state.workspace.store();
        return store.transaction([&] { return body(store); });
    }

    /// What has come of all runs in one transaction: a host with many of them costs no more commits than one with few.
    Status commit() {
        const auto pieces = std::exchange(m_pieces, {});
        m_pieceBytes = 0;
        const auto begun = Clock::now();
        std::vector<RunChange> changes;
        StreamReport report;
        bool again = false;
        const auto done = transaction([&](store::Workspace& store) -> Status {
            for (const auto& piece : pieces) {
                FLAMBEAU_TRY(const bool kept, m_state.followed(piece.run).streams.feed(
                                                  store, piece.file, piece.offset, piece.bytes,
                                                  [&](const RunChange& change) { changes.push_back(change); }, report));
                again = again || !kept;
            }
            // Here, where it is cheap: a connection forgets what it knows of the database when others have written.
            return begun - m_listed >= kListEvery ? list(store) : Status();
        });
        // Where commits are slow, more comes together first.
        m_commitFrom = begun + std::min<Clock::duration>(10 * (Clock::now() - begun), kLongestHold);
        if (!done) {
            m_state.runs.clear();  // what they remember was not committed: the store has the last word
            return done;
        }
        m_pass.points += report.points;
        m_pass.bytes += report.bytes;
        for (const auto& change : changes) {
            if (m_state.callback)
                m_state.callback(change);
        }
        return again || m_others ? Status(lookAgain()) : Status();
    }

    /// Whether a run has come to this host, or gone from the list, since the channel was opened.
    Status list(store::Workspace& store) {
        FLAMBEAU_TRY(const auto now, store::Runs(store).unfinishedOn(m_state.compute));
        m_others = now.size() != m_runs.size() ||
                   !std::all_of(now.begin(), now.end(), [&](const auto& run) { return m_runs.contains(run.str()); });
        m_listed = Clock::now();
        return {};
    }

    Status tick() {
        if (!m_pieces.empty())
            FLAMBEAU_CHECK(commit());
        if (Clock::now() - m_listed >= 2 * kListEvery)
            FLAMBEAU_CHECK(list(m_state.workspace.store()));
        return m_others || (m_rest && ++m_ticks >= kRestTicks) ? Status(lookAgain()) : Status();
    }

    Status poll(const launch::HostEvidence& host) {
        bool unstarted = false;
        for (const auto& evidence : host.runs) {
            const auto run = m_runs.find(evidence.run);
            if (run == m_runs.end())
                continue;
            for (const auto& file : evidence.files) {
                if (file.bytes > 0 && RunLogs::isLogName(file.path) && !m_logs.contains(evidence.run + "/" + file.path))
                    return lookAgain();  // the log of one more rank
            }
            if (!evidence.started) {
                unstarted = true;
                continue;
            }
            const auto verdict = launch::reconcile(evidence, host.bootId);
            if (verdict.ended || (verdict.state == domain::RunState::Running && !verdict.reason.empty() &&
                                  verdict.reason != run->second.reason))
                return lookAgain();
        }
        // Whether somebody still prepares it is a pass's to tell.
        return unstarted && ++m_unstarted >= kUnstartedPolls ? Status(lookAgain()) : Status();
    }

    struct Piece {
        RunId run;
        std::string file;
        std::uint64_t offset;
        std::string bytes;
    };

    RunFollower::State& m_state;
    FollowPass& m_pass;
    std::vector<Piece> m_pieces;
    std::size_t m_pieceBytes = 0;
    Clock::time_point m_commitFrom;
    Clock::time_point m_listed;
    bool m_others = false;  ///< the unfinished runs there are others by now
    bool m_rest;
    int m_ticks = 0, m_unstarted = 0;
    std::map<std::string, store::Run> m_runs;
    std::set<std::string> m_logs;
};

Result<FollowPass> RunFollower::live(std::stop_token stop) {
    FLAMBEAU_TRY(auto total, pass(stop));
    auto& state = *m_state;
    if (state.place.local || total.unreachable || stop.stop_requested())
        return total;
    FLAMBEAU_TRY(const auto unfinished, state.unfinished());
    if (unfinished.empty())
        return total;
    FLAMBEAU_TRY(const auto pending, hostsWithPending(state.workspace));
    const bool rest =
        state.live == nullptr && std::find(pending.begin(), pending.end(), state.compute) != pending.end();
    const auto done = LiveChannel(state, unfinished, rest, total).go(stop);
    if (!done && remote::isUnreachable(done.error())) {
        FLAMBEAU_CHECK(state.noteReached(unfinished, false));
        total.unreachable = done.error();
    } else if (!done) {
        total.problems.push_back(done.error());
    }
    return total;
}

}  // namespace flambeau::session
