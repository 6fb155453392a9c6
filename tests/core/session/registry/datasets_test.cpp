// SPDX-License-Identifier: GPL-3.0-or-later
// With the real flambeau-scan.
#include "flambeau/session/dataset_service.h"

#include <chrono>

#include <nlohmann/json.hpp>

#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"
#include "registry_bench.h"

using namespace flambeau;
using namespace flambeau::test;
using session::AddOptions;
using session::AddResult;
using session::DatasetService;

namespace {

/// A picture that no other number makes, in PPM.
std::string picture(unsigned number) {
    std::string bytes = "P6\n32 32\n255\n";
    unsigned state = number * 2654435761u + 1;
    for (int i = 0; i < 32 * 32 * 3; ++i) {
        state = state * 1664525u + 1013904223u;
        bytes += static_cast<char>(state >> 24);
    }
    return bytes;
}

/// train and val with two classes of six pictures each.
void makeFolder(const fs::path& root) {
    unsigned number = 0;
    for (const char* split : {"train", "val"}) {
        for (const char* name : {"a", "b"}) {
            for (int i = 0; i < 6; ++i)
                write(root / split / name / (std::to_string(i) + ".ppm"), picture(++number));
        }
    }
}

AddOptions from(const fs::path& source, const std::string& name) {
    AddOptions options;
    options.source = source;
    options.name = name;
    options.workers = 2;
    return options;
}

}  // namespace

TEST_CASE("The same folder again opens no picture and is the same version") {
    Bench bench;
    DatasetService datasets(*bench.workspace);
    makeFolder(bench.dir / "pictures");
    const AddResult first = must(datasets.add(from(bench.dir / "pictures", "letters"), {}, {}));
    CHECK_FALSE(first.unchanged);
    CHECK(first.manifest.version == 1);
    CHECK(first.scanned == 24);
    const AddResult again = must(datasets.add(from(bench.dir / "pictures/", "letters"), {}, {}));
    CHECK(again.unchanged);
    CHECK(again.manifest.version == 1);
    CHECK(again.manifest.fingerprint == first.manifest.fingerprint);
    CHECK(again.scanned == 0);
    CHECK(again.reused == 24);
    const AddResult other = must(datasets.add(from(bench.dir / "pictures", "other"), {}, {}));
    CHECK(other.scanned == 0);
    CHECK(other.manifest.name == "other");
    AddOptions all = from(bench.dir / "pictures", "letters");
    all.readAll = true;
    CHECK(must(datasets.add(all, {}, {})).scanned == 24);
}

TEST_CASE("Thumbnails are drawn when they are asked for, once, and a picture that is not in the dataset has none") {
    Bench bench;
    DatasetService datasets(*bench.workspace);
    makeFolder(bench.dir / "pictures");
    const auto manifest = must(datasets.add(from(bench.dir / "pictures", "letters"), {}, {})).manifest;
    std::uint64_t drawn = 0;
    const auto count = [&](const std::string&, std::uint64_t, std::uint64_t total) { drawn = total; };
    const auto files = must(datasets.thumbnails(manifest, {"train/a/1.ppm", "val/b/5.ppm"}, {}, count));
    REQUIRE(files.size() == 2);
    CHECK(drawn == 2);
    for (const auto& file : files)
        CHECK(read(file).substr(0, 2) == "\xFF\xD8");  // a JPEG
    drawn = 0;
    fs::remove(bench.dir / "pictures/val/b/4.ppm");
    const auto more = must(datasets.thumbnails(manifest, {"val/b/5.ppm", "val/b/4.ppm"}, {}, count));
    CHECK(drawn == 1);
    CHECK(more[0] == files[1]);
    CHECK(more[1].empty());
    CHECK(datasets.thumbnails(manifest, {"../secret"}, {}, {}).error().code == ErrorCode::NotFound);
}

