// SPDX-License-Identifier: GPL-3.0-or-later
// What the charts of a page share: the horizontal axis and its zoom, the crosshair, the smoothing. Owned by the page,
// must outlive its charts; GUI thread.
#pragma once

#include <optional>

#include <QObject>

#include "flambeau/ui/metrics/curve_source.h"

namespace flambeau::ui::metrics {

enum class XMode { Step, Epoch, Elapsed, Clock };
series::Axis axisOf(XMode mode);

class ChartLink : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    XMode mode() const { return m_mode; }
    /// Another axis has other ranges: zoom and crosshair go.
    void setMode(XMode mode);
    double smoothing() const { return m_smoothing; }
    void setSmoothing(double weight);
    /// Nothing: everything is shown, and what comes moves the edge.
    const std::optional<Extent>& zoom() const { return m_zoom; }
    void setZoom(const std::optional<Extent>& range);
    const std::optional<double>& crosshair() const { return m_crosshair; }
    void setCrosshair(const std::optional<double>& x);
    /// The right edge to show while a run is on, such as its last epoch; nothing: the last point.
    const std::optional<double>& expectedEnd() const { return m_expectedEnd; }
    void setExpectedEnd(const std::optional<double>& x);

signals:
    void modeChanged();
    void smoothingChanged();
    void zoomChanged();
    void crosshairChanged();

private:
    XMode m_mode = XMode::Step;
    double m_smoothing = 0;
    std::optional<Extent> m_zoom;
    std::optional<double> m_crosshair, m_expectedEnd;
};

}  // namespace flambeau::ui::metrics
