// SPDX-License-Identifier: GPL-3.0-or-later
#include <random>

#include "flambeau/image/decode.h"
#include "flambeau/image/encode.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::test;
using image::Fault;

namespace {

Fault faultOfBytes(const std::string& bytes) {
    const auto result = image::decode(bytes);
    REQUIRE_FALSE(result.ok());
    CHECK_FALSE(result.error().message.empty());
    return image::faultOf(result.error());
}

std::string png(std::uint32_t width, std::uint32_t height) {
    image::Image picture(2, 2);
    std::string bytes = must(image::encodePng(picture));
    for (int i = 0; i < 4; ++i) {
        bytes[static_cast<std::size_t>(16 + i)] = static_cast<char>(width >> (24 - 8 * i));
        bytes[static_cast<std::size_t>(20 + i)] = static_cast<char>(height >> (24 - 8 * i));
    }
    return bytes;
}

image::Image noise(int width, int height) {
    image::Image picture(width, height);
    std::mt19937 random(1);
    for (auto& value : picture.rgb)
        value = static_cast<std::uint8_t>(random());
    return picture;
}

}  // namespace

TEST_CASE("Formats that are not supported are named by content, with what to do") {
    using namespace std::string_literals;
    const std::pair<std::string, image::Format> cases[] = {
        {"GIF89a............", image::Format::Gif},
        {"\0\0\0\x18"
         "ftypheic\0\0\0\0mif1heic"s,
         image::Format::Heic},
        {"\0\0\0\x18"
         "ftypavif\0\0\0\0mif1avif"s,
         image::Format::Avif},
        {"\0\0\0\x18"
         "ftypcrx \0\0\0\x01"
         "crx isom"s,
         image::Format::CameraRaw},
        {"\0\0\0\x0cjP  \r\n\x87\n"s, image::Format::Jpeg2000},
        {"\0\0\0\x0cJXL \r\n\x87\n"s, image::Format::JpegXl},
        {"<?xml version=\"1.0\"?>\n<svg xmlns=\"x\"/>", image::Format::Svg},
        {"8BPS\0\1......"s, image::Format::Psd},
        {"II*\0\x10\0\0\0CR\2\0......"s, image::Format::CameraRaw},
        {"\0\0\1\0\1\0......"s, image::Format::Ico},
    };
    for (const auto& [bytes, format] : cases) {
        INFO(image::toString(format));
        CHECK(image::detectFormat(bytes) == format);
        const auto result = image::probe(bytes);
        REQUIRE_FALSE(result.ok());
        CHECK(image::faultOf(result.error()) == Fault::UnsupportedFormat);
        CHECK_FALSE(result.error().hint.empty());
    }
}

TEST_CASE("What is no picture is told as what it seems to be") {
    CHECK(faultOfBytes("") == Fault::Empty);
    CHECK(faultOfBytes("just words") == Fault::NotAnImage);
    CHECK(faultOfBytes(std::string(5000, '\0')) == Fault::NotAnImage);
    const auto page = image::probe("<!DOCTYPE html><html>404</html>");
    REQUIRE_FALSE(page.ok());
    CHECK(page.error().message.find("HTML") != std::string::npos);
    const auto pointer = image::probe("version https://git-lfs.github.com/spec/v1\noid sha256:00\n");
    REQUIRE_FALSE(pointer.ok());
    CHECK(pointer.error().message.find("Git LFS") != std::string::npos);
}

TEST_CASE("Absurd sizes are refused from the header, before memory is taken") {
    CHECK(faultOfBytes(png(60000, 60000)) == Fault::AbsurdDimensions);
    CHECK(faultOfBytes(png(70000, 1)) == Fault::AbsurdDimensions);
    CHECK(faultOfBytes(png(0, 10)) == Fault::AbsurdDimensions);
    CHECK(faultOfBytes("P6 65000 65000 255\n") == Fault::AbsurdDimensions);
    CHECK(faultOfBytes("P6 16000 11000 255\n") == Fault::Truncated);
    CHECK(faultOfBytes("P1 16000 11000\n1 0") == Fault::Truncated);
    std::string bmp = "BM" + std::string(12, '\0') + std::string("\x28\0\0\0", 4) +
                      std::string("\xff\xff\xff\x7f\xff\xff\xff\x7f", 8) + std::string("\1\0\x18\0", 4) +
                      std::string(24, '\0');
    CHECK(faultOfBytes(bmp) == Fault::AbsurdDimensions);
}

