// SPDX-License-Identifier: GPL-3.0-or-later
#include "run_limits.h"

#include <QGridLayout>
#include <QSignalBlocker>

#include "flambeau/base/strings.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::newrun {
namespace {
constexpr int kBefore = 100, kAfter = -100;
constexpr int kOftener = 10;
}  // namespace

Limits::Limits(QWidget* parent)
    : QWidget(parent),
      m_fold(new Button(tr("Limits"), Button::Kind::Quiet)),
      m_summary(new ElidedLabel({}, TextKind::Small, Token::Secondary)),
      m_fields(new QWidget),
      m_time(new UnitEdit(tr("minutes"))),
      m_priority(comboBox()),
      m_resumes(comboBox()),
      m_timeField(new Field(tr("Ends at the latest after"), m_time)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    auto* row = new QHBoxLayout;
    row->setSpacing(4);
    m_fold->setIconName("chevron-right");
    row->addWidget(m_fold);
    row->addWidget(m_summary, 1);
    column->addLayout(row);
    m_time->setPlaceholderText(tr("no limit"));
    m_priority->addItem(tr("In its turn"), 0);
    m_priority->addItem(tr("Before others"), kBefore);
    m_priority->addItem(tr("After others"), kAfter);
    m_resumes->addItem(tr("It stays lost"), 0);
    m_resumes->addItem(tr("It goes on by itself, once"), 1);
    m_resumes->addItem(tr("It goes on by itself, up to %1 times").arg(kOftener), kOftener);
    auto* queueField = new Field(tr("While others wait there"), m_priority);
    auto* lostField = new Field(tr("If its machine restarts"), m_resumes);
    m_timeField->setHint(tr("of running, not of waiting; what it left is kept"));
    lostField->setHint(tr("from its last checkpoint, as a new run"));
    QGridLayout* grid = threeColumns();
    grid->addWidget(m_timeField, 0, 0);
    grid->addWidget(queueField, 0, 1);
    grid->addWidget(lostField, 0, 2);
    grid->setContentsMargins(0, 4, 0, 0);
    m_fields->setLayout(grid);
    column->addWidget(m_fields);
    connect(m_fold, &QPushButton::clicked, this, [this] { setUnfolded(!m_unfolded); });
    connect(m_time, &QLineEdit::textEdited, this, &Limits::tell);
    for (QComboBox* box : {m_priority, m_resumes})
        connect(box, &QComboBox::currentIndexChanged, this, &Limits::tell);
    setUnfolded(false);
}

void Limits::tell() {
    emit changed(m_time->text(), m_priority->currentData().toInt(), m_resumes->currentData().toInt());
}

void Limits::setUnfolded(bool on) {
    m_unfolded = on;
    m_fields->setVisible(on);
    m_fold->setIconName(on ? "chevron-down" : "chevron-right");
    m_fold->setAccessibleDescription(on ? tr("unfolded") : tr("folded"));
}

/// A number that the command line gave and the list does not have gets an entry of its own.
void Limits::showNumber(QComboBox* box, int value, const QString& title) {
    const QSignalBlocker quiet(box);
    if (box->findData(value) < 0)
        box->addItem(title, value);
    box->setCurrentIndex(box->findData(value));
}

void Limits::show(const Form& form, const std::map<std::string, domain::Problem>& problems) {
    if (m_time->text() != text(form.minutes)) {
        const QSignalBlocker quiet(m_time);
        m_time->setText(text(form.minutes));
    }
    showNumber(m_priority, form.priority, tr("Priority %1").arg(form.priority));
    showNumber(m_resumes, form.resumes, tr("It goes on by itself, up to %1 times").arg(form.resumes));
    const auto problem = problems.find("time_limit");
    m_timeField->setProblem(
        problem == problems.end()
            ? QString()
            : text(problem->second.message + (problem->second.hint.empty() ? "" : ". " + problem->second.hint)));
    QStringList said;
    if (const std::string minutes(trim(form.minutes)); !minutes.empty())
        said << tr("ends after %1 minutes").arg(text(minutes));
    if (form.priority != 0)
        said << m_priority->currentText().toLower();
    if (form.resumes > 0)
        said << tr("goes on by itself when its machine restarts");
    m_summary->setText(said.isEmpty() ? tr("none: time, queue, restarts") : said.join(QStringLiteral(", ")));
}

}  // namespace flambeau::ui::newrun
