// SPDX-License-Identifier: GPL-3.0-or-later
// What a run leaves under outputs/: weights in three forms, TorchScript, model.json, tables, the reference that an
// exported model is judged against. No state.
#pragma once

#include <nlohmann/json.hpp>

#include "evaluation.h"
#include "flambeau/base/files.h"
#include "flambeau/base/result.h"
#include "flambeau/model/model_file.h"
#include "flambeau/model/weights.h"
#include "run_log.h"
#include "samples.h"

namespace flambeau::trainer {

struct Reference {
    at::Tensor logits;  ///< [N,C] by the best weights, fp32
    at::Tensor inputs;  ///< [16 or fewer,3,S,S]: the first pictures' preprocessed inputs
    std::vector<Sample> samples;
    std::string split;
};

struct FinalOutputs {
    model::ModelFile model;
    model::Weights best, last;
    Reference reference;
    Evaluation evaluation;  ///< of the reference's logits
    std::int64_t step = 0;
};

/// best.safetensors and model.json: also what a run that is cut short leaves.
Status writeBest(const fs::path& runFolder, const model::ModelFile& model, const model::Weights& best);
/// All of it, with an event for each.
Status writeOutputs(const fs::path& runFolder, const FinalOutputs& outputs, RunLog& log);

}  // namespace flambeau::trainer