TEST_CASE("A picture cut anywhere is truncated or unreadable, never half a picture") {
    const auto picture = noise(80, 60);
    for (const std::string& bytes : {must(image::encodeJpeg(picture)), must(image::encodePng(picture))}) {
        for (std::size_t keep = 1; keep + 12 < bytes.size(); keep += bytes.size() / 37 + 1) {
            INFO(keep << " of " << bytes.size());
            const auto result = image::decode(bytes.substr(0, keep));
            CHECK_FALSE(result.ok());
            if (keep > 700 && !result.ok())
                CHECK(image::faultOf(result.error()) == Fault::Truncated);
        }
    }
}

TEST_CASE("A JPEG that lacks only its end marker is a whole picture with a warning") {
    const auto picture = noise(64, 64);
    const std::string bytes = must(image::encodeJpeg(picture));
    const auto whole = must(image::decode(bytes));
    const auto cut = must(image::decodeWithFacts(bytes.substr(0, bytes.size() - 2)));
    CHECK_FALSE(cut.warning.empty());
    CHECK(cut.image.rgb == whole.rgb);
}

TEST_CASE("The truncated and broken files of the test data are refused with their fault") {
    const auto hostile = testData("hostile");
    if (!hostile)
        return;
    CHECK(faultOfBytes(read(*hostile / "pillow_truncated_jpeg.jpg")) == Fault::Truncated);
    CHECK(faultOfBytes(read(*hostile / "pillow_broken.png")) == Fault::Unreadable);
    CHECK(faultOfBytes(read(*hostile / "pillow_decompression_bomb.gif")) == Fault::UnsupportedFormat);
    CHECK(faultOfBytes(read(*hostile / "pillow_zero_width.gif")) == Fault::UnsupportedFormat);
    CHECK(faultOfBytes(read(*hostile / "LICENSE-Pillow.txt")) == Fault::NotAnImage);
}

TEST_CASE("Random bytes behind every format's magic never crash the decoder") {
    using namespace std::string_literals;
    std::mt19937 random(7);
    const std::string heads[] = {"\xff\xd8\xff\xe0"s,
                                 "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x02\0\0\0"s,
                                 "II*\0\x08\0\0\0"s,
                                 "MM\0*\0\0\0\x08"s,
                                 "RIFF\x40\0\0\0WEBPVP8 "s,
                                 "P6 16 16 255\n"s,
                                 "P3 4 4 9\n"s,
                                 "BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x10\0\0\0\x10\0\0\0\1\0\x08\0\1\0\0\0"s};
    for (const auto& head : heads) {
        for (int attempt = 0; attempt < 60; ++attempt) {
            std::string bytes = head;
            const std::size_t length = random() % 600;
            for (std::size_t i = 0; i < length; ++i)
                bytes += static_cast<char>(random());
            const auto result = image::decode(bytes);
            if (result.ok())
                CHECK(result->rgb.size() ==
                      static_cast<std::size_t>(result->width) * static_cast<std::size_t>(result->height) * 3);
        }
    }
}

TEST_CASE("A BMP without a palette that claims a huge one is read by its pixels alone") {
    using namespace std::string_literals;
    const std::string bmp = "BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0\1\0\x18\0\0\0\0\0\0\0\0\0"s +
                            std::string(8, '\0') + std::string(4, '\xff') + std::string(4, '\0') + "\x01\x02\x03\0"s;
    const auto picture = must(image::decode(bmp));
    CHECK(picture.rgb == std::vector<std::uint8_t>{3, 2, 1});
}
