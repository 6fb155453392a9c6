// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "flambeau/base/strings.h"
#include "flambeau/image/decode.h"
#include "flambeau/image/encode.h"
#include "pil.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::test;

TEST_CASE("Every kind of picture decodes to what PIL's exif_transpose and convert('RGB') give, within 1 of 255") {
    const TempDir dir;
    if (!askPil({"decode", dir.path().string()}))
        return;
    std::size_t seen = 0;
    for (const auto& entry : fs::directory_iterator(dir.path())) {
        if (entry.path().extension() == ".rgb")
            continue;
        INFO(entry.path().filename().string());
        const auto picture = must(image::decode(read(entry.path())));
        const auto difference = compare(picture, readReference(entry.path().string() + ".rgb"));
        CHECK(difference.largest <= 1);
        ++seen;
    }
    CHECK(seen >= 70);
}

TEST_CASE("Real photographs and hostile but readable pictures decode as PIL decodes them") {
    const auto data = testData("hymenoptera_data");
    const auto hostile = testData("hostile");
    if (!data || !hostile)
        return;
    std::vector<std::string> files;
    for (const auto& entry : fs::directory_iterator(*data / "val" / "ants"))
        files.push_back(entry.path().string());
    std::sort(files.begin(), files.end());
    files.resize(8);
    for (const char* name : {"exif_Landscape_6.jpg", "exif_Portrait_8.jpg", "pillow_hopper_bad_exif.jpg",
                             "pillow_hopper_gray.jpg", "pillow_iss634.webp", "pillow_junk_jpeg_header.jpg",
                             "pillow_pil_sample_cmyk.jpg", "pillow_transparent.png", "pillow_uncompressed_la.png"})
        files.push_back((*hostile / name).string());
    const TempDir dir;
    std::vector<std::string> arguments{"convert", dir.path().string()};
    arguments.insert(arguments.end(), files.begin(), files.end());
    if (!askPil(arguments))
        return;
    for (std::size_t i = 0; i < files.size(); ++i) {
        INFO(files[i]);
        const auto picture = must(image::decode(read(files[i])));
        CHECK(compare(picture, readReference(dir / (std::to_string(i) + ".rgb"))).largest <= 1);
    }
}

TEST_CASE("Sixteen-bit grey keeps its shades: the upper byte, not PIL's clipped white") {
    const std::string pgm = std::string("P5 3 1 65535\n") + std::string("\x00\x10\x80\x00\xff\xff", 6);
    const auto picture = must(image::decode(pgm));
    CHECK(int{picture.rgb[0]} == 0);
    CHECK(int{picture.rgb[3]} == 128);
    CHECK(int{picture.rgb[6]} == 255);
    const auto hostile = testData("hostile");
    if (!hostile)
        return;
    const auto tiff = must(image::decode(read(*hostile / "pillow_16bit.cropped.tif")));
    CHECK(*std::max_element(tiff.rgb.begin(), tiff.rgb.end()) < 255);
    CHECK(must(image::probe(read(*hostile / "pillow_16bit.cropped.tif"))).bits == 16);
}

TEST_CASE("A probe tells size, colour, frames and orientation without decoding") {
    const auto hostile = testData("hostile");
    if (!hostile)
        return;
    const auto facts = [&](const char* name) { return must(image::probe(read(*hostile / name))); };
    const auto turned = facts("exif_Landscape_6.jpg");
    CHECK(turned.width == 1200);
    CHECK(turned.height == 1800);
    CHECK(turned.orientation == 6);
    CHECK(facts("pillow_iss634.webp").frames == 42);
    CHECK(facts("pillow_pil_sample_cmyk.jpg").colour == image::Colour::Cmyk);
    CHECK(facts("pillow_hopper_gray.jpg").colour == image::Colour::Grey);
    CHECK(facts("pillow_transparent.png").alpha);
    CHECK(facts("pillow_uncompressed_la.png").colour == image::Colour::GreyAlpha);
}

TEST_CASE("A JPEG decoded at an eighth of its size is the small version of the same picture") {
    image::Image big(400, 240);
    for (int y = 0; y < big.height; ++y) {
        for (int x = 0; x < big.width; ++x) {
            big.row(y)[x * 3] = static_cast<std::uint8_t>(x * 255 / big.width);
            big.row(y)[x * 3 + 1] = static_cast<std::uint8_t>(y * 255 / big.height);
        }
    }
    const std::string bytes = must(image::encodeJpeg(big, 95));
    const auto small = must(image::decode(bytes, {true, 8}));
    REQUIRE(small.width == 50);
    REQUIRE(small.height == 30);
    CHECK(std::abs(int{small.row(15)[25 * 3]} - 130) < 6);
    CHECK(std::abs(int{small.row(15)[25 * 3 + 1]} - 131) < 6);
}

TEST_CASE("What is written as PNG comes back bit by bit, as JPEG nearly") {
    image::Image picture(37, 23);
    for (std::size_t i = 0; i < picture.rgb.size(); ++i)
        picture.rgb[i] = static_cast<std::uint8_t>(i * 7 % 251);
    CHECK(must(image::decode(must(image::encodePng(picture)))).rgb == picture.rgb);
    image::Image smooth(64, 64);
    for (std::size_t i = 0; i < smooth.rgb.size(); ++i)
        smooth.rgb[i] = static_cast<std::uint8_t>(i / 3 % 64 * 3);
    CHECK(compare(must(image::decode(must(image::encodeJpeg(smooth, 95)))), smooth).mean < 2);
    CHECK_FALSE(image::encodePng({}).ok());
    CHECK_FALSE(image::encodeJpeg({}).ok());
}
