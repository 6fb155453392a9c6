// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/run_drafts.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "flambeau/base/clock.h"
#include "flambeau/base/strings.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/settings.h"
#include "flambeau/store/workspace.h"

namespace flambeau::session {

namespace {

constexpr const char* kPrefix = "draft/";
constexpr std::size_t kLongestName = 100;

std::string textOf(const nlohmann::json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

int numberOf(const nlohmann::json& json, const char* key, std::int64_t least, std::int64_t most) {
    const auto found = json.find(key);
    return found != json.end() && found->is_number_integer()
               ? static_cast<int>(std::clamp(found->get<std::int64_t>(), least, most))
               : 0;
}

std::optional<RunDraft> draftOf(const std::string& key, const std::string& text) {
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_object())
        return std::nullopt;
    RunDraft draft;
    draft.name = key.substr(std::string_view(kPrefix).size());
    if (const auto saved = json.find("saved"); saved != json.end() && saved->is_number())
        draft.saved = saved->get<double>();
    if (const auto request = json.find("request"); request != json.end())
        draft.request = runRequestFromJson(*request);
    return draft;
}

}  // namespace

nlohmann::json toJson(const RunRequest& request) {
    return {{"recipe", request.recipe},
            {"dataset", request.dataset},
            {"name", request.name},
            {"experiment", request.experiment},
            {"set", request.set},
            {"register_as", request.registerAs},
            {"compute", request.compute},
            {"gpus", request.gpus ? nlohmann::json(*request.gpus) : nlohmann::json()},
            {"time_limit", request.timeLimit},
            {"priority", request.priority},
            {"resumes", request.resumes},
            {"notes", request.notes},
            {"tags", request.tags}};
}

RunRequest runRequestFromJson(const nlohmann::json& json) {
    RunRequest request;
    if (!json.is_object())
        return request;
    request.recipe = textOf(json, "recipe");
    request.dataset = textOf(json, "dataset");
    request.name = textOf(json, "name");
    request.experiment = textOf(json, "experiment");
    request.registerAs = textOf(json, "register_as");
    request.compute = textOf(json, "compute");
    if (const auto gpus = json.find("gpus"); gpus != json.end() && gpus->is_number_integer())
        request.gpus = static_cast<int>(std::clamp<std::int64_t>(gpus->get<std::int64_t>(), 0, 64));
    if (const auto limit = json.find("time_limit"); limit != json.end() && limit->is_number())
        request.timeLimit = std::clamp(limit->get<double>(), 0.0, 1e8);
    request.priority = numberOf(json, "priority", -1000, 1000);
    request.resumes = numberOf(json, "resumes", 0, 100);
    request.notes = textOf(json, "notes");
    if (const auto set = json.find("set"); set != json.end() && set->is_object()) {
        for (const auto& [name, value] : set->items()) {
            if (value.is_string())
                request.set[name] = value.get<std::string>();
        }
    }
    if (const auto tags = json.find("tags"); tags != json.end() && tags->is_array()) {
        for (const auto& tag : *tags) {
            if (tag.is_string())
                request.tags.push_back(tag.get<std::string>());
        }
    }
    return request;
}

Result<std::vector<RunDraft>> RunDrafts::list() const {
    FLAMBEAU_TRY(const auto settings, store::Settings(m_workspace.store()).all());
    std::vector<RunDraft> drafts;
    for (const auto& [key, value] : settings) {
        if (!startsWith(key, kPrefix))
            continue;
        if (auto draft = draftOf(key, value))
            drafts.push_back(std::move(*draft));
    }
    std::stable_sort(drafts.begin(), drafts.end(), [](const auto& a, const auto& b) { return a.saved > b.saved; });
    return drafts;
}

Result<RunDraft> RunDrafts::find(const std::string& name) const {
    FLAMBEAU_TRY(const auto text, store::Settings(m_workspace.store()).get(kPrefix + name));
    auto draft = text ? draftOf(kPrefix + name, *text) : std::nullopt;
    if (!draft)
        return Error{ErrorCode::NotFound, "There is no draft '" + name + "'.", "It may have been deleted.", {}};
    return *draft;
}

Status RunDrafts::save(const RunDraft& draft) const {
    if (trim(draft.name).empty() || draft.name.size() > kLongestName || draft.name.find('\0') != std::string::npos)
        return Error{ErrorCode::InvalidArgument, "A draft needs a name of at most 100 characters.", {}, {}};
    const nlohmann::json json = {{"saved", draft.saved > 0 ? draft.saved : unixNow()},
                                 {"request", toJson(draft.request)}};
    return store::Settings(m_workspace.store())
        .set(kPrefix + draft.name, json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

Status RunDrafts::remove(const std::string& name) const {
    return store::Settings(m_workspace.store()).remove(kPrefix + name);
}

}  // namespace flambeau::session
