// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/metrics/chart_link.h"

#include <algorithm>

namespace flambeau::ui::metrics {

series::Axis axisOf(XMode mode) {
    switch (mode) {
        case XMode::Epoch:
            return series::Axis::Epoch;
        case XMode::Elapsed:
        case XMode::Clock:
            return series::Axis::Time;
        case XMode::Step:
            break;
    }
    return series::Axis::Step;
}

void ChartLink::setMode(XMode mode) {
    if (mode == m_mode)
        return;
    m_mode = mode;
    m_zoom.reset();
    m_crosshair.reset();
    m_expectedEnd.reset();
    emit modeChanged();
}

void ChartLink::setSmoothing(double weight) {
    weight = weight > 0 ? std::min(weight, 0.999) : 0;
    if (weight == m_smoothing)
        return;
    m_smoothing = weight;
    emit smoothingChanged();
}

void ChartLink::setZoom(const std::optional<Extent>& range) {
    if (range && !(range->to > range->from))
        return;
    m_zoom = range;
    emit zoomChanged();
}

void ChartLink::setCrosshair(const std::optional<double>& x) {
    if (x == m_crosshair)
        return;
    m_crosshair = x;
    emit crosshairChanged();
}

void ChartLink::setExpectedEnd(const std::optional<double>& x) {
    m_expectedEnd = x;
    emit zoomChanged();
}

}  // namespace flambeau::ui::metrics
