// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/metrics/legend.h"

#include <algorithm>
#include <cmath>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "flambeau/ui/common/paint.h"

namespace flambeau::ui::metrics {
namespace {
QFont valueFont() {
    QFont font = ui::font(TextKind::Small);
    font.setWeight(QFont::DemiBold);
    return font;
}

constexpr int kSwatch = 12, kGap = 5, kBetween = 14, kHeight = 20, kRest = 30;
}  // namespace

Legend::Legend(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(tr("Legend"));
}

void Legend::setEntries(QVector<LegendEntry> entries) {
    if (entries.size() != m_entries.size())
        m_valueRoom.fill(0, entries.size());
    m_entries = std::move(entries);
    for (int i = 0; i < m_entries.size(); ++i)
        m_valueRoom[i] = std::max(m_valueRoom[i], QFontMetricsF(valueFont()).horizontalAdvance(m_entries[i].value));
    describe();
    updateGeometry();
    update();
}

void Legend::setValue(int entry, const QString& value) {
    if (m_entries[entry].value == value)
        return;
    m_entries[entry].value = value;
    const double width = QFontMetricsF(valueFont()).horizontalAdvance(value);
    if (width > m_valueRoom[entry]) {
        m_valueRoom[entry] = width;
        updateGeometry();
    }
    update();
}

void Legend::describe() {
    QStringList texts;
    for (const LegendEntry& entry : m_entries)
        texts << entry.name + ' ' + entry.value + (entry.visible ? QString() : ' ' + tr("(hidden)"));
    setAccessibleDescription(texts.join(", "));
}

double Legend::entryWidth(int entry) const {
    return kSwatch + kGap + QFontMetricsF(ui::font(TextKind::Small)).horizontalAdvance(m_entries[entry].name) + kGap +
           m_valueRoom[entry];
}

QSize Legend::sizeHint() const {
    double width = 0;
    for (int i = 0; i < m_entries.size(); ++i)
        width += entryWidth(i) + (i > 0 ? kBetween : 0);
    return {static_cast<int>(std::ceil(width)) + 1, kHeight};
}

QSize Legend::minimumSizeHint() const {
    return {std::min(sizeHint().width(), 60), kHeight};
}

QString Legend::restText() const {
    const auto rest = m_entries.size() - shownCount();
    return rest > 0 ? '+' + QString::number(rest) : QString();
}

int Legend::shownCount() const {
    double width = 0;
    for (int i = 0; i < m_entries.size(); ++i) {
        width += entryWidth(i) + (i > 0 ? kBetween : 0);
        // What has no room is counted at the end; that needs room too.
        const double room = this->width() + 1 - (i + 1 < m_entries.size() ? kRest : 0);
        if (width > room && sizeHint().width() > this->width())
            return i;
    }
    return static_cast<int>(m_entries.size());
}

QRectF Legend::entryRect(int entry) const {
    const int shown = shownCount();
    if (entry < 0 || entry >= shown)
        return {};
    double right = width() - (shown < m_entries.size() ? kRest : 0);
    for (int i = shown - 1; i > entry; --i)
        right -= entryWidth(i) + kBetween;
    return {right - entryWidth(entry), 0, entryWidth(entry), double(height())};
}

int Legend::entryAt(const QPointF& at) const {
    for (int i = 0; i < m_entries.size(); ++i) {
        if (entryRect(i).adjusted(-kBetween / 2.0, 0, kBetween / 2.0, 0).contains(at))
            return i;
    }
    return -1;
}

void Legend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const int shown = shownCount();
    paintText(painter, rect(), Qt::AlignRight | Qt::AlignVCenter, restText(), color(Token::Secondary),
              ui::font(TextKind::Small));
    for (int i = 0; i < shown; ++i) {
        const LegendEntry& entry = m_entries[i];
        const QRectF rect = entryRect(i);
        if (i == m_hovered || (hasFocus() && i == m_current))
            paintFrame(painter, rect.adjusted(-5, 0, 5, 0), 4, color(Token::Sunken), {});
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(entry.visible ? theme().series(entry.series) : color(Token::Border));
        painter.drawRoundedRect(QRectF(rect.left(), rect.center().y() - 1.5, kSwatch, 3), 1.5, 1.5);
        painter.restore();
        QFont name = ui::font(TextKind::Small);
        name.setStrikeOut(!entry.visible);
        const Token ink = entry.visible ? Token::Secondary : Token::Faint;
        const double taken = paintText(painter, rect.adjusted(kSwatch + kGap, 0, 20, 0),
                                       Qt::AlignLeft | Qt::AlignVCenter, entry.name, color(ink), name);
        if (entry.visible)
            paintText(painter, rect.adjusted(kSwatch + 2 * kGap + taken, 0, 1, 0), Qt::AlignRight | Qt::AlignVCenter,
                      entry.value, color(Token::Text), valueFont());
    }
}

void Legend::setHovered(int entry) {
    if (entry == m_hovered)
        return;
    m_hovered = entry;
    setCursor(entry >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    setToolTip(entry >= 0 ? (m_entries[entry].visible ? tr("Hide %1") : tr("Show %1")).arg(m_entries[entry].name)
                          : QString());
    update();
    emit hovered(entry);
}

void Legend::mousePressEvent(QMouseEvent* event) {
    const int entry = entryAt(event->position());
    if (entry >= 0 && event->button() == Qt::LeftButton)
        emit toggled(entry);
    else
        event->ignore();
}

void Legend::mouseMoveEvent(QMouseEvent* event) {
    setHovered(entryAt(event->position()));
}

void Legend::leaveEvent(QEvent*) {
    setHovered(-1);
}

void Legend::focusOutEvent(QFocusEvent* event) {
    m_current = -1;
    emit hovered(-1);
    QWidget::focusOutEvent(event);
}

void Legend::keyPressEvent(QKeyEvent* event) {
    const int count = shownCount();
    if (count > 0 && (event->key() == Qt::Key_Right || event->key() == Qt::Key_Left)) {
        m_current = std::clamp(m_current + (event->key() == Qt::Key_Right ? 1 : -1), 0, count - 1);
        emit hovered(m_current);
        update();
    } else if (count > 0 && (event->key() == Qt::Key_Space || event->key() == Qt::Key_Return)) {
        m_current = std::max(0, m_current);
        emit toggled(m_current);
    } else {
        QWidget::keyPressEvent(event);
    }
}

}  // namespace flambeau::ui::metrics
