// SPDX-License-Identifier: GPL-3.0-or-later
// LogView: how lines are painted, with the colours that the program gave them.
#include <algorithm>
#include <cmath>

#include <QPainter>
#include <QScrollBar>

#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/paint.h"
#include "log_view.h"

namespace flambeau::ui::runs {
namespace {

constexpr int kSide = 10;

/// The sixteen named colours are the theme's, so that each can be read on its ground.
QColor named(int index) {
    switch (index % 8) {
        case 0:
            return color(Token::Text);
        case 1:
            return color(Token::Bad);
        case 2:
            return color(Token::Good);
        case 3:
            return color(Token::Caution);
        case 4:
            return color(Token::Info);
        case 5:
            return theme().series(3);
        case 6:
            return theme().series(4);
        default:
            return index == 7 ? color(Token::Text) : color(Token::Secondary);
    }
}

QColor terminalColor(int number) {
    if (number >= 0x1000000)
        return QColor::fromRgb(static_cast<QRgb>(number & 0xFFFFFF));
    if (number < 16)
        return named(number);
    if (number >= 232)
        return QColor::fromHsv(0, 0, 8 + (number - 232) * 10);
    const int cube = number - 16;
    const auto part = [](int level) { return level == 0 ? 0 : 55 + 40 * level; };
    return {part(cube / 36), part(cube / 6 % 6), part(cube % 6)};
}

/// A colour that cannot be read on the ground is moved towards the text's.
QColor readable(const QColor& wanted, const QColor& ground) {
    QColor ink = wanted;
    for (int i = 0; i < 4 && contrastRatio(ink, ground) < 3.5; ++i)
        ink = mixed(ink, color(Token::Text), 0.4);
    return ink;
}

}  // namespace

void LogView::paintRow(QPainter& painter, double y, quint64 number, const ShownLine& line, qsizetype from,
                       qsizetype to) const {
    const double left = gutter() - (m_wrap ? 0 : horizontalScrollBar()->value());
    const double width = charWidth();
    const int height = lineHeight();
    const auto x = [&](qsizetype column) { return left + static_cast<double>(column - from) * width; };
    const auto ground = [&](qsizetype begin, qsizetype end, const QColor& fill) {
        begin = std::max(begin, from);
        end = std::min(end, to);
        if (end > begin)
            painter.fillRect(QRectF(x(begin), y, x(end) - x(begin), height), fill);
    };
    for (qsizetype at = m_mark.isEmpty() ? -1 : line.text.indexOf(m_mark, 0, Qt::CaseInsensitive); at >= 0;
         at = line.text.indexOf(m_mark, at + m_mark.size(), Qt::CaseInsensitive))
        ground(at, at + m_mark.size(), color(Token::CautionSoft));
    if (m_selected) {
        const Place begin = std::min(m_anchor, m_cursor), end = std::max(m_anchor, m_cursor);
        if (number >= begin.line && number <= end.line)
            ground(number == begin.line ? begin.column : 0, number == end.line ? end.column : to + 1,
                   color(Token::AccentSoft));
    }
    const double baseline = y + QFontMetricsF(ui::font(TextKind::Mono)).ascent() + 2;
    const auto draw = [&](qsizetype begin, qsizetype end, const readers::TextStyle& style) {
        begin = std::max(begin, from);
        end = std::min(end, to);
        if (end <= begin)
            return;
        QColor ink = style.foreground < 0 ? color(Token::Secondary) : terminalColor(style.foreground);
        QColor under = style.background < 0 ? color(Token::Surface) : terminalColor(style.background);
        if (style.inverse)
            std::swap(ink, under);
        if (style.background >= 0 || style.inverse)
            ground(begin, end, under);
        ink = readable(ink, under);
        painter.setPen(style.faint ? mixed(under, ink, 0.7) : ink);
        QFont font = ui::font(TextKind::Mono);
        font.setBold(style.bold);
        font.setItalic(style.italic);
        font.setUnderline(style.underline);
        painter.setFont(font);
        painter.drawText(QPointF(x(begin), baseline), line.text.mid(begin, end - begin));
    };
    qsizetype done = from;
    for (const LogSpan& span : line.spans) {
        if (span.end <= done)
            continue;
        draw(done, span.begin, {});
        draw(std::max(done, span.begin), span.end, span.style);
        done = std::max(done, span.end);
    }
    draw(done, to, {});
}

void LogView::paintEvent(QPaintEvent*) {
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), color(Token::Surface));
    m_shown.clear();
    const quint64 count = lineCount();
    const int height = lineHeight();
    const bool tail = m_feed.counting() && !m_feed.tail().isEmpty();
    int widest = m_widest;
    double y = -static_cast<double>(m_topRow * height);
    for (quint64 line = m_top; line < count && y < viewport()->height(); ++line) {
        const ShownLine* shown = lineAt(line);
        const int rows = rowsOf(line);
        if (shown == nullptr) {
            y += height;
            continue;
        }
        m_shown << shown->text;
        widest = std::max(widest, static_cast<int>(std::min<qsizetype>(shown->text.size(), 70000)));
        painter.setClipRect(QRect(gutter() - 2, 0, viewport()->width(), viewport()->height()));
        // A line of many thousand letters: only what can be seen of it is laid out.
        const auto skipped = m_wrap ? 0 : static_cast<qsizetype>(horizontalScrollBar()->value() / charWidth());
        for (int row = 0; row < rows; ++row, y += height) {
            if (y + height < 0)
                continue;
            const qsizetype from = m_wrap ? row * static_cast<qsizetype>(columns()) : 0;
            const qsizetype to = m_wrap ? std::min<qsizetype>(shown->text.size(), from + columns())
                                        : std::min<qsizetype>(shown->text.size(), skipped + columns() + 4);
            paintRow(painter, y, line, *shown, from, to);
        }
        painter.setClipping(false);
        if (m_numbers && !tail) {
            const QRectF at(0, y - rows * height, gutter() - 12, height);
            paintText(painter, at, Qt::AlignRight | Qt::AlignVCenter, QString::number(line + 1), color(Token::Faint),
                      ui::font(TextKind::Mono));
        }
    }
    if (widest != m_widest) {
        m_widest = widest;
        QMetaObject::invokeMethod(
            this, [this] { update_(); }, Qt::QueuedConnection);
    }
    viewport()->setAccessibleDescription(m_shown.mid(std::max<qsizetype>(0, m_shown.size() - 3)).join('\n'));
}

}  // namespace flambeau::ui::runs
