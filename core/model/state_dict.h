// SPDX-License-Identifier: GPL-3.0-or-later
// From the values of a pickle to named tensors: finds the state dict, takes wrapping prefixes off, and copies every
// tensor out of its storage with all bounds checked. Internal to core/model.
#pragma once

#include <string>
#include <string_view>

#include "byte_file.h"
#include "flambeau/model/weights.h"
#include "pickle.h"

namespace flambeau::model {

class StorageSource {
public:
    virtual ~StorageSource() = default;
    /// All bytes of the storage; they stay where they are as long as the source lives.
    virtual Result<std::string_view> bytes(const std::string& key) = 0;
    /// How many bytes it has, without reading them; an error where they are not all in the file.
    virtual Result<std::uint64_t> size(const std::string& key) = 0;
};

/// Names, types and shapes; every tensor is checked against its storage, no storage is read.
Result<WeightsInfo> describeStateDict(const ByteFile& file, const PickleValue& object, StorageSource& storages);
Result<Weights> collectStateDict(const ByteFile& file, const PickleValue& object, StorageSource& storages);

}  // namespace flambeau::model
