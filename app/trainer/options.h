// SPDX-License-Identifier: GPL-3.0-or-later
// A run's parameters as the training code reads them: typed, complete, checked. Plain values.
#pragma once

#include <cstdint>
#include <string>

#include "flambeau/base/result.h"
#include "flambeau/domain/run_definition.h"

namespace flambeau::trainer {

enum class OptimizerKind { Sgd, Adam, AdamW };
enum class SchedulerKind { None, Step, Cosine };
enum class Augmentation { None, FlipCrop, Colour };
enum class Precision { Auto, Fp32, Bf16 };

struct TrainOptions {
    std::string arch;
    bool freezeBackbone = false;
    std::int64_t epochs = 1;
    std::int64_t batchSize = 1;
    double lr = 0;
    OptimizerKind optimizer = OptimizerKind::Sgd;
    double momentum = 0;
    double weightDecay = 0;
    SchedulerKind scheduler = SchedulerKind::None;
    std::int64_t stepSize = 1;  ///< epochs
    double gamma = 1;
    double warmupEpochs = 0;
    double labelSmoothing = 0;
    bool balanced = false;
    int imageSize = 0;  ///< 0: the architecture's own
    Augmentation augmentation = Augmentation::None;
    Precision precision = Precision::Auto;
    std::string device;
    int threads = 0;  ///< 0: all cores
    int workers = 0;  ///< 0: pictures are prepared on the training thread
    std::uint64_t seed = 0;
    std::int64_t patience = 0;         ///< 0: no early stop
    std::int64_t checkpointEvery = 1;  ///< epochs; 0: at the end and when stopped
};

/// InvalidArgument with the first problem's message and hint, of a definition that is not one of this recipe.
Result<TrainOptions> trainOptions(const domain::RunDefinition& definition);

}  // namespace flambeau::trainer
