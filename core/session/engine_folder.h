// SPDX-License-Identifier: GPL-3.0-or-later
// A prepared engine's folder: `venv/` where it brought its own PyTorch, `bin/flambeau-trainer`, `log.txt`, and READY,
// written last: a folder without it is garbage.
#pragma once

#include "flambeau/base/files.h"

namespace flambeau::session {

inline constexpr const char* kEngineReady = "READY";
fs::path preparedTrainer(const fs::path& folder);

}  // namespace flambeau::session
