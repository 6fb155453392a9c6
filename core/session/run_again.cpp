// SPDX-License-Identifier: GPL-3.0-or-later
// What is done with a run that is over: it goes on, it is started again, it is thrown away.
#include "flambeau/session/run_service.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "flambeau/base/clock.h"
#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/session/hosts.h"
#include "flambeau/session/run_prepare.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/artifacts.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/workspace.h"
#include "run_inputs.h"

namespace flambeau::session {

Result<domain::RunDefinition> RunService::definitionOf(const RunId& run) const {
    FLAMBEAU_TRY(const auto record, store::Runs(m_workspace.store()).get(run));
    const auto json = nlohmann::json::parse(record.definition, nullptr, false);
    if (json.is_discarded())
        return Error{ErrorCode::Corrupt, "The definition of run " + run.str() + " cannot be read", "", ""};
    return domain::runDefinitionFromJson(json);
}

namespace {

/// "birds-03-resumed-02" -> "birds-03".
std::string withoutResumed(const std::string& name) {
    const auto at = name.rfind("-resumed-");
    return at == std::string::npos || at == 0 ? name : name.substr(0, at);
}

Error notOver(const store::Run& run, const std::string& what) {
    return {ErrorCode::Conflict,
            "Run " + run.name + " is " + std::string(domain::toString(run.state)) + "; " + what + " only what is over",
            "Wait for its end, or end it with `run cancel " + run.id.str().substr(0, 8) + "`.", ""};
}

/// Changes on top of a definition; its parameters stay complete.
Status applyChanges(domain::RunDefinition& definition, const RunChanges& changes) {
    std::vector<domain::Problem> problems;
    definition.parameters = parameterValues(definition.recipe, changes.set, definition.parameters, problems);
    settleWeightsPath(definition.parameters);
    if (!changes.experiment.empty())
        definition.experiment = changes.experiment;
    if (changes.resumes)
        definition.resumes = *changes.resumes;
    if (changes.registerAs)
        definition.registerAs =
            changes.registerAs->empty() ? domain::RegisterRule{} : domain::RegisterRule{*changes.registerAs, "val/acc"};
    if (!isValidName(definition.experiment))
        problems.push_back({"experiment", "An experiment cannot be named '" + definition.experiment + "'",
                            "Use letters, digits, '.', '_' and '-' only."});
    if (problems.empty())
        problems = domain::validate(definition);
    if (!problems.empty())
        return problemsError(problems);
    return {};
}

}  // namespace

Result<RunId> RunService::clone(const RunId& run, const RunChanges& changes, std::stop_token stop,
                                const ProgressCallback& progress) {
    m_failedRun = {};
    const store::Runs runs(m_workspace.store());
    FLAMBEAU_TRY(const auto original, runs.get(run));
    FLAMBEAU_TRY(auto definition, definitionOf(run));
    FLAMBEAU_TRY(const auto taken, runs.names());
    definition.id = changes.id.empty() ? RunId::create() : changes.id;
    definition.created = unixNow();
    definition.name = changes.name.empty() ? nextRunName(definition.dataset.name, taken) : changes.name;
    definition.resumedFrom.reset();
    FLAMBEAU_CHECK(applyChanges(definition, changes));
    Inputs inputs;
    FLAMBEAU_CHECK(resolveInputs(definition, inputs, stop, progress));
    return launch(definition, original.notes, original.tags, std::move(inputs), stop, progress);
}

namespace {

constexpr const char* checkpointPath = "checkpoint/checkpoint.safetensors";

/// Where the run's own checkpoint lies, else the one that it started from: its folder, else the artifact store.
Result<CheckpointInfo> findCheckpoint(Workspace& workspace, const store::Run& run) {
    const auto folder = workspace.paths().runs() / run.id.str();
    auto found = readCheckpointInfo(folder / "outputs" / checkpointPath);
    if (found || found.error().code != ErrorCode::NotFound)
        return found;
    FLAMBEAU_TRY(const auto outputs, store::Runs(workspace.store()).outputs(run.id));
    for (const auto& file : outputs) {
        if (file.path == std::string("outputs/") + checkpointPath)
            return readCheckpointInfo(store::Artifacts(workspace.store()).blobPath(file.sha256));
    }
    if (run.resumedFrom) {
        found = readCheckpointInfo(folder / "resume" / "checkpoint.safetensors");
        if (found)
            return found;
        // Of a run on a host it lies there; here it is what its parent left.
        const auto json = nlohmann::json::parse(run.definition, nullptr, false);
        const auto definition =
            json.is_discarded() ? Result<domain::RunDefinition>(Error{}) : domain::runDefinitionFromJson(json);
        if (definition && definition->resumedFrom) {
            found = readCheckpointInfo(store::Artifacts(workspace.store()).blobPath(definition->resumedFrom->sha256));
            if (found)
                return found;
        }
    }
    return Error{ErrorCode::NotFound, "Run " + run.name + " left no checkpoint, so it cannot be resumed",
                 "Start it anew with `run clone " + run.id.str().substr(0, 8) + "`.", ""};
}

}  // namespace

Result<RunId> RunService::resume(const RunId& run, const RunChanges& changes, std::stop_token stop,
                                 const ProgressCallback& progress) {
    m_failedRun = {};
    const store::Runs runs(m_workspace.store());
    FLAMBEAU_TRY(const auto parent, runs.get(run));
    if (!domain::isFinal(parent.state))
        return notOver(parent, "one resumes");
    static const std::vector<std::string> changeable{
        "epochs", "early_stop_patience", "checkpoint_every", "threads", "workers", "device"};
    for (const auto& [name, value] : changes.set) {
        if (std::find(changeable.begin(), changeable.end(), name) == changeable.end())
            return Error{ErrorCode::InvalidArgument, "A resumed run cannot change '" + name + "'",
                         "It may change " + join(changeable, ", ") + "; for anything else use `run clone`.", ""};
    }
    FLAMBEAU_TRY(const auto checkpoint, findCheckpoint(m_workspace, parent));
    if (parent.state == domain::RunState::Completed && changes.set.empty())
        return Error{ErrorCode::InvalidArgument, "Run " + parent.name + " is completed; there is nothing left to do",
                     "Give it more to do: `--set epochs=N`.", ""};
    FLAMBEAU_TRY(auto definition, definitionOf(run));
    FLAMBEAU_TRY(const auto taken, runs.names());
    definition.id = changes.id.empty() ? RunId::create() : changes.id;
    definition.created = unixNow();
    definition.name =
        changes.name.empty() ? nextRunName(withoutResumed(parent.name) + "-resumed", taken) : changes.name;
    FLAMBEAU_CHECK(applyChanges(definition, changes));
    Inputs inputs;
    inputs.checkpoint = checkpoint.file;
    FLAMBEAU_TRY(const auto sum, sha256File(checkpoint.file));
    definition.resumedFrom = domain::ResumedFrom{run.str(), "resume/checkpoint.safetensors", sum, checkpoint.nextStep};
    FLAMBEAU_CHECK(resolveInputs(definition, inputs, stop, progress));
    return launch(definition, parent.notes, parent.tags, std::move(inputs), stop, progress);
}

Result<RunId> RunService::goOn(const RunId& lost, const RunId& as, std::stop_token stop) {
    const store::Runs runs(m_workspace.store());
    if (runs.get(as))
        return as;
    FLAMBEAU_TRY(const auto others, runs.resumedBy(lost));
    for (const auto& other : others) {
        // One whose start failed has not gone on.
        if (const auto there = runs.get(other); there && (!domain::isFinal(there->state) || there->started > 0))
            return other;
    }
    FLAMBEAU_TRY(const auto definition, definitionOf(lost));
    // Whatever keeps its machine away, were it a secret that only a person knows, may be gone another time.
    if (const auto place = m_hosts.place(definition.compute, stop); !place && place.error().code != ErrorCode::NotFound)
        return Error{ErrorCode::Unreachable, place.error().message, place.error().hint, place.error().detail};
    RunChanges changes;
    changes.id = as;
    changes.resumes = std::max(0, definition.resumes - 1);
    auto made = resume(lost, changes, stop, {});
    if (made || made.error().code != ErrorCode::NotFound || !m_failedRun.empty())
        return made;
    FLAMBEAU_TRY(const auto taken, runs.names());  // it left no checkpoint: from the beginning
    changes.name = nextRunName(withoutResumed(definition.name) + "-resumed", taken);
    return clone(lost, changes, stop, {});
}

Status RunService::remove(const RunId& run) {
    const store::Runs runs(m_workspace.store());
    FLAMBEAU_TRY(const auto record, runs.get(run));
    if (!domain::isFinal(record.state))
        return notOver(record, "one removes");
    return runs.moveToTrash(run);
}

}  // namespace flambeau::session
