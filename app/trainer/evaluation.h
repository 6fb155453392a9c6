// SPDX-License-Identifier: GPL-3.0-or-later
// What a set of logits is worth: loss, accuracy, per-class figures, the confusion matrix. Pure.
#pragma once

#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "samples.h"
#include "torch_headers.h"

namespace flambeau::trainer {

struct Evaluation {
    at::Tensor logits;  ///< [N,C] float on the CPU, in the order of the samples
    double loss = 0;    ///< mean cross entropy, without weights and smoothing
    double accuracy = 0;
    std::vector<std::int64_t> predicted;
};

Evaluation evaluate(at::Tensor logits, const std::vector<Sample>& samples);

/// {"columns":[class, pictures, precision, recall, f1],"rows":[…]}; null where a figure is not defined (no picture, or
/// none predicted).
nlohmann::json perClassTable(const Evaluation& evaluation, const std::vector<Sample>& samples,
                             const std::vector<std::string>& classes);
/// {"columns":[actual, predicted, count, files],"rows":[…]}; files is an array of paths. Every pair of up to 50
/// classes; of more, those that occur.
nlohmann::json confusionTable(const Evaluation& evaluation, const std::vector<Sample>& samples,
                              const std::vector<std::string>& classes);

}  // namespace flambeau::trainer
