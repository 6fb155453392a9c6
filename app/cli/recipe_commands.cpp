// SPDX-License-Identifier: GPL-3.0-or-later
// flambeau-cli recipe list|show: what can be set with --set, from the one table that the window uses too.
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "commands.h"
#include "context.h"
#include "flambeau/base/strings.h"
#include "flambeau/domain/parameters.h"
#include "flambeau/model/spec.h"

namespace flambeau::cli {

namespace {

using domain::ParameterSpec;
using domain::ParameterType;

std::string bound(double value) {
    return value == static_cast<double>(static_cast<std::int64_t>(value)) ? std::to_string(static_cast<std::int64_t>(value))
                                                                          : formatDouble(value);
}

std::string rangeOf(const ParameterSpec& spec) {
    switch (spec.type) {
        case ParameterType::Integer:
        case ParameterType::Real:
            return bound(spec.min) + " to " + bound(spec.max);
        case ParameterType::Choice:
            return join(spec.choices, ", ");
        case ParameterType::Text:
            return "text";
    }
    return "";
}

const char* typeName(ParameterType type) {
    switch (type) {
        case ParameterType::Integer:
            return "integer";
        case ParameterType::Real:
            return "real";
        case ParameterType::Choice:
            return "choice";
        case ParameterType::Text:
            return "text";
    }
    return "";
}

nlohmann::json valueJson(const domain::ParameterValue& value) {
    return std::visit([](const auto& held) { return nlohmann::json(held); }, value);
}

void printJson(Context& context, const std::string& recipe) {
    nlohmann::json list = nlohmann::json::array();
    for (const ParameterSpec& spec : domain::recipeParameters(recipe)) {
        nlohmann::json entry = {{"name", spec.name},
                                {"type", typeName(spec.type)},
                                {"default", valueJson(spec.defaultValue)},
                                {"help", spec.help},
                                {"expert", spec.expert}};
        if (spec.type == ParameterType::Choice)
            entry["choices"] = spec.choices;
        if (spec.type == ParameterType::Integer || spec.type == ParameterType::Real) {
            entry["min"] = spec.min;
            entry["max"] = spec.max;
        }
        list.push_back(entry);
    }
    nlohmann::json archs = nlohmann::json::array();
    for (const model::ArchitectureInfo& info : model::architectures())
        archs.push_back({{"name", info.name},
                         {"title", info.title},
                         {"image_size", info.defaultImageSize},
                         {"imagenet", !info.imagenetFile.empty()},
                         {"note", info.note}});
    context.print({{"name", recipe}, {"parameters", list}, {"architectures", archs}});
}

void printText(Context& context, const std::string& recipe) {
    context.say(recipe + ": parameters for `run start --recipe " + recipe + " --set NAME=VALUE`\n");
    for (const ParameterSpec& spec : domain::recipeParameters(recipe)) {
        context.say("  " + spec.name + " = " + domain::formatParameter(spec.defaultValue) + "   (" + rangeOf(spec) + ")");
        context.say("      " + spec.help);
    }
    context.say("\nArchitectures:");
    Table table({"arch", "", "pictures", "ImageNet weights", ""}, {2});
    for (const model::ArchitectureInfo& info : model::architectures())
        table.add({info.name, info.title, std::to_string(info.defaultImageSize) + " px",
                   info.imagenetFile.empty() ? "none published" : info.imagenetFile, info.note});
    context.say(table.text());
}

}  // namespace

void addRecipeCommands(CLI::App& app, Context& context) {
    auto* group = app.add_subcommand("recipe", "What can be trained, and the parameters of --set");
    group->require_subcommand(1);
    auto* list = group->add_subcommand("list", "The recipes");
    context.command(list, [&context]() -> Result<int> {
        if (context.json)
            context.print(domain::recipeNames());
        else
            context.say(join(domain::recipeNames(), "\n"));
        return 0;
    });
    auto* show = group->add_subcommand("show", "A recipe's parameters: range, default, what they do");
    auto recipe = std::make_shared<std::string>("image-classification");
    show->add_option("recipe", *recipe, "The recipe")->capture_default_str();
    context.command(show, [&context, recipe]() -> Result<int> {
        if (domain::recipeParameters(*recipe).empty())
            return Error{ErrorCode::NotFound, "There is no recipe '" + *recipe + "'.",
                         "There are: " + join(domain::recipeNames(), ", ") + ".", {}};
        if (context.json)
            printJson(context, *recipe);
        else
            printText(context, *recipe);
        return 0;
    });
}

}  // namespace flambeau::cli
