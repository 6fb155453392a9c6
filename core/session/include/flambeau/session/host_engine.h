// SPDX-License-Identifier: GPL-3.0-or-later
// The engine of a host over SSH: one that is there, else this machine's own trainer sent, else one built there against
// a libtorch of the host. Function without state; it blocks, tells how far it is and honours its stop token.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "flambeau/base/result.h"
#include "flambeau/session/run_ports.h"

namespace flambeau::remote {
class Transport;
}

namespace flambeau::session {

struct HostEngineRequest {
    std::string hostFolder;             ///< absolute, on the host
    std::string libtorch;               ///< a prefix, Python or environment there; empty: the best one found
    std::string requirement = "torch";  ///< for pip, where a private environment is made
    bool allowPip = true;
    bool wantCuda = false;  ///< Unavailable where the engine cannot use a GPU in the end
};

struct HostEngine {
    std::string key;
    std::string trainer;  ///< path on the host
    std::string title;    ///< "libtorch 2.13.0, CUDA"
    bool cuda = false;
    int gpus = -1;                     ///< how many it can use there
    bool made = false;                 ///< now; false: it was there
    std::vector<std::string> formats;  ///< of pictures that it reads; empty: all that this version knows
};

/// `facts` are ComputeTarget's; `desktops` is this machine's engine, which may be sent (an empty trainer: there is
/// none). Every line that is printed while it is made goes to `log` and to trainer/<key>/log.txt on the host. One
/// round trip where the same question was answered before. Errors: Unavailable where the host lacks something, with the
/// command that mends it; Failed with the first error of the build in its detail; Unreachable, Canceled: nothing
/// half-made is left that could be taken for an engine.
Result<HostEngine> ensureHostEngine(remote::Transport& host, const nlohmann::json& facts,
                                    const HostEngineRequest& request, const Engine& desktops, std::stop_token stop,
                                    const ProgressCallback& progress,
                                    const std::function<void(const std::string& line)>& log);
/// The engine that ensureHostEngine would find there as it is; nothing: it would make one. One round trip.
Result<std::optional<HostEngine>> findHostEngine(remote::Transport& host, const nlohmann::json& facts,
                                                 const HostEngineRequest& request, const Engine& desktops,
                                                 std::stop_token stop);
using HostEngineMaker = std::function<decltype(ensureHostEngine)>;

}  // namespace flambeau::session
