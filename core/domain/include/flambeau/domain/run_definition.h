// SPDX-License-Identifier: GPL-3.0-or-later
// What a run is to do: immutable once saved, hashed, written as run.json into the run's folder. Plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "flambeau/base/id.h"
#include "flambeau/base/result.h"
#include "flambeau/domain/parameters.h"

namespace flambeau::domain {

struct DatasetRef {
    std::string name;
    int version = 0;
    std::string fingerprint;
};

/// Where the run's first weights come from. `source` is what the user said ("none", "imagenet", a path, "model:N@V");
/// `path` the file inside the run's folder, empty for none.
struct InitialWeights {
    std::string source = "none";
    std::string path;
    std::string sha256;
};

/// A resumed run starts in a folder of its own from its parent's checkpoint, copied to `path` inside it.
struct ResumedFrom {
    std::string run;
    std::string path;
    std::string sha256;
    std::int64_t nextStep = 0;
};

struct RegisterRule {
    std::string model;   ///< empty: no rule
    std::string metric;  ///< "val/acc"
};

struct RunDefinition {
    RunId id;
    std::string name;
    std::string experiment;
    std::string recipe;
    DatasetRef dataset;
    Parameters parameters;  ///< complete: every parameter of the recipe
    std::string compute = "local";
    int gpus = 0;          ///< how many of the host's it holds; 0: none
    int priority = 0;      ///< of those that wait there the highest goes first
    double timeLimit = 0;  ///< seconds of running, not of waiting; 0: none
    int resumes = 0;       ///< how often it goes on by itself from its last checkpoint when it is lost
    std::string engine;    ///< the engine's key
    InitialWeights initialWeights;
    std::optional<ResumedFrom> resumedFrom;
    RegisterRule registerAs;
    double created = 0;

    /// SHA-256 of what decides the result: everything but id, name, experiment, registerAs, created,
    /// priority, timeLimit and resumes.
    std::string hash() const;
};

nlohmann::json toJson(const RunDefinition& definition);
Result<RunDefinition> runDefinitionFromJson(const nlohmann::json& json);
nlohmann::json toJson(const Parameters& parameters);
Result<Parameters> parametersFromJson(const nlohmann::json& json);

/// Every problem, each with its field's name; empty: the run may start.
std::vector<Problem> validate(const RunDefinition& definition);

}  // namespace flambeau::domain
