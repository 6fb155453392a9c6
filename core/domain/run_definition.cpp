// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/domain/run_definition.h"

#include "flambeau/base/files.h"
#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "json_fields.h"

namespace flambeau::domain {
namespace {

constexpr int definitionVersion = 1;
constexpr int kMostResumes = 100;

bool insideRunFolder(const std::string& path) { return path.empty() || isSafeRelativePath(path); }

Result<InitialWeights> weightsFromJson(const nlohmann::json& json) {
    Fields fields(json, "The run's initial weights");
    InitialWeights weights{fields.text("source"), fields.textOr("path", ""), fields.textOr("sha256", "")};
    if (!insideRunFolder(weights.path))
        fields.fail("lie outside the run's folder");
    if (fields.error())
        return *fields.error();
    return weights;
}

Result<ResumedFrom> resumedFromJson(const nlohmann::json& json) {
    Fields fields(json, "The run that this one resumes");
    ResumedFrom resumed{fields.text("run", 64), fields.text("path"), fields.text("sha256", 64),
                        fields.integer("next_step", 0, INT64_MAX)};
    if (!isUuid(resumed.run) || !isSafeRelativePath(resumed.path) || !isSha256Hex(resumed.sha256))
        fields.fail("is not well described");
    if (fields.error())
        return *fields.error();
    return resumed;
}

}  // namespace

nlohmann::json toJson(const Parameters& parameters) {
    nlohmann::json json = nlohmann::json::object();
    for (const auto& [name, value] : parameters)
        std::visit([&, &key = name](const auto& plain) { json[key] = plain; }, value);
    return json;
}

Result<Parameters> parametersFromJson(const nlohmann::json& json) {
    if (!json.is_object() || json.size() > 1000)
        return Error{ErrorCode::Corrupt, "The parameters are no JSON object", {}, {}};
    Parameters parameters;
    for (const auto& [name, value] : json.items()) {
        if (value.is_number_integer())
            parameters[name] = value.get<std::int64_t>();
        else if (value.is_number())
            parameters[name] = value.get<double>();
        else if (value.is_string())
            parameters[name] = value.get<std::string>();
        else
            return Error{ErrorCode::Corrupt, "The parameter '" + name + "' is neither a number nor a text", {}, {}};
    }
    return parameters;
}

nlohmann::json toJson(const RunDefinition& definition) {
    nlohmann::json json{{"flambeau_run", definitionVersion},
                        {"id", definition.id.str()},
                        {"name", definition.name},
                        {"experiment", definition.experiment},
                        {"recipe", definition.recipe},
                        {"parameters", toJson(definition.parameters)},
                        {"compute", definition.compute},
                        {"engine", definition.engine},
                        {"created", definition.created}};
    json["dataset"] = {{"name", definition.dataset.name},
                       {"version", definition.dataset.version},
                       {"fingerprint", definition.dataset.fingerprint}};
    json["initial_weights"] = {{"source", definition.initialWeights.source},
                               {"path", definition.initialWeights.path},
                               {"sha256", definition.initialWeights.sha256}};
    if (definition.gpus > 0)
        json["gpus"] = definition.gpus;
    if (definition.priority != 0)
        json["priority"] = definition.priority;
    if (definition.timeLimit > 0)
        json["time_limit"] = definition.timeLimit;
    if (definition.resumes > 0)
        json["resumes"] = definition.resumes;
    json["resumed_from"] = nullptr;
    if (definition.resumedFrom)
        json["resumed_from"] = {{"run", definition.resumedFrom->run},
                                {"path", definition.resumedFrom->path},
                                {"sha256", definition.resumedFrom->sha256},
                                {"next_step", definition.resumedFrom->nextStep}};
    json["register"] = nullptr;
    if (!definition.registerAs.model.empty())
        json["register"] = {{"model", definition.registerAs.model}, {"metric", definition.registerAs.metric}};
    return json;
}

Result<RunDefinition> runDefinitionFromJson(const nlohmann::json& json) {
    Fields fields(json, "The run's definition");
    if (fields.integer("flambeau_run", 1, INT64_MAX) > definitionVersion)
        return Error{ErrorCode::Unsupported, "The run was defined by a newer Flambeau", "Update Flambeau.", {}};
    RunDefinition definition;
    definition.id = RunId(fields.text("id", 64));
    definition.name = fields.text("name", 200);
    definition.experiment = fields.textOr("experiment", "");
    definition.recipe = fields.text("recipe", 100);
    definition.compute = fields.textOr("compute", "local");
    definition.gpus = fields.find("gpus") ? static_cast<int>(fields.integer("gpus", 0, 1024)) : 0;
    definition.priority = fields.find("priority") ? static_cast<int>(fields.integer("priority", -1000, 1000)) : 0;
    definition.timeLimit = fields.find("time_limit") ? fields.real("time_limit") : 0;
    definition.resumes = fields.find("resumes") ? static_cast<int>(fields.integer("resumes", 0, kMostResumes)) : 0;
    definition.engine = fields.textOr("engine", "");
    definition.created = fields.find("created") ? fields.real("created") : 0;
    if (!isUuid(definition.id.str()))
        fields.fail("has no run id");
    if (fields.error())
        return *fields.error();
    const auto* parameters = fields.find("parameters");
    FLAMBEAU_TRY(definition.parameters, parametersFromJson(parameters ? *parameters : nlohmann::json::object()));
    if (const auto* dataset = fields.find("dataset")) {
        Fields inner(*dataset, "The run's dataset");
        definition.dataset = {inner.text("name", 200), static_cast<int>(inner.integer("version", 0, INT32_MAX)),
                              inner.textOr("fingerprint", "")};
        if (inner.error())
            return *inner.error();
    }
    if (const auto* weights = fields.find("initial_weights")) {
        FLAMBEAU_TRY(definition.initialWeights, weightsFromJson(*weights));
    }
    if (const auto* resumed = fields.find("resumed_from")) {
        FLAMBEAU_TRY(definition.resumedFrom, resumedFromJson(*resumed));
    }
    if (const auto* rule = fields.find("register")) {
        Fields inner(*rule, "The run's rule for registering");
        definition.registerAs = {inner.text("model", 200), inner.textOr("metric", "val/acc")};
        if (inner.error())
            return *inner.error();
    }
    return definition;
}

std::string RunDefinition::hash() const {
    nlohmann::json json = toJson(*this);
    for (const char* name : {"id", "name", "experiment", "register", "created", "priority", "time_limit", "resumes"})
        json.erase(name);
    return sha256Hex(json.dump());
}

std::vector<Problem> validate(const RunDefinition& definition) {
    std::vector<Problem> problems = validateParameters(definition.recipe, definition.parameters);
    if (trim(definition.name).empty() || definition.name.size() > 200)
        problems.push_back({"name", "The run has no name, or one of over 200 characters", "Give it a short name."});
    if (definition.priority < -1000 || definition.priority > 1000)
        problems.push_back({"priority", "A priority is a number from -1000 to 1000", ""});
    if (!(definition.timeLimit >= 0 && definition.timeLimit <= 1e8))
        problems.push_back({"time_limit", "A time limit is a number of seconds, 0 or more", "Leave it out for none."});
    if (definition.resumes < 0 || definition.resumes > kMostResumes)
        problems.push_back({"resumes", "A run resumes itself 0 to 100 times", ""});
    if (definition.dataset.name.empty())
        problems.push_back({"dataset", "No dataset is chosen", "Choose one, or add one with 'dataset add'."});
    if (!definition.registerAs.model.empty() && !isValidName(definition.registerAs.model))
        problems.push_back({"register", "A model cannot be named '" + definition.registerAs.model + "'",
                            "Use letters, digits, '.', '_' and '-' only."});
    return problems;
}

}  // namespace flambeau::domain
