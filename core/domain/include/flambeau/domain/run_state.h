// SPDX-License-Identifier: GPL-3.0-or-later
// The states of a run, in the words of the event stream. Plain values.
#pragma once

#include <optional>
#include <string_view>

namespace flambeau::domain {

enum class RunState { Preparing, Queued, Running, Finalizing, Completed, Failed, Canceled, Lost };

/// "preparing", "queued", …: as in the store, the stream and the command line's JSON.
std::string_view toString(RunState state);
std::optional<RunState> runStateFromString(std::string_view text);
/// Completed, Failed, Canceled or Lost: nothing more will happen to the run.
bool isFinal(RunState state);

}  // namespace flambeau::domain
