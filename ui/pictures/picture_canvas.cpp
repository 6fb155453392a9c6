// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture_canvas.h"

#include <algorithm>
#include <cmath>

#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include "flambeau/ui/common/paint.h"
#include "flambeau/ui/pictures/picture_grid.h"

namespace flambeau::ui::pictures {
namespace {

constexpr double kLeastZoom = 0.02, kMostZoom = 32, kMostWhole = 16, kStep = 1.2, kPixelsFrom = 2;
constexpr int kMargin = 12;
constexpr QSize kWaiting(256, 256);

}  // namespace

PictureViewer::Canvas::Canvas(PictureViewer& viewer) : QWidget(&viewer), m_viewer(viewer) {
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(80, 60);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void PictureViewer::Canvas::restart() {
    m_zoom = 0;
    m_middle = {0.5, 0.5};
    m_drag.reset();
    update();
    if (changed)
        changed();
}

double PictureViewer::Canvas::wholeZoom() const {
    const QSize picture = m_viewer.m_picture.size;
    if (picture.isEmpty())
        return 0;
    const double ratio = devicePixelRatioF();
    const double fits = std::min(std::max(1, width() - 2 * kMargin) * ratio / picture.width(),
                                 std::max(1, height() - 2 * kMargin) * ratio / picture.height());
    // Of a small picture each pixel becomes as many as the next.
    return fits > 1 ? std::min(std::floor(fits), std::floor(kMostWhole * ratio)) : fits;
}

double PictureViewer::Canvas::zoom() const {
    return m_zoom > 0 ? m_zoom : wholeZoom();
}

void PictureViewer::Canvas::setWhole() {
    restart();
}

void PictureViewer::Canvas::setZoom(double zoom, std::optional<QPointF> at) {
    const QSizeF picture = m_viewer.m_picture.size;
    if (picture.isEmpty())
        return;
    const QPointF held = at.value_or(QRectF(rect()).center());
    const QRectF before = target();
    const QPointF share((held.x() - before.x()) / before.width(), (held.y() - before.y()) / before.height());
    m_zoom = std::clamp(zoom, kLeastZoom, kMostZoom);
    const QSizeF size = picture * (m_zoom / devicePixelRatioF());
    const QPointF off = held - QRectF(rect()).center();
    m_middle = {share.x() - off.x() / size.width(), share.y() - off.y() / size.height()};
    keepInside();
    update();
    if (changed)
        changed();
}

void PictureViewer::Canvas::keepInside() {
    const QSizeF size = QSizeF(m_viewer.m_picture.size) * (zoom() / devicePixelRatioF());
    const auto inside = [](double middle, double length, double room) {
        const double least = length <= room ? 0.5 : room / 2 / length;
        return std::clamp(middle, least, 1 - least);
    };
    if (!size.isEmpty())
        m_middle = {inside(m_middle.x(), size.width(), width()), inside(m_middle.y(), size.height(), height())};
}

QRectF PictureViewer::Canvas::target() const {
    const double ratio = devicePixelRatioF();
    const QSizeF size = QSizeF(m_viewer.m_picture.size) * (zoom() / ratio);
    const QPointF at(width() / 2.0 - m_middle.x() * size.width(), height() / 2.0 - m_middle.y() * size.height());
    // On whole device pixels, or each of the picture's would be smeared over two.
    const auto whole = [ratio](double value) { return std::round(value * ratio) / ratio; };
    return {QPointF(whole(at.x()), whole(at.y())),
            QSizeF(std::max(1 / ratio, whole(size.width())), std::max(1 / ratio, whole(size.height())))};
}

void PictureViewer::Canvas::paintWaiting(QPainter& painter) {
    const auto seen =
        m_viewer.m_source.get(m_viewer.m_key, kWaiting, devicePixelRatioF(), ThumbnailSource::Fit::Contain);
    if (!m_viewer.m_problem.isEmpty()) {
        paintText(painter, QRectF(rect()).adjusted(kMargin, 0, -kMargin, 0), Qt::AlignCenter, m_viewer.m_problem,
                  color(Token::Secondary), ui::font(TextKind::Body));
    } else if (seen.state == ThumbnailSource::State::Ready) {
        const QSizeF room(width() - 2 * kMargin, height() - 2 * kMargin);
        QRectF place(QPointF(), seen.image.deviceIndependentSize().scaled(room, Qt::KeepAspectRatio));
        place.moveCenter(QRectF(rect()).center());
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(place, seen.image);
    }
}

void PictureViewer::Canvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto& levels = m_viewer.m_picture.levels;
    if (levels.empty()) {
        paintWaiting(painter);
        return;
    }
    const QRectF place = target();
    const double pixels = place.width() * devicePixelRatioF();
    std::size_t level = 0;
    while (level + 1 < levels.size() && levels[level + 1].width() >= pixels)
        ++level;
    painter.setRenderHint(QPainter::SmoothPixmapTransform, pixels < kPixelsFrom * levels[level].width());
    painter.drawImage(place, levels[level]);
}

void PictureViewer::Canvas::wheelEvent(QWheelEvent* event) {
    setZoom(zoom() * std::pow(kStep, event->angleDelta().y() / 120.0), event->position());
    event->accept();
}

void PictureViewer::Canvas::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    m_drag = event->position();
    setCursor(Qt::ClosedHandCursor);
}

void PictureViewer::Canvas::mouseMoveEvent(QMouseEvent* event) {
    const QSizeF size = target().size();
    if (!m_drag || m_viewer.m_picture.size.isEmpty())
        return;
    const QPointF by = event->position() - *m_drag;
    m_drag = event->position();
    m_middle -= QPointF(by.x() / size.width(), by.y() / size.height());
    keepInside();
    update();
}

void PictureViewer::Canvas::mouseReleaseEvent(QMouseEvent*) {
    m_drag.reset();
    unsetCursor();
}

void PictureViewer::Canvas::mouseDoubleClickEvent(QMouseEvent* event) {
    if (whole())
        setZoom(1, event->position());
    else
        setWhole();
}

void PictureViewer::Canvas::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    keepInside();
    if (changed)
        changed();
}

}  // namespace flambeau::ui::pictures
