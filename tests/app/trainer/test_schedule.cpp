// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "schedule.h"

using namespace flambeau::trainer;

namespace {

TrainOptions of(SchedulerKind scheduler) {
    TrainOptions options;
    options.epochs = 10;
    options.lr = 1;
    options.scheduler = scheduler;
    options.stepSize = 3;
    options.gamma = 0.1;
    return options;
}

}  // namespace

TEST_CASE("Without a scheduler the learning rate stays") {
    CHECK(learningRate(of(SchedulerKind::None), 0, 5) == 1);
    CHECK(learningRate(of(SchedulerKind::None), 49, 5) == 1);
}

TEST_CASE("The step scheduler falls by gamma after every step_size epochs") {
    const TrainOptions options = of(SchedulerKind::Step);
    CHECK(learningRate(options, 14, 5) == Approx(1));
    CHECK(learningRate(options, 15, 5) == Approx(0.1));
    CHECK(learningRate(options, 30, 5) == Approx(0.01));
}

TEST_CASE("The cosine falls from the whole rate to nearly none") {
    const TrainOptions options = of(SchedulerKind::Cosine);
    CHECK(learningRate(options, 0, 5) == Approx(1));
    CHECK(learningRate(options, 25, 5) == Approx(0.5));
    CHECK(learningRate(options, 49, 5) < 0.01);
}

TEST_CASE("The warm-up rises in a line and the scheduler takes over") {
    TrainOptions options = of(SchedulerKind::Cosine);
    options.warmupEpochs = 2;
    CHECK(learningRate(options, 0, 5) == Approx(0.1));
    CHECK(learningRate(options, 9, 5) == Approx(1));
    CHECK(learningRate(options, 10, 5) == Approx(1));
    CHECK(learningRate(options, 30, 5) == Approx(0.5));
}
