// SPDX-License-Identifier: GPL-3.0-or-later
// Ants and bees, the real thing.
#include "flambeau/model/weights.h"
#include "lab.h"

using namespace flambeau;
using flambeau::test::must;

namespace {

double bestOf(const test::Stream& stream) {
    double best = 0;
    for (const auto& [step, value] : stream.series("val/acc"))
        best = std::max(best, value);
    return best;
}

}  // namespace

TEST_CASE("Ants and bees on a frozen ImageNet backbone reach 94 % in 25 epochs") {
    const auto pictures = test::testData("hymenoptera_data");
    const auto weights = test::testData("weights/mobilenet_v2_imagenet_features.pth");
    if (!pictures || !weights)
        return;
    const test::TempDir dir;
    const auto manifest = test::folderDataset(*pictures);
    REQUIRE(manifest.files.size() == 244 + 153);
    test::makeRun(dir / "run", {manifest,
                                {{"arch", std::string("mobilenet_v2")},
                                 {"freeze", std::string("backbone")},
                                 {"augmentation", std::string("none")},
                                 {"epochs", std::int64_t{25}},
                                 {"lr", 0.01}},
                                *weights,
                                {}});
    const auto ended = test::train(dir / "run");
    INFO(ended.out << ended.err);
    REQUIRE(ended.exitCode == 0);
    const auto stream = test::streamOf(dir / "run");
    CHECK(stream.series("val/acc").size() == 25);
    CHECK(bestOf(stream) >= 0.94);
    CHECK(stream.text("weights").value_or("").find("312 of the file's tensors") != std::string::npos);
    // The reference is what the best weights say of every validation picture.
    const auto reference = must(model::readSafetensors(dir / "run/outputs/reference.safetensors"));
    const auto logits = reference.tensors.at("logits").toFloats(), labels = reference.tensors.at("labels").toFloats();
    double right = 0;
    for (std::size_t i = 0; i < labels.size(); ++i)
        right += (logits[2 * i + 1] > logits[2 * i]) == (labels[i] > 0.5f);
    CHECK(right / 153 == Approx(bestOf(stream)));
    if (const auto found = test::judge({"outputs", (dir / "run/outputs").string(), "mobilenet_v2"})) {
        INFO(found->dump());
        CHECK((*found)["torchvision_difference"].get<double>() <=
              1e-4 * std::max(1.0, (*found)["largest"].get<double>()));
    }
}

TEST_CASE("Fine-tuning the whole network from ImageNet's weights learns within an epoch") {
    const auto pictures = test::testData("hymenoptera_data");
    const auto weights = test::testData("weights/mobilenet_v2_imagenet_features.pth");
    if (!pictures || !weights)
        return;
    const test::TempDir dir;
    test::makeRun(dir / "run", {test::folderDataset(*pictures, 3),
                                {{"arch", std::string("mobilenet_v2")},
                                 {"image_size", std::int64_t{128}},
                                 {"epochs", std::int64_t{2}},
                                 {"batch_size", std::int64_t{8}},
                                 {"lr", 0.005},
                                 {"scheduler", std::string("step")}},
                                *weights,
                                {}});
    const auto ended = test::train(dir / "run");
    INFO(ended.out << ended.err);
    REQUIRE(ended.exitCode == 0);
    CHECK(bestOf(test::streamOf(dir / "run")) >= 0.75);
    const auto before = must(model::readWeights(*weights)),
               after = must(model::readSafetensors(dir / "run/outputs/last.safetensors"));
    CHECK((before.tensors.at("features.0.0.weight").bytes != after.tensors.at("features.0.0.weight").bytes));
}
