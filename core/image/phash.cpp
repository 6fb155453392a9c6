// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/image/phash.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "flambeau/image/resize.h"

namespace flambeau::image {
namespace {

constexpr std::size_t side = 32, low = 8;
using Grey = std::array<float, side * side>;

Grey greyOf(const Image& small) {
    Grey grey;
    for (std::size_t i = 0; i < grey.size(); ++i) {
        const std::uint8_t* pixel = &small.rgb[i * 3];
        grey[i] = 0.299f * static_cast<float>(pixel[0]) + 0.587f * static_cast<float>(pixel[1]) +
                  0.114f * static_cast<float>(pixel[2]);
    }
    return grey;
}

using Basis = std::array<std::array<float, side>, low + 1>;

/// Rows 0 to 8 of the DCT-II.
const Basis& basis() {
    static const Basis table = [] {
        Basis made{};
        for (std::size_t u = 0; u <= low; ++u) {
            for (std::size_t x = 0; x < side; ++x)
                made[u][x] = static_cast<float>(
                    std::cos(std::numbers::pi * (static_cast<double>(x) + 0.5) * static_cast<double>(u) / side));
        }
        return made;
    }();
    return table;
}

/// Signs of the 8 x 8 lowest frequencies, without the constant row and column, against their median.
std::uint64_t dctBits(const Grey& grey) {
    std::array<float, side*(low + 1)> across{};
    for (std::size_t y = 0; y < side; ++y) {
        for (std::size_t u = 1; u <= low; ++u) {
            float sum = 0;
            for (std::size_t x = 0; x < side; ++x)
                sum += grey[y * side + x] * basis()[u][x];
            across[y * (low + 1) + u] = sum;
        }
    }
    std::array<float, low * low> frequencies{};
    for (std::size_t v = 1; v <= low; ++v) {
        for (std::size_t u = 1; u <= low; ++u) {
            float sum = 0;
            for (std::size_t y = 0; y < side; ++y)
                sum += across[y * (low + 1) + u] * basis()[v][y];
            frequencies[(v - 1) * low + (u - 1)] = sum;
        }
    }
    auto sorted = frequencies;
    std::nth_element(sorted.begin(), sorted.begin() + 32, sorted.end());
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < frequencies.size(); ++i)
        bits |= std::uint64_t{frequencies[i] > sorted[32]} << i;
    return bits;
}

std::uint64_t gradientBits(const Image& picture) {
    const Image tiny = resize(picture, 9, 8);
    std::uint64_t bits = 0;
    for (int y = 0; y < 8; ++y) {
        const std::uint8_t* row = tiny.row(y);
        for (int x = 0; x < 8; ++x) {
            const int here = 299 * row[x * 3] + 587 * row[x * 3 + 1] + 114 * row[x * 3 + 2];
            const int next = 299 * row[x * 3 + 3] + 587 * row[x * 3 + 4] + 114 * row[x * 3 + 5];
            bits |= std::uint64_t{next > here} << (y * 8 + x);
        }
    }
    return bits;
}

}  // namespace

Signature signatureOf(const Image& picture) {
    Signature signature;
    if (picture.empty())
        return signature;
    const Image small = resize(picture, static_cast<int>(side), static_cast<int>(side));
    std::array<std::uint32_t, 3> sums{};
    for (std::size_t i = 0; i < small.rgb.size(); ++i)
        sums[i % 3] += small.rgb[i];
    for (const std::uint32_t sum : sums)
        signature.tint = signature.tint << 8 | sum / (side * side);
    const Grey grey = greyOf(small);
    double total = 0, squares = 0;
    for (const float value : grey) {
        total += static_cast<double>(value);
        squares += static_cast<double>(value) * static_cast<double>(value);
    }
    const double mean = total / grey.size();
    signature.flat = squares / grey.size() - mean * mean < 16;  // a standard deviation below 4 of 255
    if (signature.flat)
        return signature;
    signature.dct = dctBits(grey);
    signature.gradient = gradientBits(small);
    return signature;
}

}  // namespace flambeau::image
