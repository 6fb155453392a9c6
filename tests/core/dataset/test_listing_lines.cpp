// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>

#include "flambeau/base/sha256.h"
#include "flambeau/dataset/inline_picture.h"
#include "flambeau/dataset/listing.h"

using namespace flambeau;
using namespace flambeau::dataset;

TEST_CASE("A listing that is written down and read is the same one") {
    Listing listing;
    listing.files = {{"a/ä b.png", 5, -7}, {"b.png", 0, 1'700'000'000'123'456'789}};
    listing.folders = {"a", "a/c"};
    listing.hidden[".DS_Store"] = {".DS_Store", "a/.DS_Store"};
    listing.badNames = {"x\ny", "z\xEF\xBF\xBD"};
    listing.loops = {"a/c/l"};
    listing.closed = {"shut"};
    listing.special = {"pipe", "dangling"};
    ListingReader reader;
    writeListing("/data/birds", listing, [&](const std::string& line) { REQUIRE(reader.take(line).ok()); });
    CHECK(reader.whole());
    CHECK(reader.root() == "/data/birds");
    const auto read = reader.finish();
    REQUIRE(read.ok());
    REQUIRE(read->files.size() == 2);
    CHECK(read->files[0].path == "a/ä b.png");
    CHECK(read->files[0].mtimeNs == -7);
    CHECK(read->files[1].mtimeNs == 1'700'000'000'123'456'789);
    CHECK(read->folders == listing.folders);
    CHECK(read->hidden == listing.hidden);
    CHECK(read->badNames == listing.badNames);
    CHECK(read->loops == listing.loops);
    CHECK(read->closed == listing.closed);
    CHECK(read->special == listing.special);
}

TEST_CASE("A picture within a line comes out as it went in, and what is no base64 does not come out") {
    CHECK(toBase64("") == "");
    CHECK(toBase64("f") == "Zg==");
    CHECK(toBase64("fo") == "Zm8=");
    CHECK(toBase64("foobar") == "Zm9vYmFy");
    std::string bytes;
    for (int i = 0; i < 1000; ++i)
        bytes += static_cast<char>(i * 7);
    for (std::size_t size : {999u, 998u, 997u})
        CHECK(fromBase64(toBase64(bytes.substr(0, size))) == bytes.substr(0, size));
    for (const char* no : {"Zg=", "Zg==Zg==", "Z===", "Zm9*", "Z=8=", "====", "Zm9v\n"})
        CHECK_FALSE(fromBase64(no).has_value());
}
