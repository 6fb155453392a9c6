// SPDX-License-Identifier: GPL-3.0-or-later
// The services that the commands use, in the order in which they depend on each other. Owned by the Context.
#pragma once

#include "context.h"
#include "flambeau/session/dataset_service.h"
#include "flambeau/session/engine_service.h"
#include "flambeau/session/hosts.h"
#include "flambeau/session/registry_service.h"
#include "flambeau/session/weights_service.h"
#include "flambeau/session/workspace.h"
#include "terminal_prompter.h"

namespace flambeau::cli {

struct Services {
    explicit Services(session::Workspace& workspace)
        : workspace(workspace),
          hosts(workspace, connections, &prompter),
          datasets(workspace, &hosts),
          registry(workspace, &hosts),
          weights(registry) {}

    session::Workspace& workspace;
    TerminalPrompter prompter;
    session::HostConnections connections;
    session::Hosts hosts;
    session::DatasetService datasets;
    session::EngineService engines;
    session::RegistryService registry;
    session::WeightsService weights;
};

}  // namespace flambeau::cli
