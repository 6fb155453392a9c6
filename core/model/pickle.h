// SPDX-License-Identifier: GPL-3.0-or-later
// Python's pickle, read as data: opcodes build plain values in an arena, a global is only a name that must stand on a
// short list, and nothing is ever called. What the few allowed constructors mean (a dict, a tensor's description) is
// worked out here from their arguments. Opcodes: CPython's Lib/pickletools.py; protocols 0 to 5.
// Internal to core/model; one object on one thread.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "flambeau/base/result.h"
#include "flambeau/model/weights.h"

namespace flambeau::model {

struct PickleValue;
/// Owned by the Unpickler's arena, so that values may refer to each other in circles.
using PickleRef = PickleValue*;

/// A tensor's place in a storage; sizes, strides and offset in elements, not yet checked against the storage.
struct TensorView {
    std::string storage;  ///< the storage's key
    DType type = DType::F32;
    std::uint64_t storageCount = 0;  ///< elements, as the pickle says
    std::uint64_t offset = 0;
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides;
};

struct PickleValue {
    enum class Kind { None, Bool, Int, Float, Text, Bytes, Tuple, List, Dict, Global, Storage, Tensor, Opaque };
    Kind kind = Kind::None;
    std::int64_t integer = 0;  ///< Bool, Int; an Int beyond 64 bits is Opaque
    double real = 0;
    std::string text;                                      ///< Text, Bytes; of Global "module.name"
    std::vector<PickleRef> items;                          ///< Tuple, List
    std::vector<std::pair<PickleRef, PickleRef>> entries;  ///< Dict, in order
    std::unique_ptr<TensorView> view;                      ///< Storage (key, type, count), Tensor
};

class Unpickler {
public:
    /// `name` stands for the file in messages.
    explicit Unpickler(std::string name) : m_name(std::move(name)) {}

    /// One pickle from the front of `bytes` up to its STOP; `used` is how many bytes it took. Corrupt where the bytes
    /// end first or make no sense, Unsupported for a global off the list, named in the message.
    Result<PickleRef> load(std::string_view bytes, std::size_t& used);

    /// Element type and count of every storage that was referred to, by key.
    const std::map<std::string, std::pair<DType, std::uint64_t>>& storages() const { return m_storages; }

private:
    friend class PickleMachine;
    std::string m_name;
    std::deque<PickleValue> m_arena;
    std::map<std::string, std::pair<DType, std::uint64_t>> m_storages;
};

}  // namespace flambeau::model
