// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/model/spec.h"

#include <cmath>
#include <random>

#include "test_support.h"

using namespace flambeau;
using namespace flambeau::model;
using nlohmann::json;
using test::must;

namespace {

json tinyJson() {
    return toJson(must(buildModelSpec("tiny", 3, 32)));
}

/// The node of that name in a spec's JSON.
json& nodeNamed(json& spec, const std::string& name) {
    for (json& node : spec["nodes"]) {
        if (node["name"] == name)
            return node;
    }
    FAIL("no node " << name);
    return spec;
}

}  // namespace

TEST_CASE("Every architecture is built for each image size that it claims to take") {
    for (const ArchitectureInfo& info : architectures()) {
        for (const int size : {16, 24, 32, 48, 63, 64, 96, 127, 128, 160, 224, 256, 448, 1024}) {
            if (size < 32 && info.name != "tiny")
                continue;
            INFO(info.name << " " << size);
            const ModelSpec spec = must(buildModelSpec(info.name, 5, size));
            must(checkModelSpec(spec));
            REQUIRE(spec.numClasses == 5);
            REQUIRE(spec.imageSize == size);
        }
    }
}

TEST_CASE("The weights of tiny have the same names and shapes for every image size") {
    const auto reference = parametersOf(must(buildModelSpec("tiny", 3, 32)));
    for (const int size : {16, 64, 128, 256}) {
        const auto other = parametersOf(must(buildModelSpec("tiny", 3, size)));
        REQUIRE(other.size() == reference.size());
        for (std::size_t i = 0; i < other.size(); ++i) {
            REQUIRE(other[i].name == reference[i].name);
            REQUIRE(other[i].shape == reference[i].shape);
        }
    }
}

TEST_CASE("A network has as many parameters as its paper's") {
    const std::map<std::string, std::int64_t> published{
        {"resnet18", 11689512}, {"resnet34", 21797672}, {"resnet50", 25557032}, {"mobilenet_v2", 3504872}};
    for (const auto& [arch, expected] : published) {
        std::int64_t count = 0;
        for (const ParameterInfo& p : parametersOf(must(buildModelSpec(arch, 1000, 224)))) {
            std::int64_t elements = 1;
            for (const std::int64_t side : p.shape)
                elements *= side;
            count += p.buffer ? 0 : elements;
        }
        REQUIRE(count == expected);
    }
}

TEST_CASE("Unknown architectures, class counts and image sizes are refused with what would do") {
    const auto unknown = buildModelSpec("resnet81", 3, 224);
    REQUIRE_FALSE(unknown.ok());
    REQUIRE(unknown.error().code == ErrorCode::InvalidArgument);
    REQUIRE(unknown.error().hint.find("resnet18") != std::string::npos);
    REQUIRE_FALSE(buildModelSpec("tiny", 0, 32).ok());
    REQUIRE_FALSE(buildModelSpec("resnet18", 3, 16).ok());
    REQUIRE_FALSE(buildModelSpec("tiny", 3, 8).ok());
    REQUIRE_FALSE(buildModelSpec("tiny", 3, 100000).ok());
    REQUIRE(findArchitecture("resnet18")->imagenetFile == "resnet18-f37072fd.pth");
    REQUIRE(findArchitecture("nothing") == nullptr);
}

TEST_CASE("The head is the last layer and nothing else") {
    const ModelSpec spec = must(buildModelSpec("mobilenet_v2", 2, 224));
    REQUIRE(spec.isHead("classifier.1.weight"));
    REQUIRE(spec.isHead("classifier.1.bias"));
    REQUIRE_FALSE(spec.isHead("features.18.0.weight"));
    REQUIRE_FALSE(spec.isHead("classifier.10.weight"));
}

TEST_CASE("A spec survives the way through JSON unchanged") {
    for (const ArchitectureInfo& info : architectures()) {
        const json first = toJson(must(buildModelSpec(info.name, 4, 96)));
        const json second = toJson(must(modelSpecFromJson(json::parse(first.dump()))));
        REQUIRE(first == second);
    }
}

TEST_CASE("Optional attributes are filled in when a spec is read") {
    json spec = tinyJson();
    nodeNamed(spec, "stem.conv")["attributes"].erase("dilation");
    const ModelSpec read = must(modelSpecFromJson(spec));
    REQUIRE(read.nodes[0].attributes.at("dilation") == 1);
}

