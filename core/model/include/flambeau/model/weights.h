// SPDX-License-Identifier: GPL-3.0-or-later
// Weights without torch: named tensors in memory, read from safetensors and from PyTorch's .pth (zip and legacy) by
// readers that take pickle opcodes only as data and never execute anything. Files are hostile until checked: every
// length, offset, shape and name is bounded. Plain values; functions safe on any thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"

namespace flambeau::model {

enum class DType { F64, F32, F16, BF16, I64, I32, I16, I8, U8, Bool };
std::size_t sizeOf(DType type);
std::string_view toString(DType type);  ///< safetensors' names: "F32", "BF16", …

/// Dense, row-major, little-endian.
struct Tensor {
    DType type = DType::F32;
    std::vector<std::int64_t> shape;
    std::vector<std::byte> bytes;

    std::int64_t count() const;
    /// F64, F16, BF16 and integers are converted.
    std::vector<float> toFloats() const;
    static Tensor fromFloats(std::vector<std::int64_t> shape, const std::vector<float>& values);
    static Tensor fromInts(std::vector<std::int64_t> shape, const std::vector<std::int64_t>& values);
};

struct Weights {
    std::map<std::string, Tensor> tensors;
    std::map<std::string, std::string> metadata;  ///< safetensors' __metadata__
};

/// What a file of weights holds, without its data.
struct TensorInfo {
    DType type = DType::F32;
    std::vector<std::int64_t> shape;
};
struct WeightsInfo {
    std::map<std::string, TensorInfo> tensors;
};

/// Format: https://github.com/huggingface/safetensors (8-byte length, JSON header, data).
Result<Weights> readSafetensors(const fs::path& path);
Status writeSafetensors(const fs::path& path, const Weights& weights);

/// A state dict, or a checkpoint that holds one under "state_dict", "model", "model_state_dict", "weights" or "net";
/// prefixes that wrap the whole ("module.", "model.", "backbone.", "_orig_mod.") are taken off. Any other global than
/// the tensors' own (torch._utils._rebuild_tensor_v2, collections.OrderedDict, torch.*Storage, …) is Unsupported and
/// named in the error; a file cut off is Corrupt and says so. TorchScript archives (constants.pkl, code/) are
/// Unsupported with a hint.
Result<Weights> readPth(const fs::path& path);

/// By content, not by name: safetensors, zip or legacy pickle.
Result<Weights> readWeights(const fs::path& path);
/// As readWeights, but from the header or the pickle alone: it takes as long for a gigabyte as for a kilobyte. Checks
/// everything but the bytes of the tensors. `shown` is what messages call the file; empty: its path.
Result<WeightsInfo> inspectWeights(const fs::path& path, const std::string& shown = {});

}  // namespace flambeau::model
