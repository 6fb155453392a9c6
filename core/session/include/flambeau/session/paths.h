// SPDX-License-Identifier: GPL-3.0-or-later
// Where things lie: our own programs and the folders of a workspace. Plain functions, safe on any thread.
#pragma once

#include <string_view>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"

namespace flambeau::session {

enum class Program { Trainer, Scan, Judge, Probe };

/// "flambeau-trainer", …
std::string_view programName(Program program);
/// The environment variable that names another file for it: "FLAMBEAU_TRAINER", …
std::string_view programVariable(Program program);
/// $FLAMBEAU_TRAINER (…), else, of the trainer, the one that was chosen (engine_choice.h), else the file of that name
/// beside the running executable. NotFound with the place looked at where there is none that can be executed.
Result<fs::path> findProgram(Program program);

/// The folders of the workspace at `root` (DESIGN: Storage).
struct WorkspacePaths {
    fs::path root;

    fs::path database() const { return root / "workspace.db"; }
    fs::path artifacts() const { return root / "artifacts"; }
    fs::path local() const { return root / "local"; }  ///< this machine as a host: runs, store, engines
    fs::path runs() const { return local() / "runs"; }
    fs::path datasets() const { return root / "datasets"; }  ///< unpacked archives and samples
    fs::path thumbnails() const { return root / "thumbnails"; }
    fs::path backups() const { return root / "backups"; }
};

/// The workspace to open: `given` (the command line's), else $FLAMBEAU_WORKSPACE, else the one chosen with
/// `workspace use`, else flambeau/workspace in the user's data folder. Always absolute.
Result<fs::path> chooseWorkspace(const fs::path& given);

}  // namespace flambeau::session
