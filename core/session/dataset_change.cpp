// SPDX-License-Identifier: GPL-3.0-or-later
// What people change about a dataset without touching a file: pictures left out or taken back, labels put right,
// findings looked at. Each is kept with the workspace, so that the same folder imported again brings it along.
#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "dataset_recipe.h"
#include "flambeau/base/clock.h"
#include "flambeau/base/strings.h"
#include "flambeau/session/dataset_stamp.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/datasets.h"
#include "flambeau/store/settings.h"

namespace flambeau::session {

namespace {

std::string summaryKey(const std::string& name, int version) {
    return "dataset/" + name + "@" + std::to_string(version) + "/summary";
}

std::string acknowledgedKey(const std::string& name) {
    return "dataset/" + name + "/acknowledged";
}

/// A file under the dataset's folder may be given by its absolute path as well.
std::string insideOf(const domain::DatasetManifest& manifest, const std::string& path) {
    const fs::path inside = fs::path(path).is_absolute() ? fs::path(path).lexically_relative(manifest.root)
                                                         : fs::path(path).lexically_normal();
    return inside.generic_string();
}

Error noSuchFile(const domain::DatasetManifest& manifest, const std::string& path) {
    return {
        ErrorCode::NotFound,
        "Dataset " + manifest.name + "@" + std::to_string(manifest.version) + " has no file " + toPlainText(path) + ".",
        "Paths are relative to " + manifest.root + ".",
        {}};
}

/// Every path that the manifest speaks of, with or without a picture behind it.
std::set<std::string> knownPaths(const domain::DatasetManifest& manifest) {
    std::set<std::string> known;
    for (const domain::DatasetFile& file : manifest.files)
        known.insert(file.path);
    for (const domain::Finding& finding : manifest.findings)
        known.insert(finding.files.begin(), finding.files.end());
    return known;
}

}  // namespace

Result<AddResult> DatasetService::change(const std::string& text, const DatasetChange& change, std::stop_token stop,
                                         const ProgressCallback& progress) {
    FLAMBEAU_TRY(const domain::DatasetManifest manifest, find(text));
    const std::set<std::string> known = knownPaths(manifest);
    Recipe recipe = recipeOf(manifest.name, manifest.version);
    recipe.options.source = manifest.source;
    recipe.options.on = manifest.on;
    const auto each = [&](const std::vector<std::string>& paths, const auto& apply) -> Status {
        for (const std::string& path : paths) {
            const std::string inside = insideOf(manifest, path);
            if (!known.contains(inside))
                return noSuchFile(manifest, path);
            apply(inside);
        }
        return {};
    };
    FLAMBEAU_CHECK(each(change.leaveOut, [&](const std::string& path) { recipe.decisions[path] = true; }));
    FLAMBEAU_CHECK(each(change.keep, [&](const std::string& path) { recipe.decisions[path] = false; }));
    FLAMBEAU_CHECK(each(change.forget, [&](const std::string& path) {
        recipe.decisions.erase(path);
        recipe.relabelled.erase(path);
    }));
    for (const auto& [path, label] : change.classOf) {
        const std::string inside = insideOf(manifest, path);
        if (!known.contains(inside))
            return noSuchFile(manifest, path);
        if (std::find(manifest.classes.begin(), manifest.classes.end(), label) == manifest.classes.end())
            return Error{ErrorCode::NotFound,
                         "Dataset " + manifest.name + " has no class " + toPlainText(label) + ".",
                         "Its classes are " + toPlainText(join(manifest.classes, ", ")) + ".",
                         {}};
        recipe.relabelled[inside] = label;
    }
    return manifest.on.empty() ? import(recipe, stop, progress) : changeThere(recipe, stop, progress);
}

Result<AddResult> DatasetService::decide(const std::string& text, const std::vector<std::string>& leaveOut,
                                         const std::vector<std::string>& keepPaths, std::stop_token stop,
                                         const ProgressCallback& progress) {
    return change(text, {leaveOut, keepPaths, {}, {}}, std::move(stop), progress);
}

DatasetEntry DatasetService::entryOf(const store::DatasetVersion& version) const {
    DatasetEntry entry;
    entry.name = version.name;
    entry.version = version.version;
    entry.fingerprint = version.fingerprint;
    entry.source = version.source;
    entry.on = domain::datasetPlaceFrom(version.root).on;
    entry.images = version.files;
    entry.bytes = version.bytes;
    entry.created = version.imported;
    entry.removed = version.trashed;
    const auto text = store::Settings(m_workspace.store()).get(summaryKey(version.name, version.version));
    if (!text.ok() || !*text)
        return entry;
    const auto json = nlohmann::json::parse(**text, nullptr, false);
    if (!json.is_object())
        return entry;
    const auto number = [&json](const char* key) {
        const auto found = json.find(key);
        return found != json.end() && found->is_number() ? found->get<double>() : 0;
    };
    entry.classes = static_cast<std::int64_t>(std::clamp(number("classes"), 0.0, 1e15));
    entry.findings = static_cast<std::int64_t>(std::clamp(number("findings"), 0.0, 1e15));
    entry.seconds = std::max(0.0, number("seconds"));
    return entry;
}

/// What a list shows without reading manifests, which can be large. Without it a list says less, and that is all.
void DatasetService::summarize(const AddResult& result) {
    const std::string key = summaryKey(result.manifest.name, result.manifest.version);
    const store::Settings settings(m_workspace.store());
    double seconds = result.seconds;
    // An import that opened nothing says nothing about how long opening takes.
    if (const auto before = settings.get(key); result.scanned == 0 && before.ok() && *before) {
        const auto json = nlohmann::json::parse(**before, nullptr, false);
        if (json.is_object() && json.contains("seconds") && json["seconds"].is_number())
            seconds = json["seconds"].get<double>();
    }
    const nlohmann::json json = {{"classes", result.manifest.classes.size()},
                                 {"findings", result.manifest.findings.size()},
                                 {"seconds", seconds},
                                 {"updated", unixNow()}};
    static_cast<void>(settings.set(key, json.dump()).ok());
}

double datasetUpdated(Workspace& workspace, const std::string& name, int version) {
    const auto text = store::Settings(workspace.store()).get(summaryKey(name, version));
    if (!text.ok() || !*text)
        return 0;
    const auto json = nlohmann::json::parse(**text, nullptr, false);
    const bool known = json.is_object() && json.contains("updated") && json["updated"].is_number();
    return known ? json["updated"].get<double>() : 0;
}

Result<std::vector<DatasetEntry>> DatasetService::versions(const std::string& name) {
    FLAMBEAU_TRY(const auto versions, store::Datasets(m_workspace.store()).versions(name));
    std::vector<DatasetEntry> entries;
    for (const store::DatasetVersion& version : versions)
        entries.push_back(entryOf(version));
    return entries;
}

Result<std::vector<std::string>> DatasetService::acknowledged(const std::string& name) {
    FLAMBEAU_TRY(const auto text, store::Settings(m_workspace.store()).get(acknowledgedKey(name)));
    std::vector<std::string> kinds;
    if (!text)
        return kinds;
    const auto json = nlohmann::json::parse(*text, nullptr, false);
    if (json.is_array()) {
        for (const auto& kind : json) {
            if (kind.is_string())
                kinds.push_back(kind.get<std::string>());
        }
    }
    return kinds;
}

Status DatasetService::acknowledge(const std::string& name, const std::string& kind, bool seen) {
    FLAMBEAU_TRY(auto kinds, acknowledged(name));
    std::erase(kinds, kind);
    if (seen)
        kinds.push_back(kind);
    return store::Settings(m_workspace.store()).set(acknowledgedKey(name), nlohmann::json(kinds).dump());
}

}  // namespace flambeau::session
