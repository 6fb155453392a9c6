// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/domain/dataset.h"

#include "flambeau/base/sha256.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::domain;

namespace {

DatasetManifest sample() {
    DatasetManifest manifest;
    manifest.name = "pets";
    manifest.version = 2;
    manifest.root = "/pictures";
    manifest.layout = "splits";
    manifest.classes = {"cat", "dog"};
    const std::string a = sha256Hex("a"), b = sha256Hex("b"), c = sha256Hex("c");
    manifest.files = {{"train/cat/1.jpg", "train", 0, 10, 5, a, 4, 3, 1}, {"train/dog/2.jpg", "train", 1, 11, 6, b, 4, 3, 6},
                      {"val/dog/3.jpg", "val", 1, 12, 7, c, 4, 3, 1}};
    manifest.findings = {{"grey", Severity::Info, "train/cat/1.jpg", "1 picture is grey", "kept", {"train/cat/1.jpg"}}};
    manifest.fingerprint = datasetFingerprint(manifest);
    return manifest;
}

}  // namespace

TEST_CASE("The fingerprint is the SHA-256 of the sorted lines of split, class and file hash") {
    const auto manifest = sample();
    const std::string lines = "train\tcat\t" + sha256Hex("a") + "\ntrain\tdog\t" + sha256Hex("b") + "\nval\tdog\t" + sha256Hex("c") + "\n";
    CHECK(manifest.fingerprint == sha256Hex(lines));
}

TEST_CASE("The fingerprint forgets names and order, and sees a changed byte, split or class") {
    const auto manifest = sample();
    auto renamed = manifest;
    renamed.files[0].path = "train/cat/other.jpg";
    std::swap(renamed.files[0], renamed.files[2]);
    CHECK(datasetFingerprint(renamed) == manifest.fingerprint);
    auto changed = manifest;
    changed.files[0].sha256 = sha256Hex("x");
    CHECK(datasetFingerprint(changed) != manifest.fingerprint);
    changed = manifest;
    changed.files[0].label = 1;
    CHECK(datasetFingerprint(changed) != manifest.fingerprint);
    changed = manifest;
    changed.files[0].split = "val";
    CHECK(datasetFingerprint(changed) != manifest.fingerprint);
}

TEST_CASE("A manifest survives JSON, and counts every class in every split") {
    const auto manifest = sample();
    const auto back = test::must(datasetManifestFromJson(nlohmann::json::parse(toJson(manifest).dump())));
    CHECK(toJson(back) == toJson(manifest));
    const auto counts = back.counts();
    CHECK(counts.at("train").at("cat") == 1);
    CHECK(counts.at("val").at("cat") == 0);
    CHECK(back.totalBytes() == 33);
}

TEST_CASE("A manifest that names a file outside its root, an unknown class or a bad hash is refused") {
    const auto spoil = [](auto change) {
        auto json = toJson(sample());
        change(json);
        return datasetManifestFromJson(json);
    };
    CHECK_FALSE(spoil([](auto& j) { j["files"][0]["path"] = "../../etc/passwd"; }).ok());
    CHECK_FALSE(spoil([](auto& j) { j["files"][0]["path"] = "/etc/passwd"; }).ok());
    CHECK_FALSE(spoil([](auto& j) { j["files"][0]["label"] = 2; }).ok());
    CHECK_FALSE(spoil([](auto& j) { j["files"][0]["label"] = -1; }).ok());
    CHECK_FALSE(spoil([](auto& j) { j["files"][0]["label"] = 18446744073709551615ull; }).ok());
    CHECK_FALSE(spoil([](auto& j) { j["files"][0]["sha256"] = "abc"; }).ok());
    CHECK_FALSE(spoil([](auto& j) { j["files"][0]["split"] = "holdout"; }).ok());
    CHECK_FALSE(spoil([](auto& j) { j["classes"] = {"cat", "cat"}; }).ok());
    CHECK_FALSE(spoil([](auto& j) { j.erase("files"); }).ok());
    CHECK(spoil([](auto& j) { j["flambeau_manifest"] = 99; }).error().code == ErrorCode::Unsupported);
    CHECK_FALSE(datasetManifestFromJson(nlohmann::json::array()).ok());
}
