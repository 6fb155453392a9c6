// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "flambeau/base/clock.h"
#include "flambeau/base/strings.h"
#include "flambeau/launch/scripts.h"
#include "flambeau/session/run_service.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/workspace.h"
#include "follower_state.h"
#include "run_ending.h"

namespace flambeau::session {

namespace {

// How a run stands is asked this often while nothing hints at its end; its files are read at every look.
constexpr auto evidenceEvery = std::chrono::seconds(1);
constexpr const char* kAway = "nothing of Flambeau is in its folder on the host; is its disk there?";
constexpr auto pendingEvery = std::chrono::seconds(10);
// What a lost run left behind and what not even KILL ends is given up after this many seconds.
constexpr std::int64_t sweepAtMost = 40;

}  // namespace

RunFollower::RunFollower(Workspace& workspace, RunRules rules)
    : m_state(std::make_unique<State>(workspace, rules, nullptr, "local")) {}

RunFollower::RunFollower(Workspace& workspace, Hosts& hosts, std::string compute, LiveStore* live)
    : m_state(std::make_unique<State>(workspace, nullptr, &hosts, std::move(compute))) {
    m_state->live = live;
}

RunFollower::~RunFollower() = default;

FollowPass& FollowPass::operator+=(const FollowPass& other) {
    unfinished += other.unfinished;
    points += other.points;
    bytes += other.bytes;
    ended += other.ended;
    problems.insert(problems.end(), other.problems.begin(), other.problems.end());
    return *this;
}

Status RunFollower::State::reach(std::stop_token stop) {
    if (hosts == nullptr)
        return {};
    FLAMBEAU_TRY(auto found, hosts->place(compute, stop));
    found.transport->stopBy(stop);
    if (found.transport != place.transport || found.folder != place.folder)
        runs.clear();  // they read through the old way
    place = std::move(found);
    return {};
}

Result<std::vector<store::Run>> RunFollower::State::unfinished() const {
    FLAMBEAU_TRY(auto all, store::Runs(workspace.store()).unfinished());
    std::erase_if(all, [&](const store::Run& run) { return run.compute != compute; });
    return all;
}

/// Nothing is known of what runs there: that is said of each run, once, and unsaid when the host is back.
Status RunFollower::State::noteReached(const std::vector<store::Run>& known, bool reached) {
    const store::Runs runs(workspace.store());
    for (const auto& run : known) {
        if ((run.unreachableSince > 0) != reached)
            continue;
        FLAMBEAU_CHECK(runs.setUnreachableSince(run.id, reached ? 0 : unixNow()));
        if (callback)
            callback({run.id, {}, true});
    }
    return {};
}

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
    const auto folder = launch::runFolder(hostFolder(), run.str());
    Followed one{RunStreams(workspace.store(), *place.transport, run, folder), std::nullopt, std::nullopt};
    if (!place.local)
        one.logs.emplace(*place.transport, folder, workspace.paths().runs() / run.str());
    return runs.emplace(run, std::move(one)).first->second;
}

Result<launch::HostEvidence> RunFollower::State::look(const std::vector<std::string>& ids) {
    remote::Command command;
    command.script = launch::pollScript(hostFolder(), ids);
    command.timeout = std::chrono::seconds(60);
    FLAMBEAU_TRY(const auto result, place.transport->exec(command));
    if (result.exitCode != 0)
        return Error{ErrorCode::Failed, "The state of the runs cannot be read", "", toPlainText(result.err)};
    return launch::parsePoll(result.out);
}

