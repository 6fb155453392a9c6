// SPDX-License-Identifier: GPL-3.0-or-later
// model.ts: the network as TorchScript, traced, for torch.jit.load. No state.
#pragma once

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"
#include "network.h"

namespace flambeau::trainer {

/// Traces an evaluation on the CPU; the network must be there. Any batch size runs; parameters keep their names.
Status writeTorchScript(Network& network, const fs::path& path);

}  // namespace flambeau::trainer
