// SPDX-License-Identifier: GPL-3.0-or-later
// Where the viewer's picture is painted: whole or at a zoom, dragged about. GUI thread, owned by the viewer.
#pragma once

#include <functional>
#include <optional>

#include "flambeau/ui/pictures/picture_viewer.h"

namespace flambeau::ui::pictures {

class PictureViewer::Canvas : public QWidget {
public:
    explicit Canvas(PictureViewer& viewer);
    /// Another picture: whole again.
    void restart();
    /// Device pixels for one of the picture's; 0 while its size is not known.
    double zoom() const;
    bool whole() const { return m_zoom <= 0; }
    void setWhole();
    /// `at`: what of the canvas stays where it is.
    void setZoom(double zoom, std::optional<QPointF> at = std::nullopt);
    std::function<void()> changed;

protected:
    void paintEvent(QPaintEvent*) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    double wholeZoom() const;
    /// Of the picture, in the canvas's own pixels.
    QRectF target() const;
    void keepInside();
    void paintWaiting(QPainter& painter);

    PictureViewer& m_viewer;
    double m_zoom = 0;              ///< 0: whole
    QPointF m_middle{0.5, 0.5};     ///< of the picture, what lies in the canvas's middle
    std::optional<QPointF> m_drag;  ///< where the mouse was last
};

}  // namespace flambeau::ui::pictures
