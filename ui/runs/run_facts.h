// SPDX-License-Identifier: GPL-3.0-or-later
// What a run's page shows of it besides points and log, read on a worker. Plain values; the functions block.
#pragma once

#include <string>
#include <vector>

#include "flambeau/session/desk.h"
#include "flambeau/session/run_table.h"

namespace flambeau::ui::runs {

/// Another run of the same line, or this one.
struct Relative {
    std::string id, name;
    domain::RunState state = domain::RunState::Preparing;
    double created = 0;
    std::int64_t fromStep = 0;  ///< of a run that goes on: its first step
};

struct RunFacts {
    session::RunView view;
    domain::Parameters parameters;
    std::string fingerprint, weights, engine, registerAs;
    std::vector<session::RunOutputFile> outputs;
    std::vector<Relative> before, after;  ///< runs that it goes on from, the first one first; runs that go on from it
    std::vector<std::string> models;      ///< "NAME@2": versions that came of it
    std::vector<fs::path> logs;           ///< that there are now, the main one first
    fs::path predictedLog;                ///< where the main one will be
};

Result<RunFacts> readFacts(session::Services& services, const RunId& run);

/// Where one of its files lies: in its folder, or in the store of artifacts.
Result<fs::path> outputPath(session::Services& services, const session::RunView& view,
                            const session::RunOutputFile& file);
/// At most `most` bytes of it.
Result<std::string> readOutput(session::Services& services, const session::RunView& view,
                               const session::RunOutputFile& file, std::size_t most);

}  // namespace flambeau::ui::runs
