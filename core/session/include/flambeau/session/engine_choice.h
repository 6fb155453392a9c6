// SPDX-License-Identifier: GPL-3.0-or-later
// Which engines this user has, and which one trains: the one beside the program, or one that was prepared
// (engine_prepare.h). The choice is a small file in the user's configuration folder, for all workspaces and programs of
// the user; $FLAMBEAU_TRAINER overrules it. Plain functions, safe on any thread; those that start or read blocks.
#pragma once

#include <string>
#include <vector>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"

namespace flambeau::session {

enum class EngineOrigin {
    Environment,  ///< $FLAMBEAU_TRAINER
    BuiltIn,      ///< beside the running program
    Prepared,     ///< in the user's data folder
};

struct EngineChoice {
    EngineOrigin origin = EngineOrigin::BuiltIn;
    fs::path trainer;
    fs::path folder;      ///< of a prepared one: what `removeEngine` deletes
    std::string source;   ///< of a prepared one: what its libtorch is: "torch from PyPI", or a folder
    double made = 0;      ///< of a prepared one: seconds since 1970
    bool chosen = false;  ///< what runs start with now
};

/// Those that are there, in the order of the enumeration, newer prepared ones first.
std::vector<EngineChoice> engineChoices();

/// The trainer that was chosen, while it is there and can be executed; empty: none was.
fs::path chosenTrainer();
/// NotFound where `trainer` cannot be executed. An empty path takes the one beside the program again.
Status chooseTrainer(const fs::path& trainer);

/// <user's data>/flambeau/engines
fs::path enginesFolder();
/// Deletes a prepared engine; if it was chosen, the one beside the program is taken again. Runs that go on keep what
/// they have loaded; InvalidArgument for a folder that is none of enginesFolder().
Status removeEngine(const fs::path& folder);

}  // namespace flambeau::session
