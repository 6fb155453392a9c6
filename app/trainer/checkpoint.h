// SPDX-License-Identifier: GPL-3.0-or-later
// A checkpoint: one safetensors file with all that a training needs to go on as if it had never stopped. Tensors are
// "model.<name>", "best.<name>" (those that differ from model's), "optimizer.<slot>.<name>" and "rng.<device>";
// __metadata__ holds "next_step" and "checkpoint" (JSON: version, state, identity). Plain values; no state.
#pragma once

#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"
#include "torch_headers.h"
#include "train_state.h"

namespace flambeau::trainer {

using TensorMap = std::map<std::string, at::Tensor>;

struct Checkpoint {
    TrainState state;
    nlohmann::json identity;  ///< what must not change between the runs: architecture, classes, dataset, seed, …
    TensorMap model, best, optimizer, rng;
};

/// Replaces the file atomically.
Status writeCheckpoint(const Checkpoint& checkpoint, const fs::path& path);
Result<Checkpoint> readCheckpoint(const fs::path& path);

}  // namespace flambeau::trainer
