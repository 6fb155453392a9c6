// SPDX-License-Identifier: GPL-3.0-or-later
#include "form.h"

#include <cmath>
#include <map>

#include "flambeau/base/strings.h"
#include "flambeau/domain/run_definition.h"
#include "flambeau/domain/this_machine.h"
#include "flambeau/session/run_prepare.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::newrun {
namespace {

constexpr int kTinyPictures = 96;            ///< pixels: what the small network is made for
constexpr std::int64_t kFewPictures = 5000;  ///< so few teach a new head, hardly a whole network

bool isWhole(double value) {
    return value == std::floor(value) && std::abs(value) < 1e15;
}

/// To be read again, by the form and by the command.
std::string plainNumber(double value) {
    return isWhole(value) ? std::to_string(static_cast<std::int64_t>(value)) : formatDouble(value);
}

/// For a person, with marks between thousands.
QString shownNumber(double value) {
    return text(isWhole(value) ? formatCount(static_cast<std::int64_t>(value)) : formatDouble(value));
}

/// Empty: it is no number of minutes that a run could last.
std::optional<double> secondsOf(const std::string& minutes) {
    if (trim(minutes).empty())
        return 0;
    const auto number = format::parseReal(text(minutes));
    return number && *number > 0 && *number <= 1e6 ? std::optional(*number * 60) : std::nullopt;
}

}  // namespace

Form::Form() {
    for (const auto& spec : domain::recipeParameters(recipe))
        values[spec.name] = domain::formatParameter(spec.defaultValue);
}

const std::string& Form::value(const std::string& parameter) const {
    static const std::string none;
    const auto found = values.find(parameter);
    return found == values.end() ? none : found->second;
}

void Form::set(const std::string& parameter, const std::string& text) {
    values[parameter] = text;
    touched.insert(parameter);
}

session::RunRequest Form::request() const {
    session::RunRequest request;
    request.recipe = recipe;
    request.dataset = dataset;
    request.name = std::string(trim(name));
    request.experiment = std::string(trim(experiment));
    request.registerAs = std::string(trim(registerAs));
    request.notes = notes;
    request.tags = tags;
    request.compute = compute;
    if (!compute.empty())
        request.gpus = gpus;
    request.timeLimit = secondsOf(minutes).value_or(0);
    request.priority = priority;
    request.resumes = resumes;
    for (const auto& spec : domain::recipeParameters(recipe)) {
        if (const std::string& text = value(spec.name); differs(spec, text))
            request.set[spec.name] = std::string(trim(text));
    }
    return request;
}

Form Form::of(const session::RunRequest& request) {
    Form form;
    if (!request.recipe.empty() && request.recipe != form.recipe) {
        form.recipe = request.recipe;
        form.values.clear();
        for (const auto& spec : domain::recipeParameters(form.recipe))
            form.values[spec.name] = domain::formatParameter(spec.defaultValue);
    }
    form.dataset = request.dataset;
    form.name = request.name;
    form.experiment = request.experiment;
    form.registerAs = request.registerAs;
    form.notes = request.notes;
    form.tags = request.tags;
    form.compute = domain::isThisMachine(request.compute) ? std::string() : request.compute;
    form.gpus = request.gpus;
    if (request.timeLimit > 0)
        form.minutes = plainNumber(request.timeLimit / 60);
    form.priority = request.priority;
    form.resumes = request.resumes;
    for (const auto& [name, text] : request.set)
        form.values[name] = text;
    for (const auto& [name, text] : form.values)
        form.touched.insert(name);  // what was filled in once is meant as it is, defaults too
    return form;
}

void Form::suit(const DatasetFacts& dataset, bool gpu) {
    const auto propose = [this](const char* name, const char* text) {
        if (!touched.contains(name))
            values[name] = text;
    };
    if (dataset.side > 0 && dataset.side <= kTinyPictures) {
        propose("arch", "tiny");
        if (value("arch") == "tiny")
            propose("weights", "none");
    } else {
        propose("arch", gpu ? "resnet18" : "mobilenet_v2");
        if (value("arch") != "tiny")
            propose("weights", "imagenet");
    }
    const bool head = value("weights") != "none" && dataset.train < kFewPictures;
    propose("freeze", head ? "backbone" : "none");
    // The small network has learned nothing yet: steps that adapt and a rate that falls get it further in few epochs,
    // and what is cut out of a small picture at random is often not what it shows.
    const bool small = value("arch") == "tiny" && value("weights") == "none";
    const std::map<std::string, std::string> begin = {
        {"optimizer", "adamw"}, {"lr", "0.003"}, {"scheduler", "cosine"}, {"augmentation", "none"}};
    for (const auto& spec : domain::recipeParameters(recipe)) {
        if (const auto found = begin.find(spec.name); found != begin.end())
            propose(spec.name.c_str(),
                    small ? found->second.c_str() : domain::formatParameter(spec.defaultValue).c_str());
    }
}

