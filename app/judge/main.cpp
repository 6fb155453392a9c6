// SPDX-License-Identifier: GPL-3.0-or-later
// flambeau-judge: writes ONNX files, runs them against the reference that the trainer left, and predicts with them.
// It opens foreign pictures and foreign ONNX files, so it is a process of its own. JSON on stdout; an error is
// {"error":{code,message,hint}} on stderr. Exit: 0 done, 1 failed, 2 wrong usage.
#include <malloc.h>

#include <iostream>

#include <CLI/CLI.hpp>

#include "commands.h"
#include "runtime.h"

namespace {

using namespace flambeau;
using namespace flambeau::judge;
using nlohmann::json;

std::string text(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

int finish(const Result<json>& result) {
    if (!result.ok()) {
        std::cerr << text({{"error", toJson(result.error())}}) << std::endl;
        return 1;
    }
    std::cout << text(*result) << std::endl;
    return std::cout.good() ? 0 : 1;
}

void addExport(CLI::App& app, ExportRequest& request) {
    CLI::App* command = app.add_subcommand("export", "Write an ONNX file (opset 17) and check it with onnx's checker");
    command->add_option("--model", request.model, "model.json of the run")->required();
    command->add_option("--weights", request.weights, "best.safetensors of the run")->required();
    command->add_option("--out", request.out, "The file to write")->required();
    command->add_flag("--softmax", request.softmax, "End in probabilities instead of logits");
    command->add_flag("--preprocess", request.preprocess, "Take uint8 RGB pixels and normalise inside the graph");
    command->add_flag("--portable", request.portable, "Write Relu6 so that OpenCV reads it (ONNX Runtime is slower)");
    command->add_flag("--keep-batchnorm", request.keepBatchNorm, "Do not fold batch norm into convolutions");
}

void addRuntime(CLI::App& command, std::string& runtime, fs::path& python) {
    command.add_option("--runtime", runtime, "What runs the file")
        ->check(CLI::IsMember({"opencv", "onnxruntime"}))
        ->capture_default_str();
    command.add_option("--python", python, "Python of an environment with onnxruntime and numpy");
}

void addJudge(CLI::App& app, JudgeRequest& request) {
    CLI::App* command = app.add_subcommand("judge", "Run an ONNX file against the reference that the trainer left");
    command->add_option("--onnx", request.onnx, "The file to judge")->required();
    command->add_option("--model", request.model, "model.json of the run")->required();
    command->add_option("--weights", request.weights, "The weights: tells why, where a file disagrees");
    command->add_option("--reference", request.reference, "reference.safetensors of the run")->required();
    command->add_option("--data-root", request.dataRoot, "The dataset's folder, for --all");
    command->add_flag("--all", request.all, "Decode and judge every picture of the reference");
    addRuntime(*command, request.runtime, request.python);
}

void addPredict(CLI::App& app, PredictRequest& request, bool& lines) {
    CLI::App* command = app.add_subcommand("predict", "Classes with probabilities for pictures");
    command->add_option("--onnx", request.onnx, "The file to run")->required();
    command->add_option("--model", request.model, "model.json of the run")->required();
    command->add_option("--top", request.top, "How many classes a picture")
        ->check(CLI::Range(1, 100000))
        ->capture_default_str();
    command->add_flag("--jsonl", lines, "One line a picture, as they come, instead of one array");
    command->add_option("files", request.files, "Pictures; - reads their paths from standard input, one a line")
        ->required();
    addRuntime(*command, request.runtime, request.python);
}

void readPaths(std::vector<std::string>& files) {
    std::vector<std::string> all;
    for (const std::string& file : files) {
        if (file != "-") {
            all.push_back(file);
            continue;
        }
        for (std::string line; std::getline(std::cin, line);) {
            if (!line.empty())
                all.push_back(line);
        }
    }
    files = std::move(all);
}

int runPredict(PredictRequest& request, bool lines) {
    readPaths(request.files);
    json answers = json::array();
    const Status done = predict(request, [&](json answer) {
        if (lines)
            std::cout << text(answer) << std::endl;
        else
            answers.push_back(std::move(answer));
    });
    if (!done.ok())
        return finish(done.error());
    return lines ? 0 : finish(answers);
}

json versions() {
    return {{"flambeau", FLAMBEAU_VERSION}, {"opencv", openCvVersion()}, {"onnx", ONNX_LIBRARY_VERSION}, {"opset", 17}};
}

}  // namespace

int main(int argc, char** argv) {
    // Weights are copied a few times on their way; given back to the kernel in between, every page would fault anew.
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, -1);
    mallopt(M_TOP_PAD, 64 << 20);
    CLI::App app("Writes ONNX files and judges them by running them", "flambeau-judge");
    app.require_subcommand(1);
    ExportRequest exportRequest;
    JudgeRequest judgeRequest;
    PredictRequest predictRequest;
    bool lines = false;
    addExport(app, exportRequest);
    addJudge(app, judgeRequest);
    addPredict(app, predictRequest, lines);
    app.add_subcommand("version", "The versions of Flambeau, OpenCV and onnx");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0)
            return app.exit(error);
        std::cerr << text({{"error",
                            toJson(Error{ErrorCode::InvalidArgument, error.what(), "See flambeau-judge --help.", ""})}})
                  << std::endl;
        return 2;
    }
    if (app.got_subcommand("export"))
        return finish(exportOnnx(exportRequest));
    if (app.got_subcommand("judge"))
        return finish(judgeOnnx(judgeRequest));
    if (app.got_subcommand("predict"))
        return runPredict(predictRequest, lines);
    return finish(versions());
}
