// SPDX-License-Identifier: GPL-3.0-or-later
// How busy a host is now: the short script that is asked every second, and the reader of its answer. Pure text; an
// answer is hostile: bounded, and every text in it is plain. Any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "flambeau/base/result.h"
#include "flambeau/launch/host_facts.h"

namespace flambeau::launch {

struct HostUse {
    std::uint64_t busyTicks = 0, allTicks = 0;  ///< of all processors since the host began; 0: not known
    /// Of it: processors, memory, load, GPUs with who uses them. The rest is empty.
    HostFacts now;
};

std::string useScript();
Result<HostUse> parseUse(std::string_view out);

}  // namespace flambeau::launch
