// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/launch/evidence.h"

#include <algorithm>

namespace flambeau::launch {

namespace {

using domain::RunState;

RunState livingState(const RunEvidence& evidence) {
    auto last = domain::runStateFromString(evidence.lastState);
    if (last == RunState::Running || last == RunState::Finalizing)
        return *last;
    // Its last event is written a moment before exit.json has its name.
    if (last && domain::isFinal(*last))
        return RunState::Finalizing;
    return RunState::Queued;
}

// Neither the supervisor nor a process of the run lives, and nothing was recorded.
std::string goneReason(const RunEvidence& evidence) {
    std::string reason =
        "its supervisor (process " + std::to_string(evidence.supervisor.pid) + ") is gone without a record of the end";
    if (evidence.ranks.empty())
        return reason + "; the program had not been started";
    std::string codes;
    for (const ProcessEvidence& rank : evidence.ranks) {
        if (rank.exitCode)
            codes += (codes.empty() ? "" : ", ") + std::to_string(*rank.exitCode);
    }
    if (codes.empty())
        return reason + "; the program is gone too";
    return reason + "; the program had ended with exit code " + codes;
}

}  // namespace

const RunEvidence* HostEvidence::find(const std::string& run) const {
    auto it = std::find_if(runs.begin(), runs.end(), [&](const RunEvidence& one) { return one.run == run; });
    return it == runs.end() ? nullptr : &*it;
}

Verdict reconcile(const RunEvidence& evidence, const std::string& bootIdNow) {
    if (evidence.exit)
        return {evidence.exit->state, evidence.exit->reason, true};
    // A home that is not mounted says nothing of what is in it.
    if (!evidence.folder && evidence.away)
        return {livingState(evidence), "", false};
    if (!evidence.folder)
        return {RunState::Lost, "its folder on the host is gone", true};
    if (!evidence.exitProblem.empty())
        return {RunState::Lost, "the record of its end cannot be read", true};
    if (!evidence.started)
        return {RunState::Preparing, "", false};
    if (evidence.bootId.empty()) {
        if (evidence.brokenOff)
            return {RunState::Lost, "its start was broken off before the supervisor ran", true};
        return {RunState::Queued, "its supervisor is being started", false};
    }
    // A host that cannot tell which boot this is says nothing of its processes either.
    if (evidence.bootId != bootIdNow && (bootIdNow.empty() || bootIdNow == "unknown"))
        return {livingState(evidence), "", false};
    if (evidence.bootId != bootIdNow)
        return {RunState::Lost, "lost to a reboot of the host", true};
    if (evidence.supervisor.alive)
        return {livingState(evidence), "", false};
    const bool programLives = std::any_of(evidence.ranks.begin(), evidence.ranks.end(),
                                          [](const ProcessEvidence& rank) { return rank.alive; });
    if (programLives)
        return {RunState::Running, "its supervisor is gone; the program goes on without it", false};
    return {RunState::Lost, goneReason(evidence), true};
}

}  // namespace flambeau::launch
