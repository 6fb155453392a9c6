// SPDX-License-Identifier: GPL-3.0-or-later
// reference.safetensors: what the trainer's network answered, against which a file is judged. Plain value.
#pragma once

#include <string>
#include <vector>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"
#include "flambeau/model/model_file.h"
#include "runtime.h"

namespace flambeau::judge {

struct Reference {
    std::int64_t count = 0;
    std::vector<float> logits;       ///< count rows of the model's classes
    std::vector<std::string> paths;  ///< of the rows, relative to the dataset's root; may be empty
    Inputs inputs;                   ///< of the first rows, normalised
};

/// Corrupt or InvalidArgument where the file is missing something or belongs to another model.
Result<Reference> readReference(const fs::path& path, const model::ModelFile& model);

}  // namespace flambeau::judge
