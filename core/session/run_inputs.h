// SPDX-License-Identifier: GPL-3.0-or-later
// What a start has at hand besides the definition. Private to the run service; a plain value.
#pragma once

#include <optional>

#include "flambeau/domain/dataset.h"
#include "flambeau/session/hosts.h"
#include "flambeau/session/run_ports.h"
#include "flambeau/session/run_service.h"

namespace flambeau::session {

struct RunService::Inputs {
    domain::DatasetManifest manifest;
    HostPlace place;
    Engine engine;  ///< this machine's; for a run on a host its trainer may be empty
    HostEngineMaker makeEngine;
    std::string trainer;                  ///< the executable, on the machine that the run goes to
    std::optional<LocalWeights> weights;  ///< empty: none are wanted, or the checkpoint has them
    fs::path checkpoint;                  ///< empty: a first start
};

}  // namespace flambeau::session
