// SPDX-License-Identifier: GPL-3.0-or-later
// The end of a run: its outputs go into the artifact store, the first cause is looked for, the final state is recorded.
// Private to the follower; functions without state on the workspace's thread.
#pragma once

#include <stop_token>
#include <string>

#include "flambeau/base/id.h"
#include "flambeau/base/result.h"
#include "flambeau/launch/evidence.h"
#include "flambeau/session/hosts.h"
#include "flambeau/session/run_ports.h"

namespace flambeau::session {

class Workspace;

/// Outputs and final state in one transaction; outputs that cannot be kept now are left for finishPending. The streams
/// must have been read to their ends.
Status endRun(Workspace& workspace, const HostPlace& place, const RunId& run, const launch::RunEvidence& evidence,
              const launch::Verdict& verdict, std::stop_token stop);

/// Work that runs of that machine left after their end: outputs that could not be kept; the rules of runs, wherever
/// those were. Returns how many were done.
Result<std::size_t> finishPending(Workspace& workspace, const HostPlace& place, const RunRules& rules,
                                  std::stop_token stop);
/// The hosts whose ended runs have outputs that are still to be fetched.
Result<std::vector<std::string>> hostsWithPending(Workspace& workspace);

/// Why the run failed, as a person wants to read it: the program's own last word, else the failing line of the log of
/// the rank that decided, with what the supervisor saw behind it.
std::string causeOfFailure(Workspace& workspace, const HostPlace& place, const RunId& run,
                           const launch::RunEvidence& evidence, const launch::Verdict& verdict);

}  // namespace flambeau::session
