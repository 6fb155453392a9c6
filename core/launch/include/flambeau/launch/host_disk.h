// SPDX-License-Identifier: GPL-3.0-or-later
// What Flambeau has on a host's disk and what of it could go: the script that looks, the choice, the script that
// removes exactly what was chosen, and the readers of both answers. Pure text; an answer is hostile: bounded and
// checked. Any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "flambeau/base/result.h"

namespace flambeau::launch {

struct DiskItem {
    enum class Kind { Run, Environment, Engine };
    enum class State {
        Living,     ///< of a run: it goes on
        Preparing,  ///< of a run: no start has taken it yet
        Ended,      ///< of a run: exit.json is there
        Lost,       ///< of a run: nothing of it lives, and no record was left
        Ready,      ///< of an environment or engine
        Broken      ///< its preparation has not come to its end
    };
    Kind kind = Kind::Run;
    std::string name;  ///< a run's UUID, or a key
    State state = State::Lost;
    std::uint64_t bytes = 0;
    double age = 0;       ///< seconds since its end, its last use, or its last sign of life
    bool needed = false;  ///< by a run that goes on or is being prepared, or being made
};

struct HostContents {
    std::uint64_t freeBytes = 0;
    std::uint64_t storeFiles = 0, storeBytes = 0;
    /// Of it: a day old and named by no run that has not ended. Not counted while something is prepared or sent.
    std::uint64_t unusedFiles = 0, unusedBytes = 0;
    bool storeBusy = false;
    std::uint64_t leftBytes = 0;  ///< half-made things that nobody has touched for a day
    std::vector<DiskItem> items;  ///< as the host listed them

    std::uint64_t bytes(DiskItem::Kind kind) const;
    std::size_t count(DiskItem::Kind kind) const;
};

/// Costs a `du` of runs, environments and engines: seconds where there is much.
std::string contentsScript(const std::string& hostFolder);
Result<HostContents> parseContents(std::string_view out);

/// Ages in seconds.
struct CleanRule {
    double runs = 30 * 86400.0;  ///< ended or lost at least so long ago
    double kits = 60 * 86400.0;  ///< environments and engines that nobody has used for so long
    double broken = 86400.0;     ///< preparations and runs that were given up
    bool store = true;
};

struct CleanPlan {
    std::vector<DiskItem> items;
    bool store = false;
    std::uint64_t storeFiles = 0, storeBytes = 0;
    std::uint64_t leftBytes = 0;  ///< leftovers go where there are any
    std::uint64_t bytes() const;
};

/// What could go: nothing that lives, is needed or is being made. An environment is needed as long as an engine that
/// stands on it is, and was used when that was.
CleanPlan cleanPlan(const HostContents& contents, const CleanRule& rule = {});

/// Removes the plan's items and, where it says so, unused content. What has come to be needed since is kept and said.
std::string cleanUpScript(const std::string& hostFolder, const CleanPlan& plan);
struct CleanedUp {
    std::vector<std::string> removed, kept;  ///< names of items
    bool store = false;                      ///< unused content was removed
    std::uint64_t storeFiles = 0, storeBytes = 0;
    std::uint64_t leftBytes = 0;
};
Result<CleanedUp> parseCleanUp(std::string_view out);

}  // namespace flambeau::launch
