// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <catch2/catch.hpp>

#include "flambeau/base/subprocess.h"
#include "flambeau/image/encode.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

ProcessResult view(std::vector<std::string> arguments) {
    ProcessSpec spec;
    spec.argv = std::move(arguments);
    spec.argv.insert(spec.argv.begin(), {FLAMBEAU_BIN "/flambeau-scan", "view"});
    spec.timeout = std::chrono::minutes(2);
    return must(runProcess(spec));
}

image::Image striped(int width, int height) {
    image::Image picture(width, height);
    for (std::size_t i = 0; i < picture.rgb.size(); ++i)
        picture.rgb[i] = static_cast<std::uint8_t>(i * 7 % 251);
    return picture;
}

}  // namespace

TEST_CASE("A picture is written with every pixel that it has") {
    const TempDir dir;
    const image::Image picture = striped(700, 300);
    write(dir / "a b.png", must(image::encodePng(picture)));
    const auto seen = view({(dir / "a b.png").string()});
    CHECK(seen.exitCode == 0);
    const std::string head = "flambeau-view 1 700 300 700 300\n";
    REQUIRE(seen.out.substr(0, head.size()) == head);
    CHECK(seen.out.substr(head.size()) == std::string(picture.rgb.begin(), picture.rgb.end()));
}

TEST_CASE("A picture with more pixels than asked for comes smaller, and says how large it is") {
    const TempDir dir;
    write(dir / "large.jpg", must(image::encodeJpeg(striped(1600, 1200))));
    const auto seen = view({"--pixels", "30000", (dir / "large.jpg").string()});
    CHECK(seen.exitCode == 0);
    const std::string head = "flambeau-view 1 200 150 1600 1200\n";
    REQUIRE(seen.out.substr(0, head.size()) == head);
    CHECK(seen.out.size() == head.size() + 200 * 150 * 3);
}

TEST_CASE("What is no picture, is no file or takes too long is refused with a reason, and nothing is written") {
    const TempDir dir;
    write(dir / "text.jpg", "no picture at all");
    write(dir / "huge.ppm", "P6 60000 60000 255\n");
    for (const std::string& file : {(dir / "text.jpg").string(), (dir / "huge.ppm").string(),
                                    (dir / "gone.jpg").string(), dir.path().string(), std::string("/dev/zero")}) {
        const auto seen = view({file});
        INFO(file);
        CHECK(seen.exitCode == 1);
        CHECK(seen.out.empty());
        CHECK(!seen.err.empty());
    }
    write(dir / "slow.ppm", "P4 20000 8500\n");
    fs::resize_file(dir / "slow.ppm", 14 + 2500 * 8500);
    CHECK(view({"--seconds", "0.05", (dir / "slow.ppm").string()}).exitCode == 75);
    CHECK(view({}).exitCode == 2);
    CHECK(view({"--pixels", "none", (dir / "slow.ppm").string()}).exitCode == 2);
}
