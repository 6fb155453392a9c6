// SPDX-License-Identifier: GPL-3.0-or-later
#include "readings.h"

#include "flambeau/session/workspace.h"

namespace flambeau::ui::compute {
namespace {

constexpr std::size_t kMostRows = 200;

QueueRow rowOf(session::Services& services, const RunId& id, domain::RunState state) {
    QueueRow row;
    row.id = id.str();
    row.name = id.str().substr(0, 8);
    row.state = state;
    // A run of which the store knows nothing (yet) is still in the queue.
    if (const auto view = services.catalog.view(id)) {
        row.name = view->name;
        row.since = view->since;
        row.secondsLeft = view->secondsLeft;
        row.doing = view->progress.what;
        if (state == domain::RunState::Running && !domain::isFinal(view->state) &&
            view->state != domain::RunState::Queued)
            row.state = view->state;
    }
    return row;
}

}  // namespace

Result<QueueAnswer> askQueue(session::Services& services) {
    FLAMBEAU_TRY(const session::QueueView queue, services.runs.queue());
    QueueAnswer answer;
    answer.concurrent = queue.concurrent;
    for (const RunId& id : queue.running)
        answer.rows.push_back(rowOf(services, id, domain::RunState::Running));
    std::string before;
    int place = 0;
    for (const RunId& id : queue.waiting) {
        if (answer.rows.size() >= kMostRows) {
            ++answer.more;
            continue;
        }
        QueueRow row = rowOf(services, id, domain::RunState::Queued);
        row.place = ++place;
        row.behind = before;
        before = row.name;
        answer.rows.push_back(std::move(row));
    }
    return answer;
}

Result<MachineAnswer> askMachine(session::Services& services, const session::Work& work) {
    MachineAnswer answer;
    answer.facts = session::machineFacts();
    answer.engine = services.engines.facts(work.stop);
    answer.workspace = services.workspace.paths().root.string();
    FLAMBEAU_TRY(answer.freeBytes, freeDiskBytes(services.workspace.paths().root));
    return answer;
}

}  // namespace flambeau::ui::compute
