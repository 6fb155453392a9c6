// SPDX-License-Identifier: GPL-3.0-or-later
// The learning rate of every step, as a pure function of the position: nothing to save, nothing to restore.
#pragma once

#include <cstdint>

#include "options.h"

namespace flambeau::trainer {

/// `step` counts from 0 over the run, `stepsPerEpoch` >= 1. Warm-up rises in a line and reaches the full rate at its
/// end; after it, step multiplies by gamma every step_size epochs (counted from the run's start), cosine falls to zero
/// at the run's end.
double learningRate(const TrainOptions& options, std::int64_t step, std::int64_t stepsPerEpoch);

}  // namespace flambeau::trainer
