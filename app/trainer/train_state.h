// SPDX-License-Identifier: GPL-3.0-or-later
// Where a training stands, but for the tensors. Plain values.
#pragma once

#include <cstdint>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "flambeau/base/result.h"

namespace flambeau::trainer {

struct TrainState {
    std::int64_t epoch = 0;  ///< epochs that are complete
    std::int64_t batch = 0;  ///< batches done of the next one; all of them: only its validation is left
    std::int64_t step = 0;   ///< optimizer steps done over the run and those it resumes

    double lossSum = 0;  ///< of the epoch in progress, weighted by pictures
    std::int64_t correct = 0, seen = 0;

    bool hasBest = false;
    std::int64_t bestEpoch = 0, bestStep = 0;  ///< counted from 1
    double bestAccuracy = 0, bestLoss = 0;     ///< on val; where there is none, of the training epoch
    std::int64_t epochsSinceBest = 0;
};

nlohmann::json toJson(const TrainState& state);
Result<TrainState> trainStateFromJson(const nlohmann::json& json);

}  // namespace flambeau::trainer
