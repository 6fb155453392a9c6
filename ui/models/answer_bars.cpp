// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include "flambeau/ui/common/format.h"
#include "try_card.h"

namespace flambeau::ui::models {

namespace {

constexpr int kLine = 24;

}  // namespace

AnswerBars::AnswerBars(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("What it says"));
}

void AnswerBars::set(const QVector<Answer>& answers) {
    m_answers = answers;
    QStringList said;
    for (const Answer& answer : answers)
        said << answer.name + ' ' + format::percent(answer.share);
    setAccessibleDescription(said.join(", "));
    updateGeometry();
    update();
}

QSize AnswerBars::sizeHint() const {
    return {220, std::max(1, static_cast<int>(m_answers.size())) * kLine};
}

void AnswerBars::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QFontMetricsF metrics(ui::font(TextKind::Body));
    double names = 40;
    for (const Answer& answer : m_answers)
        names = std::max(names, metrics.horizontalAdvance(answer.name) + 1);
    names = std::min(names, width() * 0.42);
    const double figures = QFontMetricsF(ui::font(TextKind::Strong)).horizontalAdvance("100.0 %") + 2;
    for (qsizetype i = 0; i < m_answers.size(); ++i) {
        const QRectF line(0, double(i) * kLine, width(), kLine);
        const Answer& answer = m_answers[i];
        paintText(painter, {0, line.top(), names, kLine * 1.0}, Qt::AlignLeft | Qt::AlignVCenter, answer.name,
                  color(Token::Text), ui::font(TextKind::Body));
        paintBar(painter, {names + 12, line.center().y() - 3, width() - names - 24 - figures, 6}, answer.share,
                 color(i == 0 ? Token::Accent : Token::Faint));
        paintText(painter, {width() - figures, line.top(), figures, kLine * 1.0}, Qt::AlignRight | Qt::AlignVCenter,
                  format::percent(answer.share), color(Token::Text),
                  ui::font(i == 0 ? TextKind::Strong : TextKind::Body));
    }
}

bool AnswerBars::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int row = help->pos().y() / kLine;
        if (row >= 0 && row < m_answers.size())
            QToolTip::showText(help->globalPos(),
                               m_answers[row].name + ' ' + QString::number(m_answers[row].share, 'g', 6), this);
        return true;
    }
    return QWidget::event(event);
}

}  // namespace flambeau::ui::models
