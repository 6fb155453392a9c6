// SPDX-License-Identifier: GPL-3.0-or-later
// How a training begins: from a definition, with first weights, or from a checkpoint.
#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "training.h"
#include "weights_io.h"

namespace flambeau::trainer {
namespace {

Result<domain::DatasetManifest> readManifest(const fs::path& path) {
    FLAMBEAU_TRY(const std::string text, readFile(path));
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (json.is_discarded())
        return Error{ErrorCode::Corrupt, path.string() + " is no JSON", "Start the run anew.", {}};
    return domain::datasetManifestFromJson(json);
}

Status checkHash(const fs::path& path, const std::string& expected, const char* what) {
    if (expected.empty())
        return {};
    FLAMBEAU_TRY(const std::string found, sha256File(path));
    if (found == expected)
        return {};
    return Error{ErrorCode::Corrupt, std::string(what) + " " + path.string() + " changed since the run was defined",
                 "Start the run anew.", "SHA-256 " + found + ", not " + expected};
}

/// Of the checkpoint's tensors into the network's, all of `names`.
Status copyInto(Network& network, const std::vector<std::string>& names, const TensorMap& from) {
    at::NoGradGuard noGradient;
    for (const auto& name : names) {
        const auto it = from.find(name);
        if (it == from.end() || it->second.sizes() != network.tensor(name).sizes())
            return Error{ErrorCode::Corrupt,
                         "The checkpoint has no fitting tensor for " + name,
                         "Resume with the architecture and classes that it was written with.",
                         {}};
        network.tensor(name).copy_(it->second);
    }
    return {};
}

std::vector<std::string> allNames(const Network& network) {
    std::vector<std::string> names;
    for (const auto& info : network.infos())
        names.push_back(info.name);
    return names;
}

}  // namespace

Training::Training(fs::path runFolder, domain::RunDefinition definition, TrainOptions options, model::ModelFile model,
                   RunLog& log, const std::atomic<bool>& stop)
    : m_folder(std::move(runFolder)),
      m_definition(std::move(definition)),
      m_options(std::move(options)),
      m_model(std::move(model)),
      m_log(log),
      m_stop(stop) {}

Result<std::unique_ptr<Training>> Training::prepare(const fs::path& runFolder, const domain::RunDefinition& definition,
                                                    RunLog& log, const std::atomic<bool>& stop) {
    FLAMBEAU_TRY(TrainOptions options, trainOptions(definition));
    FLAMBEAU_TRY(const domain::DatasetManifest manifest, readManifest(runFolder / "data" / "manifest.json"));
    FLAMBEAU_TRY(SampleSet samples, sampleSet(manifest));
    const auto* architecture = model::findArchitecture(options.arch);
    if (options.imageSize == 0 && architecture)
        options.imageSize = architecture->defaultImageSize;
    model::ModelFile model;
    FLAMBEAU_TRY(model.spec,
                 model::buildModelSpec(options.arch, static_cast<int>(samples.classes.size()), options.imageSize));
    model.classes = samples.classes;
    model.preprocessing = model::defaultPreprocessing(options.imageSize);
    useThreads(options.threads);
    FLAMBEAU_TRY(const at::Device device, chooseDevice(options.device));

    std::unique_ptr<Training> training(new Training(runFolder, definition, options, std::move(model), log, stop));
    Training& t = *training;
    t.m_arithmetic = chooseArithmetic(options.precision, device, t.m_model.spec);
    if (options.precision == Precision::Auto && options.freezeBackbone && options.augmentation == Augmentation::None)
        t.m_arithmetic = {false, "fp32"};  // only the head is computed in each step: nothing to gain
    at::manual_seed(options.seed);
    t.m_network = std::make_unique<Network>(t.m_model.spec);
    initialise(*t.m_network, options.seed);
    if (!definition.resumedFrom)
        FLAMBEAU_CHECK(t.loadInitialWeights());
    if (options.freezeBackbone)
        t.m_network->freezeBackbone();
    t.m_network->to(device);
    if (options.balanced)
        t.m_classWeights = at::tensor(balancedWeights(samples.train, samples.classes.size())).to(device);
    std::vector<std::pair<std::string, at::Tensor>> parameters;
    for (const auto& name : t.m_network->trainable())
        parameters.emplace_back(name, t.m_network->tensor(name));
    t.m_optimizer = std::make_unique<Optimizer>(
        OptimizerSettings{options.optimizer, options.momentum, options.weightDecay}, std::move(parameters));
    t.m_data = std::make_unique<TrainingData>(std::move(samples), t.m_model.preprocessing, options, *t.m_network);
    if (definition.resumedFrom)
        FLAMBEAU_CHECK(t.resume());
    t.describeStart();
    return training;
}

Status Training::loadInitialWeights() {
    const auto& initial = m_definition.initialWeights;
    if (initial.path.empty())
        return {};
    const fs::path path = m_folder / initial.path;
    FLAMBEAU_CHECK(checkHash(path, initial.sha256, "The file of weights"));
    FLAMBEAU_TRY(const model::Weights weights, model::readWeights(path));
    FLAMBEAU_TRY(const LoadReport report, loadMatching(*m_network, weights));
    m_weightsReport = report.summary();
    m_log.note("weights", "Weights from " + initial.source + ": " + report.summary() + "\n" + report.details());
    return {};
}

nlohmann::json Training::identity() const {
    return {{"arch", m_options.arch},
            {"image_size", m_options.imageSize},
            {"classes", m_model.classes},
            {"freeze", m_options.freezeBackbone},
            {"fingerprint", m_definition.dataset.fingerprint},
            {"train_pictures", m_data->samples().train.size()},
            {"batch_size", m_options.batchSize},
            {"seed", m_options.seed},
            {"augmentation", static_cast<int>(m_options.augmentation)}};
}

Status Training::checkIdentity(const Checkpoint& checkpoint) const {
    const nlohmann::json ours = identity();
    for (const char* always : {"arch", "image_size", "classes", "freeze"}) {
        if (checkpoint.identity.value(always, nlohmann::json()) != ours[always])
            return Error{ErrorCode::Conflict,
                         std::string("The checkpoint was written with another ") + always,
                         "Resume with the run's own settings, or start a new run with its weights.",
                         {}};
    }
    if (checkpoint.state.batch == 0)
        return {};
    for (const char* inEpoch : {"fingerprint", "train_pictures", "batch_size", "seed", "augmentation"}) {
        if (checkpoint.identity.value(inEpoch, nlohmann::json()) != ours[inEpoch])
            return Error{ErrorCode::Conflict,
                         std::string("The checkpoint stands inside an epoch that was begun with another ") + inEpoch,
                         "Resume with the run's own settings, or from a checkpoint at the end of an epoch.",
                         {}};
    }
    return {};
}

Status Training::resume() {
    const auto& from = *m_definition.resumedFrom;
    const fs::path path = m_folder / from.path;
    FLAMBEAU_CHECK(checkHash(path, from.sha256, "The checkpoint"));
    FLAMBEAU_TRY(const Checkpoint checkpoint, readCheckpoint(path));
    FLAMBEAU_CHECK(checkIdentity(checkpoint));
    if (checkpoint.state.batch > m_data->stepsPerEpoch())
        return Error{ErrorCode::Corrupt, "The checkpoint stands behind the end of an epoch", "Start the run anew.", {}};
    FLAMBEAU_CHECK(copyInto(*m_network, allNames(*m_network), checkpoint.model));
    FLAMBEAU_CHECK(m_optimizer->restore(checkpoint.optimizer));
    m_state = checkpoint.state;
    if (m_state.hasBest) {
        for (const auto& name : m_network->changing()) {
            const auto it = checkpoint.best.find(name);
            const at::Tensor& tensor = it == checkpoint.best.end() ? checkpoint.model.at(name) : it->second;
            if (tensor.sizes() != m_network->tensor(name).sizes())
                return Error{ErrorCode::Corrupt,
                             "The checkpoint has no fitting best tensor for " + name,
                             "Start the run anew.",
                             {}};
            m_best[name] = tensor;
        }
    }
    for (const char* device : {"cpu", "cuda"}) {
        const auto it = checkpoint.rng.find(device);
        const bool wanted = std::string_view(device) == "cpu" || m_network->device().is_cuda();
        if (it == checkpoint.rng.end() || !wanted)
            continue;
        at::Generator generator = at::globalContext().defaultGenerator(
            std::string_view(device) == "cpu" ? at::Device(at::kCPU) : m_network->device());
        try {
            generator.set_state(it->second);
        } catch (const c10::Error& error) {
            return Error{ErrorCode::Corrupt, "The checkpoint's random state cannot be used", "Start the run anew.",
                         error.what_without_backtrace()};
        }
    }
    m_log.note("resume", "Resumed from run " + from.run + " after step " + std::to_string(m_state.step) + ".");
    return {};
}

void Training::describeStart() {
    const auto& samples = m_data->samples();
    std::string line = m_options.arch + ", " + std::to_string(samples.classes.size()) + " classes, " +
                       formatCount(static_cast<std::int64_t>(samples.train.size())) + " pictures to train with, " +
                       formatCount(static_cast<std::int64_t>(samples.val.size())) + " to validate; " +
                       m_network->device().str() + ", " + m_arithmetic.why + ", " +
                       std::to_string(at::get_num_threads()) + " threads";
    m_log.note("start", line);
    if (samples.val.empty())
        m_log.note("note",
                   "The dataset has no val split: the epoch with the smallest training loss counts as the best.");
}

}  // namespace flambeau::trainer
