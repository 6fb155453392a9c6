// SPDX-License-Identifier: GPL-3.0-or-later
// Smoothed views of a series. Pure functions; the result has the length of the input. A value that is not finite stays
// what it is and does not enter its neighbours.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace flambeau::series {

/// Exponential moving average with its start corrected (as in Adam, Kingma & Ba 2015, section 3): the first value is
/// itself. `weight` of the past, 0 (nothing is smoothed) <= weight < 1.
std::vector<double> smoothExponential(std::span<const double> values, double weight);

/// Mean of the last `window` finite values, the own one included (fewer at the start). window >= 1.
std::vector<double> smoothMoving(std::span<const double> values, std::size_t window);

}  // namespace flambeau::series
