// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/dataset/facts.h"

#include <charconv>

#include <nlohmann/json.hpp>

#include "flambeau/base/strings.h"

namespace flambeau::dataset {
namespace {

std::string hex(std::uint64_t value) {
    char text[16];
    const auto end = std::to_chars(text, text + sizeof text, value, 16).ptr;
    return {text, end};
}

std::uint64_t fromHex(const std::string& text) {
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value, 16);
    return value;
}

std::string bytesToHex(std::string_view bytes) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        text += digits[static_cast<unsigned char>(c) >> 4];
        text += digits[static_cast<unsigned char>(c) & 15];
    }
    return text;
}

std::string hexToBytes(const std::string& text) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2)
        bytes += static_cast<char>(fromHex(text.substr(i, 2)));
    return bytes;
}

}  // namespace

nlohmann::json toJson(const FileFacts& facts) {
    nlohmann::json json;
    const std::string readable = toValidUtf8(facts.path);
    json["path"] = readable;
    if (readable != facts.path)
        json["path_hex"] = bytesToHex(facts.path);
    json["bytes"] = facts.bytes;
    json["mtime_ns"] = facts.mtimeNs;
    if (!facts.sha256.empty())
        json["sha256"] = facts.sha256;
    json["ok"] = facts.ok();
    if (!facts.ok())
        json["error"] = {{"kind", facts.error}, {"detail", toPlainText(facts.detail)}};
    if (!facts.format.empty())
        json["format"] = facts.format;
    if (facts.width > 0) {
        json["width"] = facts.width;
        json["height"] = facts.height;
        json["orientation"] = facts.orientation;
        json["mode"] = facts.mode;
        json["alpha"] = facts.alpha;
        json["bits"] = facts.bits;
        json["frames"] = facts.frames;
    }
    if (!facts.flat)
        json["phash"] = {hex(facts.dct), hex(facts.gradient), hex(facts.tint)};
    if (!facts.notes.empty())
        json["notes"] = facts.notes;
    return json;
}

Result<FileFacts> factsFromJson(const nlohmann::json& json) {
    try {
        FileFacts facts;
        facts.path = json.contains("path_hex") ? hexToBytes(json.at("path_hex").get<std::string>())
                                               : json.at("path").get<std::string>();
        facts.bytes = json.at("bytes").get<std::uint64_t>();
        facts.mtimeNs = json.at("mtime_ns").get<std::int64_t>();
        facts.sha256 = json.value("sha256", "");
        if (!json.at("ok").get<bool>()) {
            facts.error = json.at("error").at("kind").get<std::string>();
            facts.detail = json.at("error").at("detail").get<std::string>();
            if (facts.error.empty())
                facts.error = "unreadable";
        }
        facts.format = json.value("format", "");
        if (json.contains("width")) {
            facts.width = json.at("width").get<int>();
            facts.height = json.at("height").get<int>();
            facts.orientation = json.at("orientation").get<int>();
            facts.mode = json.at("mode").get<std::string>();
            facts.alpha = json.at("alpha").get<bool>();
            facts.bits = json.at("bits").get<int>();
            facts.frames = json.at("frames").get<int>();
        }
        if (json.contains("phash")) {
            const auto& words = json.at("phash");
            facts.flat = false;
            facts.dct = fromHex(words.at(0).get<std::string>());
            facts.gradient = fromHex(words.at(1).get<std::string>());
            facts.tint = static_cast<std::uint32_t>(fromHex(words.at(2).get<std::string>()));
        }
        if (json.contains("notes"))
            facts.notes = json.at("notes").get<std::vector<std::string>>();
        return facts;
    } catch (const nlohmann::json::exception& problem) {
        return Error{ErrorCode::Corrupt, "The facts of a file cannot be read", {}, problem.what()};
    }
}

}  // namespace flambeau::dataset