TEST_CASE("A changed folder makes a new version, and the old one stays as it was") {
    Bench bench;
    DatasetService datasets(*bench.workspace);
    makeFolder(bench.dir / "pictures");
    const AddResult first = must(datasets.add(from(bench.dir / "pictures", "letters"), {}, {}));
    write(bench.dir / "pictures/train/a/new.ppm", picture(99));
    const AddResult second = must(datasets.add(from(bench.dir / "pictures", "letters"), {}, {}));
    CHECK(second.manifest.version == 2);
    CHECK(second.scanned == 1);
    CHECK(second.manifest.files.size() == 25);
    CHECK(must(datasets.find("letters@1")).fingerprint == first.manifest.fingerprint);
    CHECK(must(datasets.find("letters")).version == 2);
    CHECK(datasets.find("letters@3").error().hint.find("letters@2") != std::string::npos);
    CHECK(datasets.find("leters").error().hint.find("letters") != std::string::npos);
}

TEST_CASE("A time that changed with the same content changes no version") {
    Bench bench;
    DatasetService datasets(*bench.workspace);
    makeFolder(bench.dir / "pictures");
    const AddResult first = must(datasets.add(from(bench.dir / "pictures", "letters"), {}, {}));
    const fs::path file = bench.dir / "pictures/val/b/3.ppm";
    fs::last_write_time(file, fs::last_write_time(file) - std::chrono::hours(5));
    const AddResult again = must(datasets.add(from(bench.dir / "pictures", "letters"), {}, {}));
    CHECK(again.unchanged);
    CHECK(again.scanned == 1);
    CHECK(must(datasets.check(must(datasets.find("letters")), false, {}, {})).touched.empty());
    CHECK(again.manifest.fingerprint == first.manifest.fingerprint);
}

TEST_CASE("A check tells missing, changed, touched and new pictures apart") {
    Bench bench;
    DatasetService datasets(*bench.workspace);
    makeFolder(bench.dir / "pictures");
    const auto manifest = must(datasets.add(from(bench.dir / "pictures", "letters"), {}, {})).manifest;
    CHECK(must(datasets.check(manifest, true, {}, {})).ok());
    const fs::path root = bench.dir / "pictures";
    fs::remove(root / "train/a/0.ppm");
    write(root / "train/a/1.ppm", picture(500));
    fs::last_write_time(root / "train/a/2.ppm", fs::last_write_time(root / "train/a/2.ppm") - std::chrono::hours(1));
    write(root / "val/b/new.ppm", picture(501));
    write(root / "val/b/notes.txt", "no picture");
    const auto found = must(datasets.check(manifest, false, {}, {}));
    CHECK_FALSE(found.ok());
    CHECK(found.missing == std::vector<std::string>{"train/a/0.ppm"});
    CHECK(found.changed == std::vector<std::string>{"train/a/1.ppm"});
    CHECK(found.touched == std::vector<std::string>{"train/a/2.ppm"});
    CHECK(found.added == std::vector<std::string>{"val/b/new.ppm"});
}

TEST_CASE("What was left out stays out when the folder is imported again") {
    Bench bench;
    DatasetService datasets(*bench.workspace);
    makeFolder(bench.dir / "pictures");
    must(datasets.add(from(bench.dir / "pictures", "letters"), {}, {}));
    const AddResult decided = must(datasets.decide("letters", {"train/a/0.ppm"}, {}, {}, {}));
    CHECK(decided.manifest.version == 2);
    CHECK(decided.manifest.files.size() == 23);
    CHECK(must(datasets.find("letters@1")).files.size() == 24);
    const AddResult again = must(datasets.add(from(bench.dir / "pictures", "letters"), {}, {}));
    CHECK(again.unchanged);
    CHECK(again.manifest.version == 2);
    const AddResult back = must(datasets.decide("letters", {}, {"train/a/0.ppm"}, {}, {}));
    CHECK(back.manifest.files.size() == 24);
    CHECK(back.manifest.fingerprint == must(datasets.find("letters@1")).fingerprint);
    CHECK(datasets.decide("letters", {"../../etc/passwd"}, {}, {}, {}).error().code == ErrorCode::NotFound);
}

