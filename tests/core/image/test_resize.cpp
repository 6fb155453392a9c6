// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <random>

#include "flambeau/base/strings.h"
#include "flambeau/image/encode.h"
#include "flambeau/image/preprocess.h"
#include "flambeau/image/resize.h"
#include "pil.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

image::Image texture(int width, int height) {
    image::Image picture(width, height);
    std::mt19937 random(3);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width * 3; ++x)
            picture.row(y)[x] =
                static_cast<std::uint8_t>(128 + 60 * std::sin(x / 17.0) + 40 * std::cos(y / 9.0) + random() % 28);
    }
    return picture;
}

int number(const std::string& text) {
    return static_cast<int>(*parseInt(text));
}

}  // namespace

TEST_CASE("Resizing and cropping give PIL's bilinear pixels, within 1 of 255") {
    const TempDir dir;
    const auto picture = texture(431, 317);
    write(dir / "picture.png", must(image::encodePng(picture)));
    fs::create_directory(dir / "out");
    if (!askPil({"transforms", (dir / "out").string(), (dir / "picture.png").string()}))
        return;
    int seen = 0;
    for (const auto& entry : fs::directory_iterator(dir / "out")) {
        const std::string name = entry.path().stem().string();
        INFO(name);
        const auto part = split(name, '_');
        const auto ours =
            part[0] == "resize"
                ? image::resize(picture, number(part[1]), number(part[2]))
                : image::resizedCrop(picture, {number(part[1]), number(part[2]), number(part[3]), number(part[4])}, 224,
                                     224);
        CHECK(compare(ours, readReference(entry.path())).largest <= 1);
        ++seen;
    }
    CHECK(seen == 13);
}

TEST_CASE("A window of a resized picture has the same pixels as the whole one, cut") {
    const auto picture = texture(300, 200);
    const auto whole = image::resize(picture, 171, 130);
    const image::Box window{20, 11, 100, 90};
    CHECK(image::resizeWindow(picture, 171, 130, window).rgb == image::crop(whole, window).rgb);
    CHECK(image::resizeAndCenterCrop(picture, 120, 96).rgb ==
          image::centerCrop(image::resize(picture, 180, 120), 96, 96).rgb);
}

TEST_CASE("The shorter side is resized as torchvision computes it") {
    const int cases[][5] = {{500, 375, 256, 341, 256},
                            {375, 500, 256, 256, 341},
                            {333, 500, 256, 256, 384},
                            {64, 64, 64, 64, 64},
                            {1, 1000, 10, 10, 10000}};
    for (const auto& c : cases) {
        int width = 0, height = 0;
        image::shorterSideSize(c[0], c[1], c[2], width, height);
        CHECK(width == c[3]);
        CHECK(height == c[4]);
    }
}

TEST_CASE("A centre crop larger than the picture is padded with black") {
    image::Image white(4, 6);
    std::fill(white.rgb.begin(), white.rgb.end(), std::uint8_t{255});
    const auto padded = image::centerCrop(white, 8, 4);
    REQUIRE(padded.width == 8);
    REQUIRE(padded.height == 4);
    CHECK(int{padded.row(1)[0]} == 0);
    CHECK(int{padded.row(1)[2 * 3]} == 255);
    CHECK(int{padded.row(1)[5 * 3]} == 255);
    CHECK(int{padded.row(1)[6 * 3]} == 0);
}

TEST_CASE("Random crops lie inside the picture and keep to scale and ratio") {
    std::mt19937_64 random(5);
    const auto uniform = [&] { return static_cast<double>(random() >> 11) / 9007199254740992.0; };
    double smallest = 1;
    for (int i = 0; i < 3000; ++i) {
        const auto box = image::randomResizedCropBox(500, 375, uniform);
        REQUIRE(box.x >= 0);
        REQUIRE(box.y >= 0);
        REQUIRE(box.x + box.width <= 500);
        REQUIRE(box.y + box.height <= 375);
        const double share = box.width * box.height / (500.0 * 375.0),
                     ratio = static_cast<double>(box.width) / box.height;
        CHECK(share > 0.078);
        CHECK(ratio > 0.72);
        CHECK(ratio < 1.37);
        smallest = std::min(smallest, share);
    }
    CHECK(smallest < 0.1);
    const auto thin = image::randomResizedCropBox(1000, 10, uniform);  // no try fits: the central crop
    CHECK(thin.height <= 10);
    CHECK(thin.x + thin.width <= 1000);
}

TEST_CASE("Normalising puts channels first and mirrors where asked") {
    image::Image picture(2, 1);
    picture.rgb = {0, 51, 102, 255, 204, 153};
    float out[6];
    image::toFloatChw(picture, {0.5f, 0.4f, 0.2f}, {0.5f, 0.2f, 0.1f}, out);
    CHECK(out[0] == Approx(-1));
    CHECK(out[1] == Approx(1));
    CHECK(out[2] == Approx(-1));
    CHECK(out[3] == Approx(2));
    CHECK(out[4] == Approx(2));
    CHECK(out[5] == Approx(4));
    float mirrored[6];
    image::toFloatChw(picture, {0.5f, 0.4f, 0.2f}, {0.5f, 0.2f, 0.1f}, mirrored, true);
    CHECK(mirrored[0] == out[1]);
    CHECK(mirrored[1] == out[0]);
    image::flipHorizontal(picture);
    CHECK(int{picture.rgb[0]} == 255);
    CHECK(int{picture.rgb[5]} == 102);
}
