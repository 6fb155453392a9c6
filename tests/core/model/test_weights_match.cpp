// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/model/weights_match.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::model;
using test::must;

namespace {

WeightsInfo allOf(const ModelSpec& spec) {
    WeightsInfo info;
    for (const ParameterInfo& parameter : parametersOf(spec))
        info.tensors[parameter.name] = {parameter.integer ? DType::I64 : DType::F32, parameter.shape};
    return info;
}

}  // namespace

TEST_CASE("Weights of another number of classes fit but for the head") {
    const ModelSpec spec = must(buildModelSpec("resnet18", 2, 224));
    const WeightsMatch match =
        must(checkWeightsFit(spec, allOf(must(buildModelSpec("resnet18", 1000, 224))), "the file"));
    REQUIRE(match.misshapen ==
            std::vector<std::string>{"fc.weight [1000,512], wanted [2,512]", "fc.bias [1000], wanted [2]"});
    REQUIRE(match.missing.empty());
    REQUIRE(match.unexpected.empty());
    REQUIRE(match.backbone == match.matched.size());
    REQUIRE(match.summary() == "120 of the network's 122 tensors are in the file");
}

TEST_CASE("Weights without the counters of batches miss nothing") {
    const ModelSpec spec = must(buildModelSpec("tiny", 3, 32));
    WeightsInfo info = allOf(spec);
    std::erase_if(info.tensors, [](const auto& entry) { return entry.second.type == DType::I64; });
    REQUIRE(must(checkWeightsFit(spec, info, "the file")).missing.empty());
}

TEST_CASE("Weights of which nothing fits are refused with what they are instead") {
    const ModelSpec spec = must(buildModelSpec("resnet18", 2, 224));
    const auto other = checkWeightsFit(spec, allOf(must(buildModelSpec("mobilenet_v2", 5, 224))), "the file");
    REQUIRE_FALSE(other.ok());
    REQUIRE(other.error().code == ErrorCode::InvalidArgument);
    REQUIRE(other.error().message.find("the file") != std::string::npos);
    REQUIRE(other.error().hint.find("arch=mobilenet_v2") != std::string::npos);
    REQUIRE(other.error().detail.find("conv1.weight [64,3,7,7]") != std::string::npos);
    // The head alone is no reason to begin with a file.
    WeightsInfo head;
    head.tensors["fc.bias"] = {DType::F32, {2}};
    REQUIRE_FALSE(checkWeightsFit(spec, head, "the file").ok());
    REQUIRE(checkWeightsFit(spec, {}, "the file").error().message == "the file holds no tensors at all.");
}