TEST_CASE("A label that was put right makes a new version, changes no file, and stays when the folder comes again") {
    Bench bench;
    DatasetService datasets(*bench.workspace);
    makeFolder(bench.dir / "pictures");
    const AddResult first = must(datasets.add(from(bench.dir / "pictures", "letters"), {}, {}));
    session::DatasetChange change;
    change.classOf = {{"train/a/0.ppm", "b"}, {(bench.dir / "pictures/val/a/1.ppm").string(), "b"}};
    const AddResult second = must(datasets.change("letters@1", change, {}, {}));
    CHECK(second.manifest.version == 2);
    CHECK(second.scanned == 0);
    CHECK(second.manifest.fingerprint != first.manifest.fingerprint);
    auto counts = second.manifest.counts();
    CHECK(counts["train"] == std::map<std::string, std::int64_t>{{"a", 5}, {"b", 7}});
    CHECK(counts["val"] == std::map<std::string, std::int64_t>{{"a", 5}, {"b", 7}});
    CHECK(read(bench.dir / "pictures/train/a/0.ppm") == picture(1));
    CHECK(must(datasets.find("letters@1")).fingerprint == first.manifest.fingerprint);

    const AddResult again = must(datasets.add(from(bench.dir / "pictures", "letters"), {}, {}));
    CHECK(again.unchanged);
    CHECK(again.manifest.version == 2);
    write(bench.dir / "pictures/train/a/new.ppm", picture(99));
    auto grown = must(datasets.add(from(bench.dir / "pictures", "letters"), {}, {})).manifest.counts();
    CHECK(grown["train"] == std::map<std::string, std::int64_t>{{"a", 6}, {"b", 7}});

    session::DatasetChange back;
    back.forget = {"train/a/0.ppm", "val/a/1.ppm"};
    fs::remove(bench.dir / "pictures/train/a/new.ppm");
    CHECK(must(datasets.change("letters", back, {}, {})).manifest.fingerprint == first.manifest.fingerprint);
}

TEST_CASE("A label cannot be put on a class that is not there or on a file that is not the dataset's") {
    Bench bench;
    DatasetService datasets(*bench.workspace);
    makeFolder(bench.dir / "pictures");
    must(datasets.add(from(bench.dir / "pictures", "letters"), {}, {}));
    session::DatasetChange change;
    change.classOf = {{"train/a/0.ppm", "c"}};
    CHECK(datasets.change("letters", change, {}, {}).error().hint == "Its classes are a, b.");
    change.classOf = {{"../../etc/passwd", "a"}};
    CHECK(datasets.change("letters", change, {}, {}).error().code == ErrorCode::NotFound);
    CHECK(must(datasets.versions("letters")).size() == 1);
}

TEST_CASE("The list tells classes and findings, and which findings were looked at is kept with the dataset") {
    Bench bench;
    DatasetService datasets(*bench.workspace);
    makeFolder(bench.dir / "pictures");
    write(bench.dir / "pictures/train/a/broken.ppm", "P6 nothing");
    must(datasets.add(from(bench.dir / "pictures", "letters"), {}, {}));
    const auto listed = must(datasets.list());
    REQUIRE(listed.size() == 1);
    CHECK(listed[0].classes == 2);
    CHECK(listed[0].findings == static_cast<std::int64_t>(must(datasets.find("letters")).findings.size()));
    must(datasets.acknowledge("letters", "few_images", true));
    must(datasets.acknowledge("letters", "few_images", true));
    CHECK(must(datasets.acknowledged("letters")) == std::vector<std::string>{"few_images"});
    must(datasets.acknowledge("letters", "few_images", false));
    CHECK(must(datasets.acknowledged("letters")).empty());
}

TEST_CASE("Thumbnails of any files: by content, none where a file is no picture, is gone, or is a device") {
    Bench bench;
    DatasetService datasets(*bench.workspace);
    write(bench.dir / "x.ppm", picture(7));
    write(bench.dir / "same content.ppm", picture(7));
    write(bench.dir / "text.jpg", "no picture");
    const auto files = must(datasets.thumbnailsOfFiles({bench.dir / "x.ppm", bench.dir / "same content.ppm",
                                                        bench.dir / "text.jpg", bench.dir / "gone.ppm", "/dev/zero"},
                                                       {}, {}));
    REQUIRE(files.size() == 5);
    CHECK(read(files[0]).substr(0, 2) == "\xFF\xD8");
    CHECK(files[1] == files[0]);
    CHECK(files[2].empty());
    CHECK(files[3].empty());
    CHECK(files[4].empty());
    CHECK(datasets.thumbnailsOfFiles({"relative.ppm"}, {}, {}).error().code == ErrorCode::InvalidArgument);
}

