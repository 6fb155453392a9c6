// SPDX-License-Identifier: GPL-3.0-or-later
#include "model_files.h"

#include <algorithm>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "checks.h"
#include "context.h"
#include "flambeau/base/strings.h"
#include "model_text.h"
#include "picture_paths.h"
#include "predictions.h"
#include "services.h"

namespace flambeau::cli {

namespace {

using session::ModelVersion;

void addDownload(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("download", "Copy a version's files into a folder, each hash checked");
    struct Options {
        std::string reference;
        fs::path folder;
    };
    auto options = std::make_shared<Options>();
    command->add_option("model", options->reference, "NAME, NAME@2 or NAME@ALIAS")->required()->check(checkModel);
    command->add_option("--to", options->folder, "The folder (default: NAME-VERSION here)")->type_name("DIR");
    context.command(command, [&context, options]() -> Result<int> {
        FLAMBEAU_TRY(Services * services, context.services());
        FLAMBEAU_TRY(const ModelVersion version, services->registry.find(options->reference));
        const fs::path folder =
            options->folder.empty() ? fs::path(version.name + "-" + std::to_string(version.version)) : options->folder;
        ProgressLine line(context.json);
        FLAMBEAU_TRY(const auto files,
                     services->registry.download(version, folder, context.stop(), line.callback(true)));
        line.clear();
        if (context.json) {
            nlohmann::json list = nlohmann::json::array();
            for (const session::ModelFileEntry& file : files)
                list.push_back({{"path", file.path}, {"sha256", file.sha256}, {"bytes", file.bytes}});
            std::error_code ignored;
            context.print({{"folder", fs::absolute(folder, ignored).string()}, {"files", list}});
            return 0;
        }
        context.say(std::to_string(files.size()) + " files of " + version.reference() + " are in " + folder.string() +
                    ", every hash as registered.");
        return 0;
    });
}

void addExport(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("export", "Write a version as one file: ONNX, TorchScript, weights");
    struct Options {
        std::string reference;
        fs::path file;
        session::ExportOptions how;
    };
    auto options = std::make_shared<Options>();
    command->add_option("model", options->reference, "NAME, NAME@2 or NAME@ALIAS")->required()->check(checkModel);
    command->add_option("--format", options->how.format, "onnx, torchscript, state_dict or safetensors")
        ->check(CLI::IsMember({"onnx", "torchscript", "state_dict", "safetensors"}))
        ->capture_default_str();
    command->add_option("--to", options->file, "The file (replaced if it is there), or a folder")
        ->required()
        ->type_name("FILE");
    command->add_flag("--softmax", options->how.softmax, "onnx: give probabilities instead of logits");
    command->add_flag("--preprocess", options->how.preprocess, "onnx: take uint8 pictures, normalise inside the graph");
    command->add_flag("--portable", options->how.portable, "onnx: only operators that older readers know");
    context.command(command, [&context, options]() -> Result<int> {
        if (options->how.format != "onnx" && (options->how.softmax || options->how.preprocess || options->how.portable))
            return usageError("--softmax, --preprocess and --portable are options of ONNX, not of " + options->how.format + ".");
        FLAMBEAU_TRY(Services * services, context.services());
        FLAMBEAU_TRY(const ModelVersion version, services->registry.find(options->reference));
        FLAMBEAU_TRY(const session::ModelFileEntry file,
                     services->registry.exportTo(version, options->file, options->how, context.stop()));
        const bool asJudged = !(options->how.softmax || options->how.preprocess || options->how.portable);
        if (context.json) {
            context.print({{"path", file.path}, {"sha256", file.sha256}, {"bytes", file.bytes}});
            return 0;
        }
        context.say("Wrote " + file.path + " (" + formatBytes(file.bytes) + ").");
        if (options->how.format == "onnx")
            context.say(asJudged ? "ONNX: " + verdictText(version.onnx)
                                 : "onnx's checker passed it. With these options it is another file than the one that was judged.");
        return 0;
    });
}

Result<int> prepareRuntime(Context& context) {
    if (const auto version = session::onnxRuntimeVersion()) {
        if (context.json)
            context.print({{"onnxruntime", *version}, {"python", session::onnxRuntimePython().string()}});
        else
            context.say("ONNX Runtime " + *version + " is prepared: " + session::onnxRuntimePython().string());
        return 0;
    }
    context.note("This makes a Python environment in " +
                 session::onnxRuntimePython().parent_path().parent_path().string() +
                 " and installs onnxruntime and numpy from PyPI (about 70 MB).");
    ProgressLine line(context.json);
    FLAMBEAU_CHECK(session::prepareOnnxRuntime(context.stop(), line.callback()));
    line.clear();
    return prepareRuntime(context);
}

void addJudge(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("judge", "Run a version's ONNX file against the run's reference again");
    struct Options {
        std::string reference, runtime = "opencv";
        bool quick = false, prepare = false;
    };
    auto options = std::make_shared<Options>();
    command->add_option("model", options->reference, "NAME, NAME@2 or NAME@ALIAS")->check(checkModel);
    command->add_option("--runtime", options->runtime, "opencv, or onnxruntime (the stronger judge)")
        ->check(CLI::IsMember({"opencv", "onnxruntime"}))
        ->capture_default_str();
    command->add_flag("--quick", options->quick, "Sixteen pictures instead of the whole validation set");
    command->add_flag("--prepare", options->prepare, "Make the environment that ONNX Runtime needs");
    context.command(command, [&context, options]() -> Result<int> {
        if (options->prepare && options->reference.empty())
            return prepareRuntime(context);
        if (options->reference.empty())
            return usageError("No model was named.", "flambeau-cli model judge NAME, or --prepare");
        FLAMBEAU_TRY(Services * services, context.services());
        FLAMBEAU_TRY(ModelVersion version, services->registry.find(options->reference));
        ProgressLine line(context.json);
        if (options->prepare)
            FLAMBEAU_CHECK(session::prepareOnnxRuntime(context.stop(), line.callback()));
        const auto extent = options->quick ? session::RegistryService::Extent::Sixteen
                                           : session::RegistryService::Extent::WholeValidationSet;
        FLAMBEAU_TRY(version, services->registry.judge(version, extent, options->runtime, context.stop(),
                                                       line.callback()));
        line.clear();
        const nlohmann::json& verdict = version.onnx["judges"][options->runtime];
        if (context.json)
            context.print(verdict);
        else
            context.say(version.reference() + ": " + verdictText(verdict));
        return verdict.value("agrees", false) ? 0 : 1;
    });
}

void addPredict(CLI::App& group, Context& context) {
    auto* command = group.add_subcommand("predict", "Classes with probabilities for pictures or folders of them");
    struct Options {
        std::string reference;
        std::vector<fs::path> pictures;
        int top = 5;
        bool csv = false;
    };
    auto options = std::make_shared<Options>();
    command->add_option("model", options->reference, "NAME, NAME@2 or NAME@ALIAS")->required()->check(checkModel);
    command->add_option("pictures", options->pictures, "Files, or folders that are searched for pictures")
        ->required()
        ->type_name("IMAGE");
    command->add_option("--top", options->top, "How many classes a picture")->check(CLI::Range(1, 1000))->capture_default_str();
    command->add_flag("--csv", options->csv, "path,rank,class,probability,error: a line a class, and one with rank 0 for a picture that cannot be read");
    context.command(command, [&context, options]() -> Result<int> {
        if (options->csv && context.json)
            return usageError("--csv and --json do not go together.");
        FLAMBEAU_TRY(Services * services, context.services());
        FLAMBEAU_TRY(const ModelVersion version, services->registry.find(options->reference));
        FLAMBEAU_TRY(const std::vector<fs::path> pictures, picturePaths(options->pictures));
        ProgressLine line(context.json);
        FLAMBEAU_TRY(const nlohmann::json answers, services->registry.predict(version, pictures, options->top,
                                                                              context.stop(), line.callback()));
        line.clear();
        if (context.json)
            context.print(answers);
        else
            context.say(options->csv ? predictionsCsv(answers) : predictionsText(answers));
        const bool allGood = std::all_of(answers.begin(), answers.end(), [](const nlohmann::json& answer) {
            return answer.is_object() && answer.contains("top");
        });
        return allGood ? 0 : 1;
    });
}

}  // namespace

void addModelFileCommands(CLI::App& group, Context& context) {
    addDownload(group, context);
    addExport(group, context);
    addJudge(group, context);
    addPredict(group, context);
}

}  // namespace flambeau::cli
