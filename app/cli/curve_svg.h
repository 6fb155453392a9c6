// SPDX-License-Identifier: GPL-3.0-or-later
// Draws curves into one SVG file, for a terminal that has no window: pure text in, text out, no state.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace flambeau::cli {

struct Curve {
    std::string name;
    std::vector<std::pair<double, double>> points;  ///< (x, y), x ascending; y that is not finite breaks the line
};

struct CurvePanel {
    std::string title;
    std::vector<Curve> curves;
};

/// Panels side by side, two a row, each with its own y axis and a legend with the last value. Where a curve has more
/// points than pixels it is drawn as its exact minimum and maximum a pixel column: nothing is sampled away.
std::string drawCurves(const std::string& title, const std::string& xName, const std::vector<CurvePanel>& panels);

}  // namespace flambeau::cli
