// SPDX-License-Identifier: GPL-3.0-or-later
// Prepares an engine of this machine: a PyTorch (a fresh Python environment with torch from PyPI, or one that is there
// already) and the trainer built against its libtorch from our sources. Takes minutes and, with PyPI's torch, several
// gigabytes. Functions without state; they block, tell how far they are and honour their stop token.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"
#include "flambeau/session/engine_service.h"
#include "flambeau/session/run_ports.h"

namespace flambeau::session {

struct EnginePrepareOptions {
    /// A PyTorch that is there: its package folder (…/site-packages/torch), a Python or an environment that has it, or
    /// any prefix with libtorch. Empty: a new environment with `requirement` from PyPI.
    fs::path torch;
    std::string requirement = "torch";  ///< for pip: "torch", "torch==2.6.0"
    bool cuda = false;                  ///< Unavailable where the engine cannot use a GPU in the end
    int jobs = 0;                       ///< compilers at once; 0: as processor and memory allow
};

struct PreparedEngine {
    fs::path folder;
    EngineFacts facts;
};

/// A line of what pip, cmake and the compiler print, as plain text.
using LogLine = std::function<void(const std::string& line)>;

/// Our sources of the trainer: $FLAMBEAU_SOURCES, else share/flambeau/sources beside the program's folder, else the
/// source tree that the program was built in. NotFound names where was looked.
Result<fs::path> trainerSources();

/// The new engine; it is chosen for nothing yet (chooseTrainer). Every line also stands in log.txt of its folder, which
/// is removed where it fails; the error's detail then has the log's end. Conflict while another one is being prepared.
Result<PreparedEngine> prepareEngine(const EnginePrepareOptions& options, std::stop_token stop,
                                     const ProgressCallback& progress, const LogLine& log);

}  // namespace flambeau::session
