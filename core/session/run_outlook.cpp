// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/run_outlook.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <nlohmann/json.hpp>

#include "flambeau/base/strings.h"
#include "flambeau/domain/run_definition.h"
#include "flambeau/model/spec.h"
#include "flambeau/model/weights_match.h"
#include "flambeau/session/registry_service.h"
#include "flambeau/session/run_prepare.h"
#include "flambeau/session/weights_service.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/datasets.h"
#include "flambeau/store/runs.h"

namespace flambeau::session {

namespace {

constexpr int kImagenetClasses = 1000;
constexpr std::size_t kRunsAsked = 6;
constexpr std::int64_t kRunsLookedAt = 200;
/// libtorch with its thread pools and its allocator, as measured with nothing to train.
constexpr std::uint64_t kLibtorch = 400'000'000;
/// An epoch over computed features costs this much of the one pass that computes them.
constexpr double kFeatureEpoch = 0.03;

std::int64_t countOf(const std::vector<std::int64_t>& shape) {
    std::int64_t count = 1;
    for (const auto side : shape)
        count *= side;
    return count;
}

std::uint64_t bytesOf(const model::ModelSpec& spec) {
    std::uint64_t bytes = 0;
    for (const auto& parameter : model::parametersOf(spec))
        bytes += static_cast<std::uint64_t>(countOf(parameter.shape)) * (parameter.integer ? 8 : 4);
    return bytes;
}

int sizeFor(const std::string& arch, std::int64_t imageSize) {
    const auto* info = model::findArchitecture(arch);
    return imageSize > 0 ? static_cast<int>(imageSize) : info ? info->defaultImageSize : 224;
}

WeightsOutlook outlookOf(const model::ModelSpec& spec, const model::WeightsMatch& match) {
    WeightsOutlook outlook;
    const std::set<std::string> matched(match.matched.begin(), match.matched.end());
    for (const auto& parameter : model::parametersOf(spec)) {
        ++outlook.tensors;
        if (matched.contains(parameter.name))
            ++outlook.matched;
        else if (spec.isHead(parameter.name))
            ++outlook.headTensors;
    }
    return outlook;
}

/// What is published is known without the file.
Result<WeightsOutlook> imagenet(const model::ModelSpec& spec) {
    const auto* info = model::findArchitecture(spec.arch);
    if (!info || info->imagenetFile.empty())
        return Error{ErrorCode::Unsupported,
                     "No ImageNet weights are published for '" + spec.arch + "'.",
                     "Start from nothing, or choose another network.",
                     {}};
    FLAMBEAU_TRY(const auto published, model::buildModelSpec(spec.arch, kImagenetClasses, info->defaultImageSize));
    WeightsOutlook outlook;
    const auto head = model::parametersOf(published);
    for (const auto& parameter : head) {
        ++outlook.tensors;
        const bool replaced = published.isHead(parameter.name) && spec.numClasses != kImagenetClasses;
        ++(replaced ? outlook.headTensors : outlook.matched);
    }
    outlook.title = info->imagenetFile;
    const fs::path file = torchHubFolder() / info->imagenetFile;
    std::error_code ignored;
    outlook.download = !fs::is_regular_file(file, ignored);
    outlook.bytes = outlook.download ? bytesOf(published) : fs::file_size(file, ignored);
    return outlook;
}

/// How much work a run is, in passes over a picture.
double workOf(const domain::Parameters& parameters, std::int64_t pictures) {
    const auto epochs = static_cast<double>(domain::integerOf(parameters, "epochs"));
    const bool features = domain::textOf(parameters, "freeze") == "backbone";
    return static_cast<double>(pictures) * (features ? 1 + kFeatureEpoch * epochs : epochs);
}

bool alike(const domain::Parameters& a, const domain::Parameters& b) {
    for (const char* name : {"arch", "freeze", "device"}) {
        if (domain::textOf(a, name) != domain::textOf(b, name))
            return false;
    }
    return sizeFor(domain::textOf(a, "arch"), domain::integerOf(a, "image_size")) ==
           sizeFor(domain::textOf(b, "arch"), domain::integerOf(b, "image_size"));
}

}  // namespace

Result<WeightsOutlook> weightsOutlook(RegistryService& models, const std::string& source, const std::string& arch,
                                      int classes, std::int64_t imageSize) {
    FLAMBEAU_TRY(const auto spec, model::buildModelSpec(arch, std::max(1, classes), sizeFor(arch, imageSize)));
    if (source == "imagenet")
        return imagenet(spec);
    fs::path file = source;
    const bool registered = startsWith(source, "model:");
    if (registered) {
        // Nothing is downloaded for a model: this only finds it.
        FLAMBEAU_TRY(const LocalWeights found, WeightsService(models).resolve(source, arch, {}, {}));
        file = found.file;
    }
    const std::string shown = registered ? "the model " + source.substr(6) : "'" + toPlainText(file.string()) + "'";
    FLAMBEAU_TRY(const auto held, model::inspectWeights(file, shown));
    FLAMBEAU_TRY(const auto match, model::checkWeightsFit(spec, held, shown));
    WeightsOutlook outlook = outlookOf(spec, match);
    outlook.title = registered ? source.substr(6) : toPlainText(file.filename().string());
    std::error_code ignored;
    outlook.bytes = fs::file_size(file, ignored);
    return outlook;
}

Result<std::int64_t> parameterCount(const std::string& arch, int classes) {
    FLAMBEAU_TRY(const auto spec, model::buildModelSpec(arch, std::max(1, classes), sizeFor(arch, 0)));
    std::int64_t count = 0;
    for (const auto& parameter : model::parametersOf(spec))
        count += parameter.buffer ? 0 : countOf(parameter.shape);
    return count;
}

Result<MemoryOutlook> memoryOutlook(const domain::Parameters& parameters, int classes, std::int64_t pictures) {
    const std::string& arch = domain::textOf(parameters, "arch");
    const int size = sizeFor(arch, domain::integerOf(parameters, "image_size"));
    FLAMBEAU_TRY(const auto spec, model::buildModelSpec(arch, std::max(1, classes), size));
    const auto batch = static_cast<std::uint64_t>(domain::integerOf(parameters, "batch_size"));
    const auto workers = static_cast<std::uint64_t>(domain::integerOf(parameters, "workers"));
    const bool frozen = domain::textOf(parameters, "freeze") == "backbone";
    const std::uint64_t moments = domain::textOf(parameters, "optimizer") == "sgd" ? 1 : 2;
    const std::uint64_t weights = bytesOf(spec);
    MemoryOutlook outlook;
    // The best weights are kept beside those that are trained.
    outlook.model = frozen ? 2 * weights : weights * (3 + moments);
    std::uint64_t all = 0, largest = 0, features = 0;
    const auto shapes = model::shapesOf(spec);
    for (const auto& node : spec.nodes) {
        const auto& shape = shapes.at(node.name);
        const auto bytes = static_cast<std::uint64_t>(shape[0] * shape[1] * shape[2]) * 4;
        if (node.op == model::Op::Flatten)
            features = bytes;
        largest = std::max(largest, bytes);
        // Activations in place and views keep nothing of their own.
        if (node.op != model::Op::Relu && node.op != model::Op::Relu6 && node.op != model::Op::Flatten)
            all += bytes;
    }
    outlook.activations = batch * (frozen ? 3 * largest : all + 2 * largest);
    const auto picture = static_cast<std::uint64_t>(size) * static_cast<std::uint64_t>(size) * 3 * 4;
    outlook.other = kLibtorch + batch * picture * (2 + workers) +
                    (frozen ? static_cast<std::uint64_t>(std::max<std::int64_t>(0, pictures)) * features : 0);
    return outlook;
}

Result<TimeOutlook> timeOutlook(Workspace& workspace, const std::string& recipe, const domain::Parameters& parameters,
                                std::int64_t pictures) {
    const store::Datasets datasets(workspace.store());
    store::RunFilter filter;
    filter.recipe = recipe;
    filter.states = {domain::RunState::Completed};
    filter.limit = kRunsLookedAt;
    FLAMBEAU_TRY(const auto earlier, store::Runs(workspace.store()).list(filter));
    const double wanted = workOf(parameters, pictures);
    std::vector<double> paces;
    for (const store::Run& run : earlier) {
        if (paces.size() >= kRunsAsked)
            break;
        if (run.resumedFrom || run.started <= 0 || run.ended <= run.started)
            continue;
        const auto definition = domain::runDefinitionFromJson(nlohmann::json::parse(run.definition, nullptr, false));
        if (!definition || !alike(definition->parameters, parameters))
            continue;
        const auto version = datasets.get(run.dataset, run.datasetVersion);
        double work = version ? workOf(definition->parameters, version->files) : 0;
        if (run.progress.total > 0 && run.progress.done > 0 && run.progress.done < run.progress.total)
            work *= static_cast<double>(run.progress.done) / static_cast<double>(run.progress.total);  // stopped early
        if (work > 0)
            paces.push_back((run.ended - run.started) / work);
    }
    if (paces.empty() || !(wanted > 0))
        return TimeOutlook{};
    const auto middle = paces.begin() + static_cast<std::ptrdiff_t>(paces.size() / 2);
    std::nth_element(paces.begin(), middle, paces.end());
    return TimeOutlook{*middle * wanted, static_cast<int>(paces.size())};
}

Result<std::string> freeRunName(Workspace& workspace, const std::string& dataset) {
    FLAMBEAU_TRY(const auto taken, store::Runs(workspace.store()).names());
    return nextRunName(dataset, taken);
}

Result<std::uint64_t> diskOutlook(const domain::Parameters& parameters, int classes, std::int64_t valPictures,
                                  std::uint64_t weightsBytes) {
    domain::RunDefinition definition;
    definition.parameters = parameters;
    domain::DatasetManifest manifest;
    manifest.classes.resize(static_cast<std::size_t>(std::max(1, classes)));
    domain::DatasetFile picture;
    picture.split = "val";
    manifest.files.assign(static_cast<std::size_t>(std::max<std::int64_t>(0, valPictures)), picture);
    return estimateRunBytes(definition, manifest, weightsBytes);
}

double chanceDifference(std::int64_t valPictures) {
    return valPictures <= 0 ? 1 : std::sqrt(0.9 * 0.1 / static_cast<double>(valPictures));
}

}  // namespace flambeau::session
