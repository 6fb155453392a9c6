// SPDX-License-Identifier: GPL-3.0-or-later
// What the run commands share among themselves. One thread.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "context.h"
#include "flambeau/domain/this_machine.h"
#include "flambeau/session/run_catalog.h"
#include "flambeau/session/run_service.h"
#include "services.h"

namespace CLI {
class App;
}

namespace flambeau::cli {

/// The services that the run commands use, on the context's open workspace.
struct RunTools {
    explicit RunTools(Services& services)
        : services(services),
          catalog(services.workspace),
          runs(services.workspace, services.weights, services.engines, services.hosts) {}

    Services& services;
    session::RunCatalog catalog;
    session::RunService runs;
};
Result<std::unique_ptr<RunTools>> runTools(Context& context);

/// "unreachable since 12:03; this is what was last known" of an unfinished run whose host is away; else empty.
std::string awayText(const session::RunView& view);

/// Follows the workspace's runs, wherever they are, for a command that stays; says problems as they first occur.
class Following {
public:
    Following(Context& context, RunTools& tools);
    ~Following();
    void look();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// Brings the store up to what the runs have written, unless another process does so all the time.
void catchUp(Context& context, RunTools& tools);

/// Finds the run that `text` means, after catching up.
Result<RunId> findRun(Context& context, RunTools& tools, const std::string& text);

/// "k=v" words; a wrong one is wrong usage.
Result<std::map<std::string, std::string>> parseSettings(const std::vector<std::string>& words);

/// The first eight characters.
std::string shortId(const RunId& id);
/// The run's name as it may be printed.
std::string shownName(const session::RunView& view);
/// Text of several lines behind `indent` columns, so that no line of it can pose as one of ours.
std::string indented(const std::string& text, std::size_t indent);
/// "completed", or "failed: why".
std::string stateText(const session::RunView& view);
/// "0.9412", "1.2e-05", "nan".
std::string numberText(double value);
/// "Run birds-01 failed: why"; the hint is what the run's own program said to do about it, where it said so.
struct Verdict {
    std::string line, hint;
    std::string cause;  ///< the reason as the program worded it
};
Verdict verdictOf(RunTools& tools, const session::RunView& view);
/// Of a run that is over without being completed: the verdict, the hint, and the end of its log as far as there is one,
/// without the lines that say the same again.
void sayFailure(Context& context, RunTools& tools, const session::RunView& view, std::size_t logLines);

/// Follows the run until it is over, or the user interrupts (which leaves it running). The exit code: 0 for Completed.
/// With --json nothing is printed on stdout.
Result<int> watchRun(Context& context, RunTools& tools, const RunId& id);

void addRunStartCommands(CLI::App& group, Context& context);   ///< start, resume, clone
void addRunLookCommands(CLI::App& group, Context& context);    ///< list, show, metrics, outputs
void addRunLogCommand(CLI::App& group, Context& context);      ///< logs
void addRunChangeCommands(CLI::App& group, Context& context);  ///< cancel, remove, edit, slots
void addExperimentCommands(CLI::App& app, Context& context);   ///< experiment list

}  // namespace flambeau::cli
