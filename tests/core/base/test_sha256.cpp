// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/base/sha256.h"

#include <random>

#include "flambeau/base/subprocess.h"
#include "test_support.h"

using namespace flambeau;

TEST_CASE("SHA-256 gives the digests of FIPS 180-4's examples") {
    CHECK(sha256Hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256Hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256Hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(sha256Hex(std::string(1000000, 'a')) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("SHA-256 does not depend on how the bytes are cut") {
    std::mt19937 random(7);
    std::string bytes(70000, '\0');
    for (char& c : bytes)
        c = static_cast<char>(random());
    const std::string whole = sha256Hex(bytes);
    for (int round = 0; round < 20; ++round) {
        Sha256 hash;
        for (std::size_t at = 0; at < bytes.size();) {
            const std::size_t taken = std::min<std::size_t>(1 + random() % 700, bytes.size() - at);
            hash.update(bytes.data() + at, taken);
            at += taken;
        }
        REQUIRE(hash.finishHex() == whole);
    }
}

TEST_CASE("sha256File agrees with sha256sum") {
    test::TempDir dir;
    for (const std::size_t size : {0u, 1u, 55u, 56u, 63u, 64u, 65u, 1048576u, 1048577u, 3000000u}) {
        const fs::path file = dir / ("f" + std::to_string(size));
        test::write(file, std::string(size, 'x') + "");
        const auto judge = test::must(runProcess({.argv = {"sha256sum", file.string()}}));
        CHECK(judge.out.substr(0, 64) == test::must(sha256File(file)));
    }
    CHECK(sha256File(dir / "absent").error().code == ErrorCode::NotFound);
}

TEST_CASE("Hashing a file can be stopped, and says how far it is") {
    test::TempDir dir;
    test::write(dir / "f", std::string(5 << 20, 'x'));
    std::uint64_t seen = 0;
    const auto stopped = sha256File(dir / "f", [&](std::uint64_t done) { return (seen = done) < (2u << 20); });
    REQUIRE_FALSE(stopped.ok());
    CHECK(stopped.error().code == ErrorCode::Canceled);
    CHECK(seen == 2u << 20);
    CHECK(test::must(sha256File(dir / "f", [&](std::uint64_t done) { return (seen = done) > 0; })) ==
          test::must(sha256File(dir / "f")));
    CHECK(seen == 5u << 20);
}
