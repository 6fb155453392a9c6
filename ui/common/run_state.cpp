// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/common/run_state.h"

#include "flambeau/ui/common/text.h"

namespace flambeau::ui {

QString stateText(domain::RunState state) {
    switch (state) {
        case domain::RunState::Preparing:
            return say("Preparing");
        case domain::RunState::Queued:
            return say("Queued");
        case domain::RunState::Running:
            return say("Running");
        case domain::RunState::Finalizing:
            return say("Finalizing");
        case domain::RunState::Completed:
            return say("Completed");
        case domain::RunState::Failed:
            return say("Failed");
        case domain::RunState::Canceled:
            return say("Canceled");
        case domain::RunState::Lost:
            return say("Lost");
    }
    return {};
}

Tone stateTone(domain::RunState state) {
    switch (state) {
        case domain::RunState::Preparing:
        case domain::RunState::Running:
        case domain::RunState::Finalizing:
            return Tone::Info;
        case domain::RunState::Queued:
        case domain::RunState::Canceled:
            return Tone::Neutral;
        case domain::RunState::Completed:
            return Tone::Good;
        case domain::RunState::Failed:
            return Tone::Bad;
        case domain::RunState::Lost:
            return Tone::Caution;
    }
    return Tone::Neutral;
}

}  // namespace flambeau::ui
