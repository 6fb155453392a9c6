// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/metrics/curve_source.h"

#include <algorithm>
#include <cmath>

namespace flambeau::ui::metrics {

void MemoryCurve::append(std::span<const series::Point> points) {
    if (points.empty())
        return;
    m_points.insert(m_points.end(), points.begin(), points.end());
    emit changed();
}

void MemoryCurve::clear() {
    m_points.clear();
    for (int axis = 0; axis < 3; ++axis)
        m_raw[axis] = m_smooth[axis] = View();
    emit changed();
}

const MemoryCurve::View& MemoryCurve::view(series::Axis axis, double smoothing) const {
    const auto index = static_cast<std::size_t>(axis);
    View& view = smoothing > 0 ? m_smooth[index] : m_raw[index];
    if (view.smoothing != smoothing) {
        view = View();
        view.smoothing = smoothing;
    }
    // Points that come late continue the mean where it stood: equal to smoothing all of them anew.
    for (; view.taken < m_points.size(); ++view.taken) {
        const series::Point& point = m_points[view.taken];
        double value = point.value;
        if (smoothing > 0 && std::isfinite(value)) {
            view.mean = smoothing * view.mean + (1 - smoothing) * value;
            view.share *= smoothing;
            value = view.mean / (1 - view.share);
        }
        const double x = series::xOf(point, axis);
        if (std::isnan(x) || std::isnan(value))
            continue;
        view.pyramid.append(x, value);
        view.x.push_back(x);
        view.y.push_back(value);
    }
    return view;
}

std::vector<series::Column> MemoryCurve::envelope(const series::ColumnGrid& grid, series::Axis axis,
                                                  double smoothing) const {
    return view(axis, smoothing).pyramid.envelope(grid);
}

Neighbours MemoryCurve::neighbours(const Extent& range, series::Axis axis, double smoothing) const {
    const View& all = view(axis, smoothing);
    Neighbours found;
    if (all.pyramid.sorted()) {
        const auto first = std::lower_bound(all.x.begin(), all.x.end(), range.from) - all.x.begin();
        const auto after = std::upper_bound(all.x.begin(), all.x.end(), range.to) - all.x.begin();
        const auto at = [&](std::ptrdiff_t i) {
            return QPointF(all.x[static_cast<std::size_t>(i)], all.y[static_cast<std::size_t>(i)]);
        };
        if (first > 0)
            found.before = at(first - 1);
        if (after < static_cast<std::ptrdiff_t>(all.x.size()))
            found.after = at(after);
    }
    return found;
}

std::optional<Extent> MemoryCurve::extent(series::Axis axis) const {
    const View& all = view(axis, 0);
    if (all.x.empty())
        return std::nullopt;
    if (all.pyramid.sorted())
        return Extent{all.x.front(), all.x.back()};
    const auto [low, high] = std::minmax_element(all.x.begin(), all.x.end());
    return Extent{*low, *high};
}

std::optional<QPointF> MemoryCurve::nearest(double x, series::Axis axis, double smoothing) const {
    const View& all = view(axis, smoothing);
    if (all.x.empty() || std::isnan(x))
        return std::nullopt;
    std::size_t best = 0;
    if (all.pyramid.sorted()) {
        const auto after = std::lower_bound(all.x.begin(), all.x.end(), x);
        best = static_cast<std::size_t>(after - all.x.begin());
        if (best == all.x.size() || (best > 0 && x - all.x[best - 1] <= all.x[best] - x))
            --best;
    } else {
        for (std::size_t i = 1; i < all.x.size(); ++i) {
            if (std::abs(all.x[i] - x) < std::abs(all.x[best] - x))
                best = i;
        }
    }
    return QPointF(all.x[best], all.y[best]);
}

double MemoryCurve::last() const {
    return m_points.empty() ? series::kNone : m_points.back().value;
}

void MemoryCurve::visit(const std::function<void(const series::Point&)>& visitor) const {
    for (const series::Point& point : m_points)
        visitor(point);
}

}  // namespace flambeau::ui::metrics