/// False: a supervisor has the run.
Result<bool> RunFollower::State::preventStart(const RunId& run) {
    remote::Command command;
    command.script = launch::preventScript(hostFolder(), run.str());
    command.timeout = std::chrono::seconds(60);
    FLAMBEAU_TRY(const auto result, place.transport->exec(command));
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
    FLAMBEAU_TRY(const auto result, place.transport->exec(command));
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
        FLAMBEAU_CHECK(place.transport->removeTree(launch::runFolder(hostFolder(), run.id.str())));
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
    if (!verdict.ended && evidence.away) {
        // Said once, and only where it stands: the run is what it was.
        FLAMBEAU_TRY(const bool news, store::Runs(workspace.store()).setState(run.id, run.state, kAway));
        if (news && callback)
            callback({run.id, {}, true});
        return {};
    }
    if (!verdict.ended) {
        if (run.reason == kAway && verdict.reason.empty()) {
            FLAMBEAU_TRY([[maybe_unused]] const bool news,
                         store::Runs(workspace.store()).setState(run.id, run.state, ""));
        }
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
    if (auto& logs = followed(run.id).logs; logs && !stop.stop_requested()) {
        const auto settled = logs->settle(seen.exit ? seen.exit->files : std::vector<launch::RecordedFile>(), stop);
        if (!settled && (remote::isUnreachable(settled.error()) || stop.stop_requested()))
            return settled;
        if (!settled)  // a log that cannot be had does not keep a run from its end
            pass.problems.push_back(settled.error());
    }
    if (stop.stop_requested())
        return {};
    FLAMBEAU_CHECK(endRun(workspace, place, run.id, seen, confirmed, stop));
    runs.erase(run.id);
    pendingTried.reset();
    ++pass.ended;
    if (callback)
        callback({run.id, {}, true});
    return {};
}

/// What each run has written since the last look; those whose evidence is due.
Result<std::vector<const store::Run*>> RunFollower::State::readAll(const std::vector<store::Run>& known,
                                                                   FollowPass& pass, std::stop_token stop) {
    std::vector<const store::Run*> ask;
    for (const auto& run : known) {
        if (stop.stop_requested())
            break;
        auto& one = followed(run.id);
        auto report = one.streams.read(false, callback, stop);
        if (report && one.logs) {
            if (const auto came = one.logs->catchUp(stop); !came)
                report = came.error();
        }
        if (!report) {
            if (remote::isUnreachable(report.error()))
                return report.error();
            pass.problems.push_back(report.error());
            report = StreamReport();  // how it stands is to be seen all the same
        }
        pass.points += report->points;
        pass.bytes += report->bytes;
        const auto now = Clock::now();
        if (report->exitThere || !one.asked || now - *one.asked >= evidenceEvery) {
            one.asked = now;
            ask.push_back(&run);
        }
    }
    return ask;
}

Status RunFollower::State::judge(const std::vector<const store::Run*>& ask, FollowPass& pass, std::stop_token stop) {
    if (ask.empty() || stop.stop_requested())
        return {};
    std::vector<std::string> ids;
    for (const auto* run : ask)
        ids.push_back(run->id.str());
    FLAMBEAU_TRY(const auto host, look(ids));
    for (const auto* run : ask) {
        const auto* evidence = host.find(run->id.str());
        if (evidence == nullptr || stop.stop_requested())
            continue;
        auto settled = settle(*run, *evidence, host.bootId, pass, stop);
        if (!settled && remote::isUnreachable(settled.error()))
            return settled;
        if (!settled)
            pass.problems.push_back(settled.error());
    }
    return {};
}

Status RunFollower::State::finishRest(FollowPass& pass, std::stop_token stop) {
    if (live != nullptr)
        return {};
    const auto now = Clock::now();
    if (pendingTried && now - *pendingTried < pendingEvery)
        return {};
    pendingTried = now;
    auto done = finishPending(workspace, place, rules, stop);
    if (!done && remote::isUnreachable(done.error()))
        return std::move(done).error();
    if (!done)
        pass.problems.push_back(done.error());
    return {};
}

Result<FollowPass> RunFollower::pass(std::stop_token stop) {
    FollowPass pass;
    auto& state = *m_state;
    FLAMBEAU_TRY(const auto unfinished, state.unfinished());
    std::erase_if(state.runs, [&](const auto& known) {
        return std::none_of(unfinished.begin(), unfinished.end(),
                            [&](const auto& run) { return run.id == known.first; });
    });
    pass.unfinished = unfinished.size();
    const auto look = [&]() -> Status {
        FLAMBEAU_CHECK(state.reach(stop));
        FLAMBEAU_TRY(const auto ask, state.readAll(unfinished, pass, stop));
        FLAMBEAU_CHECK(state.judge(ask, pass, stop));
        return state.finishRest(pass, stop);
    };
    const auto looked = look();
    if (!looked && stop.stop_requested())
        return pass;
    if (!looked && !remote::isUnreachable(looked.error()))
        return looked.error();
    FLAMBEAU_CHECK(state.noteReached(unfinished, looked.ok()));
    if (!looked)
        pass.unreachable = looked.error();
    pass.unfinished -= std::min(pass.unfinished, pass.ended);
    return pass;
}

Result<FollowPass> RunFollower::fetch(std::stop_token stop) {
    FollowPass pass;
    auto& state = *m_state;
    const auto look = [&]() -> Status {
        FLAMBEAU_CHECK(state.reach(stop));
        FLAMBEAU_TRY([[maybe_unused]] const auto kept, finishPending(state.workspace, state.place, state.rules, stop));
        return {};
    };
    const auto done = look();
    if (!done && remote::isUnreachable(done.error()))
        pass.unreachable = done.error();
    else if (!done && !stop.stop_requested())
        pass.problems.push_back(done.error());
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
        // What goes on and what went wrong is what the last look has seen.
        total.unfinished = 0;
        total.problems.clear();
        total += *done;
        if (total.unfinished == 0 || !done->changed())
            break;
    }
    if (!led)
        m_state->lock.reset();
    return total;
}

}  // namespace flambeau::session
