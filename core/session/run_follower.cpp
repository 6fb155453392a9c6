// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/run_follower.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>

#include "flambeau/base/files.h"
#include "flambeau/base/strings.h"
#include "flambeau/launch/scripts.h"
#include "flambeau/remote/local_transport.h"
#include "flambeau/session/run_service.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/workspace.h"
#include "run_ending.h"
#include "run_streams.h"

namespace flambeau::session {

namespace {

using Clock = std::chrono::steady_clock;
// How a run stands is asked this often while nothing hints at its end; its files are read at every look.
constexpr auto evidenceEvery = std::chrono::seconds(1);
constexpr auto pendingEvery = std::chrono::seconds(10);
// What a lost run left behind and what not even KILL ends is given up after this many seconds.
constexpr std::int64_t sweepAtMost = 40;

}  // namespace

struct RunFollower::State {
    State(Workspace& workspace, ModelRegistrar* registrar) : workspace(workspace), registrar(registrar) {}

    Workspace& workspace;
    ModelRegistrar* registrar;
    std::function<void(const RunChange&)> callback;
    std::optional<FileLock> lock;
    remote::LocalTransport transport;
    struct Followed {
        RunStreams streams;
        std::optional<Clock::time_point> asked;  ///< for evidence
    };
    std::map<RunId, Followed> runs;
    std::optional<Clock::time_point> pendingTried;

