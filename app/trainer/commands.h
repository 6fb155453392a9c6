// SPDX-License-Identifier: GPL-3.0-or-later
// The program's commands; each returns the process's exit code. Called from main's thread, once.
#pragma once

#include <atomic>

#include "flambeau/base/files.h"

namespace flambeau::trainer {

int trainCommand(const fs::path& runFolder, const std::atomic<bool>& stop);

struct LogitsRequest {
    fs::path model, weights, inputs, out;
};
/// fp32 evaluation of "inputs" [N,3,S,S] of a safetensors file, written as "logits" [N,C].
int logitsCommand(const LogitsRequest& request);

}  // namespace flambeau::trainer
