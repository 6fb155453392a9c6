// SPDX-License-Identifier: GPL-3.0-or-later
// One training from a run's folder to its outputs. Every way it can end leaves a checkpoint that is worth resuming.
// One object on one thread; the only thing that others touch is the stop flag, which a signal handler sets.
#pragma once

#include <atomic>
#include <memory>

#include "checkpoint.h"
#include "device.h"
#include "flambeau/domain/run_definition.h"
#include "optimizer.h"
#include "outputs.h"
#include "run_log.h"
#include "telemetry.h"
#include "training_data.h"

namespace flambeau::trainer {

class Training {
public:
    /// Reads run.json and the manifest, builds the network and gives it its first values. `log` and `stop` outlive it.
    static Result<std::unique_ptr<Training>> prepare(const fs::path& runFolder, const domain::RunDefinition& definition,
                                                     RunLog& log, const std::atomic<bool>& stop);

    /// To the end. Canceled: the stop flag was set, and the checkpoint is written. Any other error: the run failed, and
    /// the checkpoint is the last good one.
    Status run();

private:
    Training(fs::path runFolder, domain::RunDefinition definition, TrainOptions options, model::ModelFile model,
             RunLog& log, const std::atomic<bool>& stop);

    // training_start.cpp
    Status loadInitialWeights();
    Status resume();
    Status checkIdentity(const Checkpoint& checkpoint) const;
    nlohmann::json identity() const;
    void describeStart();

    // training.cpp
    Status runGuarded();
    Status trainEpoch();
    Status trainStep(const TrainingData::Step& step);
    void reportStep(double loss, std::int64_t correct, std::int64_t count, double lr);
    Status finishEpoch();
    void noteEpoch(const Evaluation* val);
    bool stoppedEarly() const;
    Status stopped();
    Status failed(Error error);

    // training_end.cpp
    Status saveCheckpoint();
    model::Weights bestWeights() const;
    model::ModelFile describedModel() const;
    Status finish();
    Result<Reference> reference();

    fs::path m_folder;
    domain::RunDefinition m_definition;
    TrainOptions m_options;
    model::ModelFile m_model;
    RunLog& m_log;
    const std::atomic<bool>& m_stop;

    std::unique_ptr<Network> m_network;
    std::unique_ptr<TrainingData> m_data;
    std::unique_ptr<Optimizer> m_optimizer;
    std::unique_ptr<Telemetry> m_telemetry;
    Arithmetic m_arithmetic;
    at::Tensor m_classWeights;
    TrainState m_state;
    TensorMap m_best;         ///< CPU copies of what training changes, at the best epoch
    at::Tensor m_bestLogits;  ///< of val at the best epoch; undefined after a resume
    std::string m_weightsReport;

    bool m_diverged = false;   ///< the last loss was not finite
    bool m_finishing = false;  ///< the last checkpoint is written, the network may hold the best weights
    double m_began = 0, m_epochsBegan = 0, m_windowBegan = 0;  ///< seconds since 1970
    std::int64_t m_firstStep = 0, m_windowPictures = 0;
    double m_imagesPerSecond = 0;
};

/// What a checkpoint is called in a run's folder.
inline constexpr const char* checkpointPath = "outputs/checkpoint/checkpoint.safetensors";

}  // namespace flambeau::trainer
