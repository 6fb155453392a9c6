// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/store/artifacts.h"

#include <sys/stat.h>

#include <fstream>

#include "flambeau/base/sha256.h"
#include "store_test.h"

using namespace flambeau;
using namespace flambeau::store;

namespace {

std::size_t filesIn(const fs::path& dir) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(dir), fs::directory_iterator()));
}

}  // namespace

TEST_CASE("Content is stored once under its hash and comes back as it was") {
    const test::TempDir dir;
    auto workspace = test::openWorkspace(dir / "w");
    const Artifacts artifacts(workspace);
    const std::string content(3'000'000, 'q');
    test::write(dir / "f", content);
    const Artifact a = test::must(artifacts.putFile(dir / "f"));
    CHECK(a.sha256 == sha256Hex(content));
    CHECK(a.bytes == content.size());
    CHECK(a.path == dir / "w/artifacts" / a.sha256.substr(0, 2) / a.sha256);
    CHECK(test::must(artifacts.putBytes(content)).path == a.path);
    CHECK(test::must(artifacts.get(a.sha256)).bytes == content.size());
    test::must(artifacts.copyTo(a.sha256, dir / "back"));
    // The error names the file that was asked for, not the one that stands beside it meanwhile.
    CHECK(artifacts.copyTo(a.sha256, dir / "missing" / "back").error().message ==
          "Cannot write " + (dir / "missing" / "back").string() + ": No such file or directory");
    CHECK(test::read(dir / "back") == content);
    CHECK(artifacts.get(std::string(64, '0')).error().code == ErrorCode::NotFound);
    CHECK(artifacts.putFile(dir / "no").error().code == ErrorCode::NotFound);
    CHECK(filesIn(workspace.artifactsDir() / "tmp") == 0);
}

TEST_CASE("A file is linked where it may be and copied where it may not") {
    const test::TempDir dir;
    auto workspace = test::openWorkspace(dir / "w");
    const Artifacts artifacts(workspace);
    test::write(dir / "linked", "linked");
    test::write(dir / "copied", "copied");
    const Artifact linked = test::must(artifacts.putFile(dir / "linked", PutMode::LinkOrCopy));
    const Artifact copied = test::must(artifacts.putFile(dir / "copied", PutMode::Copy));
    CHECK(fs::equivalent(linked.path, dir / "linked"));
    CHECK_FALSE(fs::equivalent(copied.path, dir / "copied"));
    CHECK(test::must(artifacts.putFile(dir / "linked", PutMode::LinkOrCopy)).sha256 == linked.sha256);
    test::mustBeSound(workspace);
}

TEST_CASE("A linked file can no longer be written, a copied one can") {
    const test::TempDir dir;
    auto workspace = test::openWorkspace(dir / "w");
    const Artifacts artifacts(workspace);
    const auto mode = [](const fs::path& file) { return static_cast<unsigned>(fs::status(file).permissions()); };
    for (const char* name : {"linked", "copied"}) {
        test::write(dir / name, name);
        fs::permissions(dir / name, fs::perms(0640));
    }
    CHECK(mode(test::must(artifacts.putFile(dir / "linked", PutMode::LinkOrCopy)).path) == 0444);
    CHECK(mode(dir / "linked") == 0444);
    CHECK(mode(test::must(artifacts.putFile(dir / "copied", PutMode::Copy)).path) == 0444);
    CHECK(mode(dir / "copied") == 0640);
    // The same content again: the file beside it is not the blob and stays as it is.
    CHECK(mode(test::must(artifacts.putFile(dir / "copied", PutMode::LinkOrCopy)).path) == 0444);
    CHECK(mode(dir / "copied") == 0640);
}

