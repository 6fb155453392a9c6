// SPDX-License-Identifier: GPL-3.0-or-later
// What the run services ask of the rest of the house: initial weights as a file, the engine that trains, the model
// registry, and what following asks of the run services. The services implement these; who asks knows nothing else of
// them. Implementations outlive the
// service that they are given to and are called on its thread; each call may block and honours its stop token.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

#include "flambeau/base/files.h"
#include "flambeau/base/id.h"
#include "flambeau/base/result.h"
#include "flambeau/domain/run_definition.h"

namespace flambeau::session {

/// What is being done, how much of it is done, out of how much (0: not known).
using ProgressCallback = std::function<void(const std::string& what, std::uint64_t done, std::uint64_t total)>;

/// Initial weights as a file on this machine. `file` is read, never changed.
struct LocalWeights {
    fs::path file;
    std::string sha256;
};

class WeightsSource {
public:
    virtual ~WeightsSource() = default;
    /// `source` as the user gave it: "imagenet" (the cache, or a download), "model:NAME[@V]", or a path to a file.
    /// Never called with "none". `arch` is the run's architecture.
    virtual Result<LocalWeights> resolve(const std::string& source, const std::string& arch, std::stop_token stop,
                                         const ProgressCallback& progress) = 0;
};

/// A trainer and what it says about itself.
struct Engine {
    std::string key;    ///< SHA-256 over trainer's sources, libtorch, ABI, compiler, architecture
    fs::path trainer;   ///< the executable
    std::string title;  ///< "libtorch 1.13.1, CPU"
    int gpus = -1;      ///< how many it can use here; -1: not known
};

class EngineSource {
public:
    virtual ~EngineSource() = default;
    /// The engine of recipes on this machine: $FLAMBEAU_TRAINER, else the flambeau-trainer beside the running program.
    virtual Result<Engine> engine(std::stop_token stop) = 0;
};

class ModelRegistrar {
public:
    virtual ~ModelRegistrar() = default;
    /// Carries out a run's rule after it has completed and its outputs are in the artifact store. Called at least once
    /// for each such run, so it must be idempotent: a version of `rule.model` that came from `run` is returned as it
    /// is. Returns "NAME@V", or nothing where the rule does not apply (the model has a version that is as good, or this
    /// one was thrown away). Canceled where it was stopped: it is then called again another time.
    virtual Result<std::string> registerRun(const RunId& run, const domain::RegisterRule& rule,
                                            std::stop_token stop) = 0;
};

class LostRunResumer {
public:
    virtual ~LostRunResumer() = default;
    /// A run that was lost goes on as the run `as`: from its last checkpoint, or from its beginning where it left none.
    /// Called at least once for each such run, so it must be idempotent: where `as` is there, or somebody has resumed
    /// the run, that one is returned. Unreachable, Timeout and Canceled: it is called again another time.
    virtual Result<RunId> goOn(const RunId& lost, const RunId& as, std::stop_token stop) = 0;
};

/// Who carries out the rules of runs that are over. What is null is left to the next follower that has it.
struct RunRules {
    RunRules(ModelRegistrar* registrar = nullptr, LostRunResumer* resumer = nullptr)
        : registrar(registrar), resumer(resumer) {}
    ModelRegistrar* registrar;
    LostRunResumer* resumer;
};

}  // namespace flambeau::session
