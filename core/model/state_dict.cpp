// SPDX-License-Identifier: GPL-3.0-or-later
#include "state_dict.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <set>

#include "flambeau/base/strings.h"

namespace flambeau::model {
namespace {

using Kind = PickleValue::Kind;

constexpr std::size_t kMaxName = 1000;
constexpr int kMaxNesting = 4;
constexpr std::string_view kWrappers[] = {"state_dict", "model_state_dict", "model", "weights", "net"};
constexpr std::string_view kPrefixes[] = {"module.", "model.", "backbone.", "_orig_mod."};

std::string shown(const std::string& name) {
    return "'" + toPlainText(name.substr(0, 200)) + "'";
}

bool holdsTensors(const PickleValue& dict) {
    return dict.kind == Kind::Dict && std::any_of(dict.entries.begin(), dict.entries.end(),
                                                  [](const auto& entry) { return entry.second->kind == Kind::Tensor; });
}

/// The dict of tensors in `object`, which may be a checkpoint around it; null if there is none. `seen`: the dicts that
/// were looked into already, each once however often it is named.
const PickleValue* findStateDict(const PickleValue& object, std::set<const PickleValue*>& seen, int nesting = 0) {
    if (object.kind != Kind::Dict || nesting > kMaxNesting || !seen.insert(&object).second)
        return nullptr;
    for (const std::string_view wrapper : kWrappers) {
        for (const auto& [key, value] : object.entries) {
            if (key->kind != Kind::Text || key->text != wrapper || value->kind != Kind::Dict)
                continue;
            if (const PickleValue* found = findStateDict(*value, seen, nesting + 1))
                return found;
        }
    }
    return holdsTensors(object) ? &object : nullptr;
}

Error noStateDict(const ByteFile& file, const PickleValue& object) {
    std::string hint = "In Python, save the state dict: torch.save(model.state_dict(), \"weights.pth\").";
    if (object.kind == Kind::Dict && !object.entries.empty()) {
        std::vector<std::string> keys;
        for (std::size_t i = 0; i < object.entries.size() && i < 10; ++i)
            keys.push_back(shown(object.entries[i].first->text));
        hint = "It holds " + join(keys, ", ") + ". " + hint;
    }
    return file.unsupported("holds no state dict.", std::move(hint));
}

/// Elements of the shape, or nothing beyond 2^40.
std::optional<std::uint64_t> elements(const std::vector<std::int64_t>& shape) {
    std::uint64_t total = 1;
    for (const std::int64_t side : shape) {
        if (side == 0)
            return 0;
        if (static_cast<std::uint64_t>(side) > (std::uint64_t{1} << 40) / total)
            return std::nullopt;
        total *= static_cast<std::uint64_t>(side);
    }
    return total;
}

/// Whether every element of a non-empty view lies within `count` elements.
bool insideStorage(const TensorView& view, std::uint64_t count) {
    if (view.offset >= count)
        return false;
    std::uint64_t last = view.offset;
    for (std::size_t i = 0; i < view.shape.size(); ++i) {
        const auto steps = static_cast<std::uint64_t>(view.shape[i] - 1);
        const auto stride = static_cast<std::uint64_t>(view.strides[i]);
        if (steps != 0 && stride > (count - 1 - last) / steps)
            return false;
        last += steps * stride;
    }
    return true;
}

bool isContiguous(const TensorView& view) {
    std::int64_t expected = 1;
    for (std::size_t i = view.shape.size(); i-- > 0;) {
        if (view.shape[i] != 1 && view.strides[i] != expected)
            return false;
        expected *= view.shape[i];
    }
    return true;
}

/// Row-major copy of a checked view.
void copyView(const TensorView& view, const char* storage, std::vector<std::byte>& to) {
    const std::size_t size = sizeOf(view.type);
    const char* from = storage + view.offset * size;
    if (isContiguous(view)) {
        std::memcpy(to.data(), from, to.size());
        return;
    }
    std::vector<std::int64_t> index(view.shape.size(), 0);
    std::int64_t place = 0;
    for (std::size_t at = 0; at < to.size(); at += size) {
        std::memcpy(to.data() + at, from + static_cast<std::size_t>(place) * size, size);
        for (std::size_t axis = index.size(); axis-- > 0;) {
            if (view.shape[axis] == 1)
                continue;  // its stride is never walked and may be any number
            place += view.strides[axis];
            if (++index[axis] < view.shape[axis])
                break;
            place -= view.strides[axis] * view.shape[axis];
            index[axis] = 0;
        }
    }
}

/// What one file may unpack to: views may overlap (tied weights), but not turn kilobytes into gigabytes.
struct Budget {
    std::uint64_t left;
};

/// That the view fits the file, its storage and the budget.
Status checkView(const ByteFile& file, const std::string& name, const TensorView& view, StorageSource& storages,
                 Budget& budget) {
    const auto count = elements(view.shape);
    if (!count || *count * sizeOf(view.type) > budget.left)
        return file.unsupported("asks for far more memory than it has bytes, at " + shown(name) + ".",
                                "Save the tensors with .contiguous().");
    budget.left -= *count * sizeOf(view.type);
    if (*count == 0)
        return {};
    FLAMBEAU_TRY(const std::uint64_t bytes, storages.size(view.storage));
    if (bytes != view.storageCount * sizeOf(view.type))
        return file.corrupt("the storage of " + shown(name) + " has another size than described.");
    if (!insideStorage(view, view.storageCount))
        return file.corrupt("the tensor " + shown(name) + " reaches beyond its storage.");
    return {};
}

Result<Tensor> materialise(const ByteFile& file, const std::string& name, const TensorView& view,
                           StorageSource& storages, Budget& budget) {
    FLAMBEAU_CHECK(checkView(file, name, view, storages, budget));
    Tensor tensor{view.type, view.shape, std::vector<std::byte>(*elements(view.shape) * sizeOf(view.type))};
    if (tensor.bytes.empty())
        return tensor;
    FLAMBEAU_TRY(const std::string_view bytes, storages.bytes(view.storage));
    if (bytes.size() != view.storageCount * sizeOf(view.type))
        return file.corrupt("the storage of " + shown(name) + " has another size than described.");
    copyView(view, bytes.data(), tensor.bytes);
    return tensor;
}

/// Takes off whatever wraps the names of all tensors ("module." of DataParallel, …), as often as it does.
template <class T>
void stripPrefixes(std::map<std::string, T>& tensors) {
    for (bool changed = true; changed;) {
        changed = false;
        for (const std::string_view prefix : kPrefixes) {
            const bool all = !tensors.empty() && std::all_of(tensors.begin(), tensors.end(), [&](const auto& entry) {
                return startsWith(entry.first, prefix) && entry.first.size() > prefix.size();
            });
            if (!all)
                continue;
            std::map<std::string, T> renamed;
            for (auto& [name, tensor] : tensors)
                renamed.emplace(name.substr(prefix.size()), std::move(tensor));
            tensors = std::move(renamed);
            changed = true;
        }
    }
}

/// The tensors of the state dict in `object`, each handed to `take` under its name.
template <class Take>
Status forEachTensor(const ByteFile& file, const PickleValue& object, const Take& take) {
    std::set<const PickleValue*> seen;
    const PickleValue* dict = findStateDict(object, seen);
    if (!dict)
        return noStateDict(file, object);
    for (const auto& [key, value] : dict->entries) {
        if (value->kind != Kind::Tensor)
            continue;  // versions and other numbers that some modules keep
        if (key->kind != Kind::Text || key->text.empty() || key->text.size() > kMaxName ||
            toPlainText(key->text) != key->text)
            return file.corrupt("a tensor in it has no usable name.");
        FLAMBEAU_CHECK(take(key->text, *value->view));
    }
    return {};
}

Budget budgetOf(const ByteFile& file) {
    return {file.size() * 4 + (64ull << 20)};
}

}  // namespace

Result<WeightsInfo> describeStateDict(const ByteFile& file, const PickleValue& object, StorageSource& storages) {
    WeightsInfo info;
    Budget budget = budgetOf(file);
    FLAMBEAU_CHECK(forEachTensor(file, object, [&](const std::string& name, const TensorView& view) -> Status {
        FLAMBEAU_CHECK(checkView(file, name, view, storages, budget));
        info.tensors.insert_or_assign(name, TensorInfo{view.type, view.shape});
        return {};
    }));
    stripPrefixes(info.tensors);
    return info;
}

Result<Weights> collectStateDict(const ByteFile& file, const PickleValue& object, StorageSource& storages) {
    Weights weights;
    Budget budget = budgetOf(file);
    FLAMBEAU_CHECK(forEachTensor(file, object, [&](const std::string& name, const TensorView& view) -> Status {
        FLAMBEAU_TRY(Tensor tensor, materialise(file, name, view, storages, budget));
        weights.tensors.insert_or_assign(name, std::move(tensor));
        return {};
    }));
    stripPrefixes(weights.tensors);
    return weights;
}

}  // namespace flambeau::model
