// SPDX-License-Identifier: GPL-3.0-or-later
#include "training_data.h"

#include "device.h"
#include "transforms.h"

namespace flambeau::trainer {
namespace {

/// Features beyond this are computed anew each time rather than kept.
constexpr std::size_t maxFeatureBytes = std::size_t{1} << 30;

}  // namespace

TrainingData::TrainingData(SampleSet samples, model::Preprocessing preprocessing, const TrainOptions& options,
                           Network& network)
    : m_samples(std::move(samples)),
      m_preprocessing(preprocessing),
      m_options(options),
      m_network(network),
      m_pool(options.workers) {}

Status TrainingData::prepareEval(const Sample& sample, float* out) const {
    FLAMBEAU_TRY(const image::Image picture, openPicture(sample.file));
    evalInput(picture, m_preprocessing, out);
    return {};
}

Status TrainingData::prepareTrain(std::size_t index, std::int64_t epoch, float* out) const {
    const Sample& sample = m_samples.train[index];
    if (m_options.augmentation == Augmentation::None)
        return prepareEval(sample, out);
    FLAMBEAU_TRY(const image::Image picture, openPicture(sample.file));
    const Random random{m_options.seed, static_cast<std::uint64_t>(Purpose::Augment), static_cast<std::uint64_t>(epoch),
                        index};
    trainInput(picture, m_preprocessing, drawFor(m_options.augmentation, picture.width, picture.height, random), out);
    return {};
}

std::unique_ptr<BatchLoader> TrainingData::evalLoader(const std::vector<Sample>& samples) {
    const auto batch = static_cast<std::size_t>(m_options.batchSize);
    return std::make_unique<BatchLoader>(
        m_pool, planBatches(samples.size(), batch, false, 0, 0), 0, m_preprocessing.crop,
        [this, &samples](std::size_t index, float* out) { return prepareEval(samples[index], out); });
}

Result<FeatureCache> TrainingData::featuresOf(const std::vector<Sample>& samples, std::size_t before, std::size_t total,
                                              const KeepGoing& keepGoing) {
    const auto loader = evalLoader(samples);
    return FeatureCache::compute(m_network, *loader, samples.size(),
                                 [&](std::size_t done) { return keepGoing(before + done, total); });
}

Status TrainingData::cacheFeatures(const KeepGoing& keepGoing) {
    const bool train = m_options.augmentation == Augmentation::None &&
                       FeatureCache::possible(m_network, m_samples.train.size(), maxFeatureBytes);
    const bool val = FeatureCache::possible(m_network, m_samples.val.size(), maxFeatureBytes);
    const std::size_t total = (train ? m_samples.train.size() : 0) + (val ? m_samples.val.size() : 0);
    if (train) {
        FLAMBEAU_TRY(m_trainFeatures, featuresOf(m_samples.train, 0, total, keepGoing));
    }
    if (val) {
        FLAMBEAU_TRY(m_valFeatures, featuresOf(m_samples.val, total - m_samples.val.size(), total, keepGoing));
    }
    return {};
}

std::int64_t TrainingData::stepsPerEpoch() const {
    const auto batch = static_cast<std::size_t>(m_options.batchSize);
    return static_cast<std::int64_t>(planBatches(m_samples.train.size(), batch, true, 0, 0).size());
}

void TrainingData::beginEpoch(std::int64_t epoch, std::int64_t firstBatch) {
    m_loader.reset();
    const auto number = static_cast<std::uint64_t>(epoch);
    m_plan = planBatches(m_samples.train.size(), static_cast<std::size_t>(m_options.batchSize), true, m_options.seed,
                         number);
    m_nextBatch = static_cast<std::size_t>(firstBatch);
    if (!m_trainFeatures)
        m_loader = std::make_unique<BatchLoader>(
            m_pool, std::move(m_plan), m_nextBatch, m_preprocessing.crop,
            [this, epoch](std::size_t index, float* out) { return prepareTrain(index, epoch, out); });
}

Result<std::optional<TrainingData::Step>> TrainingData::nextStep() {
    Step step;
    std::vector<std::size_t> chosen;
    if (m_trainFeatures) {
        if (m_nextBatch >= m_plan.size())
            return std::optional<Step>();
        chosen = m_plan[m_nextBatch++];
        step.values = m_trainFeatures->of(chosen);
    } else {
        FLAMBEAU_TRY(std::optional<Batch> batch, m_loader->next());
        if (!batch)
            return std::optional<Step>();
        chosen = std::move(batch->samples);
        step.values = batch->inputs.to(m_network.device());
    }
    std::vector<std::int64_t> labels;
    for (const std::size_t index : chosen)
        labels.push_back(m_samples.train[index].label);
    step.labels = at::tensor(labels, at::kLong).to(m_network.device());
    step.count = static_cast<std::int64_t>(chosen.size());
    return std::optional<Step>(std::move(step));
}

Result<at::Tensor> TrainingData::valLogits(const std::function<bool()>& keepGoing) {
    if (!m_valFeatures)
        return logits(m_samples.val, keepGoing);
    at::NoGradGuard noGradient;
    const ExactArithmetic exact;
    std::vector<at::Tensor> parts;
    for (const auto& batch : planBatches(m_samples.val.size(), 1024, false, 0, 0))
        parts.push_back(m_network.head(m_valFeatures->of(batch), Mode::Eval).to(at::kCPU).to(at::kFloat));
    return at::cat(parts);
}

Result<at::Tensor> TrainingData::logits(const std::vector<Sample>& samples, const std::function<bool()>& keepGoing) {
    at::NoGradGuard noGradient;
    const ExactArithmetic exact;
    std::vector<at::Tensor> parts;
    const auto loader = evalLoader(samples);
    while (true) {
        if (!keepGoing())
            return Error{ErrorCode::Canceled, "Stopped", {}, {}};
        FLAMBEAU_TRY(const std::optional<Batch> batch, loader->next());
        if (!batch)
            break;
        parts.push_back(
            m_network.forward(batch->inputs.to(m_network.device()), Mode::Eval).to(at::kCPU).to(at::kFloat));
    }
    if (parts.empty())
        return at::zeros({0, m_network.spec().numClasses});
    return at::cat(parts);
}

Result<at::Tensor> TrainingData::evalInputs(const std::vector<Sample>& samples, std::size_t n) const {
    const std::int64_t side = m_preprocessing.crop;
    const std::size_t count = std::min(n, samples.size());
    at::Tensor inputs = at::empty({static_cast<std::int64_t>(count), 3, side, side}, at::kFloat);
    for (std::size_t i = 0; i < count; ++i)
        FLAMBEAU_CHECK(
            prepareEval(samples[i], inputs.data_ptr<float>() + static_cast<std::ptrdiff_t>(i) * 3 * side * side));
    return inputs;
}

}  // namespace flambeau::trainer
