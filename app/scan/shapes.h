// SPDX-License-Identifier: GPL-3.0-or-later
// Small pictures of shapes: what a first run of Flambeau learns. Pure; the same seed draws the same picture.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "flambeau/image/image.h"

namespace flambeau::scan {

inline constexpr std::array<std::string_view, 4> shapeNames{"circle", "square", "star", "triangle"};

/// One filled shape of random place, size, angle and colours on a random gradient, among smaller clutter and noise.
/// Shape and ground are as often light on dark as dark on light, so that no weighted sum of pixels tells the shapes
/// apart.
image::Image drawShape(std::size_t shape, std::uint64_t seed, int size);

}  // namespace flambeau::scan
