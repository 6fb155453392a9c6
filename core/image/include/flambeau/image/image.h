// SPDX-License-Identifier: GPL-3.0-or-later
// A decoded picture: RGB, eight bits a channel, rows from the top, no padding. A plain value, owned by whoever holds
// it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace flambeau::image {

struct Image {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgb;  ///< height x width x 3

    Image() = default;
    Image(int w, int h) : width(w), height(h), rgb(static_cast<std::size_t>(w) * static_cast<std::size_t>(h) * 3) {}

    bool empty() const { return rgb.empty(); }
    std::size_t stride() const { return static_cast<std::size_t>(width) * 3; }
    std::uint8_t* row(int y) { return rgb.data() + static_cast<std::size_t>(y) * stride(); }
    const std::uint8_t* row(int y) const { return rgb.data() + static_cast<std::size_t>(y) * stride(); }
};

/// Turned upright for an EXIF orientation of 1 to 8 (others: unchanged), as PIL's ImageOps.exif_transpose does.
Image oriented(Image picture, int orientation);

/// Mirrors left and right in place.
void flipHorizontal(Image& picture);

}  // namespace flambeau::image
