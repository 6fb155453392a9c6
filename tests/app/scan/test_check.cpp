// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <fstream>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/image/encode.h"
#include "scan.h"

using namespace flambeau;
using namespace flambeau::test;

TEST_CASE("Each path is answered in order, with hash, size and what it is; LF ends records where there is no NUL") {
    const TempDir dir;
    image::Image picture(70, 50);
    for (std::size_t i = 0; i < picture.rgb.size(); ++i)
        picture.rgb[i] = static_cast<std::uint8_t>(i * i / 97);
    write(dir / "b.png", must(image::encodePng(picture)));
    write(dir / "a b.jpg", must(image::encodeJpeg(picture)));
    write(dir / "none.jpg", "");
    const auto facts = check(dir.path(), {"b.png", "a b.jpg", "none.jpg", "missing.jpg"});
    CHECK(facts[0].ok());
    CHECK(facts[0].format == "png");
    CHECK(facts[0].sha256 == must(sha256File(dir / "b.png")));
    CHECK(facts[0].width == 70);
    CHECK(facts[1].path == "a b.jpg");
    CHECK(facts[1].bytes == fs::file_size(dir / "a b.jpg"));
    CHECK(facts[2].error == "empty_file");
    CHECK(facts[3].error == "unreadable");
    const auto lines = scan({"check", "--root", dir.path().string()}, "b.png\na b.jpg\n");
    CHECK(split(lines.out, '\n').size() == 3);
}

TEST_CASE("A picture that takes longer than it may ends the process with 75, after those before it were answered") {
    const TempDir dir;
    image::Image picture(8, 8);
    write(dir / "quick.png", must(image::encodePng(picture)));
    write(dir / "slow.ppm", "P4 20000 8500\n");
    fs::resize_file(dir / "slow.ppm", 14 + 2500 * 8500);
    const auto result = scan({"check", "--root", dir.path().string(), "--seconds", "0.05"},
                             std::string("quick.png\0slow.ppm\0quick.png\0", 29));
    CHECK(result.exitCode == 75);
    CHECK(result.out.find("slow") == std::string::npos);
}

TEST_CASE("A file larger than any picture is refused without being read") {
    const TempDir dir;
    write(dir / "huge.jpg", "\xff\xd8\xff");
    fs::resize_file(dir / "huge.jpg", std::uintmax_t{3} << 30);
    const auto facts = check(dir.path(), {"huge.jpg"});
    CHECK(facts[0].error == "unreadable");
    CHECK(facts[0].detail.find("GB") != std::string::npos);
}

TEST_CASE("Folders and devices in place of pictures are refused, never waited for") {
    const TempDir dir;
    fs::create_directory(dir / "folder.jpg");
    fs::create_symlink("/dev/zero", dir / "zero.jpg");
    for (const auto& facts : check(dir.path(), {"folder.jpg", "zero.jpg"}))
        CHECK(facts.error == "unreadable");
}

TEST_CASE("Thumbnails are small JPEGs, turned upright; a broken picture has none and stops nothing") {
    const TempDir dir;
    image::Image picture(900, 300);
    write(dir / "wide.png", must(image::encodePng(picture)));
    write(dir / "bad.jpg", "nothing");
    const auto target = [&](const char* name) { return (dir / "out" / name).string(); };
    std::string input;
    for (const std::string& record : {target("bad.jpg") + "\tbad.jpg", target("wide.jpg") + "\twide.png"})
        input.append(record).push_back('\0');
    CHECK(scan({"thumbs", "--root", dir.path().string()}, input).exitCode == 0);
    CHECK_FALSE(fs::exists(target("bad.jpg")));
    const auto facts = check(dir / "out", {"wide.jpg"});
    CHECK(facts[0].width == 256);
    CHECK(facts[0].height == 85);
}

TEST_CASE("Wrong usage ends with 2 and says how; help and version end with 0") {
    CHECK(scan({}).exitCode == 2);
    CHECK(scan({"juggle"}).exitCode == 2);
    CHECK(scan({"check", "--seconds", "never"}).exitCode == 2);
    CHECK(scan({"check", "--root"}).exitCode == 2);
    CHECK(scan({"unpack", "one"}).exitCode == 2);
    CHECK(scan({"sample", "/nowhere", "--images", "2"}).err.find("usage") != std::string::npos);
    CHECK(scan({"help"}).exitCode == 0);
    CHECK(startsWith(scan({"version"}).out, "flambeau-scan "));
}
