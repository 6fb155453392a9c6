// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of runs that are over: a completed one becomes a version of a model, a lost one goes on by itself. What is
// to be done is noted in the transaction that records the end, and done by whoever follows and can. Private to the
// follower; functions without state on the workspace's thread.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "flambeau/base/id.h"
#include "flambeau/base/result.h"
#include "flambeau/launch/evidence.h"
#include "flambeau/session/run_ports.h"

namespace flambeau::store {
struct Run;
}

namespace flambeau::session {

class Workspace;

/// Within the transaction that records how `run` ended. One that somebody wanted to end does not go on.
Status noteRules(Workspace& workspace, const store::Run& run, domain::RunState ended,
                 const launch::RunEvidence& evidence);
/// Carries out what is noted under `key` of the settings; nothing: it is no rule, or nobody here can do it.
std::optional<Status> finishRule(Workspace& workspace, const RunRules& rules, const std::string& key,
                                 std::stop_token stop);
/// All that is noted, on a workspace of the caller's thread; `done` is called for each run after its commit. What is
/// stopped is left for the next call.
Status finishRules(Workspace& workspace, const RunRules& rules, std::stop_token stop,
                   const std::function<void(const RunId&)>& done);

}  // namespace flambeau::session
