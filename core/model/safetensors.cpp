// SPDX-License-Identifier: GPL-3.0-or-later
// safetensors (https://github.com/huggingface/safetensors#format): u64 length N, N bytes of JSON (may end in spaces),
// then the tensors' bytes without holes. Offsets in the header count from the end of the header.
#include <algorithm>
#include <cstring>
#include <limits>
#include <optional>
#include <tuple>

#include <nlohmann/json.hpp>

#include "byte_file.h"
#include "flambeau/base/strings.h"
#include "flambeau/model/weights.h"
#include "safetensors_header.h"

namespace flambeau::model {
namespace {

using nlohmann::json;

constexpr std::uint64_t kMaxHeader = 100'000'000;  // the format's own limit

struct Entry {
    std::string name;
    DType type = DType::F32;
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0, end = 0;
};

std::string shown(const std::string& name) {
    return "'" + toPlainText(name.substr(0, 200)) + "'";
}

std::optional<DType> typeNamed(const std::string& name) {
    for (const DType type : {DType::F64, DType::F32, DType::F16, DType::BF16, DType::I64, DType::I32, DType::I16,
                             DType::I8, DType::U8, DType::Bool}) {
        if (toString(type) == name)
            return type;
    }
    return std::nullopt;
}

/// Bytes that the shape asks for, or nothing where it overflows.
std::optional<std::uint64_t> bytesOf(const std::vector<std::int64_t>& shape, DType type) {
    std::uint64_t total = sizeOf(type);
    for (const std::int64_t side : shape) {
        if (side < 0)
            return std::nullopt;
        if (side != 0 && total > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) /
                                     static_cast<std::uint64_t>(side))
            return std::nullopt;
        total *= static_cast<std::uint64_t>(side);
    }
    return total;
}

bool isCount(const json& value) {
    return value.is_number_unsigned() && value.get<std::uint64_t>() < (1ull << 62);
}

Result<Entry> entryOf(const ByteFile& file, const std::string& name, const json& description) {
    if (name.empty() || name.size() > 1000)
        return file.corrupt("a tensor has no usable name.");
    if (!description.is_object() || !description.contains("dtype") || !description["dtype"].is_string() ||
        !description.contains("shape") || !description["shape"].is_array() || description["shape"].size() > 64 ||
        !description.contains("data_offsets") || !description["data_offsets"].is_array() ||
        description["data_offsets"].size() != 2)
        return file.corrupt("the header's entry " + shown(name) + " is malformed.");
    const auto type = typeNamed(description["dtype"].get<std::string>());
    if (!type)
        return file.unsupported("holds " + shown(name) + " in the type " +
                                    shown(description["dtype"].get<std::string>()) + ", which Flambeau does not read.",
                                "Convert the weights to float32.");
    Entry entry{name, *type, {}, 0, 0};
    for (const json& side : description["shape"]) {
        if (!isCount(side))
            return file.corrupt("the shape of " + shown(name) + " is malformed.");
        entry.shape.push_back(side.get<std::int64_t>());
    }
    const json& offsets = description["data_offsets"];
    if (!isCount(offsets[0]) || !isCount(offsets[1]))
        return file.corrupt("the place of " + shown(name) + " is malformed.");
    entry.begin = offsets[0].get<std::uint64_t>();
    entry.end = offsets[1].get<std::uint64_t>();
    const auto bytes = bytesOf(entry.shape, entry.type);
    if (entry.end < entry.begin || !bytes || *bytes != entry.end - entry.begin)
        return file.corrupt("the shape of " + shown(name) + " does not fit its bytes.");
    return entry;
}

Status readMetadata(const ByteFile& file, const json& object, std::map<std::string, std::string>& metadata) {
    if (!object.is_object())
        return file.corrupt("its metadata is no object.");
    for (const auto& [key, value] : object.items()) {
        if (!value.is_string())
            return file.corrupt("its metadata holds something else than texts.");
        metadata[key] = value.get<std::string>();
    }
    return {};
}

/// Tensors must lie end to end from the first byte behind the header to the last of the file.
Status checkLayout(const ByteFile& file, std::vector<Entry>& entries, std::uint64_t dataBytes) {
    std::sort(entries.begin(), entries.end(),
              [](const Entry& a, const Entry& b) { return std::tie(a.begin, a.end) < std::tie(b.begin, b.end); });
    std::uint64_t place = 0;
    for (const Entry& entry : entries) {
        if (entry.end > dataBytes)
            return file.cutOff();
        if (entry.begin != place)
            return file.corrupt("its tensors overlap or leave holes.");
        place = entry.end;
    }
    if (place != dataBytes)
        return file.corrupt("bytes follow its last tensor.");
    return {};
}

json headerOf(const Weights& weights, std::vector<const std::pair<const std::string, Tensor>*>& order) {
    for (const auto& entry : weights.tensors)
        order.push_back(&entry);
    // Wider types first keeps every tensor aligned to its element, as the reference implementation does.
    std::stable_sort(order.begin(), order.end(),
                     [](const auto* a, const auto* b) { return sizeOf(a->second.type) > sizeOf(b->second.type); });
    json header = json::object();
    if (!weights.metadata.empty())
        header["__metadata__"] = weights.metadata;
    std::uint64_t place = 0;
    for (const auto* entry : order) {
        const Tensor& tensor = entry->second;
        header[entry->first] = {{"dtype", toString(tensor.type)},
                                {"shape", tensor.shape},
                                {"data_offsets", {place, place + tensor.bytes.size()}}};
        place += tensor.bytes.size();
    }
    return header;
}

struct Header {
    std::vector<Entry> entries;
    std::map<std::string, std::string> metadata;
    std::uint64_t data = 0;  ///< where the tensors' bytes begin
};

Result<Header> readHeader(const ByteFile& file) {
    std::uint64_t length = 0;
    FLAMBEAU_CHECK(file.readAt(0, &length, sizeof length));
    if (length > kMaxHeader)
        return file.corrupt("it is not a safetensors file, or its header is broken.");
    FLAMBEAU_TRY(const std::string text, file.readAt(sizeof length, length));
    const json object = json::parse(text, nullptr, false);
    if (!object.is_object())
        return file.corrupt("its header is not JSON.");
    Header header;
    for (const auto& [name, description] : object.items()) {
        if (name == "__metadata__") {
            FLAMBEAU_CHECK(readMetadata(file, description, header.metadata));
            continue;
        }
        FLAMBEAU_TRY(Entry entry, entryOf(file, name, description));
        header.entries.push_back(std::move(entry));
    }
    header.data = sizeof length + length;
    FLAMBEAU_CHECK(checkLayout(file, header.entries, file.size() - header.data));
    return header;
}

}  // namespace

