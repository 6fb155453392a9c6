// SPDX-License-Identifier: GPL-3.0-or-later
// What a file that is said to be a model is, told from its own structure and not from its name: directories and
// headers are read and checked against the file's size, no weight is loaded and nothing is executed. Plain values;
// safe on any thread.
#pragma once

#include <cstdint>
#include <string_view>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"

namespace flambeau::model {

enum class FileKind { Safetensors, PyTorch, LegacyPyTorch, TorchScript, Onnx };
/// "safetensors", "PyTorch weights", …
std::string_view title(FileKind kind);

struct FileLook {
    FileKind kind = FileKind::Safetensors;
    std::int64_t tensors = 0;  ///< of safetensors; else 0
};

/// Unsupported where it is none of these, Corrupt where it is one that is damaged or cut off.
Result<FileLook> lookAtModelFile(const fs::path& path);

}  // namespace flambeau::model
