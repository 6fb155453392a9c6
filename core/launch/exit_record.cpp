// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/launch/exit_record.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "flambeau/base/files.h"
#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"

namespace flambeau::launch {

namespace {

using Json = nlohmann::json;

constexpr std::size_t maxReason = 2000;

std::string textOf(const Json& json, const char* key) {
    auto it = json.find(key);
    return it != json.end() && it->is_string() ? it->get<std::string>() : std::string();
}

double numberOf(const Json& json, const char* key) {
    auto it = json.find(key);
    return it != json.end() && it->is_number() ? it->get<double>() : 0;
}

std::optional<int> integerOf(const Json& json, const char* key) {
    auto it = json.find(key);
    if (it == json.end() || !it->is_number_integer())
        return std::nullopt;
    const auto value = it->get<std::int64_t>();
    if (value < -1000000 || value > 1000000)
        return std::nullopt;
    return static_cast<int>(value);
}

std::vector<std::string> textsOf(const Json& json, const char* key) {
    std::vector<std::string> out;
    auto it = json.find(key);
    if (it != json.end() && it->is_array()) {
        for (const Json& item : *it) {
            if (item.is_string())
                out.push_back(toPlainText(item.get<std::string>()));
        }
    }
    return out;
}

RankExit rankOf(const Json& json) {
    RankExit rank;
    rank.rank = integerOf(json, "rank").value_or(0);
    rank.exitCode = integerOf(json, "exit_code");
    rank.signal = integerOf(json, "signal").value_or(0);
    rank.ended = numberOf(json, "ended");
    return rank;
}

void readFiles(const Json& json, ExitRecord& record) {
    auto it = json.find("files");
    if (it == json.end() || !it->is_array())
        return;
    for (const Json& item : *it) {
        if (!item.is_object())
            continue;
        RecordedFile file;
        file.path = textOf(item, "path");
        file.sha256 = textOf(item, "sha256");
        auto bytes = item.find("bytes");
        const bool counted = bytes != item.end() && bytes->is_number_unsigned();
        if (counted)
            file.bytes = bytes->get<std::uint64_t>();
        if (!counted || !isSafeRelativePath(file.path) || (!file.sha256.empty() && !isSha256Hex(file.sha256)))
            record.skipped.push_back(toPlainText(file.path));
        else
            record.files.push_back(std::move(file));
    }
    std::sort(record.files.begin(), record.files.end(),
              [](const RecordedFile& a, const RecordedFile& b) { return a.path < b.path; });
}

}  // namespace

std::optional<std::uint64_t> ExitRecord::sizeOf(std::string_view path) const {
    for (const RecordedFile& file : files) {
        if (file.path == path)
            return file.bytes;
    }
    return std::nullopt;
}

Result<ExitRecord> parseExitRecord(std::string_view text) {
    const Json json = Json::parse(text, nullptr, false);
    const Error corrupt{ErrorCode::Corrupt, "exit.json, the record of the run's end, cannot be read.",
                        "Look at the run's folder on the host.", toPlainText(text.substr(0, 500))};
    if (!json.is_object() || integerOf(json, "flambeau") != 1)
        return corrupt;
    ExitRecord record;
    record.run = textOf(json, "run");
    auto state = domain::runStateFromString(textOf(json, "state"));
    if (!state || (*state != domain::RunState::Completed && *state != domain::RunState::Failed &&
                   *state != domain::RunState::Canceled))
        return corrupt;
    record.state = *state;
    record.reason = toPlainText(textOf(json, "reason").substr(0, maxReason));
    record.exitCode = integerOf(json, "exit_code");
    record.signal = integerOf(json, "signal").value_or(0);
    record.rank = std::max(0, integerOf(json, "rank").value_or(0));
    auto timedOut = json.find("timed_out");
    record.timedOut = timedOut != json.end() && timedOut->is_boolean() && timedOut->get<bool>();
    record.stoppedOutside = textOf(json, "stopped") == "term";
    record.started = numberOf(json, "started");
    record.ended = numberOf(json, "ended");
    auto ranks = json.find("ranks");
    if (ranks != json.end() && ranks->is_array()) {
        for (const Json& item : *ranks) {
            if (item.is_object())
                record.ranks.push_back(rankOf(item));
        }
    }
    record.left = textsOf(json, "left");
    record.skipped = textsOf(json, "skipped");
    readFiles(json, record);
    return record;
}

}  // namespace flambeau::launch
