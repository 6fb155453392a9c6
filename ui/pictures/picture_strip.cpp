// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMetaMethod>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "flambeau/ui/common/format.h"
#include "flambeau/ui/pictures/picture_grid.h"

namespace flambeau::ui::pictures {
namespace {

constexpr int kGap = 8;

}  // namespace

PictureStrip::PictureStrip(ThumbnailSource& source, QWidget* parent) : QWidget(parent), m_source(source) {
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&source, &ThumbnailSource::ready, this, [this](const PictureKey& key) {
        for (int row = 0; row < shown(); ++row) {
            if (m_items[row].key == key)
                update(tileRect(row));
        }
    });
}

void PictureStrip::setTile(const QSize& size) {
    m_tile = size;
    updateGeometry();
}

void PictureStrip::setItems(QVector<PictureItem> items, int atMost, qsizetype total) {
    m_items = std::move(items);
    m_total = std::max(total, m_items.size());
    m_atMost = std::max(0, atMost);
    m_current = 0;
    QStringList names;
    for (int row = 0; row < shown(); ++row)
        names << m_items[row].key.path;
    setAccessibleName(m_total == 1 ? tr("1 picture") : tr("%1 pictures").arg(format::count(m_total)));
    setAccessibleDescription(names.join(QStringLiteral(", ")));
    setVisible(!m_items.isEmpty());
    updateGeometry();
    update();
}

int PictureStrip::shown() const {
    return std::min(m_atMost, static_cast<int>(m_items.size()));
}

QRect PictureStrip::tileRect(int row) const {
    return {QPoint(1 + row * (m_tile.width() + kGap), 1), m_tile};
}

int PictureStrip::rowAt(const QPoint& at) const {
    for (int row = 0; row < shown(); ++row) {
        if (tileRect(row).contains(at))
            return row;
    }
    return -1;
}

QSize PictureStrip::sizeHint() const {
    const int count = std::max(1, shown());
    return {count * (m_tile.width() + kGap) - kGap + 2, m_tile.height() + 2};
}

void PictureStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto more = m_total - shown();
    for (int row = 0; row < shown(); ++row) {
        const QRect rect = tileRect(row);
        paintPicture(painter, rect, m_source.get(m_items[row].key, m_tile, devicePixelRatioF()), m_items[row].tone);
        if (row == shown() - 1 && more > 0) {
            const QString text = QStringLiteral("+") + format::count(more);
            const double width = QFontMetricsF(ui::font(TextKind::Small)).horizontalAdvance(text) + 8;
            const QRectF label(rect.right() + 1 - std::min<double>(width, rect.width()), rect.bottom() - 15,
                               std::min<double>(width, rect.width()), 16);
            paintFrame(painter, label, 4, color(Token::Surface), color(Token::Border));
            paintText(painter, label, Qt::AlignCenter, text, color(Token::Text), ui::font(TextKind::Small));
        }
        if (hasFocus() && row == m_current)
            paintFrame(painter, rect.adjusted(1, 1, -1, -1), 3, {}, color(Token::Accent));
    }
}

void PictureStrip::mouseReleaseEvent(QMouseEvent* event) {
    const int row = rowAt(event->pos());
    if (event->button() != Qt::LeftButton || row < 0)
        return;
    m_current = row;
    open(row);
}

void PictureStrip::open(int row) {
    const bool standsForMore = row == shown() - 1 && m_total > shown();
    if (standsForMore && isSignalConnected(QMetaMethod::fromSignal(&PictureStrip::moreWanted)))
        emit moreWanted();
    else
        emit opened(row);
}

void PictureStrip::keyPressEvent(QKeyEvent* event) {
    const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    if (step != 0 && m_current + step >= 0 && m_current + step < shown()) {
        m_current += step;
        update();
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space) &&
               shown() > 0) {
        open(m_current);
    } else {
        QWidget::keyPressEvent(event);
    }
}

bool PictureStrip::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int row = rowAt(help->pos());
        const QString text = row < 0                          ? QString()
                             : m_items[row].toolTip.isEmpty() ? m_items[row].key.path
                                                              : m_items[row].toolTip;
        QToolTip::showText(help->globalPos(), text, this, row < 0 ? rect() : tileRect(row));
        return true;
    }
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)
        update();
    return QWidget::event(event);
}

}  // namespace flambeau::ui::pictures
