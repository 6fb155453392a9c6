// SPDX-License-Identifier: GPL-3.0-or-later
#include "pickle_globals.h"

#include <map>
#include <string>

namespace flambeau::model {

std::optional<DType> storageType(std::string_view name) {
    static const std::map<std::string, DType, std::less<>> types{
        {"torch.DoubleStorage", DType::F64},      {"torch.FloatStorage", DType::F32},
        {"torch.HalfStorage", DType::F16},        {"torch.BFloat16Storage", DType::BF16},
        {"torch.LongStorage", DType::I64},        {"torch.IntStorage", DType::I32},
        {"torch.ShortStorage", DType::I16},       {"torch.CharStorage", DType::I8},
        {"torch.ByteStorage", DType::U8},         {"torch.BoolStorage", DType::Bool},
        {"torch.UntypedStorage", DType::U8},      {"torch.storage.UntypedStorage", DType::U8},
        {"torch.cuda.DoubleStorage", DType::F64}, {"torch.cuda.FloatStorage", DType::F32},
        {"torch.cuda.HalfStorage", DType::F16},   {"torch.cuda.BFloat16Storage", DType::BF16},
        {"torch.cuda.LongStorage", DType::I64},   {"torch.cuda.IntStorage", DType::I32},
        {"torch.cuda.ShortStorage", DType::I16},  {"torch.cuda.CharStorage", DType::I8},
        {"torch.cuda.ByteStorage", DType::U8},    {"torch.cuda.BoolStorage", DType::Bool},
    };
    const auto found = types.find(name);
    return found == types.end() ? std::nullopt : std::optional(found->second);
}

std::optional<PickleGlobal> knownGlobal(std::string_view name) {
    using G = PickleGlobal;
    static const std::map<std::string, G, std::less<>> globals{
        {"collections.OrderedDict", G::OrderedDict},
        {"torch._utils._rebuild_tensor", G::RebuildTensor},
        {"torch._utils._rebuild_tensor_v2", G::RebuildTensorV2},
        {"torch._utils._rebuild_parameter", G::RebuildParameter},
        {"torch._utils._rebuild_parameter_with_state", G::RebuildParameter},
        {"torch.Size", G::Size},
        {"torch.device", G::Harmless},
        {"builtins.set", G::Harmless},
        {"__builtin__.set", G::Harmless},
        {"torch.float32", G::Harmless},
        {"torch.float64", G::Harmless},
        {"torch.float16", G::Harmless},
        {"torch.bfloat16", G::Harmless},
        {"torch.int64", G::Harmless},
        {"torch.int32", G::Harmless},
        {"torch.int16", G::Harmless},
        {"torch.int8", G::Harmless},
        {"torch.uint8", G::Harmless},
        {"torch.bool", G::Harmless},
    };
    if (const auto found = globals.find(name); found != globals.end())
        return found->second;
    if (storageType(name))
        return G::StorageType;
    return std::nullopt;
}

}  // namespace flambeau::model
