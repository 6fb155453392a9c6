// SPDX-License-Identifier: GPL-3.0-or-later
#include "training.h"

#include <cmath>
#include <cstdio>
#include <new>

#include "flambeau/base/clock.h"
#include "flambeau/base/strings.h"
#include "schedule.h"

namespace flambeau::trainer {
namespace {

Error outOfMemory(const std::string& detail, bool gpu) {
    return {ErrorCode::Failed,
            std::string("The ") + (gpu ? "GPU" : "machine") + " has not enough memory for this training",
            "Make batch_size or image_size smaller, or choose a smaller network.", detail};
}

/// The first line of what libtorch says; the rest is a stack trace.
std::string firstLine(const std::string& text) {
    return text.substr(0, text.find('\n'));
}

std::string decimals(double value, int places) {
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", places, value);
    return text;
}

}  // namespace

Status Training::run() {
    m_began = unixNow();
    m_telemetry =
        std::make_unique<Telemetry>(m_log.writer(), m_network->device().is_cuda() ? m_network->device().index() : -1);
    m_telemetry->setStep(m_state.step);
    Status status;
    try {
        status = runGuarded();
    } catch (const c10::OutOfMemoryError& error) {
        status = outOfMemory(firstLine(error.what_without_backtrace()), true);
    } catch (const std::bad_alloc&) {
        status = outOfMemory({}, false);
    } catch (const c10::Error& error) {
        const std::string what = error.what_without_backtrace();
        // libtorch's CPU allocator has no exception type of its own.
        if (what.find("not enough memory") != std::string::npos || what.find("t allocate memory") != std::string::npos)
            status = outOfMemory(firstLine(what), false);
        else
            status = Error{ErrorCode::Failed, "libtorch failed: " + firstLine(what), {}, what};
    }
    if (!status.ok() && status.error().code != ErrorCode::Canceled)
        status = failed(std::move(status).error());
    m_telemetry.reset();
    return status;
}

Status Training::runGuarded() {
    const Status cached = m_data->cacheFeatures([this](std::size_t done, std::size_t total) {
        m_log.progress(static_cast<std::int64_t>(done), static_cast<std::int64_t>(total), "features");
        return !m_stop.load();
    });
    if (!cached.ok() && m_stop)
        return stopped();
    if (!cached.ok())
        return cached;
    if (m_options.checkpointEvery > 0 && m_state.step == 0)
        FLAMBEAU_CHECK(saveCheckpoint());
    m_epochsBegan = m_windowBegan = unixNow();
    m_firstStep = m_state.step;
    while (m_state.epoch < m_options.epochs && !stoppedEarly()) {
        FLAMBEAU_CHECK(trainEpoch());
        FLAMBEAU_CHECK(finishEpoch());
    }
    return finish();
}

Status Training::trainEpoch() {
    const std::int64_t steps = m_data->stepsPerEpoch();
    if (m_state.batch >= steps)
        return {};  // resumed right before a validation
    m_data->beginEpoch(m_state.epoch, m_state.batch);
    while (true) {
        if (m_stop)
            return stopped();
        FLAMBEAU_TRY(const std::optional<TrainingData::Step> step, m_data->nextStep());
        if (!step)
            return {};
        FLAMBEAU_CHECK(trainStep(*step));
        FLAMBEAU_CHECK(m_log.status());
    }
}

Status Training::trainStep(const TrainingData::Step& step) {
    const double lr = learningRate(m_options, m_state.step, m_data->stepsPerEpoch());
    at::Tensor logits;
    {
        const Autocast autocast(m_network->device(), m_arithmetic.bf16);
        logits = m_data->trainCached() ? m_network->head(step.values, Mode::Train)
                                       : m_network->forward(step.values, Mode::Train);
    }
    logits = logits.to(at::kFloat);
    const at::Tensor loss = at::cross_entropy_loss(
        logits, step.labels, m_classWeights.defined() ? c10::optional<at::Tensor>(m_classWeights) : c10::nullopt,
        at::Reduction::Mean, -100, m_options.labelSmoothing);
    m_optimizer->zeroGrad();
    loss.backward();
    // One transfer for both figures: on a GPU each waits for the whole queue.
    const at::Tensor figures =
        at::stack({loss.detach().to(at::kDouble), logits.detach().argmax(1).eq(step.labels).sum().to(at::kDouble)})
            .to(at::kCPU);
    const double lossValue = figures[0].item<double>();
    m_diverged = !std::isfinite(lossValue);
    if (m_diverged)
        return Error{ErrorCode::Failed,
                     "The loss became " + std::string(std::isnan(lossValue) ? "NaN" : "infinite") + " at step " +
                         std::to_string(m_state.step + 1),
                     "Lower lr (it was " + formatDouble(lr) + "), or add warmup_epochs.",
                     {}};
    m_optimizer->step(lr);
    ++m_state.step;
    ++m_state.batch;
    reportStep(lossValue, static_cast<std::int64_t>(figures[1].item<double>()), step.count, lr);
    return {};
}

void Training::reportStep(double loss, std::int64_t correct, std::int64_t count, double lr) {
    m_state.lossSum += loss * static_cast<double>(count);
    m_state.correct += correct;
    m_state.seen += count;
    const std::int64_t steps = m_data->stepsPerEpoch();
    std::vector<std::pair<std::string, double>> values{
        {"train/loss", loss}, {"train/acc", static_cast<double>(correct) / static_cast<double>(count)}, {"lr", lr}};
    m_windowPictures += count;
    const double now = unixNow(), window = now - m_windowBegan;
    if (window >= 1 || (m_state.batch == steps && window > 0)) {
        m_imagesPerSecond = static_cast<double>(m_windowPictures) / window;
        values.emplace_back("train/images_per_s", m_imagesPerSecond);
        m_windowBegan = now;
        m_windowPictures = 0;
    }
    const double epoch =
        static_cast<double>(m_state.epoch) + static_cast<double>(m_state.batch) / static_cast<double>(steps);
    m_log.metrics(m_state.step, epoch, std::move(values));
    m_log.progress(m_state.step, m_options.epochs * steps, "train");
    m_telemetry->setStep(m_state.step);
}

Status Training::finishEpoch() {
    std::optional<Evaluation> val;
    if (!m_data->samples().val.empty()) {
        auto logits = m_data->valLogits([this] { return !m_stop.load(); });
        if (!logits.ok())
            return m_stop ? stopped() : Status(std::move(logits).error());
        val = evaluate(*logits, m_data->samples().val);
    }
    noteEpoch(val ? &*val : nullptr);
    ++m_state.epoch;
    m_state.batch = 0;
    m_state.lossSum = 0;
    m_state.correct = m_state.seen = 0;
    m_windowBegan = unixNow();
    const bool due = m_options.checkpointEvery > 0 && m_state.epoch % m_options.checkpointEvery == 0;
    if (due && m_state.epoch < m_options.epochs)
        FLAMBEAU_CHECK(saveCheckpoint());
    return m_log.status();
}

void Training::noteEpoch(const Evaluation* val) {
    const double seen = static_cast<double>(std::max<std::int64_t>(1, m_state.seen));
    const double loss = m_state.lossSum / seen, accuracy = static_cast<double>(m_state.correct) / seen;
    std::vector<std::pair<std::string, double>> values{{"train/epoch_loss", loss}, {"train/epoch_acc", accuracy}};
    if (val) {
        values.emplace_back("val/loss", val->loss);
        values.emplace_back("val/acc", val->accuracy);
    }
    const double judgedLoss = val ? val->loss : loss, judgedAccuracy = val ? val->accuracy : accuracy;
    // Without a val split accuracy says little: the smallest loss counts. With one, the loss decides between equals.
    const bool better =
        !m_state.hasBest || (val ? judgedAccuracy > m_state.bestAccuracy ||
                                       (judgedAccuracy == m_state.bestAccuracy && judgedLoss < m_state.bestLoss)
                                 : judgedLoss < m_state.bestLoss);
    ++m_state.epochsSinceBest;
    if (better) {
        m_state.hasBest = true;
        m_state.epochsSinceBest = 0;
        m_state.bestEpoch = m_state.epoch + 1;
        m_state.bestStep = m_state.step;
        m_state.bestAccuracy = judgedAccuracy;
        m_state.bestLoss = judgedLoss;
        m_best.clear();
        for (const auto& name : m_network->changing())
            m_best[name] = m_network->tensor(name).detach().to(at::kCPU).clone();
        m_bestLogits = val ? val->logits : at::Tensor();
    }
    m_log.metrics(m_state.step, static_cast<double>(m_state.epoch + 1), std::move(values));
    std::string line = "epoch " + std::to_string(m_state.epoch + 1) + "/" + std::to_string(m_options.epochs) +
                       "  train loss " + decimals(loss, 4) + " acc " + decimals(accuracy, 3);
    if (val)
        line +=
            "  val loss " + decimals(val->loss, 4) + " acc " + decimals(val->accuracy, 3) + (better ? " (best)" : "");
    const std::int64_t done = m_state.step - m_firstStep;
    const std::int64_t left = m_options.epochs * m_data->stepsPerEpoch() - m_state.step;
    if (left > 0 && done > 0)
        line += "  " +
                formatDuration((unixNow() - m_epochsBegan) / static_cast<double>(done) * static_cast<double>(left)) +
                " left";
    m_log.say(line);
}

bool Training::stoppedEarly() const {
    return m_options.patience > 0 && m_state.hasBest && m_state.epochsSinceBest >= m_options.patience;
}

Status Training::stopped() {
    FLAMBEAU_CHECK(saveCheckpoint());
    if (m_state.hasBest)
        FLAMBEAU_CHECK(writeBest(m_folder, describedModel(), bestWeights()));
    return Error{ErrorCode::Canceled,
                 "Stopped by a signal after step " + std::to_string(m_state.step),
                 "The checkpoint is written: the run can be resumed from it.",
                 {}};
}

Status Training::failed(Error error) {
    const bool have = fs::exists(m_folder / checkpointPath);
    try {
        m_optimizer->zeroGrad();
        // After a NaN the weights of the steps before are doubtful too, and at the end the network already is the best
        // one: the checkpoint that is there is the better one.
        if (m_network->allFinite() && !((m_diverged || m_finishing) && have)) {
            const Status saved = saveCheckpoint();
            if (!saved.ok())
                m_log.say("The checkpoint could not be written: " + saved.error().message);
        }
        if (m_state.hasBest)
            (void)writeBest(m_folder, describedModel(), bestWeights());
    } catch (const std::exception& second) {
        m_log.say(std::string("The checkpoint could not be written: ") + second.what());
    }
    return error;
}

}  // namespace flambeau::trainer
