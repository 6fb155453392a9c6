// SPDX-License-Identifier: GPL-3.0-or-later
// From a definition to a supervisor that runs: the part of RunService that touches the host.
#include <nlohmann/json.hpp>

#include "flambeau/base/clock.h"
#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/launch/launch_plan.h"
#include "flambeau/launch/scripts.h"
#include "flambeau/remote/transport.h"
#include "flambeau/session/run_prepare.h"
#include "flambeau/session/run_service.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/workspace.h"
#include "host_probe.h"
#include "run_inputs.h"
#include "run_on_host.h"

namespace flambeau::session {

Status RunService::resolveInputs(domain::RunDefinition& definition, Inputs& inputs, std::stop_token stop,
                                 const ProgressCallback& progress) {
    FLAMBEAU_TRY(inputs.manifest, dataset(definition.dataset.name, definition.dataset.version));
    if (inputs.manifest.fingerprint != definition.dataset.fingerprint)
        return Error{ErrorCode::Conflict,
                     "Dataset " + definition.dataset.name + "@" + std::to_string(definition.dataset.version) +
                         " is not the one that the run was defined with",
                     "Start a new run.", ""};
    FLAMBEAU_TRY(inputs.place, m_hosts.place(definition.compute, stop));
    if (!inputs.manifest.on.empty() && inputs.manifest.on != inputs.place.name)
        return Error{ErrorCode::Conflict,
                     "Dataset " + definition.dataset.name + " lies on " + inputs.manifest.on + ", and the run is " +
                         placeTitle(inputs.place.name) + "'s",
                     "Start a new run on " + inputs.manifest.on + ".", ""};
    FLAMBEAU_CHECK(resolveEngine(definition, inputs, stop));
    const auto& source = domain::textOf(definition.parameters, "weights");
    definition.initialWeights = {source, "", ""};
    if (source == "none" || definition.resumedFrom)
        return {};
    FLAMBEAU_TRY(inputs.weights,
                 m_weights.resolve(source, domain::textOf(definition.parameters, "arch"), stop, progress));
    FLAMBEAU_TRY(const auto fits, checkWeights(definition, inputs.manifest, source, inputs.weights->file));
    if (progress)
        progress("Weights: " + fits, 0, 0);
    definition.initialWeights = {source, "weights/" + toValidName(inputs.weights->file.filename().string()),
                                 inputs.weights->sha256};
    return {};
}

Status RunService::resolveEngine(domain::RunDefinition& definition, Inputs& inputs, std::stop_token stop) {
    auto engine = m_engines.engine(stop);
    if (!inputs.place.local) {  // which one it is there is found out, or made, while the run is being prepared
        definition.engine.clear();
        inputs.makeEngine = m_hostEngines;
        if (engine)
            inputs.engine = *engine;
        return engine || engine.error().code != ErrorCode::Canceled ? Status() : Status(engine.error());
    }
    FLAMBEAU_TRY(inputs.engine, std::move(engine));
    definition.engine = inputs.engine.key;
    inputs.trainer = inputs.engine.trainer.string();
    const auto& device = domain::textOf(definition.parameters, "device");
    if (const auto number = parseInt(startsWith(device, "cuda:") ? device.substr(5) : "");
        number && inputs.engine.gpus >= 0 && *number >= inputs.engine.gpus)
        return Error{ErrorCode::InvalidArgument,
                     "The run wants " + device + ", and " + inputs.engine.title +
                         (inputs.engine.gpus == 0 ? " finds no GPU here"
                                                  : " finds only " + std::to_string(inputs.engine.gpus) + " GPUs here"),
                     "Set device=auto, or build the trainer against a libtorch with CUDA (see the README).",
                     {}};
    return {};
}

namespace {

std::string handleOf(const HostPlace& place, const RunId& run) {
    return nlohmann::json{{"version", 1},
                          {"transport", place.local ? "local" : "ssh"},
                          {"compute", place.name},
                          {"launcher", "supervised"},
                          {"host_folder", place.folder},
                          {"run", run.str()}}
        .dump();
}

/// A copy in the run's folder whose hash is `sha256`.
Status copyInto(const fs::path& from, const fs::path& to, const std::string& sha256, std::stop_token stop) {
    FLAMBEAU_CHECK(makeDirs(to.parent_path()));
    FLAMBEAU_TRY(const auto copied, copyFileHashed(from, to, [&](std::uint64_t) { return !stop.stop_requested(); }));
    if (copied.sha256 != sha256)
        return Error{ErrorCode::Conflict, from.string() + " changed while the run was prepared", "Start the run again.",
                     ""};
    return {};
}

}  // namespace

Result<RunId> RunService::launch(domain::RunDefinition definition, const std::string& notes,
                                 const std::vector<std::string>& tags, Inputs inputs, std::stop_token stop,
                                 const ProgressCallback& progress) {
    const store::Runs runs(m_workspace.store());
    const auto lockPath = preparingLock(m_workspace, definition.id);
    FLAMBEAU_CHECK(makeDirs(lockPath.parent_path()));
    FLAMBEAU_TRY(auto lock, FileLock::acquire(lockPath));
    auto row = store::NewRun::from(definition);
    row.notes = notes;
    row.tags = tags;
    FLAMBEAU_CHECK(runs.create(row));
    auto done = prepare(definition, inputs, stop, progress);
    bool settled = true;
    if (done)
        done = startSupervisor(definition, inputs, settled);
    if (!done)
        m_failedRun = definition.id;
    if (!done && settled) {
        // Nothing half-left: the folder goes with the failed start. A run that did start keeps it, and is followed.
        std::error_code error;
        fs::remove_all(m_workspace.paths().runs() / definition.id.str(), error);
        if (!inputs.place.local && !remote::isUnreachable(done.error()))
            (void)inputs.place.transport->removeTree(launch::runFolder(inputs.place.folder, definition.id.str()));
        const bool canceled = done.error().code == ErrorCode::Canceled;
        FLAMBEAU_TRY([[maybe_unused]] const bool recorded,
                     runs.setState(definition.id, canceled ? domain::RunState::Canceled : domain::RunState::Failed,
                                   done.error().message));
    }
    std::error_code ignored;
    fs::remove(lockPath, ignored);
    if (!done)
        return std::move(done).error();
    return definition.id;
}

Status RunService::prepare(domain::RunDefinition& definition, Inputs& inputs, std::stop_token stop,
                           const ProgressCallback& progress) {
    if (inputs.manifest.on.empty()) {
        FLAMBEAU_CHECK(checkContent(inputs.manifest, stop, progress));
    } else {
        FLAMBEAU_CHECK(checkContentThere(inputs.place, inputs.manifest, stop, progress));
    }
    if (!inputs.place.local) {
        FLAMBEAU_CHECK(OnHost(m_workspace, definition, inputs, stop, progress).prepare());
        return store::Runs(m_workspace.store()).setHandle(definition.id, handleOf(inputs.place, definition.id));
    }
    std::error_code ignored;
    std::uint64_t copied = 0;
    if (inputs.weights)
        copied += fs::file_size(inputs.weights->file, ignored);
    if (!inputs.checkpoint.empty())
        copied += fs::file_size(inputs.checkpoint, ignored);
    FLAMBEAU_TRY(const auto needed, estimateRunBytes(definition, inputs.manifest, copied));
    FLAMBEAU_TRY(const auto available, m_freeBytes(m_workspace.paths().local()));
    FLAMBEAU_CHECK(checkSpace(needed, available, m_workspace.paths().local()));

    FLAMBEAU_TRY([[maybe_unused]] const auto answer, makeRunFolder(inputs.place, definition.id, stop));
    FLAMBEAU_CHECK(fillFolder(definition, inputs, stop));
    if (stop.stop_requested())
        return Error{ErrorCode::Canceled, "The start was stopped", "", ""};
    return store::Runs(m_workspace.store()).setHandle(definition.id, handleOf(inputs.place, definition.id));
}

Status RunService::fillFolder(const domain::RunDefinition& definition, const Inputs& inputs, std::stop_token stop) {
    const auto folder = m_workspace.paths().runs() / definition.id.str();
    if (inputs.weights) {
        FLAMBEAU_CHECK(copyInto(inputs.weights->file, folder / definition.initialWeights.path,
                                definition.initialWeights.sha256, stop));
    }
    if (definition.resumedFrom) {
        FLAMBEAU_CHECK(
            copyInto(inputs.checkpoint, folder / definition.resumedFrom->path, definition.resumedFrom->sha256, stop));
    }
    FLAMBEAU_CHECK(makeDirs(folder / "data"));
    FLAMBEAU_CHECK(writeFileAtomic(folder / "data" / "manifest.json", domain::toJson(inputs.manifest).dump()));
    return writeFileAtomic(folder / "run.json", domain::toJson(definition).dump(2) + "\n");
}

Status RunService::startSupervisor(const domain::RunDefinition& definition, const Inputs& inputs, bool& settled) {
    const auto& place = inputs.place;
    const auto folder = launch::runFolder(place.folder, definition.id.str());
    launch::LaunchPlan plan;
    plan.hostFolder = place.folder;
    plan.run = definition.id.str();
    plan.name = definition.name;
    plan.keepAwake = place.local;
    plan.gpus = definition.gpus;
    plan.priority = definition.priority;
    plan.timeLimitSeconds = definition.timeLimit;
    if (!place.local && definition.gpus == 0)
        plan.environment["CUDA_VISIBLE_DEVICES"] = "";  // what it has not asked for may be somebody else's
    // OpenMP threads that spin while they wait make a busy machine several times slower; the trainer would have to
    // start itself a second time to change that.
    plan.environment["GOMP_SPINCOUNT"] = "3000";
    launch::RankCommand rank;
    for (const auto& word : {inputs.trainer, std::string("train"), std::string("--run"), folder})
        rank.argv.push_back(launch::literalArgument(word));
    plan.ranks.push_back(std::move(rank));
    FLAMBEAU_CHECK(launch::validate(plan));
    auto out = executeThere(place, launch::startScript(plan), "Starting the supervisor");
    if (out) {
        auto answer = launch::parseStart(*out);
        if (answer)
            return {};
        out = answer.error();
    }
    // What runs, or still may, must not be called failed.
    const auto answer = executeThere(place, launch::preventScript(place.folder, definition.id.str()),
                                     "Looking whether the run has started");
    const auto prevented = answer ? launch::parsePrevent(*answer) : Result<bool>(answer.error());
    settled = prevented.ok();
    if (!settled)
        return Error{ErrorCode::Unavailable, "Whether the run has started is not known: " + out.error().message,
                     "It is left as it is. Look at it again in a while: it then runs, or is said to have failed.",
                     join({out.error().detail, prevented.error().message, prevented.error().detail}, "\n")};
    if (!*prevented)
        return {};
    return out.error();
}

}  // namespace flambeau::session