Result<WeightsInfo> describeSafetensors(const ByteFile& file) {
    FLAMBEAU_TRY(Header header, readHeader(file));
    WeightsInfo info;
    for (Entry& entry : header.entries)
        info.tensors.emplace(std::move(entry.name), TensorInfo{entry.type, std::move(entry.shape)});
    return info;
}

Result<Weights> readSafetensors(const fs::path& path) {
    FLAMBEAU_TRY(const ByteFile file, ByteFile::open(path));
    FLAMBEAU_TRY(Header header, readHeader(file));
    Weights weights;
    weights.metadata = std::move(header.metadata);
    for (Entry& entry : header.entries) {
        Tensor tensor{entry.type, std::move(entry.shape), std::vector<std::byte>(entry.end - entry.begin)};
        FLAMBEAU_CHECK(file.readAt(header.data + entry.begin, tensor.bytes.data(), tensor.bytes.size()));
        weights.tensors.emplace(std::move(entry.name), std::move(tensor));
    }
    return weights;
}

Status writeSafetensors(const fs::path& path, const Weights& weights) {
    for (const auto& [name, tensor] : weights.tensors) {
        const auto bytes = bytesOf(tensor.shape, tensor.type);
        if (name.empty() || name == "__metadata__" || !bytes || *bytes != tensor.bytes.size())
            return Error{ErrorCode::Internal,
                         "The tensor " + shown(name) + " cannot be written: its shape and bytes differ.", "", ""};
    }
    std::vector<const std::pair<const std::string, Tensor>*> order;
    // Names and metadata may hold bytes from elsewhere; a bad one is replaced, never a reason to lose a checkpoint.
    std::string header = headerOf(weights, order).dump(-1, ' ', false, json::error_handler_t::replace);
    header.resize((header.size() + 7) / 8 * 8, ' ');
    const std::uint64_t length = header.size();
    std::size_t total = sizeof length + header.size();
    for (const auto* entry : order)
        total += entry->second.bytes.size();
    std::string bytes;
    bytes.reserve(total);
    bytes.append(reinterpret_cast<const char*>(&length), sizeof length);
    bytes += header;
    for (const auto* entry : order)
        bytes.append(reinterpret_cast<const char*>(entry->second.bytes.data()), entry->second.bytes.size());
    return writeFileAtomic(path, bytes);
}

}  // namespace flambeau::model
