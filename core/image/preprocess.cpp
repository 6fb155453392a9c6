// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/image/preprocess.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace flambeau::image {
namespace {

/// Python's round(): halves go to the even neighbour.
int roundHalfEven(double value) {
    return static_cast<int>(std::nearbyint(value));
}

/// The crop's place, with room for black where the picture is smaller: torchvision pads, then crops.
int cropOffset(int size, int wanted) {
    if (size >= wanted)
        return roundHalfEven((size - wanted) / 2.0);
    return -((wanted - size) / 2);
}

}  // namespace

void shorterSideSize(int width, int height, int shorter, int& newWidth, int& newHeight) {
    const std::int64_t small = std::min(width, height), large = std::max(width, height);
    // Divided as floats and cut, as Python's int(size * long / short).
    const int other = static_cast<int>(static_cast<double>(shorter * large) / static_cast<double>(small));
    newWidth = width <= height ? shorter : other;
    newHeight = width <= height ? other : shorter;
}

Image centerCrop(const Image& picture, int width, int height) {
    const int left = cropOffset(picture.width, width), top = cropOffset(picture.height, height);
    if (left >= 0 && top >= 0)
        return crop(picture, {left, top, width, height});
    Image padded(width, height);
    const int fromX = std::max(left, 0), toX = std::max(-left, 0);
    const int columns = std::min(picture.width - fromX, width - toX);
    for (int y = std::max(-top, 0); y < height && y + top < picture.height; ++y)
        std::memcpy(padded.row(y) + toX * 3, picture.row(y + top) + fromX * 3, static_cast<std::size_t>(columns) * 3);
    return padded;
}

Image resizeAndCenterCrop(const Image& picture, int resizeTo, int cropTo) {
    int width = 0, height = 0;
    shorterSideSize(picture.width, picture.height, resizeTo, width, height);
    if (width < cropTo || height < cropTo)
        return centerCrop(resize(picture, width, height), cropTo, cropTo);
    return resizeWindow(picture, width, height,
                        {cropOffset(width, cropTo), cropOffset(height, cropTo), cropTo, cropTo});
}

Box randomResizedCropBox(int width, int height, const std::function<double()>& uniform, double minScale,
                         double maxScale, double minRatio, double maxRatio) {
    const double area = static_cast<double>(width) * height;
    for (int attempt = 0; attempt < 10; ++attempt) {
        const double target = area * (minScale + uniform() * (maxScale - minScale));
        const double logRatio = std::log(minRatio) + uniform() * (std::log(maxRatio) - std::log(minRatio));
        const double ratio = std::exp(logRatio);
        const int w = roundHalfEven(std::sqrt(target * ratio));
        const int h = roundHalfEven(std::sqrt(target / ratio));
        if (w < 1 || h < 1 || w > width || h > height)
            continue;
        const int top = std::min(height - h, static_cast<int>(uniform() * (height - h + 1)));
        const int left = std::min(width - w, static_cast<int>(uniform() * (width - w + 1)));
        return {left, top, w, h};
    }
    int w = width, h = height;
    const double ratio = static_cast<double>(width) / height;
    if (ratio < minRatio)
        h = std::clamp(roundHalfEven(w / minRatio), 1, height);
    else if (ratio > maxRatio)
        w = std::clamp(roundHalfEven(h * maxRatio), 1, width);
    return {(width - w) / 2, (height - h) / 2, w, h};
}

void toFloatChw(const Image& picture, const std::array<float, 3>& mean, const std::array<float, 3>& std, float* out,
                bool mirror) {
    std::array<std::array<float, 256>, 3> table;
    for (std::size_t c = 0; c < 3; ++c) {
        for (std::size_t v = 0; v < 256; ++v)
            table[c][v] = (static_cast<float>(v) / 255.0f - mean[c]) / std[c];
    }
    const auto width = static_cast<std::size_t>(picture.width);
    const std::size_t plane = width * static_cast<std::size_t>(picture.height);
    for (int y = 0; y < picture.height; ++y) {
        const std::uint8_t* from = picture.row(y);
        float* to = out + static_cast<std::size_t>(y) * width;
        for (std::size_t x = 0; x < width; ++x) {
            const std::uint8_t* pixel = from + (mirror ? width - 1 - x : x) * 3;
            to[x] = table[0][pixel[0]];
            to[plane + x] = table[1][pixel[1]];
            to[2 * plane + x] = table[2][pixel[2]];
        }
    }
}

}  // namespace flambeau::image