TEST_CASE("An archive gives the fingerprint of the folder that was packed") {
    Bench bench;
    DatasetService datasets(*bench.workspace);
    makeFolder(bench.dir / "pictures");
    const auto folder = must(datasets.add(from(bench.dir / "pictures", "folder"), {}, {})).manifest;
    ProcessSpec tar;
    tar.argv = {"tar", "-C", bench.dir.path().string(), "-czf", (bench.dir / "pictures.tar.gz").string(), "pictures"};
    REQUIRE(must(runProcess(tar)).exitCode == 0);
    const AddResult packed = must(datasets.add(from(bench.dir / "pictures.tar.gz", "packed"), {}, {}));
    CHECK(packed.manifest.fingerprint == folder.fingerprint);
    CHECK(startsWith(packed.manifest.root, bench.workspace->paths().datasets().string()));
    const AddResult again = must(datasets.add(from(bench.dir / "pictures.tar.gz", "packed"), {}, {}));
    CHECK(again.unchanged);
    CHECK(again.scanned == 0);
}

TEST_CASE("A dataset in the trash is not found, and comes back") {
    Bench bench;
    DatasetService datasets(*bench.workspace);
    makeFolder(bench.dir / "pictures");
    must(datasets.add(from(bench.dir / "pictures", "letters"), {}, {}));
    write(bench.dir / "pictures/val/a/new.ppm", picture(77));
    must(datasets.add(from(bench.dir / "pictures", "letters"), {}, {}));
    CHECK(must(datasets.remove("letters")) == 2);
    CHECK_FALSE(datasets.find("letters").ok());
    CHECK(must(datasets.list()).empty());
    CHECK(must(datasets.list(true)).size() == 1);
    must(datasets.restore("letters"));
    CHECK(must(datasets.find("letters")).version == 2);
    CHECK(fs::exists(bench.dir / "pictures/val/a/new.ppm"));
}

TEST_CASE("Wrong names, missing folders and folders without pictures are refused with a reason") {
    Bench bench;
    DatasetService datasets(*bench.workspace);
    fs::create_directories(bench.dir / "empty");
    CHECK(datasets.add(from(bench.dir / "nowhere", "x"), {}, {}).error().code == ErrorCode::NotFound);
    CHECK_FALSE(datasets.add(from(bench.dir / "empty", "x"), {}, {}).ok());
    makeFolder(bench.dir / "pictures");
    for (const char* bad : {"a b", "../x", ".hidden", "-x", "a/b"})
        CHECK(datasets.add(from(bench.dir / "pictures", bad), {}, {}).error().code == ErrorCode::InvalidArgument);
    CHECK(must(datasets.list()).empty());
    for (const char* bad : {"x@0", "x@-1", "x@y", "@1", "x@99999999999999999999"})
        CHECK(datasets.find(bad).error().code == ErrorCode::InvalidArgument);
}

TEST_CASE("Ants and bees are 244 and 153 pictures, and the GIF among them is named") {
    const auto data = testData("hymenoptera_data");
    if (!data)
        return;
    Bench bench;
    DatasetService datasets(*bench.workspace);
    const fs::path folder = data->filename() == "hymenoptera_data" ? *data : *data / "hymenoptera_data";
    const auto described = session::describeDataset(must(datasets.add(from(folder, "ants-bees"), {}, {})).manifest);
    CHECK(described["splits"]["train"]["images"] == 244);
    CHECK(described["splits"]["val"]["images"] == 153);
    CHECK(described["splits"]["train"]["classes"] == nlohmann::json{{"ants", 123}, {"bees", 121}});
    REQUIRE(described["findings"].size() >= 1);
    bool named = false;
    for (const auto& finding : described["findings"])
        named = named || (finding["path"] == "train/ants/imageNotFound.gif" && finding["action"] == "left_out");
    CHECK(named);
}

TEST_CASE("The sample is drawn once, has several classes and nothing to complain about") {
    Bench bench;
    DatasetService datasets(*bench.workspace);
    must(datasets.drawSample(bench.dir / "sample", {}));
    const auto manifest = must(datasets.add(from(bench.dir / "sample", "sample"), {}, {})).manifest;
    CHECK(manifest.classes.size() >= 3);
    for (const auto& finding : manifest.findings)
        CHECK(finding.severity == domain::Severity::Info);
    CHECK(datasets.drawSample(bench.dir / "sample", {}).error().code == ErrorCode::AlreadyExists);
}
