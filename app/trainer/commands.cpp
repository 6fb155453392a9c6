// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

#include <cstdio>
#include <cstdlib>

#include "training.h"
#include "weights_io.h"

namespace flambeau::trainer {
namespace {

constexpr int exitFailed = 1;
constexpr int exitTerminated = 128 + 15;

/// The cause is the last line, alone: whoever shows one line of a log shows that one.
int report(const Error& error) {
    std::fflush(stdout);
    if (!error.detail.empty())
        std::fprintf(stderr, "%s\n", error.detail.c_str());
    if (!error.hint.empty())
        std::fprintf(stderr, "%s\n", error.hint.c_str());
    std::fprintf(stderr, "%s\n", error.message.c_str());
    return exitFailed;
}

Result<domain::RunDefinition> readDefinition(const fs::path& runFolder) {
    FLAMBEAU_TRY(const std::string text, readFile(runFolder / "run.json", 64u << 20));
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (json.is_discarded())
        return Error{ErrorCode::Corrupt, (runFolder / "run.json").string() + " is no JSON", "Start the run anew.", {}};
    return domain::runDefinitionFromJson(json);
}

int rankFromEnvironment() {
    const char* text = std::getenv("FLAMBEAU_RANK");
    return text ? std::atoi(text) : 0;
}

Status train(const fs::path& runFolder, const domain::RunDefinition& definition, RunLog& log,
             const std::atomic<bool>& stop) {
    try {
        FLAMBEAU_TRY(const std::unique_ptr<Training> training, Training::prepare(runFolder, definition, log, stop));
        return training->run();
    } catch (const std::exception& error) {
        const std::string what = error.what();
        return Error{ErrorCode::Failed, "The training could not begin: " + what.substr(0, what.find('\n')), {}, what};
    }
}

Status computeLogits(const LogitsRequest& request) {
    FLAMBEAU_TRY(const model::ModelFile file, model::readModelFile(request.model));
    FLAMBEAU_TRY(const model::Weights weights, model::readWeights(request.weights));
    FLAMBEAU_TRY(const model::Weights given, model::readSafetensors(request.inputs));
    Network network(file.spec);
    FLAMBEAU_CHECK(loadExactly(network, weights));
    network.to(at::kCPU);
    const auto it = given.tensors.find("inputs");
    const std::int64_t side = file.spec.imageSize;
    if (it == given.tensors.end() || it->second.shape.size() != 4 ||
        std::vector<std::int64_t>(it->second.shape.begin() + 1, it->second.shape.end()) !=
            std::vector<std::int64_t>{3, side, side})
        return Error{ErrorCode::InvalidArgument,
                     request.inputs.string() + " has no tensor \"inputs\" of shape [N,3," + std::to_string(side) + "," +
                         std::to_string(side) + "]",
                     {},
                     {}};
    at::NoGradGuard noGradient;
    std::vector<at::Tensor> parts;
    for (const auto& batch : toTorch(it->second).split(16))
        parts.push_back(network.forward(batch.contiguous(at::MemoryFormat::ChannelsLast), Mode::Eval));
    model::Weights out;
    out.tensors["logits"] = fromTorch(at::cat(parts));
    return model::writeSafetensors(request.out, out);
}

}  // namespace

int trainCommand(const fs::path& runFolder, const std::atomic<bool>& stop) {
    tuneAllocator();
    auto definition = readDefinition(runFolder);
    if (!definition.ok())
        return report(definition.error());
    auto log = RunLog::open(runFolder, definition->id.str(), rankFromEnvironment());
    if (!log.ok())
        return report(log.error());
    const Status status = train(runFolder, *definition, *log, stop);
    if (status.ok())
        return 0;
    log->failure(status.error());
    report(status.error());
    return status.error().code == ErrorCode::Canceled && stop ? exitTerminated : exitFailed;
}

int logitsCommand(const LogitsRequest& request) {
    useThreads(0);
    try {
        const Status status = computeLogits(request);
        return status.ok() ? 0 : report(status.error());
    } catch (const std::exception& error) {
        return report({ErrorCode::Failed, "libtorch failed", {}, error.what()});
    }
}

}  // namespace flambeau::trainer
