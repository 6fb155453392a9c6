// SPDX-License-Identifier: GPL-3.0-or-later
#include "train_state.h"

#include <nlohmann/json.hpp>

#include "flambeau/base/strings.h"

namespace flambeau::trainer {

// Figures are texts: JSON has no NaN and no infinity, and a loss may be either.
nlohmann::json toJson(const TrainState& s) {
    return {{"epoch", s.epoch},
            {"batch", s.batch},
            {"step", s.step},
            {"loss_sum", formatDouble(s.lossSum)},
            {"correct", s.correct},
            {"seen", s.seen},
            {"has_best", s.hasBest},
            {"best_epoch", s.bestEpoch},
            {"best_step", s.bestStep},
            {"best_accuracy", formatDouble(s.bestAccuracy)},
            {"best_loss", formatDouble(s.bestLoss)},
            {"epochs_since_best", s.epochsSinceBest}};
}

Result<TrainState> trainStateFromJson(const nlohmann::json& json) {
    TrainState s;
    try {
        for (auto [name, value] : {std::pair{"epoch", &s.epoch},
                                   {"batch", &s.batch},
                                   {"step", &s.step},
                                   {"correct", &s.correct},
                                   {"seen", &s.seen},
                                   {"best_epoch", &s.bestEpoch},
                                   {"best_step", &s.bestStep},
                                   {"epochs_since_best", &s.epochsSinceBest}}) {
            *value = json.at(name).get<std::int64_t>();
            if (*value < 0)
                return Error{ErrorCode::Corrupt, std::string("The checkpoint's ") + name + " is negative", {}, {}};
        }
        s.hasBest = json.at("has_best").get<bool>();
        for (auto [name, value] :
             {std::pair{"loss_sum", &s.lossSum}, {"best_accuracy", &s.bestAccuracy}, {"best_loss", &s.bestLoss}}) {
            const auto number = parseDouble(json.at(name).get<std::string>());
            if (!number)
                return Error{ErrorCode::Corrupt, std::string("The checkpoint's ") + name + " is no number", {}, {}};
            *value = *number;
        }
    } catch (const nlohmann::json::exception& error) {
        return Error{ErrorCode::Corrupt, "The checkpoint does not say where the training stood", {}, error.what()};
    }
    return s;
}

}  // namespace flambeau::trainer
