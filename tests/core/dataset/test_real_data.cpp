// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "flambeau/base/sha256.h"
#include "flambeau/base/subprocess.h"
#include "pictures.h"

using namespace flambeau;
using namespace flambeau::test;

TEST_CASE("Ants and bees import as torchvision's ImageFolder sees them, and the GIF is named") {
    const auto data = testData("hymenoptera_data");
    if (!data)
        return;
    const auto outcome = import(*data);
    const auto& manifest = outcome.manifest;
    CHECK(manifest.layout == "splits");
    CHECK(manifest.splitSeed == -1);
    CHECK(manifest.classes == std::vector<std::string>{"ants", "bees"});
    auto counts = manifest.counts();
    CHECK(counts["train"]["ants"] + counts["train"]["bees"] == 244);
    CHECK(counts["val"]["ants"] + counts["val"]["bees"] == 153);
    CHECK(names(manifest, "unsupported_format", "train/ants/imageNotFound.gif"));
    CHECK(splitOf(manifest, "train/ants/formica.jpeg") == "train");
    CHECK(manifest.fingerprint == domain::datasetFingerprint(manifest));

    ProcessSpec judge;
    judge.argv = {"/usr/bin/python3", "-c",
                  "import sys, json\n"
                  "from torchvision.datasets import ImageFolder\n"
                  "print(json.dumps([[p, c, s] for s in ('train', 'val') for p, c in ImageFolder(sys.argv[1] + '/' + "
                  "s).samples]))",
                  data->string()};
    const auto seen = runProcess(judge);
    if (!seen.ok() || seen->exitCode != 0) {
        WARN("skipped: no torchvision to compare with");
        return;
    }
    std::set<std::string> theirs, ours;
    for (const auto& sample : nlohmann::json::parse(seen->out))
        theirs.insert(sample[0].get<std::string>() + " " + std::to_string(sample[1].get<int>()) + " " +
                      sample[2].get<std::string>());
    for (const auto& file : manifest.files)
        ours.insert((*data / file.path).string() + " " + std::to_string(file.label) + " " + file.split);
    CHECK(theirs == ours);
}

TEST_CASE("Sizes and hashes in the manifest are those of the files") {
    const auto data = testData("hymenoptera_data");
    if (!data)
        return;
    auto request = requestFor(*data / "val");
    request.workers = 1;
    const auto outcome = must(dataset::importDataset(request));
    CHECK(outcome.manifest.layout == "classes");
    REQUIRE(outcome.manifest.files.size() == 153);
    for (std::size_t i = 0; i < outcome.manifest.files.size(); i += 20) {
        const auto& file = outcome.manifest.files[i];
        CHECK(file.sha256 == must(sha256File(*data / "val" / file.path)));
        CHECK(file.bytes == fs::file_size(*data / "val" / file.path));
        CHECK(file.width > 0);
    }
}

TEST_CASE("Every hostile file is kept or named with a reason") {
    const auto data = testData("hostile");
    if (!data)
        return;
    const TempDir dir;
    for (const auto& entry : fs::directory_iterator(*data))
        write(dir / "awkward" / entry.path().filename(), read(entry.path()));
    fill(dir / "plain", 1, 3);
    const auto outcome = import(dir.path());
    const auto& manifest = outcome.manifest;
    const auto at = [](const char* name) { return std::string("awkward/") + name; };
    for (const auto& entry : fs::directory_iterator(*data)) {
        const std::string path = at(entry.path().filename().c_str());
        INFO(path);
        const bool kept = !splitOf(manifest, path).empty();
        bool reported = false;
        for (const auto& finding : manifest.findings)
            reported =
                reported || (std::find(finding.files.begin(), finding.files.end(), path) != finding.files.end() &&
                             !finding.detail.empty() && !finding.action.empty());
        CHECK((kept || reported));
    }
    CHECK(names(manifest, "truncated", at("pillow_truncated_jpeg.jpg")));
    CHECK(names(manifest, "unreadable", at("pillow_broken.png")));
    CHECK(names(manifest, "animated", at("pillow_iss634.webp")));
    CHECK(names(manifest, "cmyk", at("pillow_pil_sample_cmyk.jpg")));
    CHECK(names(manifest, "sixteen_bit", at("pillow_16bit.cropped.tif")));
    CHECK(names(manifest, "grey", at("pillow_hopper_gray.jpg")));
    CHECK(names(manifest, "alpha", at("pillow_transparent.png")));
    CHECK(names(manifest, "exif_rotation", at("exif_Landscape_6.jpg")));
    CHECK(names(manifest, "unsupported_format", at("pillow_decompression_bomb.gif")));
    CHECK(names(manifest, "unexpected_file", at("LICENSE-Pillow.txt")));
    CHECK_FALSE(splitOf(manifest, at("exif_Landscape_6.jpg")).empty());
    for (const auto& file : manifest.files) {
        if (file.path == at("exif_Landscape_6.jpg")) {
            CHECK(file.width == 1800);
            CHECK(file.height == 1200);
            CHECK(file.orientation == 6);
        }
    }
}
