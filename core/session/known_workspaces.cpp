// SPDX-License-Identifier: GPL-3.0-or-later
#include "known_workspaces.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "flambeau/base/clock.h"
#include "flambeau/session/workspace.h"

namespace flambeau::session {

namespace {

constexpr std::size_t kRemembered = 50;
constexpr double kRememberAgainSeconds = 3600;  ///< a command that runs every second must not write every second

fs::path listFile() { return userConfigDir() / "flambeau" / "workspaces.json"; }

nlohmann::json readList() {
    auto text = readFile(listFile(), 1 << 20);
    if (!text.ok())
        return nlohmann::json::object();
    auto json = nlohmann::json::parse(*text, nullptr, false);
    return json.is_object() ? json : nlohmann::json::object();
}

std::vector<KnownWorkspace> entriesOf(const nlohmann::json& json) {
    std::vector<KnownWorkspace> entries;
    const auto list = json.find("workspaces");
    if (list == json.end() || !list->is_array())
        return entries;
    for (const auto& item : *list) {
        if (!item.is_object() || !item.contains("path") || !item["path"].is_string())
            continue;
        KnownWorkspace entry;
        entry.path = item["path"].get<std::string>();
        if (item.contains("last_used") && item["last_used"].is_number())
            entry.lastUsed = item["last_used"].get<double>();
        entries.push_back(std::move(entry));
    }
    return entries;
}

Status writeList(const std::vector<KnownWorkspace>& entries, const nlohmann::json& chosen) {
    nlohmann::json json = {{"workspaces", nlohmann::json::array()}};
    for (const KnownWorkspace& entry : entries)
        json["workspaces"].push_back({{"path", entry.path.string()}, {"last_used", entry.lastUsed}});
    if (chosen.is_string())
        json["chosen"] = chosen;
    FLAMBEAU_CHECK(makeDirs(listFile().parent_path()));
    return writeFileAtomic(listFile(), json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

std::vector<KnownWorkspace> withAtHead(std::vector<KnownWorkspace> entries, const fs::path& root) {
    std::erase_if(entries, [&](const KnownWorkspace& entry) { return entry.path == root; });
    entries.insert(entries.begin(), KnownWorkspace{root, unixNow()});
    if (entries.size() > kRemembered)
        entries.resize(kRemembered);
    return entries;
}

}  // namespace

fs::path chosenWorkspace() {
    const nlohmann::json json = readList();
    const auto chosen = json.find("chosen");
    if (chosen == json.end() || !chosen->is_string())
        return {};
    fs::path path = chosen->get<std::string>();
    return path.is_absolute() ? path : fs::path();
}

void rememberWorkspace(const fs::path& root) {
    const nlohmann::json json = readList();
    auto entries = entriesOf(json);
    if (!entries.empty() && entries.front().path == root &&
        unixNow() - entries.front().lastUsed < kRememberAgainSeconds)
        return;
    const Status written =
        writeList(withAtHead(std::move(entries), root), json.contains("chosen") ? json["chosen"] : nlohmann::json());
    static_cast<void>(written.ok());  // a read-only home must not keep anybody from working
}

std::vector<KnownWorkspace> knownWorkspaces() {
    auto entries = entriesOf(readList());
    std::erase_if(entries, [](const KnownWorkspace& entry) {
        std::error_code ignored;
        return !fs::exists(WorkspacePaths{entry.path}.database(), ignored);
    });
    return entries;
}

Status useWorkspace(const fs::path& root) {
    return writeList(withAtHead(entriesOf(readList()), root), root.string());
}

}  // namespace flambeau::session
