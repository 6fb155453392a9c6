// SPDX-License-Identifier: GPL-3.0-or-later
// What a training leaves: checkpoints on the way, outputs at its end.
#include "engine_info.h"
#include "flambeau/base/clock.h"
#include "flambeau/base/strings.h"
#include "outputs.h"
#include "training.h"
#include "weights_io.h"

namespace flambeau::trainer {
namespace {

constexpr std::size_t referenceInputs = 16;

bool sameTensor(const at::Tensor& a, const at::Tensor& b) {
    return a.sizes() == b.sizes() && at::equal(a, b);
}

}  // namespace

Status Training::saveCheckpoint() {
    at::NoGradGuard noGradient;
    Checkpoint checkpoint;
    checkpoint.state = m_state;
    checkpoint.identity = identity();
    for (const auto& info : m_network->infos())
        checkpoint.model[info.name] = m_network->tensor(info.name).detach().to(at::kCPU);
    for (const auto& [name, tensor] : m_best) {
        if (!sameTensor(tensor, checkpoint.model.at(name)))
            checkpoint.best[name] = tensor;
    }
    checkpoint.optimizer = m_optimizer->state();
    checkpoint.rng["cpu"] = at::globalContext().defaultGenerator(at::kCPU).get_state();
    if (m_network->device().is_cuda())
        checkpoint.rng["cuda"] = at::globalContext().defaultGenerator(m_network->device()).get_state();
    return writeCheckpoint(checkpoint, m_folder / checkpointPath);
}

model::Weights Training::bestWeights() const {
    model::Weights weights = stateDict(*m_network);
    for (const auto& [name, tensor] : m_best)
        weights.tensors[name] = fromTorch(tensor);
    return weights;
}

model::ModelFile Training::describedModel() const {
    model::ModelFile model = m_model;
    nlohmann::json metrics = nlohmann::json::object();
    if (m_state.hasBest) {
        const bool val = !m_data->samples().val.empty();
        metrics[val ? "val/acc" : "train/epoch_acc"] = m_state.bestAccuracy;
        metrics[val ? "val/loss" : "train/epoch_loss"] = m_state.bestLoss;
    }
    const auto& dataset = m_definition.dataset;
    model.training = {
        {"run", m_definition.id.str()},
        {"name", m_definition.name},
        {"recipe", m_definition.recipe},
        {"dataset", {{"name", dataset.name}, {"version", dataset.version}, {"fingerprint", dataset.fingerprint}}},
        {"parameters", domain::toJson(m_definition.parameters)},
        {"initial_weights",
         {{"source", m_definition.initialWeights.source},
          {"sha256", m_definition.initialWeights.sha256},
          {"report", m_weightsReport}}},
        {"metrics", std::move(metrics)},
        {"best_epoch", m_state.bestEpoch},
        {"best_step", m_state.bestStep},
        {"steps", m_state.step},
        {"arithmetic", m_arithmetic.bf16 ? "bf16" : "fp32"},
        {"device", m_network->device().str()},
        {"engine", m_definition.engine},
        {"torch", torchVersion()},
        {"written", unixNow()}};
    return model;
}

Result<Reference> Training::reference() {
    const SampleSet& samples = m_data->samples();
    Reference reference;
    reference.split = samples.val.empty() ? "train" : "val";
    reference.samples = samples.val;
    if (samples.val.empty())
        reference.samples.assign(
            samples.train.begin(),
            samples.train.begin() + static_cast<std::ptrdiff_t>(std::min(referenceInputs, samples.train.size())));
    const auto keepGoing = [this] { return !m_stop.load(); };
    if (m_bestLogits.defined()) {
        reference.logits = m_bestLogits;  // computed with these very weights, in fp32
    } else if (samples.val.empty()) {
        FLAMBEAU_TRY(reference.logits, m_data->logits(reference.samples, keepGoing));
    } else {
        FLAMBEAU_TRY(reference.logits, m_data->valLogits(keepGoing));
    }
    FLAMBEAU_TRY(reference.inputs, m_data->evalInputs(reference.samples, referenceInputs));
    return reference;
}

Status Training::finish() {
    FLAMBEAU_CHECK(saveCheckpoint());
    m_finishing = true;
    FinalOutputs outputs;
    outputs.model = describedModel();
    outputs.last = stateDict(*m_network);
    outputs.best = bestWeights();
    outputs.step = m_state.step;
    {
        // From here on the network is the best one.
        at::NoGradGuard noGradient;
        for (const auto& [name, tensor] : m_best)
            m_network->tensor(name).copy_(tensor);
    }
    auto found = reference();
    if (!found.ok() && m_stop)
        return Error{ErrorCode::Canceled,
                     "Stopped by a signal after the last step",
                     "The checkpoint is written: the run can be resumed from it.",
                     {}};
    FLAMBEAU_TRY(outputs.reference, std::move(found));
    outputs.evaluation = evaluate(outputs.reference.logits, outputs.reference.samples);
    if (stoppedEarly() && m_state.epoch < m_options.epochs)
        m_log.note("early_stop",
                   "Stopped early: no better result in " + std::to_string(m_options.patience) + " epochs.");
    FLAMBEAU_CHECK(writeOutputs(m_folder, outputs, m_log));
    m_log.progress(m_state.step, m_state.step, "train");
    m_log.note("result", "Best: epoch " + std::to_string(m_state.bestEpoch) + ", " +
                             (m_data->samples().val.empty() ? "train" : "val") + " acc " +
                             formatDouble(std::round(m_state.bestAccuracy * 1e4) / 1e4) + "; " +
                             formatDuration(unixNow() - m_began) + " in all.");
    return m_log.status();
}

}  // namespace flambeau::trainer
