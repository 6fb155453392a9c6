// SPDX-License-Identifier: GPL-3.0-or-later
// What a safetensors file holds, by its header. Internal to core/model.
#pragma once

#include "byte_file.h"
#include "flambeau/model/weights.h"

namespace flambeau::model {

/// Names, types and shapes, checked as readSafetensors does; the tensors are not read.
Result<WeightsInfo> describeSafetensors(const ByteFile& file);

}  // namespace flambeau::model
