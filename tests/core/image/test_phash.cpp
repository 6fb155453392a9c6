// SPDX-License-Identifier: GPL-3.0-or-later
#include <bit>
#include <cmath>

#include "flambeau/image/decode.h"
#include "flambeau/image/encode.h"
#include "flambeau/image/phash.h"
#include "flambeau/image/resize.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

image::Image waves(double a, double b, int width = 400, int height = 300) {
    image::Image picture(width, height);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const double u = static_cast<double>(x) / width, v = static_cast<double>(y) / height;
            picture.row(y)[x * 3] = static_cast<std::uint8_t>(128 + 100 * std::sin(a * u + b * v * v));
            picture.row(y)[x * 3 + 1] = static_cast<std::uint8_t>(128 + 100 * std::cos(b * u * v + a));
            picture.row(y)[x * 3 + 2] = static_cast<std::uint8_t>(128 + 100 * std::sin(b * v + a * u * u));
        }
    }
    return picture;
}

}  // namespace

TEST_CASE("A smaller and re-encoded copy has nearly the same signature, another picture another") {
    const auto original = waves(9, 14);
    const auto copy = must(image::decode(must(image::encodeJpeg(image::resize(original, 220, 165), 60))));
    const auto a = image::signatureOf(original), b = image::signatureOf(copy), c = image::signatureOf(waves(17, 5));
    CHECK(std::popcount(a.dct ^ b.dct) <= 4);
    CHECK(std::popcount(a.gradient ^ b.gradient) <= 8);
    CHECK(std::popcount(a.dct ^ c.dct) > 10);
}

TEST_CASE("The signature of a JPEG decoded small is that of the whole") {
    const std::string bytes = must(image::encodeJpeg(waves(9, 14), 90));
    const auto a = image::signatureOf(must(image::decode(bytes)));
    const auto b = image::signatureOf(must(image::decode(bytes, {true, 8})));
    CHECK(std::popcount(a.dct ^ b.dct) <= 3);
}

TEST_CASE("A picture of one colour has no signature to be confused by") {
    CHECK(image::signatureOf(image::Image(50, 50)).flat);
    CHECK(image::signatureOf(image::Image()).flat);
    CHECK_FALSE(image::signatureOf(waves(9, 14)).flat);
}
