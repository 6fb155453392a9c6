// SPDX-License-Identifier: GPL-3.0-or-later
#include "onnx_card.h"

#include <QHBoxLayout>
#include <QMenu>

#include "flambeau/ui/common/format.h"
#include "model_text.h"
#include "parts.h"

namespace flambeau::ui::models {

namespace {

constexpr int kFigures = 3;

QString about(const session::ModelVersion& version) {
    if (!version.file("model.onnx"))
        return {};
    if (version.source.find(".onnx") != std::string::npos && !version.onnx.is_object())
        return {};
    QStringList parts{OnnxCard::tr("opset 17"), OnnxCard::tr("batch is free")};
    const auto& onnx = version.onnx;
    if (onnx.is_object() && onnx.contains("judged_at") && onnx["judged_at"].is_number())
        parts << OnnxCard::tr("judged %1")
                     .arg(format::date(QDateTime::fromMSecsSinceEpoch(qint64(onnx["judged_at"].get<double>() * 1000))));
    return parts.join(" · ");
}

}  // namespace

OnnxCard::OnnxCard(Shelf& shelf, QWidget* parent)
    : Card({}, {}, parent),
      m_shelf(shelf),
      m_chip(new Chip),
      m_about(textLabel({}, TextKind::Small, Token::Secondary)),
      m_sentence(textLabel({}, TextKind::Body)),
      m_figureRow(makeFigures()),
      m_jobs(new JobStrip(shelf, [this](const Job& job) {
          const bool mine =
              job.kind == Job::Kind::Judge || job.kind == Job::Kind::Prepare || job.kind == Job::Kind::Export;
          return mine && m_version && job.reference == text(m_version->reference());
      })) {
    setAccessibleName(tr("ONNX"));
    auto* head = new QHBoxLayout;
    head->setSpacing(10);
    head->addWidget(new ElidedLabel(tr("ONNX"), TextKind::Heading));
    head->addWidget(m_chip);
    head->addStretch(1);
    head->addLayout(makeButtons());
    body()->addLayout(head);
    body()->addWidget(m_figureRow);
    body()->addWidget(m_sentence);
    body()->addWidget(m_about);
    m_question = makeQuestion();
    body()->addWidget(m_question);
    body()->addWidget(m_jobs);
    makeMenu();
    connect(&shelf, &Shelf::jobsChanged, this, &OnnxCard::updateButtons);
}

QWidget* OnnxCard::makeFigures() {
    auto* widget = new QWidget;
    auto* row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(24);
    for (int i = 0; i < kFigures; ++i) {
        m_figures.push_back(new FigureView);
        row->addWidget(m_figures.back());
    }
    row->addStretch(1);
    return widget;
}

QHBoxLayout* OnnxCard::makeButtons() {
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    m_judge = new Button(tr("Judge"));
    m_judge->setObjectName("judge");
    m_judge->setMenuMark(true);
    m_export = new Button(tr("Export ONNX"), Button::Kind::Primary);
    m_export->setObjectName("exportOnnx");
    m_export->setIconName("download");
    buttons->addWidget(m_judge);
    buttons->addWidget(m_export);
    connect(m_export, &QPushButton::clicked, this, [this] { emit exportAsked("onnx"); });
    connect(m_judge, &QPushButton::clicked, this,
            [this] { m_menu->popup(m_judge->mapToGlobal(QPoint(0, m_judge->height() + 4))); });
    return buttons;
}

void OnnxCard::makeMenu() {
    m_menu = new QMenu(this);
    m_menu->addAction(tr("With OpenCV, the whole validation set"), this, [this] { judgeAgain(true); });
    m_menu->addAction(tr("With OpenCV, the 16 pictures that the run kept"), this, [this] { judgeAgain(false); });
    m_menu->addSeparator();
    m_menu->addAction(tr("With ONNX Runtime, the whole validation set"), this, &OnnxCard::judgeWithRuntime);
}

QWidget* OnnxCard::makeQuestion() {
    auto* widget = new QWidget;
    auto* row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 4, 0, 0);
    row->setSpacing(8);
    row->addWidget(
        textLabel(tr("ONNX Runtime is not here yet. Once, about 70 MB are fetched from Python's package index "
                     "into an environment of its own."),
                  TextKind::Body),
        1);
    auto* no = new Button(tr("Not now"));
    m_prepare = new Button(tr("Prepare and judge"));
    m_prepare->setObjectName("prepare");
    m_prepare->setIconName("download");
    row->addWidget(no);
    row->addWidget(m_prepare);
    connect(no, &QPushButton::clicked, this, [this] { m_question->hide(); });
    connect(m_prepare, &QPushButton::clicked, this, [this] {
        m_question->hide();
        m_shelf.prepareAndJudge(m_version);
    });
    widget->hide();
    return widget;
}

void OnnxCard::show(const VersionPtr& version) {
    if (!m_version || !version || m_version->reference() != version->reference())
        m_question->hide();
    m_version = version;
    if (!version)
        return;
    const VerdictText said = verdict(*version);
    m_chip->set(said.chip, said.tone);
    QStringList facts{about(*version), said.others};
    facts.removeAll(QString());
    m_about->setText(facts.join(" · "));
    m_about->setVisible(!facts.isEmpty());
    m_figureRow->setVisible(!said.figures.empty());
    for (std::size_t i = 0; i < m_figures.size(); ++i) {
        m_figures[i]->setVisible(i < said.figures.size());
        if (i < said.figures.size())
            m_figures[i]->set(said.figures[i].value, said.figures[i].label, said.figures[i].tone);
    }
    m_sentence->setText(said.sentence);
    m_sentence->setVisible(!said.sentence.isEmpty());
    setAccessibleDescription(said.chip + ". " + said.sentence);
    m_jobs->update();
    updateButtons();
}

void OnnxCard::updateButtons() {
    if (!m_version)
        return;
    const QString reference = text(m_version->reference());
    const bool judging = m_shelf.busy(reference, Job::Kind::Judge) || m_shelf.busy(reference, Job::Kind::Prepare);
    const QString noOnnx = cannotExport(*m_version, "onnx");
    m_export->setBlocked(!noOnnx.isEmpty()                            ? noOnnx
                         : m_shelf.busy(reference, Job::Kind::Export) ? tr("An export is going on.")
                                                                      : QString());
    m_judge->setBlocked(!noOnnx.isEmpty() ? noOnnx
                        : !m_version->file("reference.safetensors")
                            ? tr("The run's own answers, reference.safetensors, are not among the files.")
                        : judging ? tr("It is being judged.")
                                  : QString());
    m_judge->setText(verdict(*m_version).judged ? tr("Judge again") : tr("Judge"));
}

bool OnnxCard::closeTop() {
    if (m_question->isHidden())
        return false;
    m_question->hide();
    return true;
}

void OnnxCard::judgeAgain(bool wholeSet) {
    if (m_version && m_judge->isEnabled())
        m_shelf.judge(m_version, "opencv", wholeSet);
}

void OnnxCard::judgeWithRuntime() {
    if (!m_version || !m_judge->isEnabled())
        return;
    m_shelf.desk().ask(
        session::Lane::Read, this,
        [](session::Services&, const session::Work&) -> Result<bool> {
            return session::onnxRuntimeVersion().has_value();
        },
        [this, version = m_version](const Result<bool>& ready) {
            if (m_version != version)
                return;
            if (ready.ok() && *ready) {
                m_shelf.judge(version, "onnxruntime", true);
                return;
            }
            m_question->show();
            m_prepare->setFocus(Qt::OtherFocusReason);
        });
}

}  // namespace flambeau::ui::models
