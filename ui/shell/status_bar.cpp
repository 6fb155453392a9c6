// SPDX-License-Identifier: GPL-3.0-or-later
#include "status_bar.h"

#include <cmath>

#include <QHBoxLayout>
#include <QPainter>

#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/icons.h"
#include "flambeau/ui/common/widgets.h"

namespace flambeau::ui::shell {
namespace {

class SmallIcon : public QWidget {
public:
    SmallIcon(QString name, Token token, QWidget* parent) : QWidget(parent), m_name(std::move(name)), m_token(token) {
        setFixedSize(12, 12);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        paintIcon(painter, rect(), m_name, color(m_token));
    }

private:
    QString m_name;
    Token m_token;
};

class Rule : public QWidget {
public:
    explicit Rule(QWidget* parent) : QWidget(parent) { setFixedSize(1, 14); }

protected:
    void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(rect(), color(Token::Faint)); }
};

ElidedLabel* small(Token token, QWidget* parent) {
    return new ElidedLabel({}, TextKind::Small, token, parent);
}

}  // namespace

StatusBar::StatusBar(QWidget* parent)
    : QWidget(parent),
      m_nothing(small(Token::Secondary, this)),
      m_runningIcon(new SmallIcon("runs", Token::Info, this)),
      m_running(small(Token::Info, this)),
      m_queued(small(Token::Secondary, this)),
      m_rule(new Rule(this)),
      m_noteBox(new QWidget(this)),
      m_noteRow(new QHBoxLayout(m_noteBox)),
      m_taskBox(new QWidget(this)),
      m_taskText(small(Token::Text, m_taskBox)),
      m_taskBar(new ProgressLine(m_taskBox)),
      m_taskCancel(new Button(tr("Cancel"), Button::Kind::Quiet, m_taskBox)),
      m_cpu(small(Token::Secondary, this)),
      m_memory(small(Token::Secondary, this)) {
    setFixedHeight(theme().size("statusHeight"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 1, 12, 0);
    row->setSpacing(16);
    auto* running = new QHBoxLayout;
    running->setSpacing(8);
    running->addWidget(m_runningIcon);
    running->addWidget(m_running);
    row->addWidget(m_nothing);
    row->addLayout(running);
    row->addWidget(m_queued);
    row->addWidget(m_rule);
    m_noteRow->setContentsMargins(0, 0, 0, 0);
    m_noteRow->setSpacing(16);
    row->addWidget(m_noteBox);
    row->addStretch(1);
    auto* task = new QHBoxLayout(m_taskBox);
    task->setContentsMargins(0, 0, 0, 0);
    task->setSpacing(10);
    m_taskBar->setFixedWidth(120);
    m_taskCancel->setSmall(true);
    task->addWidget(m_taskText);
    task->addWidget(m_taskBar);
    task->addWidget(m_taskCancel);
    row->addWidget(m_taskBox);
    row->addWidget(m_cpu);
    row->addWidget(m_memory);
    connect(m_taskCancel, &QPushButton::clicked, this, [this] {
        const BackgroundTask task = m_tasks.value(m_order.value(0));
        if (task.cancel)
            task.cancel();
    });
    setFacts({});
    showTask();
}

void StatusBar::setFacts(const StatusFacts& facts) {
    m_nothing->setVisible(facts.running == 0 && facts.queued == 0);
    m_nothing->setText(tr("Nothing is running"));
    m_running->setText(tr("%1 running").arg(format::count(facts.running)));
    m_running->setVisible(facts.running > 0);
    m_runningIcon->setVisible(facts.running > 0);
    m_queued->setText(tr("%1 queued").arg(format::count(facts.queued)));
    m_queued->setVisible(facts.queued > 0);
    while (m_notes.size() < facts.notes.size()) {
        m_notes << small(Token::Secondary, m_noteBox);
        m_noteRow->addWidget(m_notes.last());
    }
    for (int i = 0; i < m_notes.size(); ++i) {
        m_notes[i]->setVisible(i < facts.notes.size());
        if (i < facts.notes.size()) {
            m_notes[i]->setText(facts.notes[i].text);
            m_notes[i]->setToken(toneToken(facts.notes[i].tone));
        }
    }
    m_rule->setVisible(!facts.notes.isEmpty());
    m_noteBox->setVisible(!facts.notes.isEmpty());
    m_cpu->setVisible(facts.cpu >= 0);
    m_cpu->setText(tr("CPU %1 %").arg(std::lround(facts.cpu * 100)));
    m_memory->setVisible(facts.memoryTotal > 0);
    m_memory->setText(tr("Memory %1").arg(format::memoryOf(facts.memoryUsed, facts.memoryTotal)));
}

void StatusBar::setTask(const QString& id, const BackgroundTask& task) {
    if (task.title.isEmpty()) {
        m_order.removeAll(id);
        m_tasks.remove(id);
    } else {
        if (!m_order.contains(id))
            m_order << id;
        m_tasks.insert(id, task);
    }
    showTask();
}

void StatusBar::showTask() {
    m_taskBox->setVisible(!m_order.isEmpty());
    if (m_order.isEmpty())
        return;
    const BackgroundTask task = m_tasks.value(m_order.first());
    QString text = task.title;
    if (task.secondsLeft >= 0)
        text += ", " + format::timeLeft(task.secondsLeft);
    if (m_order.size() > 1)
        text += ' ' + tr("(and %1 more)").arg(m_order.size() - 1);
    m_taskText->setText(text);
    m_taskBar->setShare(task.share);
    m_taskCancel->setVisible(static_cast<bool>(task.cancel));
}

QString StatusBar::text() const {
    QStringList parts;
    for (const ElidedLabel* label : findChildren<ElidedLabel*>()) {
        if (!label->isHidden() && label->isVisibleTo(this))
            parts << label->text();
    }
    return parts.join(" | ");
}

void StatusBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), color(Token::Navigation));
    paintLine(painter, {0, 0}, {double(width()), 0}, color(Token::Border));
}

}  // namespace flambeau::ui::shell
