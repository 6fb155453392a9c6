// SPDX-License-Identifier: GPL-3.0-or-later
// From a definition to a supervisor that runs: the part of RunService that touches the host.
#include <nlohmann/json.hpp>

#include "flambeau/base/clock.h"
#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/launch/launch_plan.h"
#include "flambeau/launch/scripts.h"
#include "flambeau/remote/local_transport.h"
#include "flambeau/session/run_prepare.h"
#include "flambeau/session/run_service.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/workspace.h"
#include "run_inputs.h"

namespace flambeau::session {

Status RunService::resolveInputs(domain::RunDefinition& definition, Inputs& inputs, std::stop_token stop,
                                 const ProgressCallback& progress) {
    FLAMBEAU_TRY(inputs.manifest, dataset(definition.dataset.name, definition.dataset.version));
    if (inputs.manifest.fingerprint != definition.dataset.fingerprint)
        return Error{ErrorCode::Conflict,
                     "Dataset " + definition.dataset.name + "@" + std::to_string(definition.dataset.version) +
                         " is not the one that the run was defined with",
                     "Start a new run.", ""};
    FLAMBEAU_TRY(const auto engine, m_engines.engine(stop));
    definition.engine = engine.key;
    inputs.trainer = engine.trainer;
    const auto& device = domain::textOf(definition.parameters, "device");
    if (const auto number = parseInt(startsWith(device, "cuda:") ? device.substr(5) : "");
        number && engine.gpus >= 0 && *number >= engine.gpus)
        return Error{
            ErrorCode::InvalidArgument,
            "The run wants " + device + ", and " + engine.title +
                (engine.gpus == 0 ? " finds no GPU here" : " finds only " + std::to_string(engine.gpus) + " GPUs here"),
            "Set device=auto, or build the trainer against a libtorch with CUDA (see the README).",
            {}};
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

namespace {

std::string handleOf(const fs::path& hostFolder, const RunId& run) {
    return nlohmann::json{{"version", 1},
                          {"transport", "local"},
                          {"launcher", "supervised"},
                          {"host_folder", hostFolder.string()},
                          {"run", run.str()}}
        .dump();
}

Result<std::string> execute(remote::Transport& transport, std::string script, const std::string& what) {
    remote::Command command;
    command.script = std::move(script);
    FLAMBEAU_TRY(const auto result, transport.exec(command));
    if (result.exitCode != 0)
        return Error{ErrorCode::Failed, what + " failed (exit code " + std::to_string(result.exitCode) + ")", "",
                     toPlainText(result.err)};
    return result.out;
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

Result<RunId> RunService::launch(const domain::RunDefinition& definition, const std::string& notes,
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
        remote::LocalTransport transport;
        // Nothing half-left: the folder goes with the failed start. A run that did start keeps it, and is followed.
        (void)transport.removeTree((m_workspace.paths().runs() / definition.id.str()).string());
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

Status RunService::prepare(const domain::RunDefinition& definition, Inputs& inputs, std::stop_token stop,
                           const ProgressCallback& progress) {
    FLAMBEAU_TRY([[maybe_unused]] const auto content, checkContent(inputs.manifest, stop, progress));
    std::error_code ignored;
    std::uint64_t copied = 0;
    if (inputs.weights)
        copied += fs::file_size(inputs.weights->file, ignored);
    if (!inputs.checkpoint.empty())
        copied += fs::file_size(inputs.checkpoint, ignored);
    FLAMBEAU_TRY(const auto needed, estimateRunBytes(definition, inputs.manifest, copied));
    FLAMBEAU_TRY(const auto available, m_freeBytes(m_workspace.paths().local()));
    FLAMBEAU_CHECK(checkSpace(needed, available, m_workspace.paths().local()));

    const auto hostFolder = m_workspace.paths().local().string();
    remote::LocalTransport transport;
    FLAMBEAU_TRY(const auto out,
                 execute(transport, launch::prepareScript(hostFolder, definition.id.str()), "Making the run's folder"));
    FLAMBEAU_TRY(const auto answer, launch::parsePrepare(out));
    if (!answer.missing.empty())
        return Error{ErrorCode::Unavailable,
                     "This machine lacks what runs are supervised with: " + join(answer.missing, ", "),
                     "Install the packages that hold these commands.", ""};
    FLAMBEAU_CHECK(fillFolder(definition, inputs, stop));
    if (stop.stop_requested())
        return Error{ErrorCode::Canceled, "The start was stopped", "", ""};
    return store::Runs(m_workspace.store()).setHandle(definition.id, handleOf(hostFolder, definition.id));
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
    const auto hostFolder = m_workspace.paths().local().string();
    const auto folder = launch::runFolder(hostFolder, definition.id.str());
    launch::LaunchPlan plan;
    plan.hostFolder = hostFolder;
    plan.run = definition.id.str();
    plan.name = definition.name;
    plan.keepAwake = true;
    // OpenMP threads that spin while they wait make a busy machine several times slower; the trainer would have to
    // start itself a second time to change that.
    plan.environment["GOMP_SPINCOUNT"] = "3000";
    launch::RankCommand rank;
    for (const auto& word : {inputs.trainer.string(), std::string("train"), std::string("--run"), folder})
        rank.argv.push_back(launch::literalArgument(word));
    plan.ranks.push_back(std::move(rank));
    FLAMBEAU_CHECK(launch::validate(plan));
    remote::LocalTransport transport;
    auto out = execute(transport, launch::startScript(plan), "Starting the supervisor");
    if (out) {
        auto answer = launch::parseStart(*out);
        if (answer)
            return {};
        out = answer.error();
    }
    // What runs, or still may, must not be called failed.
    const auto answer = execute(transport, launch::preventScript(hostFolder, definition.id.str()),
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
