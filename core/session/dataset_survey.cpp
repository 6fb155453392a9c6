// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset_survey.h"

#include <nlohmann/json.hpp>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/dataset/inline_picture.h"
#include "flambeau/session/workspace.h"

namespace flambeau::session {
namespace {

using nlohmann::json;

constexpr std::uint64_t kLargest = 4ull << 30;

}  // namespace

fs::path DatasetService::Survey::fileOf(const Workspace& workspace, const std::string& place,
                                        const std::string& table) {
    return workspace.paths().datasets() / "on-hosts" / (sha256Hex(place + "\n" + table) + ".jsonl");
}

Status DatasetService::Survey::save(const fs::path& file) const {
    std::string text;
    const auto add = [&text](const std::string& line) { text.append(line).push_back('\n'); };
    writeListing(root, listing, add);
    for (const dataset::FileFacts& facts : unread)
        add(json{{"facts", toJson(facts)}}.dump(-1, ' ', false, json::error_handler_t::replace));
    for (const auto& [path, bytes] : tables)
        add(json{{"table", {{"path", path}, {"bytes", dataset::toBase64(bytes)}}}}.dump());
    FLAMBEAU_CHECK(makeDirs(file.parent_path()));
    return writeFileAtomic(file, text);
}

std::optional<DatasetService::Survey> DatasetService::Survey::load(const fs::path& file) {
    const auto text = readFile(file, kLargest);
    if (!text)
        return std::nullopt;
    Survey survey;
    dataset::ListingReader reader;
    std::string_view rest = *text;
    for (std::size_t end; (end = rest.find('\n')) != std::string_view::npos; rest.remove_prefix(end + 1)) {
        const std::string_view line = rest.substr(0, end);
        if (!startsWith(line, "{")) {
            if (!reader.take(line))
                return std::nullopt;
            continue;
        }
        const json value = json::parse(line, nullptr, false);
        if (!value.is_object())
            return std::nullopt;
        if (value.contains("facts")) {
            auto facts = dataset::factsFromJson(value["facts"]);
            if (!facts)
                return std::nullopt;
            survey.unread.push_back(std::move(*facts));
        } else if (value.contains("table") && value["table"].is_object()) {
            const auto bytes = dataset::fromBase64(value["table"].value("bytes", ""));
            if (!bytes)
                return std::nullopt;
            survey.tables[value["table"].value("path", "")] = *bytes;
        }
    }
    survey.root = reader.root();
    auto listing = reader.finish();
    if (!listing)
        return std::nullopt;
    survey.listing = std::move(*listing);
    return survey;
}

}  // namespace flambeau::session
