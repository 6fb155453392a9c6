// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/stat.h>

#include "flambeau/base/subprocess.h"
#include "pictures.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

void run(const std::vector<std::string>& argv, const fs::path& dir) {
    ProcessSpec spec;
    spec.argv = argv;
    spec.workingDir = dir;
    const auto result = must(runProcess(spec));
    INFO(result.err);
    REQUIRE(result.exitCode == 0);
}

}  // namespace

TEST_CASE("A tar and a zip of a folder import as the folder does, and are unpacked once") {
    const TempDir dir;
    fill(dir / "in" / "flowers" / "rose", 1, 10);
    fill(dir / "in" / "flowers" / "tulip", 101, 10);
    write(dir / "in" / "__MACOSX" / "._x", "x");
    run({"tar", "czf", "../flowers.tar.gz", "."}, dir / "in");
    run({"python3", "-m", "zipfile", "-c", "../flowers.zip", "flowers"}, dir / "in");
    const std::string folder = import(dir / "in").manifest.fingerprint;
    for (const char* name : {"flowers.tar.gz", "flowers.zip"}) {
        INFO(name);
        auto request = requestFor(dir / name);
        request.unpackDir = dir / "datasets";
        bool unpacked = false;
        const auto note = [&](const dataset::ImportProgress& progress) {
            unpacked = unpacked || progress.what == "unpacking";
        };
        const auto first = must(dataset::importDataset(request, note)).manifest;
        CHECK(unpacked);
        CHECK(first.fingerprint == folder);
        CHECK(first.source == (dir / name).string());
        CHECK(fs::path(first.root).parent_path() == fs::canonical(dir / "datasets"));
        unpacked = false;
        const auto second = must(dataset::importDataset(request, note)).manifest;
        CHECK_FALSE(unpacked);
        CHECK(second.root == first.root);
    }
}

TEST_CASE("Entries that an archive may not have are left out and named; a cut archive is refused and leaves nothing") {
    const TempDir dir;
    fill(dir / "in" / "a", 1, 6);
    fill(dir / "in" / "b", 101, 6);
    fs::create_symlink("/etc/passwd", dir / "in" / "a" / "link.jpg");
    run({"tar", "cf", "../x.tar", "."}, dir / "in");
    auto request = requestFor(dir / "x.tar");
    request.unpackDir = dir / "datasets";
    for (int round = 0; round < 2; ++round) {  // the second time from the unpacked folder
        const auto manifest = must(dataset::importDataset(request)).manifest;
        CHECK(manifest.files.size() == 12);
        CHECK(ofKind(manifest, "archive_entry").size() == 1);
    }
    const std::string bytes = read(dir / "x.tar");
    write(dir / "cut.tar", bytes.substr(0, bytes.size() / 2));
    write(dir / "words.zip", "these are words");
    for (const char* name : {"cut.tar", "words.zip"}) {
        auto bad = requestFor(dir / name);
        bad.unpackDir = dir / "other";
        const auto result = dataset::importDataset(bad);
        REQUIRE_FALSE(result.ok());
        CHECK_FALSE(result.error().hint.empty());
        CHECK(fs::is_empty(dir / "other"));
    }
}

TEST_CASE("An import of an archive can be stopped while it is hashed and while it is unpacked, and leaves nothing") {
    const TempDir dir;
    write(dir / "vast.tar", "");
    std::error_code refused;
    fs::resize_file(dir / "vast.tar", std::uintmax_t{4} << 40, refused);  // hashing all of it takes an hour
    if (refused)
        WARN("skipped: this file system has no file of four terabytes");
    fill(dir / "in" / "a", 1, 6);
    write(dir / "in" / "zeros", std::string(64 << 20, '\0'));
    run({"tar", "cf", "../small.tar", "."}, dir / "in");
    const auto stopIn = [&](const char* name, const std::string& phase) {
        auto request = requestFor(dir / name);
        request.unpackDir = dir / "datasets";
        std::stop_source stop;
        std::string last;
        const auto result = dataset::importDataset(
            request,
            [&](const dataset::ImportProgress& progress) {
                last = progress.what;
                if (progress.what == phase)
                    stop.request_stop();
            },
            stop.get_token());
        INFO(name);
        REQUIRE_FALSE(result.ok());
        CHECK(result.error().code == ErrorCode::Canceled);
        CHECK(last == phase);
        CHECK((!fs::exists(dir / "datasets") || fs::is_empty(dir / "datasets")));
    };
    if (!refused)
        stopIn("vast.tar", "hashing");
    stopIn("small.tar", "unpacking");
}

TEST_CASE("What a killed unpacking left behind goes with the next import, and what another one is unpacking stays") {
    const TempDir dir;
    fill(dir / "in" / "flowers" / "rose", 1, 6);
    fill(dir / "in" / "flowers" / "tulip", 101, 6);
    run({"tar", "cf", "../flowers.tar", "."}, dir / "in");
    const fs::path left = dir / "datasets" / ".unpacking-left", busy = dir / "datasets" / ".unpacking-busy";
    write(left / "deep" / "half.png", "half");
    write(busy / "half.png", "half");
    fs::create_directory_symlink(dir / "in", dir / "datasets" / ".unpacking-link");
    const FileLock lock = must(FileLock::acquire(busy.string() + ".lock"));
    auto request = requestFor(dir / "flowers.tar");
    request.unpackDir = dir / "datasets";
    CHECK(must(dataset::importDataset(request)).manifest.files.size() == 12);
    CHECK_FALSE(fs::exists(left));
    CHECK_FALSE(fs::exists(left.string() + ".lock"));
    CHECK(fs::exists(busy / "half.png"));
    CHECK(fs::exists(dir / "in" / "flowers"));
}

TEST_CASE("A pipe or a device in an archive's place is refused, not waited for or read without end") {
    const TempDir dir;
    REQUIRE(::mkfifo((dir / "pipe.zip").c_str(), 0600) == 0);
    fs::create_symlink("/dev/zero", dir / "zero.tar");
    for (const char* name : {"pipe.zip", "zero.tar"}) {
        auto request = requestFor(dir / name);
        request.unpackDir = dir / "datasets";
        const auto result = dataset::importDataset(request);
        REQUIRE_FALSE(result.ok());
        CHECK(result.error().code == ErrorCode::InvalidArgument);
        CHECK(result.error().message.find("ordinary file") != std::string::npos);
    }
}

TEST_CASE("A zip whose folders are named in another script imports with these classes") {
    const TempDir dir;
    fill(dir / "in" / "猫", 1, 6);
    fill(dir / "in" / "Hähne", 101, 6);
    run({"python3", "-m", "zipfile", "-c", "../animals.zip", "猫", "Hähne"}, dir / "in");
    auto request = requestFor(dir / "animals.zip");
    request.unpackDir = dir / "datasets";
    const auto manifest = must(dataset::importDataset(request)).manifest;
    CHECK(manifest.classes == std::vector<std::string>{"Hähne", "猫"});
    CHECK(manifest.files.size() == 12);
    CHECK(ofKind(manifest, "archive_entry").empty());
}
