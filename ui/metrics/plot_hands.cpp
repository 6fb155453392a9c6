// SPDX-License-Identifier: GPL-3.0-or-later
// What mouse and keys do to a plot.
#include <algorithm>
#include <cmath>

#include "plot.h"
#include "tickers.h"

namespace flambeau::ui::metrics {

void Plot::zoomBy(double factor, double around) {
    const QCPRange now = xAxis->range();
    m_link->setZoom(Extent{around - (around - now.lower) * factor, around + (now.upper - around) * factor});
}

bool Plot::event(QEvent* event) {
    if (event->type() == QEvent::ContextMenu) {
        const auto* menu = static_cast<QContextMenuEvent*>(event);
        emit menuRequested(menu->reason() == QContextMenuEvent::Keyboard ? mapToGlobal(rect().center())
                                                                         : menu->globalPos());
        return true;
    }
    return QCustomPlot::event(event);
}

void Plot::mousePressEvent(QMouseEvent* event) {
    setSelectionRectMode(event->modifiers() & Qt::ShiftModifier ? QCP::srmZoom : QCP::srmNone);
    QCustomPlot::mousePressEvent(event);
}

void Plot::mouseMoveEvent(QMouseEvent* event) {
    QCustomPlot::mouseMoveEvent(event);
    const QRect area = axisRect()->rect();
    if (area.contains(event->position().toPoint()))
        m_link->setCrosshair(xAxis->pixelToCoord(event->position().x()));
    else
        m_link->setCrosshair(std::nullopt);
}

void Plot::mouseDoubleClickEvent(QMouseEvent* event) {
    m_link->setZoom(std::nullopt);
    event->accept();
}

void Plot::leaveEvent(QEvent* event) {
    m_link->setCrosshair(std::nullopt);
    QCustomPlot::leaveEvent(event);
}

void Plot::wheelEvent(QWheelEvent* event) {
    // Without Ctrl the page scrolls.
    if (!(event->modifiers() & Qt::ControlModifier)) {
        event->ignore();
        return;
    }
    zoomBy(std::pow(0.85, event->angleDelta().y() / 120.0), xAxis->pixelToCoord(event->position().x()));
    event->accept();
}

void Plot::keyPressEvent(QKeyEvent* event) {
    const QCPRange range = xAxis->range();
    const double pixel = range.size() / std::max(1, axisRect()->width());
    const double now = m_link->crosshair().value_or(range.center());
    switch (event->key()) {
        case Qt::Key_Left:
        case Qt::Key_Right: {
            const double by =
                pixel * (event->modifiers() & Qt::ShiftModifier ? 20 : 2) * (event->key() == Qt::Key_Left ? -1 : 1);
            m_link->setCrosshair(std::clamp(now + by, range.lower, range.upper));
            break;
        }
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            zoomBy(0.7, now);
            break;
        case Qt::Key_Minus:
            zoomBy(1 / 0.7, now);
            break;
        case Qt::Key_Home:
        case Qt::Key_0:
            m_link->setZoom(std::nullopt);
            break;
        default:
            QCustomPlot::keyPressEvent(event);
    }
}

void Plot::resizeEvent(QResizeEvent* event) {
    QCustomPlot::resizeEvent(event);
    yAxis->setTicker(valueTicker(logScale(), height()));
    schedule();
}

void Plot::showEvent(QShowEvent* event) {
    QCustomPlot::showEvent(event);
    // What came while it was hidden.
    fitAxes();
    replot(QCustomPlot::rpQueuedReplot);
}

}  // namespace flambeau::ui::metrics
