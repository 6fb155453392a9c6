// SPDX-License-Identifier: GPL-3.0-or-later
// Gives a training its batches: pictures prepared on threads, or, where a frozen backbone sees the same pictures every
// epoch, features that were computed once. Owned by the training; one thread; the network outlives it.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "batch_loader.h"
#include "feature_cache.h"
#include "flambeau/model/model_file.h"
#include "network.h"
#include "options.h"
#include "samples.h"

namespace flambeau::trainer {

class TrainingData {
public:
    /// The samples seen so far of those that must be, for a progress line; false stops.
    using KeepGoing = std::function<bool(std::size_t done, std::size_t total)>;

    TrainingData(SampleSet samples, model::Preprocessing preprocessing, const TrainOptions& options, Network& network);

    /// Computes the features that will be used again and again. Canceled where `keepGoing` says so.
    Status cacheFeatures(const KeepGoing& keepGoing);
    bool trainCached() const { return m_trainFeatures.has_value(); }
    bool valCached() const { return m_valFeatures.has_value(); }

    const SampleSet& samples() const { return m_samples; }
    std::int64_t stepsPerEpoch() const;

    /// An epoch's batches from `firstBatch` on. One at a time.
    void beginEpoch(std::int64_t epoch, std::int64_t firstBatch);
    struct Step {
        at::Tensor values;  ///< pictures, or features where trainCached(); on the network's device
        at::Tensor labels;
        std::int64_t count = 0;
    };
    Result<std::optional<Step>> nextStep();

    /// fp32 logits [N,C] on the CPU of these samples (all of val, or some of train), by the network as it is.
    Result<at::Tensor> valLogits(const std::function<bool()>& keepGoing);
    Result<at::Tensor> logits(const std::vector<Sample>& samples, const std::function<bool()>& keepGoing);
    /// [n,3,S,S]: the evaluation inputs of the first n samples.
    Result<at::Tensor> evalInputs(const std::vector<Sample>& samples, std::size_t n) const;

private:
    std::unique_ptr<BatchLoader> evalLoader(const std::vector<Sample>& samples);
    Status prepareEval(const Sample& sample, float* out) const;
    Status prepareTrain(std::size_t index, std::int64_t epoch, float* out) const;
    Result<FeatureCache> featuresOf(const std::vector<Sample>& samples, std::size_t before, std::size_t total,
                                    const KeepGoing& keepGoing);

    SampleSet m_samples;
    model::Preprocessing m_preprocessing;
    TrainOptions m_options;
    Network& m_network;
    WorkerPool m_pool;
    std::optional<FeatureCache> m_trainFeatures, m_valFeatures;
    BatchPlan m_plan;  ///< of the epoch, where features are cached
    std::size_t m_nextBatch = 0;
    std::unique_ptr<BatchLoader> m_loader;  // after the pool: gone before it
};

}  // namespace flambeau::trainer
