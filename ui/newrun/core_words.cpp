// SPDX-License-Identifier: GPL-3.0-or-later
// Names and helps of settings and networks as lupdate can find them: what core says of them reaches the screen through
// say(), which takes it at run time. A test holds this beside core's own tables.
#include <QHash>

#include "flambeau/ui/common/text.h"
#include "form.h"

namespace flambeau::ui::newrun {

QString parameterTitle(const std::string& name) {
    static const QHash<QString, const char*> titles{
        {"arch", QT_TRANSLATE_NOOP("flambeau", "Model")},
        {"weights", QT_TRANSLATE_NOOP("flambeau", "Start from")},
        {"freeze", QT_TRANSLATE_NOOP("flambeau", "Train")},
        {"epochs", QT_TRANSLATE_NOOP("flambeau", "Epochs")},
        {"batch_size", QT_TRANSLATE_NOOP("flambeau", "Batch size")},
        {"lr", QT_TRANSLATE_NOOP("flambeau", "Learning rate")},
        {"optimizer", QT_TRANSLATE_NOOP("flambeau", "Optimizer")},
        {"momentum", QT_TRANSLATE_NOOP("flambeau", "Momentum")},
        {"weight_decay", QT_TRANSLATE_NOOP("flambeau", "Weight decay")},
        {"scheduler", QT_TRANSLATE_NOOP("flambeau", "Scheduler")},
        {"step_size", QT_TRANSLATE_NOOP("flambeau", "Step size")},
        {"gamma", QT_TRANSLATE_NOOP("flambeau", "Gamma")},
        {"warmup_epochs", QT_TRANSLATE_NOOP("flambeau", "Warmup epochs")},
        {"label_smoothing", QT_TRANSLATE_NOOP("flambeau", "Label smoothing")},
        {"class_weights", QT_TRANSLATE_NOOP("flambeau", "Class weights")},
        {"image_size", QT_TRANSLATE_NOOP("flambeau", "Image size")},
        {"augmentation", QT_TRANSLATE_NOOP("flambeau", "Augmentation")},
        {"precision", QT_TRANSLATE_NOOP("flambeau", "Precision")},
        {"device", QT_TRANSLATE_NOOP("flambeau", "Device")},
        {"threads", QT_TRANSLATE_NOOP("flambeau", "Threads")},
        {"workers", QT_TRANSLATE_NOOP("flambeau", "Workers")},
        {"seed", QT_TRANSLATE_NOOP("flambeau", "Seed")},
        {"early_stop_patience", QT_TRANSLATE_NOOP("flambeau", "Early stop patience")},
        {"checkpoint_every", QT_TRANSLATE_NOOP("flambeau", "Checkpoint every")},
    };
    const QString key = text(name);
    if (const auto known = titles.constFind(key); known != titles.constEnd())
        return say(*known);
    QString title = key;
    title.replace('_', ' ');
    return title.left(1).toUpper() + title.mid(1);
}

const std::vector<const char*>& wordsOfCore() {
    static const std::vector<const char*> words{
        QT_TRANSLATE_NOOP("flambeau",
                          "The network: mobilenet_v2 is quick on a CPU, tiny is for pictures of 16 to 96 pixels"),
        QT_TRANSLATE_NOOP(
            "flambeau", "Where training starts: none, imagenet, a .pth or .safetensors file, or model:NAME[@VERSION]"),
        QT_TRANSLATE_NOOP("flambeau", "backbone trains only the new head: much faster, good with few pictures"),
        QT_TRANSLATE_NOOP("flambeau", "How often the training pictures are gone through"),
        QT_TRANSLATE_NOOP("flambeau", "Pictures an optimizer step"),
        QT_TRANSLATE_NOOP("flambeau", "The learning rate at the start, after the warm-up"),
        QT_TRANSLATE_NOOP("flambeau", "How the weights follow the gradient"),
        QT_TRANSLATE_NOOP("flambeau", "Momentum of sgd; beta1 of adam and adamw"),
        QT_TRANSLATE_NOOP("flambeau", "Pull of the weights towards zero"),
        QT_TRANSLATE_NOOP("flambeau", "How the learning rate falls over the epochs"),
        QT_TRANSLATE_NOOP("flambeau", "scheduler=step: epochs between two falls of the learning rate"),
        QT_TRANSLATE_NOOP("flambeau", "scheduler=step: what the learning rate is multiplied by"),
        QT_TRANSLATE_NOOP("flambeau", "Epochs in which the learning rate rises from zero, step by step"),
        QT_TRANSLATE_NOOP("flambeau", "How much of a label's weight is spread over all classes"),
        QT_TRANSLATE_NOOP("flambeau", "balanced counts pictures of rare classes more"),
        QT_TRANSLATE_NOOP("flambeau", "Side of the network's square input in pixels; 0 takes the network's own"),
        QT_TRANSLATE_NOOP(
            "flambeau",
            "Random changes of training pictures: crops and mirror images; colour adds brightness and colours"),
        QT_TRANSLATE_NOOP(
            "flambeau",
            "Arithmetic in training: auto takes bf16 where the machine gains by it; results are judged in fp32"),
        QT_TRANSLATE_NOOP("flambeau", "Where to train: auto takes a GPU if the engine can use one"),
        QT_TRANSLATE_NOOP("flambeau", "Processor threads of the arithmetic; 0 takes all cores"),
        QT_TRANSLATE_NOOP("flambeau", "Threads that read and prepare pictures"),
        QT_TRANSLATE_NOOP("flambeau", "Start of every random choice: the same seed gives the same run"),
        QT_TRANSLATE_NOOP("flambeau",
                          "Stops after this many epochs without a better validation result; 0 never stops early"),
        QT_TRANSLATE_NOOP("flambeau", "Epochs between two checkpoints; 0 keeps only the last"),
        QT_TRANSLATE_NOOP("flambeau", "3.5 million parameters, quick on a CPU and small when exported"),
        QT_TRANSLATE_NOOP("flambeau", "11.7 million parameters: a good first choice"),
        QT_TRANSLATE_NOOP("flambeau", "21.8 million parameters, twice the work of ResNet-18"),
        QT_TRANSLATE_NOOP("flambeau", "25.6 million parameters, the most accurate here; wants a GPU"),
        QT_TRANSLATE_NOOP("flambeau", "0.3 million parameters, for pictures of 16 to 256 pixels; learns on a CPU"),
    };
    return words;
}

}  // namespace flambeau::ui::newrun
