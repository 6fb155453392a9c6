// SPDX-License-Identifier: GPL-3.0-or-later
#include "train_state.h"

#include <nlohmann/json.hpp>

namespace flambeau::trainer {

nlohmann::json toJson(const TrainState& s) {
    return {{"epoch", s.epoch},          {"batch", s.batch},
            {"step", s.step},            {"loss_sum", s.lossSum},
            {"correct", s.correct},      {"seen", s.seen},
            {"has_best", s.hasBest},     {"best_epoch", s.bestEpoch},
            {"best_step", s.bestStep},   {"best_accuracy", s.bestAccuracy},
            {"best_loss", s.bestLoss},   {"epochs_since_best", s.epochsSinceBest}};
}

Result<TrainState> trainStateFromJson(const nlohmann::json& json) {
    TrainState s;
    try {
        for (auto [name, value] : {std::pair{"epoch", &s.epoch}, {"batch", &s.batch}, {"step", &s.step},
                                   {"correct", &s.correct}, {"seen", &s.seen}, {"best_epoch", &s.bestEpoch},
                                   {"best_step", &s.bestStep}, {"epochs_since_best", &s.epochsSinceBest}}) {
            *value = json.at(name).get<std::int64_t>();
            if (*value < 0)
                return Error{ErrorCode::Corrupt, std::string("The checkpoint's ") + name + " is negative", {}, {}};
        }
        s.lossSum = json.at("loss_sum").get<double>();
        s.hasBest = json.at("has_best").get<bool>();
        s.bestAccuracy = json.at("best_accuracy").get<double>();
        s.bestLoss = json.at("best_loss").get<double>();
    } catch (const nlohmann::json::exception& error) {
        return Error{ErrorCode::Corrupt, "The checkpoint does not say where the training stood", {}, error.what()};
    }
    return s;
}

}  // namespace flambeau::trainer
