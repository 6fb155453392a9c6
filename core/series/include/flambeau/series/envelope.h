// SPDX-License-Identifier: GPL-3.0-or-later
// Reduces points to the exact envelope of pixel columns. One object on one thread.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "flambeau/series/point.h"
#include "flambeau/series/summary.h"

namespace flambeau::series {

/// `count` equal columns over [from, to]; both must be finite, from <= to, count > 0. The last column includes `to`.
struct ColumnGrid {
    double from = 0, to = 1;
    std::size_t count = 1;

    bool contains(double x) const { return x >= from && x <= to; }
    /// Of an x that the grid contains; grows with x.
    std::size_t columnOf(double x) const;
};

class Envelope {
public:
    Envelope(const ColumnGrid& grid, Axis axis) : m_grid(grid), m_axis(axis), m_columns(grid.count) {}

    void add(const Point& point);
    void add(std::span<const Point> points);
    /// A block of points by its summary alone. False, and nothing added, where that does not settle it: then its parts
    /// or its points have to be added.
    bool add(const Summary& summary);

    const std::vector<Column>& columns() const& { return m_columns; }
    std::vector<Column>&& columns() && { return std::move(m_columns); }

private:
    ColumnGrid m_grid;
    Axis m_axis;
    std::vector<Column> m_columns;
};

}  // namespace flambeau::series
