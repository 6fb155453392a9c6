// SPDX-License-Identifier: GPL-3.0-or-later
#include "fact_cards.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "flambeau/domain/parameters.h"
#include "flambeau/model/spec.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::environments {
namespace {

QString gpuNames(const session::GpuReport& report) {
    QStringList names;
    for (const session::Gpu& gpu : report.gpus)
        names << text(gpu.name) + (gpu.memoryTotal > 0 ? ", " + format::memory(gpu.memoryTotal) : QString());
    return names.join("\n");
}

}  // namespace

GpuCard::GpuCard(QWidget* parent)
    : Card(tr("GPU"), {}, parent),
      m_state(new Chip(tr("Asking"))),
      m_text(textLabel(tr("looking …"), TextKind::Body)),
      m_remark(textLabel({}, TextKind::Small, Token::Secondary)),
      m_prepare(new Button(tr("Prepare an engine with CUDA"), Button::Kind::Primary)) {
    addHeaderWidget(m_state);
    body()->addWidget(m_text);
    body()->addWidget(m_remark);
    body()->addWidget(m_prepare);
    m_prepare->hide();
    m_remark->hide();
    connect(m_prepare, &QPushButton::clicked, this, &GpuCard::prepareWanted);
}

void GpuCard::show(const EnginesAnswer& answer, bool preparing) {
    const bool there = !answer.gpus.gpus.empty(), wanted = wantsCuda(answer);
    m_state->set(!there   ? tr("None")
                 : wanted ? tr("Not used")
                          : tr("In use"),
                 !there   ? Tone::Neutral
                 : wanted ? Tone::Caution
                          : Tone::Good);
    m_text->setText(there ? gpuNames(answer.gpus)
                          : tr("No NVIDIA GPU was found on this machine. Training runs on the processor."));
    QString remark;
    if (there && wanted)
        remark =
            tr("The engine has no CUDA, so it trains on the processor. One button installs PyTorch with CUDA into "
               "an environment of its own and builds the trainer on it: several gigabytes and some minutes.");
    else if (there)
        remark = tr("The engine trains on it.");
    if (there && !answer.gpus.gpus.front().driver.empty())
        remark += (remark.isEmpty() ? "" : " ") + tr("Driver %1.").arg(text(answer.gpus.gpus.front().driver));
    if (!answer.gpus.problem.empty())
        remark += (remark.isEmpty() ? "" : "\n") + tr("nvidia-smi says: %1").arg(text(answer.gpus.problem).left(300));
    m_remark->setText(remark);
    m_remark->setVisible(!remark.isEmpty());
    m_prepare->setVisible(there && wanted);
    m_prepare->setBlocked(preparing          ? tr("One is being prepared.")
                          : answer.overruled ? tr("The variable FLAMBEAU_TRAINER decides the engine. Unset it first.")
                                             : QString());
}

OnnxCard::OnnxCard(Preparations& preparations, QWidget* parent)
    : Card(tr("ONNX Runtime"), {}, parent),
      m_preparations(preparations),
      m_state(new Chip(tr("Asking"))),
      m_text(textLabel({}, TextKind::Body)),
      m_bar(new ProgressLine),
      m_doing(new ElidedLabel({}, TextKind::Small, Token::Secondary)),
      m_failure(textLabel({}, TextKind::Small, Token::Bad)),
      m_prepare(new Button(tr("Prepare it"))),
      m_cancel(new Button(tr("Cancel"))) {
    addHeaderWidget(m_state);
    body()->addWidget(m_text);
    body()->addWidget(m_doing);
    body()->addWidget(m_bar);
    body()->addWidget(m_failure);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_prepare);
    buttons->addWidget(m_cancel);
    buttons->addStretch(1);
    body()->addLayout(buttons);
    connect(m_prepare, &QPushButton::clicked, &m_preparations, &Preparations::prepareOnnxRuntime);
    connect(m_cancel, &QPushButton::clicked, this, [this] { m_preparations.cancel(Preparations::OnnxRuntime); });
    connect(&m_preparations, &Preparations::changed, this, &OnnxCard::showProgress);
    showProgress();
}

void OnnxCard::show(const std::string& version) {
    m_version = version;
    showProgress();
}

void OnnxCard::showProgress() {
    const Preparations::Progress now = m_preparations.progress(Preparations::OnnxRuntime);
    const bool ready = !m_version.empty();
    m_state->set(ready         ? tr("Ready")
                 : now.running ? tr("Being prepared")
                               : tr("Not prepared"),
                 ready         ? Tone::Good
                 : now.running ? Tone::Info
                               : Tone::Neutral);
    m_text->setText(ready ? tr("Version %1 judges exported models beside OpenCV.").arg(text(m_version))
                          : tr("OpenCV judges exported models. The ONNX Runtime is a second judge: about 70 MB from "
                               "PyPI, in an environment of its own."));
    const bool shown = now.running && now.seconds > 0.5;
    m_doing->setVisible(shown);
    m_bar->setVisible(shown);
    m_doing->setText(now.doing + ", " + format::duration(now.seconds));
    m_bar->setShare(now.share);
    m_cancel->setVisible(now.running);
    m_prepare->setVisible(!ready && !now.running);
    const bool failed = !now.running && !now.failure.message.empty();
    m_failure->setVisible(failed);
    if (failed)
        m_failure->setText(text(now.failure.message + "\n" + now.failure.hint));
}

Card* builtInCard() {
    auto* card = new Card(say("Built in"));
    card->body()->setSpacing(2);
    const auto add = [card](const QString& title, const QString& remark) {
        card->body()->addWidget(textLabel(title, TextKind::BodyMedium));
        card->body()->addWidget(textLabel(remark, TextKind::Small, Token::Secondary));
        card->body()->addSpacing(6);
    };
    for (const std::string& recipe : domain::recipeNames()) {
        QString title = text(recipe).replace('-', ' ');
        title[0] = title[0].toUpper();
        add(say(title.toUtf8().constData()), say("recipe with %1 settings").arg(domain::recipeParameters(recipe).size()));
    }
    for (const auto& info : model::architectures())
        add(text(info.title), say(info.note.c_str()));
    return card;
}

}  // namespace flambeau::ui::environments
