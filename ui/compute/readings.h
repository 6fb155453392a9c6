// SPDX-License-Identifier: GPL-3.0-or-later
// What the page asks: the queue with names and reasons, facts about the machine. Plain values; the functions run on a
// worker's thread.
#pragma once

#include <string>
#include <vector>

#include "flambeau/session/desk.h"
#include "flambeau/session/machine.h"

namespace flambeau::ui::compute {

struct QueueRow {
    std::string id, name;
    std::string host;  ///< whose queue it is in, where several are shown together
    domain::RunState state = domain::RunState::Queued;
    double since = 0;
    std::optional<double> secondsLeft;
    std::string doing;     ///< what the run said it does
    int place = 0;         ///< of those that wait, from 1; 0: it runs
    std::string behind;    ///< the name of the one before it
    std::string why;       ///< why it waits or what it holds, as the host says; empty: told from the places
    bool foreign = false;  ///< this workspace does not know it
};

struct QueueAnswer {
    int concurrent = 1;
    std::vector<QueueRow> rows;  ///< those that run, then those that wait, the next first
    std::size_t more = 0;        ///< that are not listed
};
Result<QueueAnswer> askQueue(session::Services& services);

struct MachineAnswer {
    session::MachineFacts facts;
    Result<session::EngineFacts> engine = Error{};
    std::string workspace;
    std::uint64_t freeBytes = 0;
};
Result<MachineAnswer> askMachine(session::Services& services, const session::Work& work);

}  // namespace flambeau::ui::compute
