// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/domain/run_state.h"

#include <array>
#include <utility>

namespace flambeau::domain {
namespace {

constexpr std::array<std::pair<RunState, std::string_view>, 8> names{{
    {RunState::Preparing, "preparing"},
    {RunState::Queued, "queued"},
    {RunState::Running, "running"},
    {RunState::Finalizing, "finalizing"},
    {RunState::Completed, "completed"},
    {RunState::Failed, "failed"},
    {RunState::Canceled, "canceled"},
    {RunState::Lost, "lost"},
}};

}  // namespace

std::string_view toString(RunState state) {
    for (const auto& [value, name] : names) {
        if (value == state)
            return name;
    }
    return "lost";
}

std::optional<RunState> runStateFromString(std::string_view text) {
    for (const auto& [value, name] : names) {
        if (name == text)
            return value;
    }
    return std::nullopt;
}

bool isFinal(RunState state) {
    return state == RunState::Completed || state == RunState::Failed || state == RunState::Canceled ||
           state == RunState::Lost;
}

}  // namespace flambeau::domain
