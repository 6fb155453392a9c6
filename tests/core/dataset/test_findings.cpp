// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <nlohmann/json.hpp>

#include "flambeau/image/encode.h"
#include "flambeau/image/resize.h"
#include "pictures.h"

using namespace flambeau;
using namespace flambeau::test;

TEST_CASE("The same picture in train and val is a leak, under two classes a conflict, twice in one a duplicate") {
    const TempDir dir;
    for (const char* split : {"train", "val"}) {
        const unsigned offset = split[0] == 't' ? 0 : 500;
        fill(dir / split / "a", offset + 1, 12);
        fill(dir / split / "b", offset + 101, 12);
    }
    write(dir / "val" / "a" / "same.jpg", jpeg(1));
    write(dir / "train" / "b" / "conflict.jpg", jpeg(2));
    write(dir / "train" / "b" / "copy.jpg", jpeg(103));
    const auto manifest = import(dir.path()).manifest;
    CHECK(names(manifest, "leak", "val/a/same.jpg"));
    CHECK(names(manifest, "leak", "train/a/p1.jpg"));
    CHECK(names(manifest, "conflicting_labels", "train/b/conflict.jpg"));
    CHECK(names(manifest, "exact_duplicate", "train/b/copy.jpg"));
    CHECK_FALSE(names(manifest, "leak", "train/b/copy.jpg"));
    CHECK(ofKind(manifest, "leak").size() == 1);
    CHECK(ofKind(manifest, "leak").front().action == "leave_out");
    CHECK(ofKind(manifest, "leak").front().severity == domain::Severity::Bad);
    CHECK(manifest.files.size() == 51);  // proposed, not done
}

TEST_CASE("A smaller, re-encoded copy is a near duplicate, and a cautious leak across splits") {
    const TempDir dir;
    for (const char* split : {"train", "val"}) {
        const unsigned offset = split[0] == 't' ? 0 : 500;
        fill(dir / split / "a", offset + 1, 12);
        fill(dir / split / "b", offset + 101, 12);
    }
    const auto small = image::resize(picture(5, 300, 250), 150, 125);
    write(dir / "train" / "a" / "large.png", must(image::encodePng(picture(5, 300, 250))));
    write(dir / "val" / "a" / "small.jpg", must(image::encodeJpeg(small, 70)));
    const auto manifest = import(dir.path()).manifest;
    CHECK(names(manifest, "near_duplicate", "train/a/large.png"));
    CHECK(names(manifest, "near_duplicate", "val/a/small.jpg"));
    CHECK(names(manifest, "leak", "val/a/small.jpg"));
    CHECK(ofKind(manifest, "leak").front().severity == domain::Severity::Caution);
    CHECK_FALSE(names(manifest, "near_duplicate", "train/a/p9.jpg"));
}

TEST_CASE("Empty, small and unequal classes are told, and so is a lonely one") {
    const TempDir dir;
    fill(dir / "many", 1, 40);
    fill(dir / "few", 101, 4);
    fs::create_directories(dir / "none");
    const auto manifest = import(dir.path()).manifest;
    CHECK(manifest.classes == std::vector<std::string>{"few", "many"});
    REQUIRE(ofKind(manifest, "empty_class").size() == 1);
    CHECK(ofKind(manifest, "empty_class").front().path == "none");
    REQUIRE(ofKind(manifest, "few_images").size() == 1);
    CHECK(ofKind(manifest, "few_images").front().path == "few");
    REQUIRE(ofKind(manifest, "imbalance").size() == 1);
    fs::remove_all(dir / "few");
    fs::remove_all(dir / "none");
    CHECK(ofKind(import(dir.path()).manifest, "one_class").size() == 1);
}

