// SPDX-License-Identifier: GPL-3.0-or-later
#include "class_bars.h"

#include <algorithm>
#include <numeric>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/paint.h"
#include "flambeau/ui/common/plain_tip.h"

namespace flambeau::ui::datasets {
namespace {

constexpr int kBar = 15, kNameMost = 150, kNameGap = 12, kMeasured = 200;

/// train is drawn full, val and test ever lighter.
double lightness(std::size_t split) {
    return split == 0 ? 1.0 : split == 1 ? 0.45 : 0.25;
}

}  // namespace

ClassBars::ClassBars(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Classes"));
}

int ClassBars::rows() const {
    return m_detail ? static_cast<int>(m_detail->counts.size()) : 0;
}

void ClassBars::setDetail(DetailPtr detail) {
    m_detail = std::move(detail);
    m_most = 1;
    m_current = 0;
    m_nameWidth = m_countsWidth = 0;
    const QFontMetricsF names(ui::font(TextKind::Body)), numbers(ui::font(TextKind::Small));
    QStringList said;
    for (int row = 0; row < rows(); ++row) {
        const auto& counts = m_detail->counts[static_cast<std::size_t>(row)];
        m_most = std::max(m_most, std::accumulate(counts.begin(), counts.end(), std::int64_t(0)));
        if (row >= kMeasured)
            continue;
        const QString name = QString::fromStdString(m_detail->manifest->classes[static_cast<std::size_t>(row)]);
        m_nameWidth = std::max(m_nameWidth, static_cast<int>(names.horizontalAdvance(name)) + 2);
        m_countsWidth = std::max(m_countsWidth, static_cast<int>(numbers.horizontalAdvance(countsText(row))) + 2);
        said << name + QStringLiteral(": ") + countsText(row);
    }
    m_nameWidth = std::min(m_nameWidth, kNameMost);
    setAccessibleDescription(said.join(QStringLiteral("; ")));
    updateGeometry();
    update();
}

QString ClassBars::countsText(int row) const {
    QStringList parts;
    for (std::size_t split = 0; split < m_detail->splits.size(); ++split)
        parts << format::count(m_detail->counts[static_cast<std::size_t>(row)][split]) + ' ' +
                     QString::fromStdString(m_detail->splits[split]);
    return parts.join(QStringLiteral(" · "));
}

QSize ClassBars::sizeHint() const {
    return {360, std::max(1, rows()) * kRow};
}

void ClassBars::paintEvent(QPaintEvent* event) {
    if (!m_detail)
        return;
    QPainter painter(this);
    const int first = event->rect().top() / kRow, last = std::min(rows() - 1, event->rect().bottom() / kRow);
    const double left = m_nameWidth + kNameGap;
    const double room = std::max(20.0, width() - left - m_countsWidth - 16);
    for (int row = first; row <= last; ++row) {
        const QRectF line(0, row * kRow, width(), kRow);
        if (hasFocus() && row == m_current)
            paintFrame(painter, line, 4, color(Token::Selection), {});
        paintText(painter, {0, line.top(), double(m_nameWidth), line.height()}, Qt::AlignLeft | Qt::AlignVCenter,
                  QString::fromStdString(m_detail->manifest->classes[static_cast<std::size_t>(row)]),
                  color(Token::Text), ui::font(TextKind::Body));
        const QColor full = theme().series(row);
        double x = left;
        painter.setRenderHint(QPainter::Antialiasing);
        for (std::size_t split = 0; split < m_detail->splits.size(); ++split) {
            const auto count = m_detail->counts[static_cast<std::size_t>(row)][split];
            if (count == 0)
                continue;
            const double width = std::max(2.0, room * static_cast<double>(count) / static_cast<double>(m_most));
            painter.setPen(Qt::NoPen);
            painter.setBrush(mixed(color(Token::Surface), full, lightness(split)));
            painter.drawRoundedRect(QRectF(x, line.center().y() - kBar / 2.0, width, kBar), 2, 2);
            x += width + 1;
        }
        paintText(painter, {line.right() - m_countsWidth, line.top(), double(m_countsWidth), line.height()},
                  Qt::AlignRight | Qt::AlignVCenter, countsText(row), color(Token::Secondary),
                  ui::font(TextKind::Small));
    }
}

void ClassBars::mouseReleaseEvent(QMouseEvent* event) {
    const int row = event->pos().y() / kRow;
    if (event->button() != Qt::LeftButton || row < 0 || row >= rows())
        return;
    m_current = row;
    emit chosen(row);
}

void ClassBars::keyPressEvent(QKeyEvent* event) {
    const int step = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
    if (step != 0 && m_current + step >= 0 && m_current + step < rows()) {
        m_current += step;
        update();
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space) &&
               m_current < rows()) {
        emit chosen(m_current);
    } else {
        QWidget::keyPressEvent(event);
    }
}

bool ClassBars::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && m_detail) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int row = help->pos().y() / kRow;
        if (row >= 0 && row < rows())
            QToolTip::showText(
                help->globalPos(),
                plainTip(QString::fromStdString(m_detail->manifest->classes[static_cast<std::size_t>(row)]) +
                         QStringLiteral(": ") + countsText(row)),
                this);
        return true;
    }
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)
        update();
    return QWidget::event(event);
}

}  // namespace flambeau::ui::datasets
