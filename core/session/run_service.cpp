// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked for becomes a definition; changes of runs that are there. How a definition becomes a running
// supervisor is run_launch.cpp's.
#include "flambeau/session/run_service.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "flambeau/base/clock.h"
#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/session/clusters.h"
#include "flambeau/session/compute_service.h"
#include "flambeau/session/dataset_service.h"
#include "flambeau/session/hosts.h"
#include "flambeau/session/run_prepare.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/artifacts.h"
#include "flambeau/store/datasets.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/workspace.h"
#include "run_inputs.h"

namespace flambeau::session {

RunService::RunService(Workspace& workspace, WeightsSource& weights, EngineSource& engines, Hosts& hosts,
                       std::function<Result<std::uint64_t>(const fs::path&)> freeBytes)
    : m_workspace(workspace),
      m_weights(weights),
      m_engines(engines),
      m_hosts(hosts),
      m_freeBytes(std::move(freeBytes)) {}

RunService::RunService(Workspace& workspace, WeightsSource& weights, EngineSource& engines,
                       std::function<Result<std::uint64_t>(const fs::path&)> freeBytes)
    : m_workspace(workspace),
      m_weights(weights),
      m_engines(engines),
      m_ownConnections(std::make_unique<HostConnections>()),
      m_ownHosts(std::make_unique<Hosts>(workspace, *m_ownConnections)),
      m_hosts(*m_ownHosts),
      m_freeBytes(std::move(freeBytes)) {}

RunService::~RunService() = default;

fs::path preparingLock(const Workspace& workspace, const RunId& run) {
    return workspace.paths().local() / "preparing" / run.str();
}

Result<domain::DatasetManifest> RunService::dataset(const std::string& name, int version) const {
    const store::Datasets datasets(m_workspace.store());
    if (version == 0) {
        FLAMBEAU_TRY(const auto newest, datasets.get(name));
        version = newest.version;
    }
    FLAMBEAU_TRY(const auto text, datasets.manifest(name, version));
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (json.is_discarded())
        return Error{ErrorCode::Corrupt, "The manifest of dataset " + name + " cannot be read",
                     "Import the dataset again.", ""};
    FLAMBEAU_TRY(auto manifest, domain::datasetManifestFromJson(json));
    manifest.name = name;
    manifest.version = version;
    return manifest;
}

namespace {

/// Weights given as a relative path mean the folder that the command was typed in; a definition outlives that.
void settleWeightsPath(domain::Parameters& parameters) {
    const auto found = parameters.find("weights");
    if (found == parameters.end() || !std::holds_alternative<std::string>(found->second))
        return;
    auto& source = std::get<std::string>(found->second);
    if (source == "none" || source == "imagenet" || startsWith(source, "model:") || source.empty())
        return;
    std::error_code ignored;
    source = fs::absolute(source, ignored).lexically_normal().string();
}

std::vector<std::string> knownDatasets(const store::Datasets& datasets) {
    std::vector<std::string> names;
    if (const auto list = datasets.list()) {
        for (const auto& each : *list)
            names.push_back(each.name);
    }
    return names;
}

domain::Problem datasetProblem(const store::Datasets& datasets, const std::string& name, const Error& error) {
    if (const auto versions = datasets.versions(name); versions && error.code == ErrorCode::NotFound) {
        std::vector<std::string> known;
        for (const auto& each : *versions)
            known.push_back(each.name + "@" + std::to_string(each.version));
        known.resize(std::min<std::size_t>(known.size(), 10));
        return {"dataset", error.message, "It has the versions " + join(known, ", ") + "."};
    }
    const auto names = knownDatasets(datasets);
    return {"dataset", error.message,
            names.empty() ? "Add one with `dataset add PATH --name NAME`." : "There is " + join(names, ", ") + "."};
}

void checkDataset(const domain::DatasetManifest& manifest, std::vector<domain::Problem>& problems) {
    std::size_t train = 0, val = 0;
    for (const auto& file : manifest.files) {
        train += file.split == "train";
        val += file.split == "val";
    }
    if (manifest.classes.size() < 2)
        problems.push_back({"dataset",
                            "Dataset " + manifest.name + " has " + std::to_string(manifest.classes.size()) +
                                " class; a classifier needs two",
                            ""});
    if (train == 0)
        problems.push_back({"dataset", "Dataset " + manifest.name + " has no training pictures", ""});
    if (val == 0)
        problems.push_back({"dataset", "Dataset " + manifest.name + " has no validation pictures", ""});
}

int gpusIn(const nlohmann::json& facts) {
    const bool known = facts.is_object() && facts.contains("gpus") && facts["gpus"].is_array();
    return known ? static_cast<int>(facts["gpus"].size()) : 0;
}

int mostGpus(Workspace& workspace, const std::string& cluster) {
    int most = 0;
    const auto known = Clusters(workspace).find(cluster);
    for (const auto& host : known ? known->hosts : std::vector<std::string>()) {
        if (const auto target = ComputeService(workspace).find(host))
            most = std::max(most, gpusIn(target->facts));
    }
    return most;
}

/// How many GPUs of the host the run holds; this machine's are not leased.
int gpusOf(Workspace& workspace, const RunRequest& request, std::vector<domain::Problem>& problems) {
    const bool local = request.compute.empty() || request.compute == "local";
    if (local) {
        if (request.gpus.value_or(0) > 0)
            problems.push_back({"gpus", "GPUs are counted on hosts alone; a run on this machine takes what it finds",
                                "Set device=cuda:0, or leave it to device=auto."});
        return 0;
    }
    if (Clusters(workspace).has(request.compute))  // its hosts are asked when it is placed
        return std::max(0, request.gpus.value_or(mostGpus(workspace, request.compute) > 0 ? 1 : 0));
    const auto target = ComputeService(workspace).find(request.compute);
    if (!target) {
        problems.push_back({"compute", target.error().message, target.error().hint});
        return 0;
    }
    const int there = gpusIn(target->facts);
    const int wanted = request.gpus.value_or(there > 0 ? 1 : 0);
    if (wanted < 0 || wanted > there)
        problems.push_back({"gpus",
                            "The run wants " + std::to_string(wanted) + " GPUs, and " + request.compute + " has " +
                                (there == 0 ? std::string("none") : std::to_string(there)),
                            "Ask for fewer; or test the host again (`compute test`), if it has got more."});
    return wanted;
}

}  // namespace

Result<domain::RunDefinition> RunService::define(const RunRequest& request) const {
    std::vector<domain::Problem> problems;
    domain::RunDefinition definition;
    definition.id = RunId::create();
    definition.created = unixNow();
    definition.recipe = request.recipe;
    definition.experiment = request.experiment.empty() ? "default" : request.experiment;
    if (!isValidName(definition.experiment))
        problems.push_back({"experiment", "An experiment cannot be named '" + definition.experiment + "'",
                            "Use letters, digits, '.', '_' and '-' only."});
    if (!request.registerAs.empty())
        definition.registerAs = {request.registerAs, "val/acc"};
    if (!request.compute.empty())
        definition.compute = request.compute;
    definition.gpus = gpusOf(m_workspace, request, problems);
    definition.priority = request.priority;
    definition.timeLimit = request.timeLimit;
    definition.parameters = parameterValues(request.recipe, request.set, {}, problems);
    settleWeightsPath(definition.parameters);

    const store::Datasets datasets(m_workspace.store());
    std::string stem = "run";
    const auto before = problems.size();
    bool datasetMissing = false;
    if (auto reference = parseDatasetReference(request.dataset); !reference) {
        problems.push_back({"dataset", reference.error().message, reference.error().hint});
    } else if (auto manifest = dataset(reference->name, reference->version); !manifest) {
        problems.push_back(datasetProblem(datasets, reference->name, manifest.error()));
        datasetMissing = before == 0 && manifest.error().code == ErrorCode::NotFound;
    } else {
        definition.dataset = {manifest->name, manifest->version, manifest->fingerprint};
        stem = manifest->name;
        checkDataset(*manifest, problems);
    }
    definition.name = request.name;
    if (definition.name.empty()) {
        FLAMBEAU_TRY(const auto taken, store::Runs(m_workspace.store()).names());
        definition.name = nextRunName(stem, taken);
    }
    if (problems.empty())
        problems = domain::validate(definition);
    if (problems.empty())
        return definition;
    auto error = problemsError(problems);
    if (datasetMissing)  // nothing is wrong with the words; what they name is not there
        error.code = ErrorCode::NotFound;
    return error;
}

Result<RunId> RunService::start(const RunRequest& request, std::stop_token stop, const ProgressCallback& progress) {
    m_failedRun = {};
    FLAMBEAU_TRY(auto definition, define(request));
    if (const Clusters clusters(m_workspace); clusters.has(definition.compute)) {
        FLAMBEAU_TRY(const auto placed, clusters.place(definition.compute, definition.gpus, m_hosts, stop, progress));
        if (progress)
            progress(placed.why, 0, 0);
        definition.compute = placed.host;
    }
    Inputs inputs;
    FLAMBEAU_CHECK(resolveInputs(definition, inputs, stop, progress));
    return launch(definition, request.notes, request.tags, std::move(inputs), stop, progress);
}

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
    definition.id = RunId::create();
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
    definition.id = RunId::create();
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

Status RunService::remove(const RunId& run) {
    const store::Runs runs(m_workspace.store());
    FLAMBEAU_TRY(const auto record, runs.get(run));
    if (!domain::isFinal(record.state))
        return notOver(record, "one removes");
    return runs.moveToTrash(run);
}

}  // namespace flambeau::session
