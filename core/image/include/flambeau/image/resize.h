// SPDX-License-Identifier: GPL-3.0-or-later
// Antialiased bilinear resizing, the same arithmetic as PIL's Image.resize(…, BILINEAR): triangle filter widened by
// the scale, 22-bit fixed point, first across, then down, rounded to eight bits in between. Pure, safe on any thread.
#pragma once

#include "flambeau/image/image.h"

namespace flambeau::image {

struct Box {
    int x = 0, y = 0, width = 0, height = 0;
    bool operator==(const Box&) const = default;
};

/// The whole picture at a new size (both sides >= 1).
Image resize(const Image& picture, int width, int height);
/// Crops `box` (which must lie inside) and resizes the crop: pixels outside the box have no influence, as in
/// torchvision's resized_crop on PIL pictures.
Image resizedCrop(const Image& picture, const Box& box, int width, int height);
/// Of the picture resized to (width, height), only `window`: the same pixels, without computing the others.
Image resizeWindow(const Image& picture, int width, int height, const Box& window);
Image crop(const Image& picture, const Box& box);

}  // namespace flambeau::image
