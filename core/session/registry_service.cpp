// SPDX-License-Identifier: GPL-3.0-or-later
// Looking at the registry and changing what is no file: aliases, tags, descriptions, the trash.
#include "flambeau/session/registry_service.h"

#include <algorithm>
#include <map>
#include <set>

#include "flambeau/base/strings.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/artifacts.h"
#include "flambeau/store/models.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/workspace.h"
#include "registry_values.h"

namespace flambeau::session {

namespace {

constexpr std::size_t kNearEnough = 3;

std::string nearestModel(const store::Models& models, const std::string& name) {
    std::string nearest;
    std::size_t distance = kNearEnough + 1;
    const auto all = models.list();
    if (!all.ok())
        return nearest;
    for (const store::Model& model : *all) {
        const std::size_t edits = editDistance(toLowerAscii(name), toLowerAscii(model.name));
        if (edits < distance) {
            distance = edits;
            nearest = model.name;
        }
    }
    return nearest;
}

/// The store's NotFound, with what the user may have meant.
Error notFound(const store::Models& models, const std::string& text, const ModelReference& reference) {
    Error error{ErrorCode::NotFound,
                "There is no model " + text + " in this workspace.",
                "`flambeau-cli model list` names them.",
                {}};
    const auto versions = models.versions(reference.name);
    const std::string nearest = nearestModel(models, reference.name);
    if (versions.ok() && !versions->empty()) {
        std::vector<std::string> known;
        for (const store::ModelVersion& version : *versions) {
            known.push_back(version.name + "@" + std::to_string(version.version));
            for (const std::string& alias : version.aliases)
                known.push_back(version.name + "@" + alias);
        }
        known.resize(std::min<std::size_t>(known.size(), 10));
        error.hint = "There are " + join(known, ", ") + ".";
    } else if (!nearest.empty()) {
        error.hint = "Did you mean " + nearest + "? " + error.hint;
    }
    return error;
}

void compareObjects(const std::string& what, const nlohmann::json& first, const nlohmann::json& second,
                    std::vector<ModelDifference>& differences) {
    const auto show = [](const nlohmann::json& object, const std::string& key) -> std::string {
        if (!object.is_object() || !object.contains(key))
            return "";
        const nlohmann::json& value = object[key];
        if (value.is_number_float())
            return formatDouble(value.get<double>());
        return value.is_string() ? value.get<std::string>() : jsonText(value);
    };
    std::set<std::string> keys;
    for (const nlohmann::json* object : {&first, &second}) {
        if (object->is_object()) {
            for (const auto& [key, value] : object->items())
                keys.insert(key);
        }
    }
    for (const std::string& key : keys) {
        const std::string a = show(first, key), b = show(second, key);
        if (a != b)
            differences.push_back({what + " " + key, a, b});
    }
}

}  // namespace

Result<RunId> RegistryService::resolveRun(const std::string& text) {
    return store::Runs(m_workspace.store()).resolve(text);
}

Result<ModelVersion> RegistryService::find(const std::string& text) {
    FLAMBEAU_TRY(const ModelReference reference, parseModelReference(text));
    const store::Models models(m_workspace.store());
    const bool newest = reference.selector.empty() || reference.selector == "latest";
    const auto row = newest ? models.get(reference.name) : models.resolve(text);
    if (!row.ok())
        return row.error().code == ErrorCode::NotFound ? notFound(models, text, reference) : row.error();
    return fromStore(*row);
}

Result<std::vector<ModelVersion>> RegistryService::list(bool trash) {
    const store::Models models(m_workspace.store());
    std::vector<ModelVersion> result;
    if (trash) {
        FLAMBEAU_TRY(const auto rows, models.trash());
        for (const store::ModelVersion& row : rows)
            result.push_back(fromStore(row));
        return result;
    }
    FLAMBEAU_TRY(const auto names, models.list());
    for (const store::Model& model : names) {
        FLAMBEAU_TRY(auto versions, this->versions(model.name));
        std::move(versions.begin(), versions.end(), std::back_inserter(result));
    }
    return result;
}

Result<std::vector<ModelVersion>> RegistryService::versions(const std::string& name) {
    FLAMBEAU_TRY(const auto rows, store::Models(m_workspace.store()).versions(name));
    std::vector<ModelVersion> result;
    for (const store::ModelVersion& row : rows)
        result.push_back(fromStore(row));
    return result;
}

std::vector<ModelDifference> RegistryService::compare(const ModelVersion& first, const ModelVersion& second) {
    std::vector<ModelDifference> differences;
    compareObjects("metric", first.metrics, second.metrics, differences);
    compareObjects("parameter", first.parameters, second.parameters, differences);
    const auto text = [&differences](const char* what, const std::string& a, const std::string& b) {
        if (a != b)
            differences.push_back({what, a, b});
    };
    const auto dataset = [](const ModelVersion& version) {
        return version.dataset.name.empty() ? std::string()
                                            : version.dataset.name + "@" + std::to_string(version.dataset.version);
    };
    text("dataset", dataset(first), dataset(second));
    text("dataset fingerprint", first.dataset.fingerprint, second.dataset.fingerprint);
    text("engine", first.engine, second.engine);
    text("run", first.run, second.run);
    text("classes", join(first.classes, ", "), join(second.classes, ", "));
    std::map<std::string, std::pair<std::string, std::string>> files;
    for (const ModelFileEntry& file : first.files)
        files[file.path].first = file.sha256;
    for (const ModelFileEntry& file : second.files)
        files[file.path].second = file.sha256;
    for (const auto& [path, hashes] : files)
        text(("file " + path).c_str(), hashes.first, hashes.second);
    const auto verified = [](const ModelVersion& version) {
        return version.onnx.is_object() && version.onnx.contains("verified_by") &&
                       version.onnx["verified_by"].is_string()
                   ? version.onnx["verified_by"].get<std::string>()
                   : std::string();
    };
    text("ONNX verified by", verified(first), verified(second));
    return differences;
}

Result<fs::path> RegistryService::blob(const ModelFileEntry& file) const {
    FLAMBEAU_TRY(const store::Artifact artifact, store::Artifacts(m_workspace.store()).get(file.sha256));
    return artifact.path;
}

Result<ModelVersion> RegistryService::setAlias(const std::string& text, const std::string& alias) {
    FLAMBEAU_TRY(const ModelVersion version, find(text));
    if (alias == "latest")
        return Error{ErrorCode::InvalidArgument,
                     "'latest' always means the newest version; it cannot be an alias.",
                     "Take another word, for example champion.",
                     {}};
    FLAMBEAU_CHECK(store::Models(m_workspace.store()).setAlias(version.name, version.version, alias));
    return find(version.reference());
}

Status RegistryService::removeAlias(const std::string& name, const std::string& alias) {
    return store::Models(m_workspace.store()).removeAlias(name, alias);
}

Result<ModelVersion> RegistryService::changeTags(const std::string& text, const std::vector<std::string>& add,
                                                 const std::vector<std::string>& remove) {
    FLAMBEAU_TRY(const ModelVersion version, find(text));
    std::set<std::string> tags(version.tags.begin(), version.tags.end());
    for (const std::string& tag : add) {
        const std::string plain(trim(tag));
        if (plain.empty() || plain.size() > 100 || toPlainText(plain) != plain || plain.find('\n') != std::string::npos)
            return Error{ErrorCode::InvalidArgument,
                         "'" + toPlainText(tag) + "' cannot be a tag.",
                         "A tag is one line of at most 100 characters.",
                         {}};
        tags.insert(plain);
    }
    for (const std::string& tag : remove)
        tags.erase(std::string(trim(tag)));
    FLAMBEAU_CHECK(store::Models(m_workspace.store())
                       .setTags(version.name, version.version, std::vector<std::string>(tags.begin(), tags.end())));
    return find(version.reference());
}

Result<ModelVersion> RegistryService::setDescription(const std::string& text, const std::string& description) {
    FLAMBEAU_TRY(const ModelVersion version, find(text));
    FLAMBEAU_CHECK(
        store::Models(m_workspace.store()).setDescription(version.name, version.version, toPlainText(description)));
    return find(version.reference());
}

Result<ModelVersion> RegistryService::remove(const std::string& text) {
    FLAMBEAU_TRY(const ModelVersion version, find(text));
    FLAMBEAU_CHECK(store::Models(m_workspace.store()).moveToTrash(version.name, version.version));
    return version;
}

Result<ModelVersion> RegistryService::restore(const std::string& name, int version) {
    FLAMBEAU_TRY(const auto trash, list(true));
    int newest = 0;
    for (const ModelVersion& one : trash) {
        if (one.name == name && (version == 0 || one.version == version))
            newest = std::max(newest, one.version);
    }
    if (newest == 0)
        return Error{ErrorCode::NotFound,
                     "The trash holds no " + toPlainText(name) + (version ? "@" + std::to_string(version) : "") + ".",
                     "`flambeau-cli model list --trash` shows what is in it.",
                     {}};
    version = newest;
    const store::Models models(m_workspace.store());
    FLAMBEAU_TRY(const auto taken, models.restore(name, version));
    FLAMBEAU_TRY(ModelVersion restored, find(name + "@" + std::to_string(version)));
    for (const store::TakenAlias& one : taken)
        restored.lostAliases.push_back({one.alias, name + "@" + std::to_string(one.version)});
    return restored;
}

}  // namespace flambeau::session
