// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/image/image.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace flambeau::image {

void flipHorizontal(Image& picture) {
    for (int y = 0; y < picture.height; ++y) {
        std::uint8_t* left = picture.row(y);
        std::uint8_t* right = left + picture.stride();
        while (right - left >= 6) {
            right -= 3;
            std::swap_ranges(left, left + 3, right);
            left += 3;
        }
    }
}

Image oriented(Image picture, int orientation) {
    if (orientation < 2 || orientation > 8 || picture.empty())
        return picture;
    if (orientation == 2) {
        flipHorizontal(picture);
        return picture;
    }
    const int w = picture.width, h = picture.height;
    const bool swapped = orientation >= 5;
    Image turned(swapped ? h : w, swapped ? w : h);
    // Where the picture's pixel (0, 0) lands, and the step in the result for one pixel right and one down.
    const bool flipX = orientation == 3 || orientation == 6 || orientation == 7;  // result's x runs backwards
    const bool flipY = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
    const std::ptrdiff_t xStep = flipX ? -3 : 3;
    const std::ptrdiff_t yStep = static_cast<std::ptrdiff_t>(turned.stride()) * (flipY ? -1 : 1);
    std::uint8_t* origin = turned.row(flipY ? turned.height - 1 : 0) + (flipX ? (turned.width - 1) * 3 : 0);
    const std::ptrdiff_t right = swapped ? yStep : xStep, down = swapped ? xStep : yStep;
    for (int y = 0; y < h; ++y) {
        const std::uint8_t* from = picture.row(y);
        std::uint8_t* to = origin + down * y;
        for (int x = 0; x < w; ++x, from += 3, to += right) {
            to[0] = from[0];
            to[1] = from[1];
            to[2] = from[2];
        }
    }
    return turned;
}

}  // namespace flambeau::image
