// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/paths.h"

#include <cstdlib>
#include <string>

#include <unistd.h>

#include "flambeau/base/strings.h"
#include "flambeau/session/engine_choice.h"
#include "known_workspaces.h"

namespace flambeau::session {

std::string_view programName(Program program) {
    switch (program) {
        case Program::Trainer:
            return "flambeau-trainer";
        case Program::Scan:
            return "flambeau-scan";
        case Program::Judge:
            return "flambeau-judge";
        case Program::Probe:
            return "flambeau-probe";
    }
    return "";
}

std::string_view programVariable(Program program) {
    switch (program) {
        case Program::Trainer:
            return "FLAMBEAU_TRAINER";
        case Program::Scan:
            return "FLAMBEAU_SCAN";
        case Program::Judge:
            return "FLAMBEAU_JUDGE";
        case Program::Probe:
            return "FLAMBEAU_PROBE";
    }
    return "";
}

Result<fs::path> findProgram(Program program) {
    const std::string variable(programVariable(program));
    const std::string name(programName(program));
    const char* given = std::getenv(variable.c_str());
    const bool overridden = given && *given;
    std::error_code ignored;
    fs::path path = overridden ? fs::absolute(given, ignored) : executableDir() / name;
    if (!overridden && program == Program::Trainer) {
        if (const fs::path chosen = chosenTrainer(); !chosen.empty())
            path = chosen;
    }
    if (fs::is_regular_file(path, ignored) && access(path.c_str(), X_OK) == 0)
        return path;
    if (overridden)
        return Error{ErrorCode::NotFound,
                     variable + " names " + path.string() + ", which is no program that can be run.",
                     "Correct the variable, or unset it to use the " + name + " that was built with this program.",
                     {}};
    return Error{ErrorCode::NotFound,
                 name + " is not there: looked for " + path.string() + ".",
                 (program == Program::Trainer ? "It is left out of builds with FLAMBEAU_BUILD_TRAINER=OFF: build it"
                                              : "Build it") +
                     std::string(", or name it in the variable ") + variable + ".",
                 {}};
}

Result<fs::path> chooseWorkspace(const fs::path& given) {
    std::error_code error;
    fs::path chosen = given;
    if (chosen.empty()) {
        if (const char* variable = std::getenv("FLAMBEAU_WORKSPACE"); variable && *variable)
            chosen = variable;
    }
    if (chosen.empty()) {
        chosen = chosenWorkspace();
        // Not another one in its stead: its disk may be away for an hour.
        if (!chosen.empty() && !fs::is_directory(chosen, error))
            return Error{ErrorCode::NotFound,
                         "The workspace that you chose, " + chosen.string() + ", is not there.",
                         "Connect the disk that it lies on, or choose another one: flambeau-cli workspace use DIR",
                         {}};
    }
    if (chosen.empty())
        chosen = userDataDir() / "flambeau" / "workspace";
    const fs::path absolute = fs::absolute(chosen, error).lexically_normal();
    if (error)
        return Error{ErrorCode::InvalidArgument,
                     "No such place for a workspace: " + chosen.string(),
                     "Give an absolute path with --workspace.",
                     {}};
    // "dir/" and "dir" are one workspace.
    return absolute.has_filename() || !absolute.has_parent_path() ? absolute : absolute.parent_path();
}

}  // namespace flambeau::session
