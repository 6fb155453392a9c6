// SPDX-License-Identifier: GPL-3.0-or-later
#include "options.h"

namespace flambeau::trainer {

Result<TrainOptions> trainOptions(const domain::RunDefinition& definition) {
    const auto problems = domain::validateParameters(definition.recipe, definition.parameters);
    if (!problems.empty())
        return Error{ErrorCode::InvalidArgument, problems.front().message, problems.front().hint, {}};
    const domain::Parameters p = domain::withDefaults(definition.recipe, definition.parameters);
    const auto whole = [&](const char* name) { return domain::integerOf(p, name); };
    const auto real = [&](const char* name) { return domain::realOf(p, name); };
    const auto text = [&](const char* name) -> const std::string& { return domain::textOf(p, name); };
    const std::string& optimizer = text("optimizer");
    const std::string& scheduler = text("scheduler");
    const std::string& augmentation = text("augmentation");
    const std::string& precision = text("precision");

    TrainOptions o;
    o.arch = text("arch");
    o.freezeBackbone = text("freeze") == "backbone";
    o.epochs = whole("epochs");
    o.batchSize = whole("batch_size");
    o.lr = real("lr");
    o.optimizer = optimizer == "sgd"    ? OptimizerKind::Sgd
                  : optimizer == "adam" ? OptimizerKind::Adam
                                        : OptimizerKind::AdamW;
    o.momentum = real("momentum");
    o.weightDecay = real("weight_decay");
    o.scheduler = scheduler == "none"   ? SchedulerKind::None
                  : scheduler == "step" ? SchedulerKind::Step
                                        : SchedulerKind::Cosine;
    o.stepSize = whole("step_size");
    o.gamma = real("gamma");
    o.warmupEpochs = real("warmup_epochs");
    o.labelSmoothing = real("label_smoothing");
    o.balanced = text("class_weights") == "balanced";
    o.imageSize = static_cast<int>(whole("image_size"));
    o.augmentation = augmentation == "none"        ? Augmentation::None
                     : augmentation == "flip_crop" ? Augmentation::FlipCrop
                                                   : Augmentation::Colour;
    o.precision = precision == "auto" ? Precision::Auto : precision == "bf16" ? Precision::Bf16 : Precision::Fp32;
    o.device = text("device");
    o.threads = static_cast<int>(whole("threads"));
    o.workers = static_cast<int>(whole("workers"));
    o.seed = static_cast<std::uint64_t>(whole("seed"));
    o.patience = whole("early_stop_patience");
    o.checkpointEvery = whole("checkpoint_every");
    return o;
}

}  // namespace flambeau::trainer
