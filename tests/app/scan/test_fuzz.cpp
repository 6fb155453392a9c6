// SPDX-License-Identifier: GPL-3.0-or-later
// Seeded damage to real pictures: whatever it does to them, the reader answers for every file. $FLAMBEAU_FUZZ_ROUNDS
// multiplies the mutations.
#include <algorithm>
#include <cstdlib>
#include <random>

#include "flambeau/base/strings.h"
#include "flambeau/image/encode.h"
#include "scan.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

std::string mutated(std::string bytes, std::mt19937& random) {
    const auto at = [&](std::size_t limit) {
        return random() % std::max<std::size_t>(1, std::min(limit, bytes.size()));
    };
    switch (random() % 6) {
        case 0:  // cut
            bytes.resize(at(bytes.size()));
            break;
        case 1:  // a few bits anywhere
            for (std::uint32_t i = 0; i < 1 + random() % 20; ++i)
                bytes[at(bytes.size())] ^= static_cast<char>(1u << random() % 8);
            break;
        case 2:  // header bytes
            for (std::uint32_t i = 0; i < 1 + random() % 8; ++i)
                bytes[at(200)] = static_cast<char>(random());
            break;
        case 3: {  // large numbers in the header
            const std::size_t place = at(120);
            for (std::size_t i = place; i < std::min(bytes.size(), place + 4); ++i)
                bytes[i] = static_cast<char>(0xff);
            break;
        }
        case 4: {  // a piece twice
            const std::size_t from = at(bytes.size()), length = at(4000);
            bytes.insert(at(bytes.size()), bytes.substr(from, length));
            break;
        }
        default: {  // a piece of zeros
            const std::size_t from = at(bytes.size());
            std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(from),
                        std::min<std::size_t>(bytes.size() - from, random() % 3000), '\0');
        }
    }
    return bytes;
}

std::vector<std::string> seeds() {
    std::vector<std::string> files;
    image::Image picture(60, 45);
    std::mt19937 random(2);
    for (auto& value : picture.rgb)
        value = static_cast<std::uint8_t>(random() % 64 + 90);
    files.push_back(must(image::encodePng(picture)));
    files.push_back(must(image::encodeJpeg(picture)));
    const std::string raw(picture.rgb.begin(), picture.rgb.end());
    files.push_back("P6 60 45 255\n" + raw);
    files.push_back("P3 2 2 9\n1 2 3 4 5 6 7 8 9 0 1 2\n");
    const auto le32 = [](std::uint32_t v) {
        return std::string{static_cast<char>(v), static_cast<char>(v >> 8), static_cast<char>(v >> 16),
                           static_cast<char>(v >> 24)};
    };
    for (const std::uint32_t kind : {24u, 8u, 1u, 4u}) {  // plain, then RLE8, 1 bit, RLE4
        const std::uint32_t compression = kind == 8 ? 1 : kind == 4 ? 2 : 0;
        files.push_back("BM" + le32(0) + le32(0) + le32(54 + 64) + le32(40) + le32(60) + le32(45) +
                        std::string{1, 0, static_cast<char>(kind), 0} + le32(compression) + le32(0) + le32(0) +
                        le32(0) + le32(16) + le32(0) + raw.substr(0, 64) + raw);
    }
    if (const auto hostile = testData("hostile")) {
        for (const auto& entry : fs::directory_iterator(*hostile)) {
            if (entry.path().extension() != ".txt")
                files.push_back(read(entry.path()));
        }
    }
    if (const auto data = testData("hymenoptera_data")) {
        files.push_back(read(*data / "val/ants/10308379_1b6c72e180.jpg"));
        files.push_back(read(*data / "train/ants/formica.jpeg"));
    }
    std::sort(files.begin(), files.end());  // the same mutations whatever order a folder has
    return files;
}

}  // namespace

TEST_CASE("Whatever is done to a picture's bytes, the reader answers and goes on") {
    const TempDir dir;
    const char* rounds = std::getenv("FLAMBEAU_FUZZ_ROUNDS");
    const std::int64_t each = 16 * (rounds ? parseInt(rounds).value_or(1) : 1);
    std::mt19937 random(20);
    std::vector<std::string> names;
    for (const auto& seed : seeds()) {
        for (std::int64_t i = 0; i < each; ++i) {
            names.push_back(std::to_string(names.size()) + ".jpg");
            write(dir / names.back(), mutated(seed, random));
        }
    }
    std::size_t good = 0;
    for (const auto& facts : check(dir.path(), names)) {
        good += facts.ok() ? 1u : 0u;
        if (!facts.ok())
            CHECK_FALSE(facts.detail.empty());
        CHECK(facts.error != "crashed_reader");
    }
    CHECK(good > names.size() / 20);
    CHECK(good < names.size());
}
