// SPDX-License-Identifier: GPL-3.0-or-later
// The filter, its fixed point and its order of passes are those of Pillow's Resample.c (described in its documentation
// of filters): triangle of support max(1, scale), coefficients normalised to sum 1, rounded to 22 bits.
#include "flambeau/image/resize.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace flambeau::image {
namespace {

constexpr int precision = 32 - 8 - 2;

/// For each output position: which inputs, and how much of each.
struct Filter {
    int taps = 0;                   ///< coefficients kept for one output
    std::vector<int> first, count;  ///< per output
    std::vector<std::int32_t> coefficients;
};

/// Outputs [begin, begin + length) of a line of `in` samples resized to `out`.
Filter makeFilter(int in, int out, int begin, int length) {
    const double scale = static_cast<double>(in) / out;
    const double support = std::max(1.0, scale);
    Filter filter;
    filter.taps = static_cast<int>(std::ceil(support)) * 2 + 1;
    filter.first.resize(static_cast<std::size_t>(length));
    filter.count.resize(static_cast<std::size_t>(length));
    filter.coefficients.resize(static_cast<std::size_t>(length) * static_cast<std::size_t>(filter.taps));
    std::vector<double> weights(static_cast<std::size_t>(filter.taps));
    for (int i = 0; i < length; ++i) {
        const double centre = (begin + i + 0.5) * scale;
        const int first = std::max(0, static_cast<int>(centre - support + 0.5));
        const int last = std::min(in, static_cast<int>(centre + support + 0.5));
        double total = 0;
        for (int x = first; x < last; ++x) {
            const double distance = std::abs((x - centre + 0.5) / support);
            const double weight = distance < 1 ? 1 - distance : 0;
            weights[static_cast<std::size_t>(x - first)] = weight;
            total += weight;
        }
        filter.first[static_cast<std::size_t>(i)] = first;
        filter.count[static_cast<std::size_t>(i)] = last - first;
        std::int32_t* to = &filter.coefficients[static_cast<std::size_t>(i) * static_cast<std::size_t>(filter.taps)];
        for (int k = 0; k < last - first; ++k) {
            const double weight = total != 0 ? weights[static_cast<std::size_t>(k)] / total : 0;
            to[k] = static_cast<std::int32_t>(0.5 + weight * (1 << precision));
        }
    }
    return filter;
}

std::uint8_t clip(std::int32_t sum) {
    return static_cast<std::uint8_t>(std::clamp(sum >> precision, 0, 255));
}

constexpr std::int32_t half = 1 << (precision - 1);

void acrossRow(const std::uint8_t* from, const Filter& filter, int length, std::uint8_t* to) {
    const std::int32_t* weights = filter.coefficients.data();
    for (int i = 0; i < length; ++i, weights += filter.taps, to += 3) {
        const std::uint8_t* pixel = from + filter.first[static_cast<std::size_t>(i)] * 3;
        std::int32_t red = half, green = half, blue = half;
        const int count = filter.count[static_cast<std::size_t>(i)];
        for (int k = 0; k < count; ++k, pixel += 3) {
            red += pixel[0] * weights[k];
            green += pixel[1] * weights[k];
            blue += pixel[2] * weights[k];
        }
        to[0] = clip(red);
        to[1] = clip(green);
        to[2] = clip(blue);
    }
}

/// One output row as a weighted sum of rows: plain loops over bytes that the compiler turns into vector code.
void downRow(const Image& rows, int firstRow, int count, const std::int32_t* weights, std::int32_t* sums,
             std::uint8_t* to) {
    const std::size_t length = rows.stride();
    std::fill_n(sums, length, half);
    for (int k = 0; k < count; ++k) {
        const std::uint8_t* from = rows.row(firstRow + k);
        const std::int32_t weight = weights[k];
        for (std::size_t x = 0; x < length; ++x)
            sums[x] += from[x] * weight;
    }
    for (std::size_t x = 0; x < length; ++x)
        to[x] = clip(sums[x]);
}

/// `source` is a view: `stride` bytes a row, of which a box of (inWidth, inHeight) counts.
Image resample(const std::uint8_t* source, std::size_t stride, int inWidth, int inHeight, int width, int height,
               const Box& window) {
    const Filter down = makeFilter(inHeight, height, window.y, window.height);
    const int firstRow = down.first.front();
    const int lastRow = down.first.back() + down.count.back();
    Image across(window.width, lastRow - firstRow);
    if (inWidth == width) {
        for (int y = firstRow; y < lastRow; ++y)
            std::memcpy(across.row(y - firstRow), source + static_cast<std::size_t>(y) * stride + window.x * 3,
                        across.stride());
    } else {
        const Filter filter = makeFilter(inWidth, width, window.x, window.width);
        for (int y = firstRow; y < lastRow; ++y)
            acrossRow(source + static_cast<std::size_t>(y) * stride, filter, window.width, across.row(y - firstRow));
    }
    if (inHeight == height)
        return across;
    Image result(window.width, window.height);
    std::vector<std::int32_t> sums(result.stride());
    for (int y = 0; y < window.height; ++y) {
        const auto at = static_cast<std::size_t>(y);
        downRow(across, down.first[at] - firstRow, down.count[at],
                &down.coefficients[at * static_cast<std::size_t>(down.taps)], sums.data(), result.row(y));
    }
    return result;
}

}  // namespace

Image resize(const Image& picture, int width, int height) {
    return resizeWindow(picture, width, height, {0, 0, width, height});
}

Image resizeWindow(const Image& picture, int width, int height, const Box& window) {
    return resample(picture.rgb.data(), picture.stride(), picture.width, picture.height, width, height, window);
}

Image resizedCrop(const Image& picture, const Box& box, int width, int height) {
    return resample(picture.row(box.y) + box.x * 3, picture.stride(), box.width, box.height, width, height,
                    {0, 0, width, height});
}

Image crop(const Image& picture, const Box& box) {
    Image cut(box.width, box.height);
    for (int y = 0; y < box.height; ++y)
        std::memcpy(cut.row(y), picture.row(box.y + y) + box.x * 3, cut.stride());
    return cut;
}

}  // namespace flambeau::image
