// SPDX-License-Identifier: GPL-3.0-or-later
// From the columns of an envelope to lines on the screen. Pure functions, no QCustomPlot.
#pragma once

#include <functional>
#include <vector>

#include <QLineF>
#include <QRectF>
#include <QVector>

#include "flambeau/series/point.h"
#include "flambeau/ui/metrics/curve_source.h"

namespace flambeau::ui::metrics {

/// Maps a point of the curve to pixels; y may be infinite, or NaN where it has no place (zero on a log axis).
using ToPixel = std::function<QPointF(double x, double y)>;

/// Lines through first, least, greatest and last value of each column, from column to column and out to the neighbours.
/// Nothing lies outside `clip` grown by its own size, so that the painter never meets a coordinate it cannot hold.
QVector<QLineF> strokes(const std::vector<series::Column>& columns, const Neighbours& neighbours,
                        const ToPixel& toPixel, const QRectF& clip);

}  // namespace flambeau::ui::metrics
