// SPDX-License-Identifier: GPL-3.0-or-later
// The network and the optimizers against PyTorch's and torchvision's own.
#include "flambeau/base/subprocess.h"
#include "flambeau/model/model_file.h"
#include "lab.h"
#include "network.h"
#include "optimizer.h"
#include "weights_io.h"

using namespace flambeau;
using namespace flambeau::trainer;
using flambeau::test::must;

namespace {

at::Tensor stored(const model::Weights& weights, const std::string& name) {
    INFO(name);
    REQUIRE(weights.tensors.count(name) == 1);
    return toTorch(weights.tensors.at(name));
}

double largestDifference(const at::Tensor& a, const at::Tensor& b) {
    return (a - b).abs().max().item<double>();
}

}  // namespace

TEST_CASE("Logits equal torchvision's from the same weights") {
    at::set_num_threads(1);
    const test::TempDir dir;
    const std::vector<std::string> archs{"resnet18", "resnet34", "resnet50", "mobilenet_v2"};
    std::vector<std::string> request{"networks", dir.path().string(), "96"};
    request.insert(request.end(), archs.begin(), archs.end());
    if (!test::judge(request))
        return;
    for (const auto& arch : archs) {
        Network network(must(model::buildModelSpec(arch, 5, 96)));
        must(loadExactly(network, must(model::readWeights(dir / (arch + ".pth")))));
        const auto expected = must(model::readSafetensors(dir / (arch + ".safetensors")));
        const at::Tensor inputs = stored(expected, "inputs"), logits = stored(expected, "logits");
        at::NoGradGuard noGradient;
        const double plain = largestDifference(network.forward(inputs, Mode::Eval), logits);
        REQUIRE(network.canSplit());
        const at::Tensor split = network.head(network.features(inputs), Mode::Eval);
        CHECK(largestDifference(split, network.forward(inputs, Mode::Eval)) == 0);
        network.to(at::kCPU);  // the layout of training
        const double nhwc =
            largestDifference(network.forward(inputs.contiguous(at::MemoryFormat::ChannelsLast), Mode::Eval), logits);
        INFO(arch << ": " << plain << ", NHWC " << nhwc << " of " << logits.abs().max().item<double>());
        const double scale = std::max(1.0, logits.abs().max().item<double>());
        CHECK(plain <= 1e-4 * scale);
        CHECK(nhwc <= 1e-4 * scale);
    }
}

TEST_CASE("The logits command gives what torchvision gives") {
    const test::TempDir dir;
    if (!test::judge({"networks", dir.path().string(), "64", "resnet18"}))
        return;
    model::ModelFile file;
    file.spec = must(model::buildModelSpec("resnet18", 5, 64));
    file.classes = {"a", "b", "c", "d", "e"};
    file.preprocessing = model::defaultPreprocessing(64);
    test::write(dir / "model.json", model::toJson(file).dump());
    ProcessSpec spec;
    spec.argv = {test::trainerProgram().string(),
                 "logits",
                 "--model",
                 (dir / "model.json").string(),
                 "--weights",
                 (dir / "resnet18.pth").string(),
                 "--inputs",
                 (dir / "resnet18.safetensors").string(),
                 "--out",
                 (dir / "out.safetensors").string()};
    const auto ended = must(runProcess(spec));
    INFO(ended.err);
    REQUIRE(ended.exitCode == 0);
    CHECK(largestDifference(stored(must(model::readSafetensors(dir / "out.safetensors")), "logits"),
                            stored(must(model::readSafetensors(dir / "resnet18.safetensors")), "logits")) <= 1e-4);
}

TEST_CASE("Three steps of training change every weight as PyTorch's do") {
    at::set_num_threads(1);
    const test::TempDir dir;
    const auto losses = test::judge({"steps", dir.path().string(), "resnet18", "64"});
    if (!losses)
        return;
    Network network(must(model::buildModelSpec("resnet18", 4, 64)));
    must(loadExactly(network, must(model::readWeights(dir / "first.pth"))));
    network.to(at::kCPU);
    std::vector<std::pair<std::string, at::Tensor>> parameters;
    for (const auto& info : network.infos()) {
        at::Tensor& tensor = network.tensor(info.name);
        if (!info.integer)
            tensor = tensor.detach().to(at::kDouble).set_requires_grad(!info.buffer);
        if (!info.buffer)
            parameters.emplace_back(info.name, tensor);
    }
    Optimizer optimizer({OptimizerKind::Sgd, 0.9, 1e-3}, parameters);
    const auto batches = must(model::readSafetensors(dir / "batches.safetensors"));
    const at::Tensor weight = at::tensor({1.0, 2.0, 0.5, 1.5}, at::kDouble);
    for (int i = 0; i < 3; ++i) {
        const at::Tensor inputs = stored(batches, "inputs" + std::to_string(i)).to(at::kDouble);
        const at::Tensor loss =
            at::cross_entropy_loss(network.forward(inputs.contiguous(at::MemoryFormat::ChannelsLast), Mode::Train),
                                   stored(batches, "labels" + std::to_string(i)), c10::optional<at::Tensor>(weight),
                                   at::Reduction::Mean, -100, 0.1);
        CHECK(loss.item<double>() == Approx(losses->at(static_cast<std::size_t>(i)).get<double>()).epsilon(1e-9));
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step(0.01);
    }
    const auto after = must(model::readSafetensors(dir / "after.safetensors"));
    REQUIRE(after.tensors.size() == network.infos().size());
    for (const auto& info : network.infos()) {
        const at::Tensor expected = stored(after, info.name);
        INFO(info.name);
        CHECK(largestDifference(network.tensor(info.name).detach().to(at::kFloat), expected) <=
              1e-6 * std::max(1.0, expected.abs().max().item<double>()));
    }
}

