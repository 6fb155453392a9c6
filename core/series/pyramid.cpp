// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/series/pyramid.h"

#include <algorithm>
#include <cmath>

namespace flambeau::series {

void Pyramid::append(double x, double value) {
    if (std::isnan(x) || std::isnan(value))
        return;
    m_sorted = m_sorted && (m_x.empty() || x >= m_x.back());
    m_x.push_back(x);
    m_values.push_back(value);
    // Each block is joined once, when its last point comes.
    std::size_t size = kFan;
    for (std::size_t level = 0; m_x.size() % size == 0; ++level, size *= kFan) {
        if (m_levels.size() == level)
            m_levels.emplace_back();
        Column block;
        if (level == 0) {
            for (std::size_t i = m_x.size() - kFan; i < m_x.size(); ++i)
                block.add(m_x[i], m_values[i]);
        } else {
            const std::vector<Column>& below = m_levels[level - 1];
            for (std::size_t i = below.size() - kFan; i < below.size(); ++i)
                block.join(below[i]);
        }
        m_levels[level].push_back(block);
    }
}

void Pyramid::clear() {
    *this = Pyramid();
}

Column Pyramid::join(std::size_t begin, std::size_t end) const {
    Column result;
    while (begin < end) {
        // The largest whole block that starts here and ends in the range.
        std::size_t size = 1, next = kFan, level = 0;
        while (level < m_levels.size() && begin % next == 0 && begin + next <= end) {
            size = next;
            next *= kFan;
            ++level;
        }
        if (level == 0)
            result.add(m_x[begin], m_values[begin]);
        else
            result.join(m_levels[level - 1][begin / size]);
        begin += size;
    }
    return result;
}

std::vector<Column> Pyramid::envelope(const ColumnGrid& grid) const {
    std::vector<Column> columns(grid.count);
    if (!m_sorted) {
        for (std::size_t i = 0; i < m_x.size(); ++i) {
            if (grid.contains(m_x[i]))
                columns[grid.columnOf(m_x[i])].add(m_x[i], m_values[i]);
        }
        return columns;
    }
    const auto last = std::upper_bound(m_x.begin(), m_x.end(), grid.to);
    auto at = std::lower_bound(m_x.begin(), last, grid.from);
    while (at != last) {
        const std::size_t column = grid.columnOf(*at);
        const auto next = std::partition_point(at, last, [&](double x) { return grid.columnOf(x) <= column; });
        columns[column] =
            join(static_cast<std::size_t>(at - m_x.begin()), static_cast<std::size_t>(next - m_x.begin()));
        at = next;
    }
    return columns;
}

}  // namespace flambeau::series
