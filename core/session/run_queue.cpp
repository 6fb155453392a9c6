// SPDX-License-Identifier: GPL-3.0-or-later
// What changes a run that is there, and the queue that it may stand in.
#include <chrono>

#include "flambeau/base/strings.h"
#include "flambeau/launch/scripts.h"
#include "flambeau/remote/local_transport.h"
#include "flambeau/session/hosts.h"
#include "flambeau/session/run_service.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/workspace.h"

namespace flambeau::session {

namespace {

Status notPreparing(Workspace& workspace, const store::Run& run) {
    const auto path = preparingLock(workspace, run.id);
    FLAMBEAU_CHECK(makeDirs(path.parent_path()));
    FLAMBEAU_TRY(const auto lock, FileLock::tryAcquire(path));
    if (lock)
        return {};
    return Error{ErrorCode::Conflict, "Run " + run.name + " is still being prepared by another program",
                 "Stop that program, or wait until the run has started.", ""};
}

}  // namespace

Status RunService::cancel(const RunId& run) {
    FLAMBEAU_TRY(const auto record, store::Runs(m_workspace.store()).get(run));
    if (domain::isFinal(record.state))
        return Error{ErrorCode::Conflict,
                     "Run " + record.name + " is over: " + std::string(domain::toString(record.state)), "", ""};
    if (record.state == domain::RunState::Preparing) {  // before the mark is set: what is refused is not done
        FLAMBEAU_CHECK(notPreparing(m_workspace, record));
    }
    FLAMBEAU_TRY(const auto place, m_hosts.place(record.compute));
    remote::Command command;
    command.timeout = std::chrono::minutes(1);
    command.script = launch::cancelScript(place.folder, {run.str()});
    FLAMBEAU_TRY(const auto result, place.transport->exec(command));
    if (result.exitCode != 0)
        return Error{ErrorCode::Failed, "The run could not be canceled", "", toPlainText(result.err)};
    FLAMBEAU_TRY(const auto answers, launch::parseCancel(result.out));
    if (!answers.empty() && answers[0].outcome == launch::CancelOutcome::Failed)
        return Error{ErrorCode::Failed,
                     "The supervisor of run " + record.name + " was killed, and none could be started in its place",
                     "Its program may still be running. Look whether the disk is full, then cancel again.", ""};
    if (!answers.empty() && answers[0].outcome == launch::CancelOutcome::NoFolder && !place.local &&
        record.state != domain::RunState::Preparing) {
        FLAMBEAU_TRY([[maybe_unused]] const bool news,
                     store::Runs(m_workspace.store())
                         .setState(run, domain::RunState::Canceled, "canceled; its folder on the host was gone"));
        return {};
    }
    const bool notStarted = answers.empty() || answers[0].outcome == launch::CancelOutcome::NotStarted ||
                            answers[0].outcome == launch::CancelOutcome::NoFolder;
    return notStarted ? notPreparing(m_workspace, record) : Status();
}

Status RunService::restore(const RunId& run) {
    return store::Runs(m_workspace.store()).restore(run);
}

Status RunService::purge(const RunId& run) {
    FLAMBEAU_CHECK(store::Runs(m_workspace.store()).purge(run));
    remote::LocalTransport transport;
    return transport.removeTree((m_workspace.paths().runs() / run.str()).string());
}

namespace {

Result<QueueView> askQueue(const std::string& script) {
    remote::LocalTransport transport;
    remote::Command command;
    command.script = script;
    FLAMBEAU_TRY(const auto result, transport.exec(command));
    if (result.exitCode != 0)
        return Error{ErrorCode::Failed, "The queue of this machine cannot be read", "", toPlainText(result.err)};
    FLAMBEAU_TRY(const auto answer, launch::parseQueue(result.out));
    QueueView view;
    view.concurrent = answer.slots;
    for (const auto& id : answer.running)
        view.running.emplace_back(id);
    for (const auto& id : answer.waiting)
        view.waiting.emplace_back(id);
    return view;
}

}  // namespace

Result<QueueView> RunService::queue() const {
    return askQueue(launch::queueScript(m_workspace.paths().local().string()));
}

Status RunService::setSlots(int count) {
    if (count < 1 || count > 64)
        return Error{ErrorCode::InvalidArgument, "There can be 1 to 64 concurrent runs, not " + std::to_string(count),
                     "", ""};
    remote::LocalTransport transport;
    remote::Command command;
    command.script = launch::slotsScript(m_workspace.paths().local().string(), count);
    FLAMBEAU_TRY(const auto result, transport.exec(command));
    if (result.exitCode != 0)
        return Error{ErrorCode::Failed, "The number of concurrent runs could not be set", "", toPlainText(result.err)};
    return {};
}

}  // namespace flambeau::session