TEST_CASE("A spec that contradicts itself is refused") {
    struct Case {
        const char* what;
        void (*spoil)(json&);
    };
    const Case cases[] = {
        {"a cycle", [](json& s) { nodeNamed(s, "stem.bn")["inputs"] = {"classifier"}; }},
        {"itself", [](json& s) { nodeNamed(s, "stem.bn")["inputs"] = {"stem.bn"}; }},
        {"an unknown input", [](json& s) { nodeNamed(s, "stem.bn")["inputs"] = {"nowhere"}; }},
        {"no input", [](json& s) { nodeNamed(s, "stem.bn")["inputs"] = json::array(); }},
        {"a name twice", [](json& s) { nodeNamed(s, "stem.relu")["name"] = "stem.bn"; }},
        {"the input's name", [](json& s) { nodeNamed(s, "stem.bn")["name"] = "input"; }},
        {"a path in a name", [](json& s) { nodeNamed(s, "stem.bn")["name"] = "../bn"; }},
        {"an unknown operator", [](json& s) { nodeNamed(s, "stem.bn")["op"] = "Loop"; }},
        {"a number as operator", [](json& s) { nodeNamed(s, "stem.bn")["op"] = 3; }},
        {"an unknown attribute", [](json& s) { nodeNamed(s, "stem.bn")["attributes"]["x"] = 3; }},
        {"a text as attribute", [](json& s) { nodeNamed(s, "stem.conv")["attributes"]["kernel"] = "3"; }},
        {"half a kernel", [](json& s) { nodeNamed(s, "stem.conv")["attributes"]["kernel"] = 2.5; }},
        {"no stride", [](json& s) { nodeNamed(s, "stem.conv")["attributes"]["stride"] = 0; }},
        {"a huge kernel", [](json& s) { nodeNamed(s, "stem.conv")["attributes"]["kernel"] = 1e300; }},
        {"a missing width", [](json& s) { nodeNamed(s, "stem.conv")["attributes"].erase("out"); }},
        {"other channels", [](json& s) { nodeNamed(s, "stage2.conv1")["attributes"]["in"] = 16; }},
        {"odd groups", [](json& s) { nodeNamed(s, "stage2.conv1")["attributes"]["groups"] = 3; }},
        {"other features", [](json& s) { nodeNamed(s, "stem.bn")["attributes"]["features"] = 31; }},
        {"a wrong sum",
         [](json& s) {
             nodeNamed(s, "stage1.add")["inputs"] = {"stage1.bn2", "input"};
         }},
        {"other classes", [](json& s) { s["num_classes"] = 4; }},
        {"no classes", [](json& s) { s["num_classes"] = 0; }},
        {"a billion pixels", [](json& s) { s["image_size"] = 1000000000; }},
        {"a tiny picture", [](json& s) { s["image_size"] = 2; }},
        {"no nodes", [](json& s) { s["nodes"] = json::array(); }},
        {"a dead end",
         [](json& s) {
             s["nodes"].insert(s["nodes"].begin(), json{{"name", "x"}, {"op", "Relu"}, {"inputs", {"input"}}});
         }},
        {"a head that is a path", [](json& s) { s["head"] = {"/etc"}; }},
        {"no object", [](json& s) { s = json::array(); }},
    };
    for (const Case& c : cases) {
        INFO(c.what);
        json spec = tinyJson();
        c.spoil(spec);
        const auto read = modelSpecFromJson(spec);
        REQUIRE_FALSE(read.ok());
        REQUIRE_FALSE(read.error().message.empty());
    }
}

TEST_CASE("Random damage to a spec's JSON is refused or understood, and never crashes") {
    const std::string good = tinyJson().dump();
    std::mt19937 random(11);
    int refused = 0;
    for (int i = 0; i < 3000; ++i) {
        std::string text = good;
        for (int change = 0; change < 3; ++change)
            text[random() % text.size()] = "0123456789-e.\"{}[],:ax"[random() % 22];
        const json parsed = json::parse(text, nullptr, false);
        refused += parsed.is_discarded() || !modelSpecFromJson(parsed).ok();
    }
    REQUIRE(refused > 1000);
}
