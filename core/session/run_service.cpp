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
#include "run_where.h"

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
    definition.resumes = request.resumes;
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
        settlePlace(m_workspace, *manifest, request, definition, problems);
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

}  // namespace flambeau::session
