// SPDX-License-Identifier: GPL-3.0-or-later
#include "schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace flambeau::trainer {

double learningRate(const TrainOptions& options, std::int64_t step, std::int64_t stepsPerEpoch) {
    const double warmup = std::floor(options.warmupEpochs * static_cast<double>(stepsPerEpoch));
    const double position = static_cast<double>(step);
    if (position < warmup)
        return options.lr * (position + 1) / warmup;
    const double total = static_cast<double>(options.epochs * stepsPerEpoch);
    switch (options.scheduler) {
        case SchedulerKind::Step:
            return options.lr * std::pow(options.gamma, static_cast<double>(step / stepsPerEpoch / options.stepSize));
        case SchedulerKind::Cosine: {
            const double done = (position - warmup) / std::max(1.0, total - warmup);
            return options.lr * 0.5 * (1 + std::cos(std::numbers::pi * std::min(1.0, done)));
        }
        case SchedulerKind::None:
            break;
    }
    return options.lr;
}

}  // namespace flambeau::trainer
