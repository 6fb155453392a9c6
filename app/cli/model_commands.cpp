// SPDX-License-Identifier: GPL-3.0-or-later
// flambeau-cli model …: registering, looking, names and the trash. Files and ONNX are in model_files.cpp.
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "checks.h"
#include "commands.h"
#include "flambeau/base/clock.h"
#include "flambeau/base/strings.h"
#include "flambeau/session/host_following.h"
#include "model_files.h"
#include "model_text.h"
#include "services.h"

namespace flambeau::cli {

namespace {

using session::ModelVersion;

void report(Context& context, const ModelVersion& version, const std::string& said) {
    if (context.json) {
        context.print(session::toJson(version));
        return;
    }
    context.say(said);
    context.say(modelText(version));
}

Result<ModelVersion> registerRun(Context& context, Services& services, const std::string& run, const std::string& name,
                                 const std::string& path, ProgressLine& line) {
    // A run that has just ended may not have been looked at since.
    session::WorkspaceFollowing following(services.workspace, &services.registry, services.connections,
                                          [](const Error&) {});
    FLAMBEAU_TRY([[maybe_unused]] const auto pass, following.catchUp(std::chrono::seconds(30), context.stop()));
    FLAMBEAU_TRY(const RunId id, typed(services.registry.resolveRun(run)));
    return services.registry.registerOutputs(id, name, path, context.stop(), line.callback());
}

void addRegister(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("register", "Make a new version of a model from a run, or from files");
    struct Options {
        std::string run, name, path, description;
        fs::path file;
        std::vector<std::string> aliases, tags;
        bool noJudge = false;
    };
    auto options = std::make_shared<Options>();
    command->add_option("run", options->run, "The run: its id (or the beginning of it) or its name");
    command->add_option("--name", options->name, "The model's name; the version is the next number")
        ->required()
        ->check(checkName);
    command->add_option("--path", options->path,
                        "Only this file or folder of the run's outputs (default: what a model is used with)")
        ->type_name("FILE|FOLDER")
        ->check(checkInside);
    command->add_option("--file", options->file, "Instead of a run: a file or folder from elsewhere; nothing in it is executed")
        ->type_name("FILE|FOLDER");
    command->add_option("--alias", options->aliases, "Name this version so, for example champion")
        ->check(checkAlias)
        ->allow_extra_args(false);
    command->add_option("--tag", options->tags, "Tag this version")->check(checkTag)->allow_extra_args(false);
    command->add_option("--description", options->description, "A sentence about this version");
    command->add_flag("--no-judge", options->noJudge, "Do not write and judge ONNX now");
    context.command(command, [&context, options]() -> Result<int> {
        if (options->run.empty() == options->file.empty())
            return usageError("Name a run, or a file with --file.", "flambeau-cli model register RUN --name NAME");
        if (!options->file.empty() && !options->path.empty())
            return usageError("--path chooses among a run's outputs; it does not go with --file.");
        FLAMBEAU_TRY(Services * services, context.services(options->file.empty() ? Need::Existing : Need::MayMake));
        ProgressLine line(context.json);
        session::RegistryService& registry = services->registry;
        FLAMBEAU_TRY(ModelVersion version, options->file.empty()
                                               ? registerRun(context, *services, options->run, options->name,
                                                             options->path, line)
                                               : registry.registerFiles(options->file, options->name, context.stop(),
                                                                        line.callback(true)));
        for (const std::string& alias : options->aliases) {
            FLAMBEAU_TRY(version, registry.setAlias(version.reference(), alias));
        }
        if (!options->tags.empty()) {
            FLAMBEAU_TRY(version, registry.changeTags(version.reference(), options->tags, {}));
        }
        if (!options->description.empty()) {
            FLAMBEAU_TRY(version, registry.setDescription(version.reference(), options->description));
        }
        if (!options->noJudge) {
            FLAMBEAU_TRY(version, registry.judgeNew(version, context.stop(), line.callback()));
        }
        line.clear();
        report(context, version, "Registered as " + version.reference() + ".");
        return 0;
    });
}

void addList(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("list", "The models of the workspace and their versions");
    auto trash = std::make_shared<bool>(false);
    command->add_flag("--trash", *trash, "Those in the trash instead");
    context.command(command, [&context, trash]() -> Result<int> {
        FLAMBEAU_TRY(Services * services, context.services());
        FLAMBEAU_TRY(const auto versions, services->registry.list(*trash));
        if (context.json) {
            nlohmann::json list = nlohmann::json::array();
            for (const ModelVersion& version : versions)
                list.push_back(session::toJson(version));
            context.print(list);
            return 0;
        }
        if (versions.empty()) {
            context.say(*trash ? "The trash holds no model."
                               : "No model yet. Register a run: flambeau-cli model register RUN --name NAME");
            return 0;
        }
        Table table({"model", "aliases", "val/acc", "arch", "dataset", "ONNX", "registered"}, {2});
        for (const ModelVersion& version : versions)
            table.add(modelRow(version));
        context.say(table.text());
        return 0;
    });
}

void addShow(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("show", "A version with its origin, metrics, files and verdict");
    auto reference = std::make_shared<std::string>();
    command->add_option("model", *reference, "NAME for the newest version, NAME@2, or NAME@ALIAS")
        ->required()
        ->check(checkModel);
    context.command(command, [&context, reference]() -> Result<int> {
        FLAMBEAU_TRY(Services * services, context.services());
        FLAMBEAU_TRY(const ModelVersion version, services->registry.find(*reference));
        if (context.json)
            context.print(session::toJson(version));
        else
            context.say(modelText(version));
        return 0;
    });
}

void addCompare(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("compare", "What differs between two versions");
    auto references = std::make_shared<std::pair<std::string, std::string>>();
    command->add_option("first", references->first, "NAME@1")->required()->check(checkModel);
    command->add_option("second", references->second, "NAME@2")->required()->check(checkModel);
    context.command(command, [&context, references]() -> Result<int> {
        FLAMBEAU_TRY(Services * services, context.services());
        FLAMBEAU_TRY(const ModelVersion first, services->registry.find(references->first));
        FLAMBEAU_TRY(const ModelVersion second, services->registry.find(references->second));
        const auto differences = session::RegistryService::compare(first, second);
        if (context.json) {
            nlohmann::json list = nlohmann::json::array();
            for (const session::ModelDifference& difference : differences)
                list.push_back({{"what", difference.what}, {"first", difference.first}, {"second", difference.second}});
            context.print({{"first", first.reference()}, {"second", second.reference()}, {"differences", list}});
            return 0;
        }
        if (differences.empty()) {
            context.say(first.reference() + " and " + second.reference() + " do not differ.");
            return 0;
        }
        Table table({"", first.reference(), second.reference()});
        const auto shortened = [](const std::string& text) { return text.size() > 40 ? text.substr(0, 12) + "…" : text; };
        for (const session::ModelDifference& difference : differences)
            table.add({difference.what, shortened(difference.first), shortened(difference.second)});
        context.say(table.text());
        return 0;
    });
}

void addAlias(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("alias", "Name a version (champion, …), or take a name away");
    struct Options {
        std::string reference, alias;
        bool remove = false;
    };
    auto options = std::make_shared<Options>();
    command->add_option("model", options->reference, "NAME, NAME@2 or NAME@ALIAS")->required()->check(checkModel);
    command->add_option("alias", options->alias, "The word; within a model it names one version at a time")
        ->required()
        ->check(checkAlias);
    command->add_flag("--remove", options->remove, "Take the alias away");
    context.command(command, [&context, options]() -> Result<int> {
        FLAMBEAU_TRY(Services * services, context.services());
        if (options->remove) {
            FLAMBEAU_TRY(const session::ModelReference reference, session::parseModelReference(options->reference));
            FLAMBEAU_CHECK(services->registry.removeAlias(reference.name, options->alias));
            if (context.json)
                context.print({{"name", reference.name}, {"removed", options->alias}});
            else
                context.say(reference.name + "@" + options->alias + " names no version any more.");
            return 0;
        }
        FLAMBEAU_TRY(const ModelVersion version, services->registry.setAlias(options->reference, options->alias));
        report(context, version, version.name + "@" + options->alias + " is " + version.reference() + " now.");
        return 0;
    });
}

void addTagAndDescribe(CLI::App& group, Context& context) {
    struct Options {
        std::string reference, text;
        std::vector<std::string> add, remove;
    };
    auto* tag = group.add_subcommand("tag", "Add tags to a version, or take them away");
    auto tags = std::make_shared<Options>();
    tag->add_option("model", tags->reference, "NAME, NAME@2 or NAME@ALIAS")->required()->check(checkModel);
    tag->add_option("tags", tags->add, "Tags to add")->check(checkTag);
    tag->add_option("--remove", tags->remove, "A tag to take away")->allow_extra_args(false);
    context.command(tag, [&context, tags]() -> Result<int> {
        if (tags->add.empty() && tags->remove.empty())
            return usageError("No tag was given.", "flambeau-cli model tag NAME TAG…, or --remove TAG");
        FLAMBEAU_TRY(Services * services, context.services());
        FLAMBEAU_TRY(const ModelVersion version, services->registry.changeTags(tags->reference, tags->add, tags->remove));
        report(context, version, "Tags of " + version.reference() + ": " + join(version.tags, ", "));
        return 0;
    });
    auto* describe = group.add_subcommand("describe", "Set the description of a version");
    auto description = std::make_shared<Options>();
    describe->add_option("model", description->reference, "NAME, NAME@2 or NAME@ALIAS")->required()->check(checkModel);
    describe->add_option("text", description->text, "The description; an empty text takes it away")->required();
    context.command(describe, [&context, description]() -> Result<int> {
        FLAMBEAU_TRY(Services * services, context.services());
        FLAMBEAU_TRY(const ModelVersion version,
                     services->registry.setDescription(description->reference, description->text));
        report(context, version, version.reference() + " is described.");
        return 0;
    });
}

void addRemove(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("remove", "Move a version to the trash");
    struct Options {
        std::string reference;
        bool restore = false;
    };
    auto options = std::make_shared<Options>();
    command->add_option("model", options->reference, "NAME@2 (NAME alone: its newest version)")
        ->required()
        ->check(checkModel);
    command->add_flag("--restore", options->restore, "Take it back from the trash, with its number");
    context.command(command, [&context, options]() -> Result<int> {
        FLAMBEAU_TRY(Services * services, context.services());
        FLAMBEAU_TRY(const session::ModelReference reference, session::parseModelReference(options->reference));
        if (options->restore) {
            const auto number = parseInt(reference.selector);
            if (!reference.selector.empty() && (!number || *number < 1 || *number > 1'000'000'000))
                return usageError("Versions in the trash have no aliases.", "Write NAME@2.");
            FLAMBEAU_TRY(const ModelVersion version,
                         services->registry.restore(reference.name, static_cast<int>(number.value_or(0))));
            std::string text = version.reference() + " is back.";
            for (const session::LostAlias& lost : version.lostAliases)
                text += " Its alias " + lost.alias + " is now " + lost.now + "'s.";
            report(context, version, text);
            return 0;
        }
        FLAMBEAU_TRY(const ModelVersion version, services->registry.remove(options->reference));
        if (context.json)
            context.print({{"name", version.name}, {"version", version.version}, {"removed", true}});
        else
            context.say(version.reference() + " is in the trash. Take it back, with its aliases: flambeau-cli model remove " +
                        version.reference() + " --restore");
        return 0;
    });
}

}  // namespace

void addModelCommands(CLI::App& app, Context& context) {
    auto* group = app.add_subcommand("model", "The registry: versions, verdicts, export, prediction");
    group->require_subcommand(1);
    addRegister(*group, context);
    addList(*group, context);
    addShow(*group, context);
    addCompare(*group, context);
    addAlias(*group, context);
    addTagAndDescribe(*group, context);
    addModelFileCommands(*group, context);
    addRemove(*group, context);
}

}  // namespace flambeau::cli
