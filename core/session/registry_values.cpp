// SPDX-License-Identifier: GPL-3.0-or-later
#include "registry_values.h"

#include <algorithm>

#include "flambeau/base/strings.h"

namespace flambeau::session {

namespace {

nlohmann::json parsed(const std::string& text, const nlohmann::json& otherwise) {
    if (text.empty())
        return otherwise;
    auto json = nlohmann::json::parse(text, nullptr, false);
    return json.is_discarded() ? otherwise : json;
}

std::string textAt(const nlohmann::json& json, const char* key) {
    if (!json.is_object())
        return {};
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

nlohmann::json orNull(const std::string& text) {
    return text.empty() ? nlohmann::json() : nlohmann::json(text);
}

}  // namespace

std::string jsonText(const nlohmann::json& json) {
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

const ModelFileEntry* ModelVersion::file(std::string_view path) const {
    const auto found = std::find_if(files.begin(), files.end(), [&](const auto& entry) { return entry.path == path; });
    return found == files.end() ? nullptr : &*found;
}

const ModelFileEntry* ModelVersion::weights() const {
    for (const char* name : {"best.safetensors", "weights.safetensors", "model.safetensors", "last.safetensors"}) {
        if (const ModelFileEntry* entry = file(name))
            return entry;
    }
    const ModelFileEntry* only = nullptr;
    for (const ModelFileEntry& entry : files) {
        const bool weights = (endsWith(entry.path, ".safetensors") && entry.path != "reference.safetensors") ||
                             endsWith(entry.path, ".pth") || endsWith(entry.path, ".pt");
        if (!weights)
            continue;
        if (only)
            return nullptr;
        only = &entry;
    }
    return only;
}

std::string ModelVersion::note() const {
    if (usable())
        return {};
    if (weights())
        return "Flambeau cannot run it: no model.json beside the weights says how the network is built. The weights "
               "can "
               "begin a run (weights=model:" +
               name + "@" + std::to_string(version) + ").";
    if (file("model.json"))
        return "Flambeau cannot run it: there are no weights beside model.json.";
    return "Flambeau cannot run it: a model that it can run has model.json and weights. Its files are kept and can be "
           "downloaded.";
}

ModelVersion fromStore(const store::ModelVersion& row) {
    ModelVersion version;
    version.name = row.name;
    version.version = row.version;
    version.aliases = row.aliases;
    version.tags = row.tags;
    version.description = row.description;
    version.run = row.run ? row.run->str() : std::string();
    version.created = row.created;
    version.removed = row.trashed;
    version.metrics = parsed(row.metrics, nlohmann::json::object());
    version.onnx = parsed(row.onnx, nlohmann::json());
    for (const store::ModelFile& file : row.files)
        version.files.push_back({file.path, file.sha256, file.bytes});
    const nlohmann::json lineage = parsed(row.lineage, nlohmann::json::object());
    version.source = textAt(lineage, "source");
    version.engine = textAt(lineage, "engine");
    version.dataRoot = textAt(lineage, "data_root");
    if (lineage.is_object() && lineage.contains("parameters"))
        version.parameters = lineage["parameters"];
    if (lineage.is_object() && lineage.contains("dataset")) {
        const nlohmann::json& dataset = lineage["dataset"];
        version.dataset.name = textAt(dataset, "name");
        version.dataset.fingerprint = textAt(dataset, "fingerprint");
        if (dataset.is_object() && dataset.contains("version") && dataset["version"].is_number_integer())
            version.dataset.version = dataset["version"].get<int>();
    }
    if (lineage.is_object() && lineage.contains("classes") && lineage["classes"].is_array()) {
        for (const auto& name : lineage["classes"]) {
            if (name.is_string())
                version.classes.push_back(name.get<std::string>());
        }
    }
    return version;
}

std::string lineageText(const ModelVersion& version) {
    return jsonText({{"source", version.source},
                     {"engine", version.engine},
                     {"data_root", version.dataRoot},
                     {"parameters", version.parameters},
                     {"classes", version.classes},
                     {"dataset",
                      {{"name", version.dataset.name},
                       {"version", version.dataset.version},
                       {"fingerprint", version.dataset.fingerprint}}}});
}

nlohmann::json toJson(const ModelVersion& version) {
    nlohmann::json files = nlohmann::json::array();
    for (const ModelFileEntry& file : version.files)
        files.push_back({{"path", file.path}, {"sha256", file.sha256}, {"bytes", file.bytes}});
    nlohmann::json json = {
        {"name", version.name},
        {"version", version.version},
        {"aliases", version.aliases},
        {"tags", version.tags},
        {"description", version.description},
        {"note", orNull(version.note())},
        {"run", orNull(version.run)},
        {"source", version.source},
        {"dataset",
         {{"name", orNull(version.dataset.name)},
          {"version", version.dataset.version > 0 ? nlohmann::json(version.dataset.version) : nlohmann::json()},
          {"fingerprint", orNull(version.dataset.fingerprint)}}},
        {"engine", orNull(version.engine)},
        {"parameters", version.parameters},
        {"metrics", version.metrics},
        {"classes", version.classes},
        {"files", files},
        {"onnx", version.onnx},
        {"created", version.created},
        {"removed", version.removed > 0 ? nlohmann::json(version.removed) : nlohmann::json()}};
    for (const LostAlias& lost : version.lostAliases)
        json["aliases_lost"].push_back({{"alias", lost.alias}, {"now", lost.now}});
    return json;
}

Result<ModelReference> parseModelReference(std::string_view text) {
    ModelReference reference;
    const auto at = text.find('@');
    reference.name = std::string(text.substr(0, at));
    if (at != std::string_view::npos)
        reference.selector = std::string(text.substr(at + 1));
    const bool selected = at == std::string_view::npos || isValidName(reference.selector);
    if (!isValidName(reference.name) || !selected)
        return Error{ErrorCode::InvalidArgument,
                     "'" + toPlainText(text) + "' names no model.",
                     "Write NAME, NAME@2 or NAME@ALIAS; names are made of letters, digits, '.', '_' and '-'.",
                     {}};
    return reference;
}

}  // namespace flambeau::session
