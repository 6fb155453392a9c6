// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/store/artifacts.h"

#include <sys/stat.h>

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
