// SPDX-License-Identifier: GPL-3.0-or-later
// Draws one curve as the exact envelope of each column of device pixels. Owned by the plot.
#pragma once

#include <vector>

#include <qcustomplot.h>

#include "flambeau/ui/metrics/chart_link.h"
#include "flambeau/ui/metrics/curve_source.h"

namespace flambeau::ui::metrics {

class EnvelopePlottable : public QCPAbstractPlottable {
    Q_OBJECT
public:
    EnvelopePlottable(QCPAxis* key, QCPAxis* value, const CurveSource* source);

    void setAxis(series::Axis axis) { m_axis = axis; }
    void setSmoothing(double weight) { m_smoothing = weight; }
    /// Added to the curve's x: minus its start, for elapsed time.
    void setOffset(double offset) { m_offset = offset; }
    const std::vector<series::Column>& drawn() const { return m_drawn; }
    /// Least and greatest value between two x of the axis, none of the points left out.
    std::optional<Extent> valuesIn(const Extent& keys) const;

    double selectTest(const QPointF&, bool, QVariant* = nullptr) const override { return -1; }
    QCPRange getKeyRange(bool& found, QCP::SignDomain domain) const override;
    QCPRange getValueRange(bool& found, QCP::SignDomain domain, const QCPRange& keys) const override;

protected:
    void draw(QCPPainter* painter) override;
    void drawLegendIcon(QCPPainter*, const QRectF&) const override {}

private:
    QPointF pixelOf(double x, double y) const;

    const CurveSource* m_source;
    series::Axis m_axis = series::Axis::Step;
    double m_smoothing = 0, m_offset = 0;
    std::vector<series::Column> m_drawn;
};

}  // namespace flambeau::ui::metrics
