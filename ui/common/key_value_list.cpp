// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/common/key_value_list.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMenu>
#include <QPainter>
#include <QToolTip>

#include "flambeau/ui/common/plain_tip.h"

namespace flambeau::ui {
namespace {
constexpr int kLine = 23, kGap = 12;
}

KeyValueList::KeyValueList(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::TabFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void KeyValueList::setRows(QVector<KeyValue> rows) {
    m_rows = std::move(rows);
    m_hovered = m_current = -1;
    setAccessibleDescription(asText());
    updateGeometry();
    update();
}

QString KeyValueList::asText() const {
    QStringList lines;
    for (const KeyValue& row : m_rows)
        lines << row.key + ": " + (row.copied.isEmpty() ? row.value : row.copied);
    return lines.join('\n');
}

double KeyValueList::keyWidth() const {
    const QFontMetricsF metrics(ui::font(TextKind::Small));
    double width = 0;
    for (const KeyValue& row : m_rows)
        width = std::max(width, metrics.horizontalAdvance(row.key));
    return width;
}

QSize KeyValueList::sizeHint() const {
    double value = 0;
    for (const KeyValue& row : m_rows)
        value = std::max(
            value,
            QFontMetricsF(ui::font(row.mono ? TextKind::Mono : TextKind::BodyMedium)).horizontalAdvance(row.value));
    return {static_cast<int>(std::ceil(keyWidth() + kGap + std::min(value, 220.0))),
            static_cast<int>(m_rows.size()) * kLine};
}

QSize KeyValueList::minimumSizeHint() const {
    return {static_cast<int>(keyWidth()) + kGap + 40, sizeHint().height()};
}

void KeyValueList::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QFont keys = ui::font(TextKind::Small);
    for (int i = 0; i < m_rows.size(); ++i) {
        const KeyValue& row = m_rows[i];
        const QRectF line(0, i * kLine, width(), kLine);
        if (i == m_hovered || (hasFocus() && i == m_current))
            paintFrame(painter, line.adjusted(-4, 1, 4, -1), 4, color(Token::Sunken), {});
        const double taken =
            paintText(painter, line, Qt::AlignLeft | Qt::AlignVCenter, row.key, color(Token::Secondary), keys);
        const QFont shown = ui::font(row.mono ? TextKind::Mono : row.strong ? TextKind::Strong : TextKind::Small);
        paintText(painter, line.adjusted(taken + kGap, 0, 0, 0), Qt::AlignRight | Qt::AlignVCenter, row.value,
                  color(row.token), shown);
    }
}

int KeyValueList::rowAt(const QPoint& at) const {
    const int row = at.y() / kLine;
    return at.y() >= 0 && row < m_rows.size() ? row : -1;
}

void KeyValueList::copy(int row) {
    if (row < 0 || row >= m_rows.size())
        return;
    const QString text = m_rows[row].copied.isEmpty() ? m_rows[row].value : m_rows[row].copied;
    QApplication::clipboard()->setText(text);
    QToolTip::showText(mapToGlobal(QPoint(width() - 60, (row + 1) * kLine)), tr("Copied"), this);
    emit copied(text);
}

void KeyValueList::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        copy(rowAt(event->position().toPoint()));
}

void KeyValueList::mouseMoveEvent(QMouseEvent* event) {
    const int row = rowAt(event->position().toPoint());
    if (row != m_hovered) {
        m_hovered = row;
        setCursor(row >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
        update();
    }
}

void KeyValueList::leaveEvent(QEvent*) {
    m_hovered = -1;
    update();
}

void KeyValueList::keyPressEvent(QKeyEvent* event) {
    const int last = static_cast<int>(m_rows.size()) - 1;
    if (event->matches(QKeySequence::Copy) || event->key() == Qt::Key_Return || event->key() == Qt::Key_Space) {
        copy(std::max(0, m_current));
    } else if (event->key() == Qt::Key_Down) {
        m_current = std::min(last, m_current + 1);
    } else if (event->key() == Qt::Key_Up) {
        m_current = std::max(0, m_current - 1);
    } else {
        QWidget::keyPressEvent(event);
        return;
    }
    update();
}

void KeyValueList::contextMenuEvent(QContextMenuEvent* event) {
    const int row = rowAt(event->pos());
    QMenu menu(this);
    if (row >= 0)
        menu.addAction(tr("Copy %1").arg(m_rows[row].key), this, [this, row] { copy(row); });
    menu.addAction(tr("Copy all"), this, [this] {
        QApplication::clipboard()->setText(asText());
        emit copied(asText());
    });
    menu.exec(event->globalPos());
}

bool KeyValueList::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int row = rowAt(help->pos());
        if (row >= 0)
            QToolTip::showText(help->globalPos(),
                               plainTip((m_rows[row].copied.isEmpty() ? m_rows[row].value : m_rows[row].copied) + '\n' +
                                        tr("Click to copy")),
                               this);
        return true;
    }
    return QWidget::event(event);
}

}  // namespace flambeau::ui