    std::string hostFolder() const { return workspace.paths().local().string(); }
    Followed& followed(const RunId& run);
    Result<launch::HostEvidence> look(const std::vector<std::string>& runs);
    Status settle(const store::Run& run, const launch::RunEvidence& evidence, const std::string& bootId,
                  FollowPass& pass, std::stop_token stop);
    Result<bool> preventStart(const RunId& run);
    Result<std::optional<std::string>> sweep(const store::Run& run);
    Status settleUnstarted(const store::Run& run, FollowPass& pass);
};

RunFollower::RunFollower(Workspace& workspace, ModelRegistrar* registrar)
    : m_state(std::make_unique<State>(workspace, registrar)) {}

RunFollower::~RunFollower() = default;

void RunFollower::onChange(std::function<void(const RunChange&)> callback) {
    m_state->callback = std::move(callback);
}

Result<bool> RunFollower::tryLead() {
    if (m_state->lock)
        return true;
    FLAMBEAU_TRY(auto lock, m_state->workspace.store().tryFollowerLock());
    if (!lock)
        return false;
    m_state->lock = std::move(lock);
    return true;
}

bool RunFollower::leads() const {
    return m_state->lock.has_value();
}

RunFollower::State::Followed& RunFollower::State::followed(const RunId& run) {
    const auto found = runs.find(run);
    if (found != runs.end())
        return found->second;
    RunStreams streams(workspace.store(), transport, run, launch::runFolder(hostFolder(), run.str()));
    return runs.emplace(run, Followed{std::move(streams), std::nullopt}).first->second;
}

Result<launch::HostEvidence> RunFollower::State::look(const std::vector<std::string>& ids) {
    remote::Command command;
    command.script = launch::pollScript(hostFolder(), ids);
    command.timeout = std::chrono::seconds(60);
    FLAMBEAU_TRY(const auto result, transport.exec(command));
    if (result.exitCode != 0)
        return Error{ErrorCode::Failed, "The state of the runs cannot be read", "", toPlainText(result.err)};
    return launch::parsePoll(result.out);
}

/// False: a supervisor has the run.
Result<bool> RunFollower::State::preventStart(const RunId& run) {
    remote::Command command;
    command.script = launch::preventScript(hostFolder(), run.str());
    command.timeout = std::chrono::seconds(60);
    FLAMBEAU_TRY(const auto result, transport.exec(command));
    if (result.exitCode != 0)
        return Error{ErrorCode::Failed, "Whether run " + run.str() + " has started cannot be read", "",
                     toPlainText(result.err)};
    return launch::parsePrevent(result.out);
}

/// A lost run's processes must not go on beside the runs that come after it. What to say of them at its end; nothing
/// while they are still being ended.
Result<std::optional<std::string>> RunFollower::State::sweep(const store::Run& run) {
    remote::Command command;
    command.script = launch::sweepScript(hostFolder(), {run.id.str()});
    command.timeout = std::chrono::seconds(60);
    FLAMBEAU_TRY(const auto result, transport.exec(command));
    if (result.exitCode != 0)
        return Error{ErrorCode::Failed, "What run " + run.name + " left running cannot be ended", "",
                     toPlainText(result.err)};
    FLAMBEAU_TRY(const auto answers, launch::parseSweep(result.out));
    if (answers.empty() || answers[0].left.empty())
        return std::optional<std::string>(!answers.empty() && answers[0].ended ? "; what it had left running was ended"
                                                                               : "");
    if (answers[0].seconds < sweepAtMost) {
        if (run.state == domain::RunState::Running) {
            FLAMBEAU_TRY(const bool news, store::Runs(workspace.store())
                                              .setState(run.id, run.state,
                                                        "its supervisor is gone; what it left running is being ended"));
            if (news && callback)
                callback({run.id, {}, true});
        }
        return std::optional<std::string>();
    }
    std::vector<std::string> pids;
    for (const auto pid : answers[0].left)
        pids.push_back(std::to_string(pid));
    return std::optional<std::string>("; these of its processes could not be ended: " + join(pids, ", "));
}

/// A run that no supervisor has taken yet: whoever prepares it holds a lock; where that is free, nobody does.
Status RunFollower::State::settleUnstarted(const store::Run& run, FollowPass& pass) {
    const auto path = preparingLock(workspace, run.id);
    FLAMBEAU_CHECK(makeDirs(path.parent_path()));
    FLAMBEAU_TRY(const auto held, FileLock::tryAcquire(path));
    if (!held)
        return {};
    // It may have started just before the lock became free; and what its preparer left may start it even now, unless
    // the lock of the start is ours first.
    const store::Runs runs(workspace.store());
    FLAMBEAU_TRY(const auto now, runs.get(run.id));
    bool prevented = false;
    if (now.state == domain::RunState::Preparing) {
        FLAMBEAU_TRY(prevented, preventStart(run.id));
    }
    if (prevented) {
        FLAMBEAU_TRY([[maybe_unused]] const bool recorded,
                     runs.setState(run.id, domain::RunState::Failed,
                                   "The program that prepared the run ended before it was started"));
        FLAMBEAU_CHECK(transport.removeTree(launch::runFolder(hostFolder(), run.id.str())));
        this->runs.erase(run.id);
        ++pass.ended;
        if (callback)
            callback({run.id, {}, true});
    }
    std::error_code ignored;
    fs::remove(path, ignored);
    return {};
}

Status RunFollower::State::settle(const store::Run& run, const launch::RunEvidence& evidence, const std::string& bootId,
                                  FollowPass& pass, std::stop_token stop) {
    if (!evidence.started && run.state == domain::RunState::Preparing)
        return settleUnstarted(run, pass);
    const auto verdict = launch::reconcile(evidence, bootId);
    if (!verdict.ended) {
        // What the supervisor can no longer say for itself: that it is gone and the program is not.
        if (verdict.state == domain::RunState::Running && !verdict.reason.empty()) {
            FLAMBEAU_TRY(const bool news,
                         store::Runs(workspace.store()).setState(run.id, verdict.state, verdict.reason));
            if (news && callback)
                callback({run.id, {}, true});
        }
        return {};
    }
    auto confirmed = verdict;
    auto seen = evidence;
    if (verdict.state == domain::RunState::Lost) {
        // exit.json may have come while the processes were looked for: what is lost is lost at a second look too.
        FLAMBEAU_TRY(const auto again, look({run.id.str()}));
        const auto* second = again.find(run.id.str());
        if (!second)
            return {};
        seen = *second;
        confirmed = launch::reconcile(seen, again.bootId);
        if (!confirmed.ended)
            return {};
        if (confirmed.state == domain::RunState::Lost) {
            FLAMBEAU_TRY(const auto swept, sweep(run));
            if (!swept)
                return {};
            confirmed.reason += *swept;
        }
    }
    FLAMBEAU_TRY(const auto rest, followed(run.id).streams.read(true, callback, stop));
    pass.points += rest.points;
    pass.bytes += rest.bytes;
    if (stop.stop_requested())
        return {};
    FLAMBEAU_CHECK(endRun(workspace, transport, run.id, seen, confirmed, stop));
    runs.erase(run.id);
    pendingTried.reset();
    ++pass.ended;
    if (callback)
        callback({run.id, {}, true});
    return {};
}

Result<FollowPass> RunFollower::pass(std::stop_token stop) {
    FollowPass pass;
    auto& state = *m_state;
    FLAMBEAU_TRY(const auto unfinished, store::Runs(state.workspace.store()).unfinished());
    std::erase_if(state.runs, [&](const auto& known) {
        return std::none_of(unfinished.begin(), unfinished.end(),
                            [&](const auto& run) { return run.id == known.first; });
    });
    pass.unfinished = unfinished.size();
    std::vector<std::string> ask;
    std::map<std::string, const store::Run*> byId;
    for (const auto& run : unfinished) {
        if (stop.stop_requested())
            return pass;
        auto& followed = state.followed(run.id);
        const auto report = followed.streams.read(false, state.callback, stop);
        if (!report) {
            pass.problems.push_back(report.error());
            continue;
        }
        pass.points += report->points;
        pass.bytes += report->bytes;
        const auto now = Clock::now();
        if (report->exitThere || !followed.asked || now - *followed.asked >= evidenceEvery) {
            followed.asked = now;
            ask.push_back(run.id.str());
            byId[run.id.str()] = &run;
        }
    }
    if (!ask.empty()) {
        FLAMBEAU_TRY(const auto host, state.look(ask));
        for (const auto& evidence : host.runs) {
            const auto run = byId.find(evidence.run);
            if (run == byId.end() || stop.stop_requested())
                continue;
            if (auto settled = state.settle(*run->second, evidence, host.bootId, pass, stop); !settled)
                pass.problems.push_back(settled.error());
        }
    }
    const auto now = Clock::now();
    if (!state.pendingTried || now - *state.pendingTried >= pendingEvery) {
        state.pendingTried = now;
        if (auto done = finishPending(state.workspace, state.registrar, stop); !done)
            pass.problems.push_back(done.error());
    }
    pass.unfinished -= std::min(pass.unfinished, pass.ended);
    return pass;
}

Result<FollowPass> RunFollower::catchUp(std::stop_token stop) {
    const bool led = leads();
    FLAMBEAU_TRY(const bool leading, tryLead());
    FollowPass total;
    if (!leading)
        return total;
    // A run that goes on writing would never be caught up with: two looks see all that was there at the call.
    for (int look = 0; look < 2; ++look) {
        auto done = pass(stop);
        if (!done) {
            if (!led)
                m_state->lock.reset();
            return done;
        }
        total.points += done->points;
        total.bytes += done->bytes;
        total.ended += done->ended;
        total.unfinished = done->unfinished;
        total.problems = std::move(done->problems);
        if (total.unfinished == 0 || !done->changed())
            break;
    }
    if (!led)
        m_state->lock.reset();
    return total;
}

}  // namespace flambeau::session
