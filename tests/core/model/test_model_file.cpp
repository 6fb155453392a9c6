// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/model/model_file.h"

#include "test_support.h"

using namespace flambeau;
using namespace flambeau::model;
using nlohmann::json;
using test::must;

namespace {

ModelFile sample() {
    ModelFile file;
    file.spec = must(buildModelSpec("tiny", 2, 32));
    file.classes = {"ants", "b\u00e9es"};
    file.preprocessing = defaultPreprocessing(32);
    file.training = {{"run", "x"}, {"epochs", 3}};
    return file;
}

}  // namespace

TEST_CASE("model.json survives being written and read") {
    test::TempDir dir;
    const json before = toJson(sample());
    test::write(dir / "model.json", before.dump(2));
    const ModelFile read = must(readModelFile(dir / "model.json"));
    REQUIRE(toJson(read) == before);
    REQUIRE(read.preprocessing.mean == Preprocessing().mean);
    REQUIRE(before["preprocessing"]["mean"].dump() == "[0.485,0.456,0.406]");
}

TEST_CASE("The default preprocessing keeps torchvision's ratio of 256 to 224") {
    REQUIRE(defaultPreprocessing(224).resize == 256);
    REQUIRE(defaultPreprocessing(32).resize == 37);
    REQUIRE(defaultPreprocessing(64).crop == 64);
}

TEST_CASE("A model.json with a false field is refused") {
    struct Case {
        const char* what;
        void (*spoil)(json&);
    };
    const Case cases[] = {
        {"one class too few", [](json& f) { f["classes"] = {"ants"}; }},
        {"a class twice",
         [](json& f) {
             f["classes"] = {"ants", "ants"};
         }},
        {"a class without a name",
         [](json& f) {
             f["classes"] = {"ants", ""};
         }},
        {"another crop", [](json& f) { f["preprocessing"]["crop"] = 31; }},
        {"a crop beyond the picture", [](json& f) { f["preprocessing"]["resize"] = 16; }},
        {"a deviation of zero",
         [](json& f) {
             f["preprocessing"]["std"] = {0.2, 0, 0.2};
         }},
        {"two means",
         [](json& f) {
             f["preprocessing"]["mean"] = {0.2, 0};
         }},
        {"no spec", [](json& f) { f.erase("spec"); }},
        {"no preprocessing", [](json& f) { f.erase("preprocessing"); }},
        {"a newer version", [](json& f) { f["flambeau_model"] = 2; }},
        {"no version", [](json& f) { f.erase("flambeau_model"); }},
        {"training as a list", [](json& f) { f["training"] = json::array(); }},
    };
    for (const Case& c : cases) {
        INFO(c.what);
        json file = toJson(sample());
        c.spoil(file);
        REQUIRE_FALSE(modelFileFromJson(file).ok());
    }
}

TEST_CASE("A model.json that is nested without end is refused and not followed") {
    test::TempDir dir;
    std::string text = toJson(sample()).dump();
    text.insert(text.rfind("{\"epochs"), std::string(200000, '[') + std::string(200000, ']') + "");
    test::write(dir / "deep.json", "{\"training\":" + std::string(200000, '[') + std::string(200000, ']') + "}");
    test::write(dir / "broken.json", text);
    REQUIRE_FALSE(readModelFile(dir / "deep.json").ok());
    REQUIRE_FALSE(readModelFile(dir / "broken.json").ok());
    REQUIRE(readModelFile(dir / "missing.json").error().code == ErrorCode::NotFound);
}
