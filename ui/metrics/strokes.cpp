// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/metrics/strokes.h"

#include <algorithm>
#include <cmath>

namespace flambeau::ui::metrics {
namespace {

/// The part of a line within a rectangle (Liang and Barsky 1984); false where there is none.
bool clipLine(QPointF& a, QPointF& b, const QRectF& box) {
    const double dx = b.x() - a.x(), dy = b.y() - a.y();
    double begin = 0, end = 1;
    const double p[] = {-dx, dx, -dy, dy};
    const double q[] = {a.x() - box.left(), box.right() - a.x(), a.y() - box.top(), box.bottom() - a.y()};
    for (int side = 0; side < 4; ++side) {
        if (p[side] == 0) {
            if (q[side] < 0)
                return false;
            continue;
        }
        const double at = q[side] / p[side];
        if (p[side] < 0)
            begin = std::max(begin, at);
        else
            end = std::min(end, at);
    }
    if (begin > end)
        return false;
    const QPointF from = a;
    a = from + begin * QPointF(dx, dy);
    b = from + end * QPointF(dx, dy);
    return true;
}

class Pen {
public:
    Pen(const ToPixel& toPixel, const QRectF& clip)
        : m_toPixel(toPixel), m_box(clip.adjusted(-clip.width(), -clip.height(), clip.width(), clip.height())) {}

    void to(double x, double y) {
        const QPointF next = m_toPixel(x, y);
        if (std::isnan(next.x()) || std::isnan(next.y())) {
            m_down = false;
            return;
        }
        // A line to infinity goes straight up or down from where it starts.
        const QPointF bounded(next.x(), std::clamp(next.y(), -1e12, 1e12));
        if (m_down) {
            QPointF a = m_last, b = bounded;
            if (std::isinf(next.y()))
                b.setX(a.x());
            if (a != b && clipLine(a, b, m_box))
                m_lines << QLineF(a, b);
        }
        m_last = bounded;
        m_down = true;
    }
    /// A curve of one point would have no line.
    void dot() {
        if (m_lines.isEmpty() && m_down && m_box.contains(m_last))
            m_lines << QLineF(m_last - QPointF(1.5, 0), m_last + QPointF(1.5, 0));
    }
    QVector<QLineF> lines() && { return std::move(m_lines); }

private:
    const ToPixel& m_toPixel;
    QRectF m_box;
    QVector<QLineF> m_lines;
    QPointF m_last;
    bool m_down = false;
};

}  // namespace

QVector<QLineF> strokes(const std::vector<series::Column>& columns, const Neighbours& neighbours,
                        const ToPixel& toPixel, const QRectF& clip) {
    Pen pen(toPixel, clip);
    if (neighbours.before)
        pen.to(neighbours.before->x(), neighbours.before->y());
    for (const series::Column& column : columns) {
        if (column.count == 0)
            continue;
        pen.to(column.firstX, column.first);
        if (column.min != std::min(column.first, column.last) || column.max != std::max(column.first, column.last)) {
            // All within one pixel: the order of least and greatest cannot be seen.
            const double middle = (column.firstX + column.lastX) / 2;
            const bool rising = column.last >= column.first;
            pen.to(middle, rising ? column.min : column.max);
            pen.to(middle, rising ? column.max : column.min);
        }
        if (column.count > 1)
            pen.to(column.lastX, column.last);
    }
    if (neighbours.after)
        pen.to(neighbours.after->x(), neighbours.after->y());
    pen.dot();
    return std::move(pen).lines();
}

}  // namespace flambeau::ui::metrics
