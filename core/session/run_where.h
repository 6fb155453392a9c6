// SPDX-License-Identifier: GPL-3.0-or-later
// Where a run may go and what it holds there, as far as the workspace knows without asking a host. Private to the run
// service; plain functions on its thread.
#pragma once

#include <vector>

#include "flambeau/domain/dataset.h"
#include "flambeau/domain/parameters.h"
#include "flambeau/domain/run_definition.h"
#include "flambeau/session/run_service.h"

namespace flambeau::session {

/// How many GPUs of the host the run holds; this machine's are not leased.
int gpusOf(Workspace& workspace, const RunRequest& request, std::vector<domain::Problem>& problems);

/// A dataset that lies on a host is read there, so a run with it goes nowhere else.
void settlePlace(Workspace& workspace, const domain::DatasetManifest& manifest, const RunRequest& request,
                 domain::RunDefinition& definition, std::vector<domain::Problem>& problems);

}  // namespace flambeau::session
