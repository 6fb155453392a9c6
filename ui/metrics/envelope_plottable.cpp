// SPDX-License-Identifier: GPL-3.0-or-later
#include "envelope_plottable.h"

#include <cmath>
#include <limits>

#include "flambeau/ui/metrics/strokes.h"

namespace flambeau::ui::metrics {

EnvelopePlottable::EnvelopePlottable(QCPAxis* key, QCPAxis* value, const CurveSource* source)
    : QCPAbstractPlottable(key, value), m_source(source) {
    setSelectable(QCP::stNone);
}

QCPRange EnvelopePlottable::getKeyRange(bool& found, QCP::SignDomain) const {
    const std::optional<Extent> extent = m_source->extent(m_axis);
    found = extent.has_value();
    return found ? QCPRange(extent->from + m_offset, extent->to + m_offset) : QCPRange();
}

std::optional<Extent> EnvelopePlottable::valuesIn(const Extent& keys) const {
    series::Column all;
    for (const series::Column& column :
         m_source->envelope({keys.from - m_offset, keys.to - m_offset, 64}, m_axis, m_smoothing)) {
        if (column.count > 0)
            all.join(column);
    }
    return all.count > 0 ? std::optional(Extent{all.min, all.max}) : std::nullopt;
}

QCPRange EnvelopePlottable::getValueRange(bool& found, QCP::SignDomain, const QCPRange& keys) const {
    const QCPRange range = keys.size() > 0 ? keys : mKeyAxis->range();
    const std::optional<Extent> values = valuesIn({range.lower, range.upper});
    found = values.has_value() && std::isfinite(values->from) && std::isfinite(values->to);
    return found ? QCPRange(values->from, values->to) : QCPRange();
}

QPointF EnvelopePlottable::pixelOf(double x, double y) const {
    const double across = mKeyAxis->coordToPixel(x + m_offset);
    if (std::isinf(y))
        return {across, y > 0 ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity()};
    if (mValueAxis->scaleType() == QCPAxis::stLogarithmic && y <= 0)
        return {across, std::numeric_limits<double>::infinity()};
    return {across, mValueAxis->coordToPixel(y)};
}

void EnvelopePlottable::draw(QCPPainter* painter) {
    const QCPRange keys = mKeyAxis->range();
    const QRect area = mKeyAxis->axisRect()->rect();
    if (!(keys.size() > 0) || area.width() <= 0)
        return;
    // One column a pixel of the device: at 2x there are twice as many.
    const auto count =
        static_cast<std::size_t>(std::max(1.0, std::round(area.width() * mParentPlot->bufferDevicePixelRatio())));
    const Extent range{keys.lower - m_offset, keys.upper - m_offset};
    m_drawn = m_source->envelope({range.from, range.to, count}, m_axis, m_smoothing);
    const QVector<QLineF> lines = strokes(
        m_drawn, m_source->neighbours(range, m_axis, m_smoothing), [this](double x, double y) { return pixelOf(x, y); },
        area);
    applyDefaultAntialiasingHint(painter);
    painter->setPen(mPen);
    painter->setBrush(Qt::NoBrush);
    // Line by line: an antialiased polyline of many points costs forty times as much.
    painter->drawLines(lines);
}

}  // namespace flambeau::ui::metrics