TEST_CASE("SGD, Adam and AdamW step as torch.optim does, and go on alike from a saved state") {
    const test::TempDir dir;
    if (!test::judge({"optimizers", (dir / "o.safetensors").string()}))
        return;
    const auto expected = must(model::readSafetensors(dir / "o.safetensors"));
    const at::Tensor gradients = stored(expected, "gradients");
    const std::map<std::string, OptimizerSettings> all{{"sgd", {OptimizerKind::Sgd, 0.9, 0.01}},
                                                       {"plain", {OptimizerKind::Sgd, 0, 0}},
                                                       {"adam", {OptimizerKind::Adam, 0.9, 0.01}},
                                                       {"adamw", {OptimizerKind::AdamW, 0.9, 0.01}}};
    for (const auto& [name, settings] : all) {
        at::Tensor parameter = stored(expected, "first").set_requires_grad(true);
        auto optimizer =
            std::make_unique<Optimizer>(settings, std::vector{std::pair<std::string, at::Tensor>("w", parameter)});
        for (std::int64_t i = 0; i < 5; ++i) {
            if (i == 3) {
                const auto state = optimizer->state();
                optimizer = std::make_unique<Optimizer>(
                    settings, std::vector{std::pair<std::string, at::Tensor>("w", parameter)});
                must(optimizer->restore(state));
            }
            parameter.mutable_grad() = gradients[i].clone();
            optimizer->step(0.1);
        }
        INFO(name);
        CHECK(largestDifference(parameter.detach(), stored(expected, name)) <= 1e-6);
    }
}

TEST_CASE("A frozen backbone learns nothing and keeps its statistics") {
    at::manual_seed(1);
    Network network(must(model::buildModelSpec("mobilenet_v2", 3, 64)));
    initialise(network, 1);
    network.freezeBackbone();
    const model::Weights before = stateDict(network);
    CHECK(network.trainable() == std::vector<std::string>{"classifier.1.weight", "classifier.1.bias"});
    const at::Tensor logits = network.forward(at::randn({4, 3, 64, 64}), Mode::Train);
    at::cross_entropy_loss(logits, at::tensor({0, 1, 2, 0}, at::kLong)).backward();
    CHECK(network.tensor("classifier.1.weight").grad().defined());
    CHECK_FALSE(network.tensor("features.0.0.weight").grad().defined());
    const model::Weights after = stateDict(network);
    for (const auto& [name, tensor] : before.tensors)
        CHECK((after.tensors.at(name).bytes == tensor.bytes));
}

TEST_CASE("Weights of another network are refused, and a report says what fitted") {
    Network small(must(model::buildModelSpec("tiny", 3, 32)));
    Network large(must(model::buildModelSpec("resnet18", 3, 64)));
    initialise(small, 1);
    initialise(large, 1);
    const auto refused = loadMatching(large, stateDict(small));
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().message.find("resnet18") != std::string::npos);

    Network more(must(model::buildModelSpec("resnet18", 7, 64)));
    initialise(more, 2);
    model::Weights given = stateDict(large);
    given.tensors["extra.weight"] = model::Tensor::fromFloats({1}, {1});
    given.tensors.erase("bn1.weight");
    const LoadReport report = must(loadMatching(more, given));
    CHECK(report.unexpected == std::vector<std::string>{"extra.weight"});
    CHECK(report.missing == std::vector<std::string>{"bn1.weight"});
    CHECK(report.misshapen == std::vector<std::string>{"fc.weight [3,512] here [7,512]", "fc.bias [3] here [7]"});
    CHECK(at::equal(more.tensor("conv1.weight"), large.tensor("conv1.weight")));
}

TEST_CASE("The same seed gives the same first weights, another seed others") {
    const auto firstWeights = [](std::uint64_t seed) {
        Network network(must(model::buildModelSpec("tiny", 3, 32)));
        initialise(network, seed);
        return network.tensor("stage1.conv1.weight").detach().clone();
    };
    CHECK(at::equal(firstWeights(5), firstWeights(5)));
    CHECK_FALSE(at::equal(firstWeights(5), firstWeights(6)));
}