TEST_CASE("A blob that was written to under its name is replaced by a put of the content") {
    const test::TempDir dir;
    auto workspace = test::openWorkspace(dir / "w");
    const Artifacts artifacts(workspace);
    test::write(dir / "f", "content");
    const auto damage = [&](const fs::path& blob) {
        fs::permissions(blob, fs::perms(0644));
        std::ofstream(blob, std::ios::in | std::ios::out) << "CONTENT";
        REQUIRE(test::read(blob) == "CONTENT");
    };
    const fs::path blob = test::must(artifacts.putFile(dir / "f", PutMode::Copy)).path;
    for (const PutMode mode : {PutMode::Copy, PutMode::LinkOrCopy}) {
        damage(blob);
        CHECK(test::must(artifacts.putFile(dir / "f", mode)).path == blob);
        CHECK(test::read(blob) == "content");
    }
    damage(blob);
    test::must(artifacts.putBytes("content"));
    CHECK(test::read(blob) == "content");
    // What is linked and changes is another content from then on, and the old one comes back by a put.
    test::write(dir / "g", "linked");
    const Artifact linked = test::must(artifacts.putFile(dir / "g", PutMode::LinkOrCopy));
    REQUIRE(fs::equivalent(linked.path, dir / "g"));
    fs::permissions(dir / "g", fs::perms(0644));
    std::ofstream(dir / "g", std::ios::in | std::ios::out) << "LINKED";
    const Artifact changed = test::must(artifacts.putFile(dir / "g", PutMode::LinkOrCopy));
    CHECK(test::read(changed.path) == "LINKED");
    CHECK(test::must(artifacts.putBytes("linked")).path == linked.path);
    CHECK(test::read(linked.path) == "linked");
    test::mustBeSound(workspace);
}

TEST_CASE("A put that is stopped leaves nothing behind") {
    const test::TempDir dir;
    auto workspace = test::openWorkspace(dir / "w");
    test::write(dir / "f", std::string(5'000'000, 'x'));
    std::stop_source stop;
    const auto result = Artifacts(workspace).putFile(dir / "f", PutMode::Copy, stop.get_token(),
                                                     [&](std::uint64_t, std::uint64_t total) {
                                                         CHECK(total == 5'000'000);
                                                         stop.request_stop();
                                                     });
    CHECK(result.error().code == ErrorCode::Canceled);
    CHECK(filesIn(workspace.artifactsDir() / "tmp") == 0);
    CHECK(test::must(workspace.info()).artifacts == 0);
}

TEST_CASE("Orphans and old temporary files are collected, young ones and what is in use are not") {
    const test::TempDir dir;
    auto workspace = test::openWorkspace(dir / "w");
    const Artifacts artifacts(workspace);
    const Artifact used = test::must(artifacts.putBytes("used"));
    test::must(Runs(workspace).setOutputs(test::addRun(workspace), {{"outputs/x", 4, used.sha256}}));
    test::must(artifacts.putBytes("unused"));
    const std::string stray = sha256Hex("stray");
    test::write(artifacts.blobPath(stray), "stray");
    test::write(workspace.artifactsDir() / "tmp/half", "ha");
    CHECK(test::must(workspace.clean(3600)).blobs == 0);
    const CleanReport report = test::must(workspace.clean(0));
    CHECK(report.blobs == 2);
    CHECK(report.temporaryFiles == 1);
    CHECK(report.bytes == 6 + 5 + 2);
    CHECK(test::read(used.path) == "used");
    CHECK_FALSE(fs::exists(artifacts.blobPath(stray)));
    test::mustBeSound(workspace);
    // A blob without a row is taken into use by a put of the same content.
    test::write(artifacts.blobPath(stray), "stray");
    test::must(artifacts.putBytes("stray"));
    CHECK(test::must(artifacts.get(stray)).bytes == 5);
}

TEST_CASE("A half-written blob under a content's name is replaced by a put") {
    const test::TempDir dir;
    auto workspace = test::openWorkspace(dir / "w");
    const Artifacts artifacts(workspace);
    const std::string sha256 = sha256Hex("complete");
    test::write(artifacts.blobPath(sha256), "comp");
    const Artifact artifact = test::must(artifacts.putBytes("complete"));
    CHECK(test::read(artifact.path) == "complete");
    test::write(artifacts.blobPath(sha256Hex("another")), "an");
    test::write(dir / "f", "another");
    CHECK(test::read(test::must(artifacts.putFile(dir / "f", PutMode::LinkOrCopy)).path) == "another");
}
