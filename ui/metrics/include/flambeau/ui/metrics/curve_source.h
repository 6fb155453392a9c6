// SPDX-License-Identifier: GPL-3.0-or-later
// Where a chart gets a curve from. A chart asks for a range at its width in pixels and draws what it gets: exact min
// and max of each pixel column, nothing resampled away. A source that must read first answers with what it has and
// emits changed() when it has more. GUI thread; answers must come at once.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include <QObject>
#include <QPointF>

#include "flambeau/series/envelope.h"
#include "flambeau/series/point.h"
#include "flambeau/series/pyramid.h"

namespace flambeau::ui::metrics {

struct Extent {
    double from = 0, to = 0;
};

/// The points that lie just outside a range, so that lines run on to its edges.
struct Neighbours {
    std::optional<QPointF> before, after;
};

class CurveSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// Smoothing: weight of the past, 0 (the values as they are) to below 1; see series::smoothExponential.
    virtual std::vector<series::Column> envelope(const series::ColumnGrid& grid, series::Axis axis,
                                                 double smoothing) const = 0;
    virtual Neighbours neighbours(const Extent& range, series::Axis axis, double smoothing) const = 0;
    /// From the first x to the last; nothing where no point has an x on this axis.
    virtual std::optional<Extent> extent(series::Axis axis) const = 0;
    /// The point whose x is nearest.
    virtual std::optional<QPointF> nearest(double x, series::Axis axis, double smoothing) const = 0;
    /// The last value that came; NaN where there is none.
    virtual double last() const = 0;
    /// Every point in the order in which they came, for export.
    virtual void visit(const std::function<void(const series::Point&)>& visitor) const = 0;

signals:
    void changed();
};

/// A curve that lies in memory and grows at its end.
class MemoryCurve : public CurveSource {
    Q_OBJECT
public:
    using CurveSource::CurveSource;

    void append(std::span<const series::Point> points);
    void clear();
    std::size_t size() const { return m_points.size(); }

    std::vector<series::Column> envelope(const series::ColumnGrid& grid, series::Axis axis,
                                         double smoothing) const override;
    Neighbours neighbours(const Extent& range, series::Axis axis, double smoothing) const override;
    std::optional<Extent> extent(series::Axis axis) const override;
    std::optional<QPointF> nearest(double x, series::Axis axis, double smoothing) const override;
    double last() const override;
    void visit(const std::function<void(const series::Point&)>& visitor) const override;

private:
    /// The points on one axis with one smoothing, brought up to date when asked for.
    struct View {
        series::Pyramid pyramid;
        std::vector<double> x, y;
        std::size_t taken = 0;  ///< points of the curve that are in it or were left out
        double mean = 0, share = 1;
        double smoothing = 0;
    };
    const View& view(series::Axis axis, double smoothing) const;

    std::vector<series::Point> m_points;
    // One raw and one smoothed view an axis: the charts of a page smooth alike.
    mutable View m_raw[3], m_smooth[3];
};

}  // namespace flambeau::ui::metrics
