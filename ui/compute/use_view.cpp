// SPDX-License-Identifier: GPL-3.0-or-later
#include "use_view.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

#include "flambeau/ui/common/paint.h"

namespace flambeau::ui::compute {
namespace {
constexpr int kLine = 24, kGap = 14, kPercent = 44;
}

UseView::UseView(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Use now"));
}

void UseView::setLines(QVector<UseLine> lines) {
    const bool other = lines.size() != m_lines.size();
    m_lines = std::move(lines);
    QStringList told;
    for (const UseLine& line : m_lines)
        told << QString("%1: %2 %, %3, %4")
                    .arg(line.name)
                    .arg(line.use < 0 ? QString("?") : QString::number(qRound(line.use * 100)))
                    .arg(line.memoryText, line.note);
    setAccessibleDescription(told.join('\n'));
    if (other)
        updateGeometry();
    update();
}

void UseView::setStale(bool stale) {
    if (m_stale == stale)
        return;
    m_stale = stale;
    update();
}

QSize UseView::sizeHint() const {
    return {600, std::max(1, static_cast<int>(m_lines.size())) * kLine};
}

void UseView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QFont body = ui::font(TextKind::Small);
    const QFontMetricsF metrics(body);
    double names = 40, memories = 0, notes = 0;
    for (const UseLine& line : m_lines) {
        names = std::max(names, metrics.horizontalAdvance(line.name));
        memories = std::max(memories, metrics.horizontalAdvance(line.memoryText));
        notes = std::max(notes, metrics.horizontalAdvance(line.note));
    }
    names = std::min(std::ceil(names), width() * 0.3);
    const double rest = std::max(80.0, width() - names - std::ceil(memories) - std::ceil(notes) - kPercent - 5 * kGap);
    const double useWidth = rest * 0.75, memoryWidth = rest * 0.25;
    double y = 0;
    for (const UseLine& line : m_lines) {
        double x = 0;
        const auto text = [&](double wide, Qt::Alignment side, const QString& shown, Token token) {
            paintText(painter, QRectF(x, y, wide, kLine), side | Qt::AlignVCenter, shown,
                      color(m_stale ? Token::Faint : token), body);
            x += wide + kGap;
        };
        const auto bar = [&](double wide, double share, const QColor& ink) {
            paintBar(painter, QRectF(x, y + kLine / 2.0 - 3, wide, 6), std::max(0.0, share),
                     m_stale ? color(Token::Faint) : ink);
            x += wide + kGap;
        };
        text(names, Qt::AlignLeft, line.name, Token::Text);
        bar(useWidth, line.use, color(Token::Accent));
        text(kPercent, Qt::AlignRight, line.use < 0 ? QString("–") : tr("%1 %").arg(qRound(line.use * 100)),
             Token::Secondary);
        bar(memoryWidth, line.memory, theme().series(0));
        text(std::ceil(memories), Qt::AlignLeft, line.memoryText, Token::Secondary);
        text(std::ceil(notes), Qt::AlignRight, line.note, Token::Text);
        y += kLine;
    }
}

}  // namespace flambeau::ui::compute
