// SPDX-License-Identifier: GPL-3.0-or-later
// Follows the unfinished runs of a workspace that went to one machine, this one or a host: reads their streams by byte
// offset, commits what it read with the new offset in one transaction, judges how each run stands, and takes its
// outputs into the artifact store when it is over. It keeps nothing that matters between two looks: started anew at any
// moment, by any process, it goes on exactly where the store stands. That is attaching after a crash, after a restart
// and after every look alike.
//
// Only one process follows a workspace at a time (follower.lock); a second follower of the same workspace is harmless
// all the same, since a commit counts only where the offset is still the one that was read from.
// A host that cannot be reached says nothing about its runs: they keep their last known state, with the time since
// when it has been so.
// Blocking; one object on one thread, that of its workspace.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "flambeau/base/id.h"
#include "flambeau/base/result.h"
#include "flambeau/domain/run_state.h"
#include "flambeau/session/run_ports.h"

namespace flambeau::session {

class Hosts;
class LiveStore;
class Workspace;

/// What one commit brought.
struct RunChange {
    RunId run;
    std::vector<std::string> series;  ///< those that grew
    bool record = false;              ///< state, progress, texts, outputs: the run is to be read again
};

struct FollowPass {
    std::size_t unfinished = 0;        ///< runs that were looked at and are not over
    std::uint64_t points = 0;          ///< committed by this pass
    std::uint64_t bytes = 0;           ///< of streams, committed by this pass
    std::size_t ended = 0;             ///< runs that reached their final state in this pass
    std::vector<Error> problems;       ///< of single runs; the others went on
    std::optional<Error> unreachable;  ///< the host cannot be reached: why; nothing else is known then
    bool changed() const { return points || bytes || ended; }
    /// What another look brought as well: all but whether the host could be reached.
    FollowPass& operator+=(const FollowPass& other);
};

class RunFollower {
public:
    explicit RunFollower(Workspace& workspace, RunRules rules = {});
    /// The runs of the host `compute`. All outlive the object. `live`: through which several followers commit what
    /// comes by live(); none: each by itself.
    RunFollower(Workspace& workspace, Hosts& hosts, std::string compute, LiveStore* live = nullptr);
    ~RunFollower();
    RunFollower(const RunFollower&) = delete;
    RunFollower& operator=(const RunFollower&) = delete;

    /// Called after each commit, on this thread.
    void onChange(std::function<void(const RunChange&)> callback);

    /// Takes follower.lock if it is free, and keeps it as long as the object lives. False: another process follows.
    Result<bool> tryLead();
    bool leads() const;

    /// One look at every unfinished run, reading all that is there. Does not ask for the lock: that is the caller's.
    Result<FollowPass> pass(std::stop_token stop = {});
    /// Passes until a look brings nothing new. Where another process follows, nothing is done: its commits are there.
    Result<FollowPass> catchUp(std::stop_token stop = {});
    /// A pass, and then, of a host, what comes as it comes through one channel, until `stop`, a run's end, a run that
    /// is new there, or the host cannot be reached. Nothing of this is an error.
    Result<FollowPass> live(std::stop_token stop);
    /// Fetches what runs of that host have left and nobody has taken yet. A follower with a LiveStore leaves it to
    /// whoever calls this, on another thread with a follower of its own: what is large holds no run up.
    Result<FollowPass> fetch(std::stop_token stop);

private:
    friend class LiveChannel;
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace flambeau::session
