// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/domain/parameters.h"

#include <algorithm>
#include <cmath>

#include "flambeau/base/strings.h"

namespace flambeau::domain {
namespace {

constexpr std::string_view imageClassification = "image-classification";

ParameterSpec choice(std::string name, std::string byDefault, std::vector<std::string> choices, std::string help,
                     bool expert = true) {
    return {std::move(name), ParameterType::Choice, std::move(byDefault), 0, 0, std::move(choices), std::move(help), expert};
}

ParameterSpec integer(std::string name, std::int64_t byDefault, double min, double max, std::string help,
                      bool expert = true) {
    return {std::move(name), ParameterType::Integer, byDefault, min, max, {}, std::move(help), expert};
}

ParameterSpec real(std::string name, double byDefault, double min, double max, std::string help, bool expert = true) {
    return {std::move(name), ParameterType::Real, byDefault, min, max, {}, std::move(help), expert};
}

ParameterSpec text(std::string name, std::string byDefault, std::string help) {
    return {std::move(name), ParameterType::Text, std::move(byDefault), 0, 0, {}, std::move(help), false};
}

std::vector<ParameterSpec> makeImageClassification() {
    return {
        choice("arch", "resnet18", {"resnet18", "resnet34", "resnet50", "mobilenet_v2", "tiny"},
               "The network: mobilenet_v2 is quick on a CPU, tiny is for pictures of 16 to 96 pixels", false),
        text("weights", "none",
             "Where training starts: none, imagenet, a .pth or .safetensors file, or model:NAME[@VERSION]"),
        choice("freeze", "none", {"none", "backbone"},
               "backbone trains only the new head: much faster, good with few pictures", false),
        integer("epochs", 10, 1, 100000, "How often the training pictures are gone through", false),
        integer("batch_size", 16, 1, 65536, "Pictures an optimizer step", false),
        real("lr", 0.001, 0, 100, "The learning rate at the start, after the warm-up", false),
        choice("optimizer", "sgd", {"sgd", "adam", "adamw"}, "How the weights follow the gradient"),
        real("momentum", 0.9, 0, 1, "Momentum of sgd; beta1 of adam and adamw"),
        real("weight_decay", 0, 0, 10, "Pull of the weights towards zero"),
        choice("scheduler", "none", {"none", "step", "cosine"}, "How the learning rate falls over the epochs"),
        integer("step_size", 7, 1, 100000, "scheduler=step: epochs between two falls of the learning rate"),
        real("gamma", 0.1, 0, 1, "scheduler=step: what the learning rate is multiplied by"),
        real("warmup_epochs", 0, 0, 100000, "Epochs in which the learning rate rises from zero, step by step"),
        real("label_smoothing", 0, 0, 0.999, "How much of a label's weight is spread over all classes"),
        choice("class_weights", "none", {"none", "balanced"}, "balanced counts pictures of rare classes more"),
        integer("image_size", 0, 0, 4096, "Side of the network's square input in pixels; 0 takes the network's own"),
        choice("augmentation", "flip_crop", {"none", "flip_crop", "colour"},
               "Random changes of training pictures: crops and mirror images; colour adds brightness and colours"),
        choice("precision", "auto", {"auto", "fp32", "bf16"},
               "Arithmetic in training: auto takes bf16 where the machine gains by it; results are judged in fp32"),
        choice("device", "auto", {"auto", "cpu", "cuda:N"}, "Where to train: auto takes a GPU if the engine can use one"),
        integer("threads", 0, 0, 1024, "Processor threads of the arithmetic; 0 takes all cores"),
        integer("workers", 2, 0, 256, "Threads that read and prepare pictures"),
        integer("seed", 0, 0, 4294967295.0, "Start of every random choice: the same seed gives the same run"),
        integer("early_stop_patience", 0, 0, 100000,
                "Stops after this many epochs without a better validation result; 0 never stops early"),
        integer("checkpoint_every", 1, 0, 100000, "Epochs between two checkpoints; 0 keeps only the last"),
    };
}

const ParameterSpec* find(const std::vector<ParameterSpec>& specs, std::string_view name) {
    const auto it = std::find_if(specs.begin(), specs.end(), [&](const auto& spec) { return spec.name == name; });
    return it == specs.end() ? nullptr : &*it;
}

std::string nearest(std::string_view given, const std::vector<std::string>& known) {
    std::string best;
    std::size_t bestDistance = std::max<std::size_t>(2, given.size() / 3) + 1;
    for (const auto& candidate : known) {
        const std::size_t distance = editDistance(given, candidate);
        if (distance < bestDistance) {
            bestDistance = distance;
            best = candidate;
        }
    }
    return best;
}

bool choiceAllows(const std::string& allowed, std::string_view given) {
    if (!endsWith(allowed, ":N"))
        return allowed == given;
    const std::string_view prefix = std::string_view(allowed).substr(0, allowed.size() - 1);
    if (!startsWith(given, prefix))
        return false;
    const auto number = parseInt(given.substr(prefix.size()));
    return number && *number >= 0 && *number < 1024;
}

std::string rangeText(const ParameterSpec& spec) {
    // to_chars prefers 1e+05 to 100000 where it is shorter: no range for a person.
    const auto plain = [](double bound) {
        return bound == std::floor(bound) ? std::to_string(static_cast<std::int64_t>(bound)) : formatDouble(bound);
    };
    return plain(spec.min) + " to " + plain(spec.max);
}

/// Empty: the value is allowed.
std::optional<Error> problemOf(const ParameterSpec& spec, const ParameterValue& value) {
    const auto wrong = [&](std::string message, std::string hint) {
        return Error{ErrorCode::InvalidArgument, std::move(message), std::move(hint), {}};
    };
    if (spec.type == ParameterType::Choice) {
        const auto* given = std::get_if<std::string>(&value);
        const bool allowed = given && std::any_of(spec.choices.begin(), spec.choices.end(),
                                                  [&](const auto& name) { return choiceAllows(name, *given); });
        if (allowed)
            return std::nullopt;
        const std::string shown = formatParameter(value);
        const std::string near = nearest(shown, spec.choices);
        return wrong(spec.name + " cannot be '" + shown + "'",
                     (near.empty() ? "" : "Did you mean " + near + "? ") + "It is one of " + join(spec.choices, ", ") + ".");
    }
    if (spec.type == ParameterType::Text) {
        const auto* given = std::get_if<std::string>(&value);
        if (given && !given->empty() && given->size() <= 4096 && given->find('\0') == std::string::npos)
            return std::nullopt;
        return wrong(spec.name + " wants a text", spec.help + ".");
    }
    double number = 0;
    if (const auto* whole = std::get_if<std::int64_t>(&value))
        number = static_cast<double>(*whole);
    else if (const auto* fraction = std::get_if<double>(&value); fraction && spec.type == ParameterType::Real)
        number = *fraction;
    else
        return wrong(spec.name + (spec.type == ParameterType::Integer ? " wants a whole number" : " wants a number") +
                         ", not '" + formatParameter(value) + "'",
                     "It may be " + rangeText(spec) + ".");
    if (!(number >= spec.min && number <= spec.max))
        return wrong(spec.name + " cannot be " + formatParameter(value), "It may be " + rangeText(spec) + ".");
    return std::nullopt;
}

}  // namespace

const std::vector<ParameterSpec>& recipeParameters(std::string_view recipe) {
    static const std::vector<ParameterSpec> classification = makeImageClassification();
    static const std::vector<ParameterSpec> none;
    return recipe == imageClassification ? classification : none;
}

std::vector<std::string> recipeNames() { return {std::string(imageClassification)}; }

Result<ParameterValue> parseParameter(const ParameterSpec& spec, std::string_view given) {
    const std::string_view trimmed = trim(given);
    ParameterValue value = std::string(trimmed);
    if (spec.type == ParameterType::Integer || spec.type == ParameterType::Real) {
        std::string number(trimmed);
        // A decimal comma: one comma and no point. "1,000" is then 1.0, as it is to those who write commas.
        if (spec.type == ParameterType::Real && number.find('.') == std::string::npos &&
            std::count(number.begin(), number.end(), ',') == 1)
            std::replace(number.begin(), number.end(), ',', '.');
        if (const auto whole = parseInt(number); whole && spec.type == ParameterType::Integer)
            value = *whole;
        else if (const auto fraction = parseDouble(number); fraction && spec.type == ParameterType::Real)
            value = *fraction;
    }
    if (auto problem = problemOf(spec, value))
        return *problem;
    return value;
}

std::string formatParameter(const ParameterValue& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value))
        return std::to_string(*whole);
    if (const auto* fraction = std::get_if<double>(&value))
        return formatDouble(*fraction);
    return std::get<std::string>(value);
}

