// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "scan.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

std::map<std::string, std::string> hashes(const fs::path& root) {
    std::map<std::string, std::string> all;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        if (entry.is_regular_file())
            all[entry.path().lexically_relative(root).string()] = must(sha256File(entry.path()));
    }
    return all;
}

}  // namespace

TEST_CASE("The sample is the same for the same seed, another for another, and has four classes in train and val") {
    const TempDir dir;
    const auto draw = [&](const char* name, const char* seed) {
        REQUIRE(scan({"sample", (dir / name).string(), "--seed", seed, "--images", "80"}).exitCode == 0);
        return hashes(dir / name);
    };
    const auto first = draw("a", "1"), same = draw("b", "1"), other = draw("c", "2");
    CHECK(first == same);
    CHECK(first != other);
    CHECK(first.size() == 80);
    for (const char* shape : {"circle", "square", "star", "triangle"}) {
        CHECK(first.contains(std::string("train/") + shape + "/00000.png"));
        CHECK(first.contains(std::string("val/") + shape + "/00004.png"));
    }
    const auto facts = check(dir / "a", {"train/circle/00000.png", "val/star/00004.png"});
    CHECK(facts[0].width == 64);
    CHECK(facts[1].ok());
    CHECK(scan({"sample", (dir / "a").string()}).exitCode == 1);
}

TEST_CASE("A linear model on the sample's pixels fails") {
    const TempDir dir;
    REQUIRE(scan({"sample", (dir / "s").string(), "--images", "800"}).exitCode == 0);
    ProcessSpec spec;
    spec.argv = {"/usr/bin/python3", FLAMBEAU_SOURCE "/tests/app/scan/linear_model.py", (dir / "s").string()};
    spec.environment = {{"OMP_NUM_THREADS", "1"}, {"OPENBLAS_NUM_THREADS", "1"}};
    const auto result = runProcess(spec);
    if (!result.ok() || result->exitCode != 0) {
        WARN("skipped: no Python with numpy and PIL");
        return;
    }
    const auto accuracy = parseDouble(trim(result->out));
    REQUIRE(accuracy);
    INFO("its best val accuracy: " << *accuracy);
    CHECK(*accuracy < 0.6);
}
