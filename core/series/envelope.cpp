// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/series/envelope.h"

#include <algorithm>
#include <cmath>

namespace flambeau::series {

std::size_t ColumnGrid::columnOf(double x) const {
    if (!(to > from))
        return 0;
    // Halves first: the width of a range over all doubles would be infinite.
    const double share = (x / 2 - from / 2) / (to / 2 - from / 2);
    const auto column = static_cast<std::size_t>(std::max(0.0, share * static_cast<double>(count)));
    return std::min(column, count - 1);
}

void Envelope::add(const Point& point) {
    const double x = xOf(point, m_axis);
    if (m_grid.contains(x))
        m_columns[m_grid.columnOf(x)].add(x, point.value);
}

void Envelope::add(std::span<const Point> points) {
    for (const Point& point : points)
        add(point);
}

bool Envelope::add(const Summary& summary) {
    double low = 0, high = 0;
    if (summary.drawn == 0)
        return true;
    if (!summary.bounds(m_axis, low, high))
        return m_axis == Axis::Epoch && summary.epochs == 0;
    if (high < m_grid.from || low > m_grid.to)
        return true;
    if (!m_grid.contains(low) || !m_grid.contains(high) || m_grid.columnOf(low) != m_grid.columnOf(high))
        return false;
    m_columns[m_grid.columnOf(low)].join(summary.column(m_axis));
    return true;
}

}  // namespace flambeau::series
