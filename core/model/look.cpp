// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/model/look.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include <nlohmann/json.hpp>

#include "byte_file.h"
#include "flambeau/base/strings.h"
#include "zip_reader.h"

namespace flambeau::model {

namespace {

constexpr std::uint64_t kHeaderAtMost = 100u << 20;
constexpr int kFieldsAtMost = 1'000'000;

/// How torch.save() began before it wrote zip archives: protocol 2, then its magic number as a pickled long.
constexpr std::string_view kLegacy("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 14);

Result<FileLook> lookAtSafetensors(const ByteFile& file, std::uint64_t header) {
    FLAMBEAU_TRY(const std::string text, file.readAt(8, header));
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_object())
        return file.corrupt("its header is no JSON object");
    const std::uint64_t data = file.size() - 8 - header;
    FileLook look{FileKind::Safetensors, 0};
    for (const auto& [name, entry] : json.items()) {
        if (name == "__metadata__")
            continue;
        const auto offsets = entry.is_object() ? entry.find("data_offsets") : entry.end();
        if (!entry.is_object() || offsets == entry.end() || !offsets->is_array() || offsets->size() != 2 ||
            !(*offsets)[0].is_number_unsigned() || !(*offsets)[1].is_number_unsigned())
            return file.corrupt("its header describes no tensors");
        if ((*offsets)[0].get<std::uint64_t>() > (*offsets)[1].get<std::uint64_t>())
            return file.corrupt("a tensor ends before it begins");
        if ((*offsets)[1].get<std::uint64_t>() > data)
            return file.cutOff();
        ++look.tensors;
    }
    if (look.tensors == 0)
        return file.corrupt("it holds no tensor");
    return look;
}

Result<FileLook> lookAtZip(const ByteFile& file) {
    FLAMBEAU_TRY(const auto members, listZip(file));
    bool pickled = false, script = false;
    for (const auto& [name, member] : members) {
        pickled = pickled || name == "data.pkl" || endsWith(name, "/data.pkl");
        script = script || endsWith(name, "/constants.pkl") || name.find("/code/") != std::string::npos;
    }
    if (script)
        return FileLook{FileKind::TorchScript, 0};
    if (pickled)
        return FileLook{FileKind::PyTorch, 0};
    return file.unsupported("is an archive without a PyTorch model in it", "Unpack it and drop the model itself.");
}

/// A number of protobuf's wire format at `at`, which moves behind it.
std::optional<std::uint64_t> varint(const ByteFile& file, std::uint64_t& at) {
    std::uint64_t value = 0;
    std::array<unsigned char, 10> bytes{};
    const std::uint64_t count = std::min<std::uint64_t>(bytes.size(), file.size() - std::min(at, file.size()));
    if (count == 0 || !file.readAt(at, bytes.data(), count).ok())
        return std::nullopt;
    for (std::size_t i = 0; i < count; ++i) {
        value |= std::uint64_t(bytes[i] & 0x7f) << (7 * i);
        if ((bytes[i] & 0x80) == 0) {
            at += i + 1;
            return value;
        }
    }
    return std::nullopt;
}

/// Whether the whole file is a sequence of protobuf fields with ONNX's graph (field 7) and version (field 1) in it.
bool isOnnx(const ByteFile& file) {
    bool version = false, graph = false;
    std::uint64_t at = 0;
    for (int fields = 0; at < file.size(); ++fields) {
        const auto key = varint(file, at);
        if (!key || fields > kFieldsAtMost)
            return false;
        const std::uint64_t field = *key >> 3, wire = *key & 7;
        version = version || (field == 1 && wire == 0);
        graph = graph || (field == 7 && wire == 2);
        std::uint64_t skip = wire == 1 ? 8 : wire == 5 ? 4 : 0;
        if (wire == 0 || wire == 2) {
            const auto value = varint(file, at);
            if (!value)
                return false;
            skip = wire == 2 ? *value : 0;
        } else if (wire != 1 && wire != 5) {
            return false;
        }
        if (field == 0 || skip > file.size() - at)
            return false;
        at += skip;
    }
    return version && graph;
}

}  // namespace

std::string_view title(FileKind kind) {
    switch (kind) {
        case FileKind::Safetensors:
            return "safetensors";
        case FileKind::PyTorch:
            return "PyTorch weights";
        case FileKind::LegacyPyTorch:
            return "PyTorch weights, old format";
        case FileKind::TorchScript:
            return "TorchScript";
        case FileKind::Onnx:
            return "ONNX";
    }
    return "";
}

Result<FileLook> lookAtModelFile(const fs::path& path) {
    FLAMBEAU_TRY(const ByteFile file, ByteFile::open(path));
    if (file.size() == 0)
        return file.unsupported("is empty", "Copy it again from where it came from.");
    std::array<char, 14> start{};
    const std::uint64_t known = std::min<std::uint64_t>(start.size(), file.size());
    FLAMBEAU_CHECK(file.readAt(0, start.data(), known));
    const std::string_view begin(start.data(), known);
    if (startsWith(begin, "PK\x03\x04"))
        return lookAtZip(file);
    if (begin == kLegacy)
        return FileLook{FileKind::LegacyPyTorch, 0};
    if (known > 9 && begin[8] == '{') {
        std::uint64_t header = 0;
        for (int i = 7; i >= 0; --i)
            header = header << 8 | static_cast<unsigned char>(begin[i]);
        if (header > 0 && header <= kHeaderAtMost)
            return header > file.size() - 8 ? Result<FileLook>(file.cutOff()) : lookAtSafetensors(file, header);
    }
    if (isOnnx(file))
        return FileLook{FileKind::Onnx, 0};
    return file.unsupported("is no model: neither safetensors nor a file of PyTorch nor ONNX",
                            "Its name ends as a model's does, its content is something else.");
}

}  // namespace flambeau::model
