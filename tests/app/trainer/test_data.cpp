// SPDX-License-Identifier: GPL-3.0-or-later
// From files to batches: transforms against torchvision's, batches that do not depend on threads.
#include <atomic>
#include <set>

#include "batch_loader.h"
#include "lab.h"
#include "samples.h"
#include "transforms.h"
#include "weights_io.h"

using namespace flambeau;
using namespace flambeau::trainer;
using flambeau::test::must;

namespace {

/// Back from normalised to [0,1].
at::Tensor plain(const std::vector<float>& values, const model::Preprocessing& p) {
    at::Tensor tensor = at::tensor(values).view({3, p.crop, p.crop});
    for (int c = 0; c < 3; ++c)
        tensor[c].mul_(p.std[static_cast<std::size_t>(c)]).add_(p.mean[static_cast<std::size_t>(c)]);
    return tensor;
}

std::vector<fs::path> pictures() {
    std::vector<fs::path> files;
    for (const char* name :
         {"hymenoptera_data/train/ants/0013035.jpg", "hymenoptera_data/train/ants/1030023514_aad5c608f9.jpg",
          "hostile/exif_Landscape_6.jpg", "hostile/exif_Portrait_8.jpg", "hostile/pillow_hopper_gray.jpg",
          "hostile/pillow_transparent.png"}) {
        if (const auto file = test::testData(name))
            files.push_back(*file);
    }
    return files;
}

}  // namespace

TEST_CASE("Evaluation and training inputs equal torchvision's within 1/255") {
    const test::TempDir dir;
    const auto files = pictures();
    if (files.empty())
        return;
    nlohmann::json request = nlohmann::json::array();
    std::vector<Draw> draws;
    for (std::size_t i = 0; i < files.size(); ++i) {
        const auto picture = must(openPicture(files[i]));
        const auto kind = i % 2 ? Augmentation::Colour : Augmentation::FlipCrop;
        const Draw draw = drawFor(kind, picture.width, picture.height, Random{1, i});
        draws.push_back(draw);
        nlohmann::json item{{"file", files[i].string()},
                            {"resize", 256},
                            {"crop", 224},
                            {"mirror", draw.mirror},
                            {"box", {draw.box.x, draw.box.y, draw.box.width, draw.box.height}}};
        if (draw.colour)
            item.update(
                {{"brightness", draw.brightness}, {"contrast", draw.contrast}, {"saturation", draw.saturation}});
        request.push_back(item);
    }
    test::write(dir / "request.json", request.dump());
    if (!test::judge({"pictures", (dir / "request.json").string(), (dir / "out.safetensors").string()}))
        return;
    const auto expected = must(model::readSafetensors(dir / "out.safetensors"));
    const model::Preprocessing preprocessing = model::defaultPreprocessing(224);
    std::vector<float> values(3 * 224 * 224);
    for (std::size_t i = 0; i < files.size(); ++i) {
        const auto picture = must(openPicture(files[i]));
        INFO(files[i]);
        evalInput(picture, preprocessing, values.data());
        const at::Tensor eval = toTorch(expected.tensors.at("eval" + std::to_string(i)));
        CHECK((plain(values, preprocessing) - eval).abs().max().item<double>() <= 1.001 / 255);
        trainInput(picture, preprocessing, draws[i], values.data());
        const at::Tensor trained = toTorch(expected.tensors.at("train" + std::to_string(i)));
        CHECK((plain(values, preprocessing) - trained).abs().max().item<double>() <= 1.001 / 255);
    }
}

TEST_CASE("A plan holds every sample once, in an order of seed and epoch") {
    const auto flat = [](const BatchPlan& plan) {
        std::vector<std::size_t> all;
        for (const auto& batch : plan)
            all.insert(all.end(), batch.begin(), batch.end());
        return all;
    };
    const auto first = flat(planBatches(103, 8, true, 1, 0));
    CHECK(std::set(first.begin(), first.end()).size() == 103);
    CHECK(first == flat(planBatches(103, 8, true, 1, 0)));
    CHECK(first != flat(planBatches(103, 8, true, 1, 1)));
    CHECK(first != flat(planBatches(103, 8, true, 2, 0)));
    CHECK(planBatches(103, 8, true, 1, 0).size() == 13);
    CHECK(flat(planBatches(5, 2, false, 1, 0)) == std::vector<std::size_t>{0, 1, 2, 3, 4});
}

TEST_CASE("A last training batch of one picture is joined to the one before") {
    const BatchPlan plan = planBatches(17, 8, true, 1, 0);
    REQUIRE(plan.size() == 2);
    CHECK(plan[1].size() == 9);
    CHECK(planBatches(17, 8, false, 1, 0).back().size() == 1);
}

TEST_CASE("Batches do not depend on the number of threads") {
    const auto load = [](int threads) {
        WorkerPool pool(threads);
        BatchLoader loader(pool, planBatches(37, 5, true, 9, 2), 1, 4, [](std::size_t sample, float* out) -> Status {
            Random random{9, 2, sample};
            for (int i = 0; i < 48; ++i)
                out[i] = static_cast<float>(random.uniform());
            return {};
        });
        std::vector<at::Tensor> batches;
        while (const auto batch = must(loader.next()))
            batches.push_back(batch->inputs);
        return at::cat(batches);
    };
    const at::Tensor alone = load(0);
    CHECK(alone.size(0) == 32);
    CHECK(at::equal(alone, load(1)));
    CHECK(at::equal(alone, load(4)));
}

TEST_CASE("A picture that cannot be prepared fails its batch and names itself") {
    WorkerPool pool(2);
    BatchLoader loader(pool, planBatches(20, 5, false, 0, 0), 0, 4, [](std::size_t sample, float*) -> Status {
        if (sample == 7 || sample == 8)
            return Error{ErrorCode::NotFound, "picture " + std::to_string(sample), {}, {}};
        return {};
    });
    must(loader.next());
    const auto failed = loader.next();
    REQUIRE_FALSE(failed.ok());
    CHECK(failed.error().message == "picture 7");
}

TEST_CASE("A loader that is dropped half-way prepares no more than it had begun") {
    std::atomic<int> prepared = 0;
    WorkerPool pool(2);
    {
        BatchLoader loader(pool, planBatches(1000, 5, false, 0, 0), 0, 4, [&](std::size_t, float*) -> Status {
            ++prepared;
            return {};
        });
        must(loader.next());
    }
    const int after = prepared;
    CHECK(after < 40);
    // and the pool is free again
    BatchLoader again(pool, planBatches(4, 4, false, 0, 0), 0, 4, [](std::size_t, float*) -> Status { return {}; });
    CHECK(must(again.next()).has_value());
    CHECK(prepared == after);
}

TEST_CASE("Balanced weights make every class count alike") {
    const std::vector<Sample> samples{{"a", 0}, {"b", 0}, {"c", 0}, {"d", 1}};
    const auto weights = balancedWeights(samples, 3);
    CHECK(weights[0] * 3 == Approx(weights[1] * 1));
    CHECK(weights[2] == 0);
}
