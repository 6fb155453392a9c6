// SPDX-License-Identifier: GPL-3.0-or-later
// flambeau-cli dataset …
#include <algorithm>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "checks.h"
#include "commands.h"
#include "dataset_text.h"
#include "flambeau/base/clock.h"
#include "flambeau/base/strings.h"
#include "flambeau/domain/this_machine.h"
#include "flambeau/session/compute_service.h"
#include "services.h"

namespace flambeau::cli {

namespace {

using session::AddOptions;
using session::AddResult;

/// What is quick and good for pictures of this size on any machine: a first run should not take an hour.
std::string settingsFor(const domain::DatasetManifest& manifest) {
    std::vector<int> sides;
    for (const auto& file : manifest.files)
        sides.push_back(std::max(file.width, file.height));
    if (sides.empty())
        return {};
    const auto middle = sides.begin() + static_cast<std::ptrdiff_t>(sides.size() / 2);
    std::nth_element(sides.begin(), middle, sides.end());
    if (*middle <= 96)
        return " --set arch=tiny --set augmentation=none --set optimizer=adamw --set lr=0.003";
    return " --set arch=mobilenet_v2 --set weights=imagenet --set freeze=backbone";
}

void report(Context& context, const AddResult& result) {
    if (context.json) {
        nlohmann::json value = session::describeDataset(result.manifest);
        value["unchanged"] = result.unchanged;
        value["files_opened"] = result.scanned;
        value["files_known"] = result.reused;
        value["seconds"] = result.seconds;
        context.print(value);
        return;
    }
    const std::string reference = result.manifest.name + "@" + std::to_string(result.manifest.version);
    context.say(result.unchanged ? "Nothing changed: this is " + reference + ", imported before."
                                 : "Imported as " + reference + ".");
    context.say(datasetText(result.manifest));
    const std::string where = result.manifest.on.empty() ? "" : " --compute " + result.manifest.on;
    context.say("\nTrain on it: flambeau-cli run start --recipe image-classification --dataset " +
                result.manifest.name + where + settingsFor(result.manifest) + " --watch");
}

/// Before a workspace is made for it.
Status isThere(const fs::path& source) {
    std::error_code error;
    if (fs::exists(source, error))
        return {};
    return Error{ErrorCode::NotFound, "There is nothing at " + fs::absolute(source, error).string() + ".",
                 "Give the folder that holds the pictures, or a zip or tar archive of it.", {}};
}

/// A file that is there from the folder in which the command was typed is meant; else the import looks for it in the
/// dataset's folder.
std::string labelsPath(const std::string& given) {
    std::error_code error;
    if (given.empty() || fs::path(given).is_absolute() || !fs::is_regular_file(given, error))
        return given;
    return fs::absolute(given, error).lexically_normal().string();
}

void addAdd(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("add", "Import a folder or an archive of pictures; nothing is copied or changed");
    auto options = std::make_shared<AddOptions>();
    auto noHeader = std::make_shared<bool>(false);
    command->add_option("path", options->source,
                        "Folder (class/…, train|val|test/class/…, or flat with a CSV of labels), or zip or tar")
        ->required()
        ->type_name("PATH");
    command
        ->add_option("--on", options->on,
                     "The folder lies on this compute target: it is looked at there, never copied, and trained on there")
        ->type_name("COMPUTE");
    command->add_option("--name", options->name, "The dataset's name (default: the folder's)")
        ->type_name("NAME")
        ->check(checkName);
    command->add_option("--seed", options->seed, "Seed of the split, where the folders make none")->capture_default_str();
    command->add_option("--val", options->valFraction, "Part of the pictures for validation, where the folders make no split")
        ->check(checkPart)
        ->capture_default_str();
    command
        ->add_option("--labels", options->csv,
                     "The CSV of labels, from here or else from the dataset's folder (default: the only CSV in it)")
        ->type_name("FILE");
    command->add_option("--file-column", options->fileColumn, "Its column of file names: a name, or a number from 1")
        ->type_name("COLUMN");
    command->add_option("--label-column", options->labelColumn, "Its column of labels: a name, or a number from 1")
        ->type_name("COLUMN");
    command->add_flag("--no-header", *noHeader, "The CSV's first line is data already");
    command->add_option("--workers", options->workers, "Processes that open pictures (0: one a core)")
        ->check(CLI::Range(0, 256))
        ->capture_default_str();
    command->add_flag("--read-all", options->readAll, "Open every picture again, even those that did not change");
    command->add_flag("--forget-decisions", options->forgetDecisions,
                      "Do not carry over what was left out or kept in the newest version");
    context.command(command, [&context, options, noHeader]() -> Result<int> {
        const bool here = domain::isThisMachine(options->on);
        if (here)
            FLAMBEAU_CHECK(isThere(options->source));
        FLAMBEAU_TRY(Services * services, context.services(here ? Need::MayMake : Need::Existing));
        if (*noHeader)
            options->header = false;
        if (here)
            options->csv = labelsPath(options->csv);
        ProgressLine line(context.json);
        FLAMBEAU_TRY(const AddResult result, services->datasets.add(*options, context.stop(), line.callback()));
        line.clear();
        report(context, result);
        return 0;
    });
}

void addList(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("list", "The datasets of the workspace");
    auto trash = std::make_shared<bool>(false);
    command->add_flag("--trash", *trash, "Those in the trash instead");
    context.command(command, [&context, trash]() -> Result<int> {
        FLAMBEAU_TRY(Services * services, context.services());
        FLAMBEAU_TRY(const auto entries, services->datasets.list(*trash));
        if (context.json) {
            nlohmann::json list = nlohmann::json::array();
            for (const session::DatasetEntry& entry : entries)
                list.push_back({{"name", entry.name},
                                {"version", entry.version},
                                {"fingerprint", entry.fingerprint},
                                {"on", entry.on.empty() ? nlohmann::json() : nlohmann::json(entry.on)},
                                {"source", domain::datasetPlaceFrom(entry.source).folder},
                                {"images", entry.images},
                                {"bytes", entry.bytes},
                                {"created", entry.created},
                                {"removed", entry.removed > 0 ? nlohmann::json(entry.removed) : nlohmann::json()}});
            context.print(list);
            return 0;
        }
        if (entries.empty()) {
            context.say(*trash ? "The trash holds no dataset."
                               : "No dataset yet. Import one: flambeau-cli dataset add FOLDER --name NAME");
            return 0;
        }
        Table table({"name", "pictures", "size", "imported", "from"}, {1, 2});
        for (const session::DatasetEntry& entry : entries)
            table.add({entry.name + "@" + std::to_string(entry.version), formatCount(entry.images),
                       formatBytes(entry.bytes), formatLocalTime(entry.created), entry.source});
        context.say(table.text());
        return 0;
    });
}

bool isKnown(Services& services, const std::string& compute) {
    const auto found = session::ComputeService(services.workspace).find(compute);
    return found.ok() || found.error().code != ErrorCode::NotFound;
}

void addShow(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("show", "Classes, splits and findings of a dataset");
    auto reference = std::make_shared<std::string>();
    auto files = std::make_shared<bool>(false);
    command->add_option("name", *reference, "NAME for the newest version, NAME@2 for that one")
        ->required()
        ->check(checkDataset);
    command->add_flag("--files", *files, "List every picture that is kept as well");
    context.command(command, [&context, reference, files]() -> Result<int> {
        FLAMBEAU_TRY(Services * services, context.services());
        FLAMBEAU_TRY(const domain::DatasetManifest manifest, services->datasets.find(*reference));
        if (context.json) {
            nlohmann::json value = session::describeDataset(manifest);
            value["on_known"] = manifest.on.empty() ? nlohmann::json() : nlohmann::json(isKnown(*services, manifest.on));
            if (*files)
                value["files"] = domain::toJson(manifest)["files"];
            context.print(value);
            return 0;
        }
        context.say(manifest.name + "@" + std::to_string(manifest.version) + ", imported " +
                    formatLocalTime(manifest.created) + " from " +
                    (manifest.on.empty() ? "" : manifest.on + ":") + escapeControls(manifest.source));
        context.say(datasetText(manifest));
        if (!manifest.on.empty() && !isKnown(*services, manifest.on))
            context.say("\n" + manifest.on + " is no compute target any more: bring it back with `flambeau-cli compute "
                        "add USER@HOST --name " + manifest.on + "` to look at the pictures or to train on them.");
        if (*files) {
            for (const domain::DatasetFile& file : manifest.files)
                context.say(file.split + "\t" + escapeControls(manifest.classes[static_cast<std::size_t>(file.label)]) + "\t" +
                            escapeControls(file.path));
        }
        return 0;
    });
}

Result<int> decide(Context& context, const std::string& reference, const std::vector<std::string>& leaveOut,
                   const std::vector<std::string>& keep) {
    FLAMBEAU_TRY(Services * services, context.services());
    ProgressLine line(context.json);
    FLAMBEAU_TRY(const AddResult result,
                 services->datasets.decide(reference, leaveOut, keep, context.stop(), line.callback()));
    line.clear();
    report(context, result);
    return 0;
}

void printCheck(Context& context, const domain::DatasetManifest& manifest, const session::DatasetCheck& found) {
    const std::string name = manifest.name + "@" + std::to_string(manifest.version);
    if (context.json) {
        context.print({{"name", manifest.name},
                       {"version", manifest.version},
                       {"on", manifest.on.empty() ? nlohmann::json() : nlohmann::json(manifest.on)},
                       {"ok", found.ok()},
                       {"pictures", manifest.files.size()},
                       {"missing", found.missing},
                       {"changed", found.changed},
                       {"touched", found.touched},
                       {"new", found.added}});
        return;
    }
    const auto list = [&context](const std::string& what, const std::vector<std::string>& paths) {
        for (std::size_t i = 0; i < std::min<std::size_t>(paths.size(), 20); ++i)
            context.say("  " + what + "  " + escapeControls(paths[i]));
        if (paths.size() > 20)
            context.say("  … and " + formatCount(static_cast<std::int64_t>(paths.size() - 20)) + " more");
    };
    list("missing", found.missing);
    list("changed", found.changed);
    list("new    ", found.added);
    if (!found.touched.empty())
        context.say(formatCount(static_cast<std::int64_t>(found.touched.size())) +
                    " have another time and the same content.");
    if (found.ok())
        context.say(name + ": all " + formatCount(static_cast<std::int64_t>(manifest.files.size())) +
                    " pictures are as they were imported.");
    else
        context.say(name + " is not what lies on the disk any more. Import it again: flambeau-cli dataset add " +
                    escapeControls(shellQuote(manifest.source)) +
                    (manifest.on.empty() ? "" : " --on " + manifest.on) + " --name " + manifest.name);
}

void addCheck(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand(
        "check", "Compare a dataset with the disk; or, with --leave-out or --keep, decide about findings");
    struct Options {
        std::string reference;
        bool full = false;
        std::vector<std::string> leaveOut, keep;
    };
    auto options = std::make_shared<Options>();
    command->add_option("name", options->reference, "NAME or NAME@2")->required()->check(checkDataset);
    command->add_flag("--full", options->full, "Read every picture, not only those whose size or time differ");
    command->add_option("--leave-out", options->leaveOut, "Leave this picture out: makes a new version")->type_name("PATH")->allow_extra_args(false);
    command->add_option("--keep", options->keep, "Keep this picture: makes a new version")->type_name("PATH")->allow_extra_args(false);
    context.command(command, [&context, options]() -> Result<int> {
        if (!options->leaveOut.empty() || !options->keep.empty())
            return decide(context, options->reference, options->leaveOut, options->keep);
        FLAMBEAU_TRY(Services * services, context.services());
        FLAMBEAU_TRY(const domain::DatasetManifest manifest, services->datasets.find(options->reference));
        ProgressLine line(context.json);
        FLAMBEAU_TRY(const session::DatasetCheck found,
                     services->datasets.check(manifest, options->full, context.stop(), line.callback()));
        line.clear();
        printCheck(context, manifest, found);
        return found.ok() ? 0 : 1;
    });

    auto* decision = group.add_subcommand("decide", "Leave pictures out, or keep them: makes a new version");
    auto chosen = std::make_shared<Options>();
    decision->add_option("name", chosen->reference, "NAME or NAME@2")->required()->check(checkDataset);
    decision->add_option("--leave-out", chosen->leaveOut, "Leave this picture out")->type_name("PATH")->allow_extra_args(false);
    decision->add_option("--keep", chosen->keep, "Keep this picture")->type_name("PATH")->allow_extra_args(false);
    context.command(decision, [&context, chosen]() -> Result<int> {
        if (chosen->leaveOut.empty() && chosen->keep.empty())
            return usageError("Nothing was decided.", "Give --leave-out PATH or --keep PATH, as often as needed.");
        return decide(context, chosen->reference, chosen->leaveOut, chosen->keep);
    });
}

void addThumbnails(CLI::App& group, Context& context) {
    struct Options {
        std::string reference;
        std::vector<std::string> paths;
    };
    auto* command = group.add_subcommand("thumbnails", "Small pictures of a dataset's pictures, drawn once and kept");
    auto options = std::make_shared<Options>();
    command->add_option("name", options->reference, "NAME or NAME@2")->required()->check(checkDataset);
    command->add_option("picture", options->paths, "Only these, as `dataset show` names them (default: all)")->type_name("PATH");
    context.command(command, [&context, options]() -> Result<int> {
        FLAMBEAU_TRY(Services * services, context.services());
        FLAMBEAU_TRY(const domain::DatasetManifest manifest, services->datasets.find(options->reference));
        std::vector<std::string> paths = options->paths;
        if (paths.empty()) {
            for (const auto& file : manifest.files)
                paths.push_back(file.path);
        }
        ProgressLine line(context.json);
        FLAMBEAU_TRY(const auto files, services->datasets.thumbnails(manifest, paths, context.stop(), line.callback()));
        line.clear();
        auto list = nlohmann::json::array();
        for (std::size_t i = 0; i < files.size(); ++i) {
            if (!context.json)
                context.say(escapeControls(paths[i]) + "\t" + (files[i].empty() ? "none: cannot be opened" : escapeControls(files[i].string())));
            list.push_back({{"path", paths[i]}, {"thumbnail", files[i].empty() ? nlohmann::json() : nlohmann::json(files[i].string())}});
        }
        if (context.json)
            context.print(list);
        return 0;
    });
}

void addRemove(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("remove", "Move a dataset to the trash; pictures and runs stay as they are");
    auto reference = std::make_shared<std::string>();
    auto restore = std::make_shared<bool>(false);
    command->add_option("name", *reference, "NAME for all its versions, NAME@2 for that one")
        ->required()
        ->check(checkDataset);
    command->add_flag("--restore", *restore, "Take it back from the trash");
    context.command(command, [&context, reference, restore]() -> Result<int> {
        FLAMBEAU_TRY(Services * services, context.services());
        int versions = 0;
        if (*restore) {
            FLAMBEAU_CHECK(services->datasets.restore(*reference));
        } else {
            FLAMBEAU_TRY(versions, services->datasets.remove(*reference));
        }
        if (context.json)
            context.print({{"name", *reference}, {*restore ? "restored" : "removed", true}});
        else if (*restore)
            context.say(*reference + " is back.");
        else
            context.say(*reference + " is in the trash (" + std::to_string(versions) +
                        (versions == 1 ? " version). " : " versions). ") + "Take it back: flambeau-cli dataset remove " +
                        *reference + " --restore");
        return 0;
    });
}

void addSample(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("sample", "Draw a small dataset of generated pictures and import it");
    struct Options {
        fs::path folder;
        std::string name = "sample";
    };
    auto options = std::make_shared<Options>();
    command->add_option("folder", options->folder, "Where the pictures go (default: in the workspace)")->type_name("DIR");
    command->add_option("--name", options->name, "The dataset's name")->check(checkName)->capture_default_str();
    context.command(command, [&context, options]() -> Result<int> {
        FLAMBEAU_TRY(Services * services, context.services(Need::MayMake));
        fs::path folder = options->folder;
        std::error_code ignored;
        bool draw = true;
        if (folder.empty()) {
            // Drawn once: the same pictures again would be the same dataset.
            folder = services->workspace.paths().datasets() / "flambeau-sample";
            draw = !fs::exists(folder, ignored) || fs::is_empty(folder, ignored);
        }
        ProgressLine line(context.json);
        if (draw) {
            line.text("drawing the sample");
            FLAMBEAU_CHECK(services->datasets.drawSample(folder, context.stop()));
        }
        AddOptions add;
        add.source = folder;
        add.name = options->name;
        FLAMBEAU_TRY(const AddResult result, services->datasets.add(add, context.stop(), line.callback()));
        line.clear();
        report(context, result);
        return 0;
    });
}

}  // namespace

void addDatasetCommands(CLI::App& app, Context& context) {
    auto* group = app.add_subcommand("dataset", "Import pictures, look at what was found, decide, remove");
    group->require_subcommand(1);
    addAdd(*group, context);
    addList(*group, context);
    addShow(*group, context);
    addCheck(*group, context);
    addThumbnails(*group, context);
    addRemove(*group, context);
    addSample(*group, context);
}

}  // namespace flambeau::cli
