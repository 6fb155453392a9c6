// SPDX-License-Identifier: GPL-3.0-or-later
// A series in memory that answers "the envelope of [a, b] in n pixel columns" in a time that hardly depends on how many
// points there are. Grows at its end. Owned by the chart that shows the series; one object on one thread.
#pragma once

#include <cstddef>
#include <vector>

#include "flambeau/series/envelope.h"
#include "flambeau/series/point.h"

namespace flambeau::series {

class Pyramid {
public:
    /// A point that has no x or whose value is NaN is left out.
    void append(double x, double value);
    void clear();

    std::size_t size() const { return m_x.size(); }
    /// Whether x never fell so far; only then are the levels of use, else each answer reads all points.
    bool sorted() const { return m_sorted; }
    /// Equal to adding the points one by one to an Envelope.
    std::vector<Column> envelope(const ColumnGrid& grid) const;

private:
    Column join(std::size_t begin, std::size_t end) const;

    static constexpr std::size_t kFan = 16;
    std::vector<double> m_x, m_values;
    std::vector<std::vector<Column>> m_levels;  ///< level k: whole blocks of kFan^(k+1) points
    bool m_sorted = true;
};

}  // namespace flambeau::series
