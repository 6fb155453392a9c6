// SPDX-License-Identifier: GPL-3.0-or-later
// One pass over a metric line as a writer's loop prints it: keys in the order e, t, step, epoch, v, plain ASCII names
// without escapes, spaces only after ':' and ','. False for anything else, good or bad: simdjson then decides. What it
// accepts, simdjson would read to the same values (a test compares them). Safe on any thread.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "flambeau/protocol/decoder.h"

namespace flambeau::protocol {

/// Fills `view`, whose values then lie in `values` and name bytes of `line`.
bool readFastLine(std::string_view line, MetricView& view, std::vector<std::pair<std::string_view, double>>& values);

}  // namespace flambeau::protocol
