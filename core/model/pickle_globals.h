// SPDX-License-Identifier: GPL-3.0-or-later
// The short list of globals that a pickle of weights may name, and what each stands for. Internal to core/model.
#pragma once

#include <optional>
#include <string_view>

#include "flambeau/model/weights.h"

namespace flambeau::model {

enum class PickleGlobal {
    OrderedDict,
    RebuildTensor,     ///< torch._utils._rebuild_tensor: (storage, offset, size, stride)
    RebuildTensorV2,   ///< … _rebuild_tensor_v2: the same, then requires_grad, hooks
    RebuildParameter,  ///< (tensor, requires_grad, hooks)
    Size,              ///< torch.Size: a tuple
    StorageType,       ///< torch.FloatStorage and its kin
    Harmless,          ///< a device, a dtype, a set: carried along unread
};

/// Nothing: the global is not on the list.
std::optional<PickleGlobal> knownGlobal(std::string_view moduleDotName);
/// The element type of "torch.FloatStorage" and its kin.
std::optional<DType> storageType(std::string_view moduleDotName);

}  // namespace flambeau::model
