// SPDX-License-Identifier: GPL-3.0-or-later
#include "prepare_card.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QScrollBar>
#include <QVBoxLayout>

#include "flambeau/ui/common/format.h"

namespace flambeau::ui::environments {
namespace {

enum Source { FromPyPI, Installed };
constexpr int kLinesKept = 5000;

}  // namespace

PrepareCard::PrepareCard(Preparations& preparations, QWidget* parent)
    : Card(tr("Prepare an engine"), {}, parent),
      m_preparations(preparations),
      m_source(new QComboBox),
      m_place(new QLineEdit),
      m_browse(new Button(tr("Choose …"))),
      m_remark(textLabel({}, TextKind::Small, Token::Secondary)),
      m_prepare(new Button(tr("Prepare"))),
      m_running(new QWidget),
      m_doing(new ElidedLabel({}, TextKind::Small, Token::Secondary)),
      m_bar(new ProgressLine),
      m_cancel(new Button(tr("Cancel"))),
      m_failure(textLabel({}, TextKind::Small, Token::Bad)),
      m_log(new QPlainTextEdit) {
    m_source->addItems({tr("PyTorch from PyPI"), tr("A PyTorch that is installed")});
    m_source->setAccessibleName(tr("Which PyTorch"));
    m_source->setFixedWidth(236);
    m_place->setAccessibleName(tr("Version or folder"));
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_source);
    row->addWidget(m_place, 1);
    row->addWidget(m_browse);
    row->addWidget(m_prepare);
    body()->addLayout(row);
    body()->addWidget(m_remark);
    auto* running = new QHBoxLayout(m_running);
    running->setContentsMargins(0, 4, 0, 0);
    running->setSpacing(12);
    auto* doing = new QVBoxLayout;
    doing->setSpacing(6);
    doing->addWidget(m_doing);
    doing->addWidget(m_bar);
    running->addLayout(doing, 1);
    running->addWidget(m_cancel);
    body()->addWidget(m_running);
    body()->addWidget(m_failure);
    m_log->setReadOnly(true);
    m_log->setFont(ui::font(TextKind::Mono));
    m_log->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_log->setMaximumBlockCount(kLinesKept);
    m_log->setMinimumHeight(160);
    m_log->setAccessibleName(tr("What pip, cmake and the compiler print"));
    m_log->setTabChangesFocus(true);
    body()->addWidget(m_log, 1);
    body()->addStretch(0);
    connect(m_source, &QComboBox::currentIndexChanged, this, &PrepareCard::showSource);
    connect(m_browse, &QPushButton::clicked, this, &PrepareCard::chooseFolder);
    connect(m_prepare, &QPushButton::clicked, this, &PrepareCard::prepare);
    connect(m_place, &QLineEdit::returnPressed, this, &PrepareCard::prepare);
    connect(m_cancel, &QPushButton::clicked, this, [this] { m_preparations.cancel(Preparations::Engine); });
    connect(&m_preparations, &Preparations::changed, this, &PrepareCard::showProgress);
    connect(&m_preparations, &Preparations::logged, this, &PrepareCard::append);
    append(m_preparations.log());
    showSource();
    showProgress();
}

void PrepareCard::showSource() {
    const bool pypi = m_source->currentIndex() == FromPyPI;
    m_place->setText(pypi ? "torch" : QString());
    m_place->setPlaceholderText(pypi ? tr("torch, or torch==2.6.0")
                                     : tr("a Python, an environment, or the folder of torch"));
    m_browse->setVisible(!pypi);
    m_remark->setText(pypi ? tr("Installs it into an environment of its own and builds the trainer on it: some minutes "
                                "and gigabytes, once.")
                           : tr("Builds the trainer on it: some minutes. Nothing is installed or changed there."));
    showProgress();
}

void PrepareCard::prepare() {
    session::EnginePrepareOptions options;
    const std::string text = m_place->text().trimmed().toStdString();
    if (m_source->currentIndex() == FromPyPI)
        options.requirement = text.empty() ? "torch" : text;
    else if (text.empty())
        return m_place->setFocus();
    else
        options.torch = text;
    m_log->clear();
    m_preparations.prepareEngine(options);
}

void PrepareCard::showProgress() {
    const Preparations::Progress now = m_preparations.progress(Preparations::Engine);
    m_prepare->setBlocked(now.running ? tr("One is being prepared.") : QString());
    m_running->setVisible(now.running);
    if (now.running) {
        QString doing = now.doing + ", " + format::duration(now.seconds);
        if (now.share >= 0)
            doing += ", " + format::percent(now.share);
        m_doing->setText(doing);
        m_bar->setShare(now.share);
    }
    const bool failed = !now.running && !now.failure.message.empty();
    m_failure->setVisible(failed);
    if (failed)
        m_failure->setText(QString::fromStdString(now.failure.message + "\n" + now.failure.hint));
    const bool shown = now.running || failed || !m_log->document()->isEmpty();
    m_log->setVisible(shown);
    setSizePolicy(QSizePolicy::Preferred, shown ? QSizePolicy::Expanding : QSizePolicy::Maximum);
}

void PrepareCard::append(const QStringList& lines) {
    if (lines.isEmpty())
        return;
    QScrollBar* bar = m_log->verticalScrollBar();
    const bool atEnd = bar->value() >= bar->maximum() - 2;  // who reads further up is not pulled away
    m_log->appendPlainText(lines.join('\n'));
    if (atEnd)
        bar->setValue(bar->maximum());
}

void PrepareCard::chooseFolder() {
    auto* dialog = new QFileDialog(this, tr("A PyTorch that is installed"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, m_place, &QLineEdit::setText);
    dialog->open();
}

}  // namespace flambeau::ui::environments