TEST_CASE("A good picture with a wrong extension is kept and told; a picture named .txt is left out and told") {
    const TempDir dir;
    fill(dir / "a", 1, 12);
    fill(dir / "b", 101, 12);
    write(dir / "a" / "really.png", jpeg(50));
    write(dir / "a" / "hidden-treasure.txt", jpeg(51));
    write(dir / "b" / "notes.txt", "remember the milk");
    write(dir / "b" / "page.jpg", "<!DOCTYPE html><html></html>");
    write(dir / "b" / "empty.jpg", "");
    write(dir / "b" / "phone.heic", std::string("\0\0\0\x18"
                                                "ftypheic\0\0\0\0mif1heic",
                                                24));
    const auto manifest = import(dir.path()).manifest;
    CHECK(names(manifest, "wrong_extension", "a/really.png"));
    CHECK_FALSE(splitOf(manifest, "a/really.png").empty());
    CHECK(names(manifest, "unexpected_file", "a/hidden-treasure.txt"));
    CHECK(names(manifest, "unexpected_file", "b/notes.txt"));
    CHECK(names(manifest, "not_an_image", "b/page.jpg"));
    CHECK(names(manifest, "empty_file", "b/empty.jpg"));
    CHECK(names(manifest, "unsupported_format", "b/phone.heic"));
    CHECK(manifest.files.size() == 25);
    for (const auto& finding : manifest.findings) {
        CHECK_FALSE(finding.detail.empty());
        CHECK_FALSE(finding.action.empty());
    }
}

TEST_CASE("What the user decided is done and told; what cannot be read stays out") {
    const TempDir dir;
    fill(dir / "a", 1, 12);
    fill(dir / "b", 101, 12);
    write(dir / "a" / "copy.jpg", jpeg(1));
    write(dir / "b" / "broken.jpg", "nothing");
    auto request = requestFor(dir.path());
    request.decisions = {{"a/copy.jpg", dataset::Decision::LeaveOut},
                         {"b/p101.jpg", dataset::Decision::LeaveOut},
                         {"b/broken.jpg", dataset::Decision::Keep}};
    const auto manifest = must(dataset::importDataset(request)).manifest;
    CHECK(splitOf(manifest, "a/copy.jpg").empty());
    CHECK(names(manifest, "decided", "b/p101.jpg"));
    REQUIRE(ofKind(manifest, "exact_duplicate").size() == 1);
    CHECK(ofKind(manifest, "exact_duplicate").front().action == "left_out");
    CHECK(splitOf(manifest, "b/broken.jpg").empty());
    request.decisions = {{"a/copy.jpg", dataset::Decision::Keep}};
    CHECK(ofKind(must(dataset::importDataset(request)).manifest, "exact_duplicate").front().action == "kept");
}

TEST_CASE("Hundreds of broken files share findings instead of drowning the report") {
    const TempDir dir;
    fill(dir / "a", 1, 3);
    fill(dir / "b", 101, 3);
    for (int i = 0; i < 320; ++i)
        write(dir / "a" / ("bad" + std::to_string(i) + ".jpg"), "no picture " + std::to_string(i));
    const auto findings = ofKind(import(dir.path()).manifest, "not_an_image");
    CHECK(findings.size() == 301);
    std::size_t files = 0;
    for (const auto& finding : findings)
        files += finding.files.size();
    CHECK(files == 320);
}

TEST_CASE("Facts survive their JSON, names that are no UTF-8 included") {
    dataset::FileFacts facts;
    facts.path = "a/\xff\xfe.jpg";
    facts.bytes = 12;
    facts.mtimeNs = 1'700'000'000'123'456'789;
    facts.sha256 = std::string(64, 'a');
    facts.format = "jpeg";
    facts.width = 3;
    facts.height = 4;
    facts.mode = "rgb";
    facts.flat = false;
    facts.dct = 0xffffffffffffffff;
    facts.gradient = 1;
    facts.tint = 0x102030;
    facts.notes = {"a note"};
    CHECK(must(dataset::factsFromJson(nlohmann::json::parse(toJson(facts).dump()))) == facts);
    facts.error = "truncated";
    facts.detail = "It ends.";
    CHECK(must(dataset::factsFromJson(nlohmann::json::parse(toJson(facts).dump()))) == facts);
    CHECK_FALSE(dataset::factsFromJson(nlohmann::json::parse("{\"path\":3}")).ok());
    CHECK_FALSE(dataset::factsFromJson(nlohmann::json::parse("[]")).ok());
}