std::vector<Problem> validateParameters(std::string_view recipe, const Parameters& given) {
    std::vector<Problem> problems;
    const auto& specs = recipeParameters(recipe);
    if (specs.empty()) {
        problems.push_back({"recipe", "There is no recipe '" + std::string(recipe) + "'",
                            "There is " + join(recipeNames(), ", ") + "."});
        return problems;
    }
    std::vector<std::string> names;
    for (const auto& spec : specs)
        names.push_back(spec.name);
    for (const auto& [name, value] : given) {
        const ParameterSpec* spec = find(specs, name);
        if (!spec) {
            const std::string near = nearest(name, names);
            problems.push_back({name, "There is no parameter '" + name + "'",
                                near.empty() ? "The parameters are " + join(names, ", ") + "." : "Did you mean " + near + "?"});
        } else if (const auto problem = problemOf(*spec, value)) {
            problems.push_back({name, problem->message, problem->hint});
        }
    }
    if (!problems.empty())
        return problems;
    const Parameters complete = withDefaults(recipe, given);
    if (realOf(complete, "warmup_epochs") >= static_cast<double>(integerOf(complete, "epochs")) &&
        realOf(complete, "warmup_epochs") > 0)
        problems.push_back({"warmup_epochs", "The warm-up is as long as the whole training",
                            "Make warmup_epochs smaller than epochs."});
    if (textOf(complete, "freeze") == "backbone" && textOf(complete, "weights") == "none")
        problems.push_back({"freeze", "A frozen backbone without weights would never learn anything",
                            "Give weights (imagenet, a file, or model:NAME), or set freeze=none."});
    const auto size = integerOf(complete, "image_size");
    if (size != 0 && size < 16)
        problems.push_back({"image_size", "image_size is too small", "It may be 0 (the network's own) or 16 to 4096."});
    return problems;
}

Parameters withDefaults(std::string_view recipe, const Parameters& given) {
    Parameters complete = given;
    for (const auto& spec : recipeParameters(recipe)) {
        auto& value = complete.try_emplace(spec.name, spec.defaultValue).first->second;
        if (const auto* whole = std::get_if<std::int64_t>(&value); whole && spec.type == ParameterType::Real)
            value = static_cast<double>(*whole);
    }
    return complete;
}

std::int64_t integerOf(const Parameters& parameters, const std::string& name) {
    return std::get<std::int64_t>(parameters.at(name));
}

double realOf(const Parameters& parameters, const std::string& name) { return std::get<double>(parameters.at(name)); }

const std::string& textOf(const Parameters& parameters, const std::string& name) {
    return std::get<std::string>(parameters.at(name));
}

}  // namespace flambeau::domain