bool differs(const domain::ParameterSpec& spec, const std::string& text) {
    const auto value = domain::parseParameter(spec, text);
    return !value || domain::formatParameter(*value) != domain::formatParameter(spec.defaultValue);
}

std::vector<domain::ParameterSpec> expertParameters(const std::string& recipe) {
    // These have a place of their own on the page.
    static const std::set<std::string> kElsewhere = {"weights", "device"};
    std::vector<domain::ParameterSpec> expert;
    for (const auto& spec : domain::recipeParameters(recipe)) {
        if (spec.expert && !kElsewhere.contains(spec.name))
            expert.push_back(spec);
    }
    return expert;
}

int changedExpert(const Form& form) {
    int changed = 0;
    for (const auto& spec : expertParameters(form.recipe))
        changed += differs(spec, form.value(spec.name)) ? 1 : 0;
    return changed;
}

std::map<std::string, domain::Problem> problemsOf(const Form& form) {
    std::vector<domain::Problem> problems;
    domain::RunDefinition definition;
    definition.recipe = form.recipe;
    definition.parameters = session::parameterValues(form.recipe, form.values, {}, problems);
    definition.name = trim(form.name).empty() ? "unnamed" : form.name;
    definition.dataset.name = form.dataset;
    definition.registerAs.model = std::string(trim(form.registerAs));
    if (problems.empty())
        problems = domain::validate(definition);
    const std::string experiment(trim(form.experiment));
    if (!experiment.empty() && !isValidName(experiment))
        problems.push_back({"experiment", "An experiment cannot be named '" + experiment + "'",
                            "Use letters, digits, '.', '_' and '-' only."});
    if (!secondsOf(form.minutes))
        problems.push_back({"time_limit", "A limit is a number of minutes above 0", "Leave it empty for none."});
    std::map<std::string, domain::Problem> byField;
    for (const auto& problem : problems) {
        // The words of the form: its dataset is chosen here, not with a command.
        if (problem.field == "dataset")
            byField.emplace("dataset", domain::Problem{"dataset", "No dataset is chosen", ""});
        else
            byField.emplace(problem.field, problem);
    }
    return byField;
}

std::string commandLine(const session::RunRequest& request, const std::string& workspace) {
    std::string line = "flambeau-cli";
    const auto option = [&line](const std::string& name, const std::string& value) {
        if (value.empty())
            return;
        // A value that begins with a dash would be read as an option of its own.
        line += " " + name + (startsWith(value, "-") ? "=" : " ") + shellQuote(value);
    };
    option("--workspace", workspace);
    line += " run start";
    option("--recipe", request.recipe);
    option("--dataset", request.dataset);
    option("--compute", request.compute);
    if (!request.compute.empty() && request.gpus)
        option("--gpus", std::to_string(*request.gpus));
    if (request.timeLimit > 0)
        option("--time-limit", plainNumber(request.timeLimit / 60));
    if (request.priority != 0)
        option("--priority", std::to_string(request.priority));
    if (request.resumes > 0)
        option("--resume-lost", std::to_string(request.resumes));
    for (const auto& spec : domain::recipeParameters(request.recipe)) {  // in the form's order
        if (const auto set = request.set.find(spec.name); set != request.set.end())
            line += " --set " + shellQuote(set->first) + "=" + shellQuote(set->second);
    }
    option("--experiment", request.experiment);
    option("--name", request.name);
    option("--register", request.registerAs);
    option("--notes", request.notes);
    for (const std::string& tag : request.tags)
        option("--tag", tag);
    return line;
}

QString parameterRange(const domain::ParameterSpec& spec) {
    const QString usual = QString::fromStdString(domain::formatParameter(spec.defaultValue));
    if (spec.type == domain::ParameterType::Choice || spec.type == domain::ParameterType::Text)
        return say("default %1").arg(usual);
    return say("%1 to %2, default %3").arg(shownNumber(spec.min), shownNumber(spec.max), usual);
}

}  // namespace flambeau::ui::newrun
