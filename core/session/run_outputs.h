// SPDX-License-Identifier: GPL-3.0-or-later
// Takes what a run left below outputs/ into the artifact store by hash: from its folder on this machine, or from a
// host. Private to the end of a run; functions without state on the workspace's thread.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "flambeau/base/id.h"
#include "flambeau/base/result.h"
#include "flambeau/launch/exit_record.h"
#include "flambeau/session/hosts.h"
#include "flambeau/store/runs.h"

namespace flambeau::session {

class Workspace;

struct KeptOutputs {
    std::vector<store::RunOutput> outputs;
    std::vector<std::string> changed;  ///< content is not what exit.json recorded
    bool refused = false;              ///< outputs is no folder but a link, say: nothing of it is taken

    std::string note() const;  ///< for the run's reason; empty: nothing to say
};

/// `recorded`: what exit.json says; empty where there is none: the host is then asked what lies there. What is in the
/// artifact store already is not fetched again; what was fetched before a break is kept for the next call.
Result<KeptOutputs> keepOutputs(Workspace& workspace, const HostPlace& place, const RunId& run,
                                const std::vector<launch::RecordedFile>& recorded, std::stop_token stop);

}  // namespace flambeau::session
