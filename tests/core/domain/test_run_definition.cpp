// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/domain/run_definition.h"

#include "flambeau/base/sha256.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::domain;

namespace {

RunDefinition sample() {
    RunDefinition definition;
    definition.id = RunId::create();
    definition.name = "pets-01";
    definition.experiment = "pets";
    definition.recipe = "image-classification";
    definition.dataset = {"pets", 2, sha256Hex("data")};
    definition.parameters = withDefaults("image-classification", {{"epochs", std::int64_t{3}}});
    definition.resumedFrom = ResumedFrom{newUuid(), "resume/checkpoint.safetensors", sha256Hex("c"), 41};
    definition.registerAs = {"pets", "val/acc"};
    definition.created = 1.5;
    return definition;
}

}  // namespace

TEST_CASE("A definition survives JSON with every field") {
    const auto definition = sample();
    const auto back = test::must(runDefinitionFromJson(nlohmann::json::parse(toJson(definition).dump())));
    CHECK(toJson(back) == toJson(definition));
    CHECK(back.hash() == definition.hash());
}

TEST_CASE("The hash sees what decides the result and forgets how the run is called") {
    const auto definition = sample();
    auto renamed = definition;
    renamed.id = RunId::create();
    renamed.name = "other";
    renamed.created = 9;
    CHECK(renamed.hash() == definition.hash());
    auto changed = definition;
    changed.parameters["lr"] = 0.5;
    CHECK(changed.hash() != definition.hash());
    changed = definition;
    changed.dataset.fingerprint = sha256Hex("other data");
    CHECK(changed.hash() != definition.hash());
}

TEST_CASE("Paths that leave the run's folder are refused when a definition is read") {
    auto json = toJson(sample());
    json["initial_weights"]["path"] = "../../secret";
    CHECK_FALSE(runDefinitionFromJson(json).ok());
    json = toJson(sample());
    json["resumed_from"]["path"] = "/etc/passwd";
    CHECK_FALSE(runDefinitionFromJson(json).ok());
    json = toJson(sample());
    json["id"] = "not-a-uuid";
    CHECK_FALSE(runDefinitionFromJson(json).ok());
}

TEST_CASE("A definition without dataset and name names both fields") {
    auto definition = sample();
    definition.name = "  ";
    definition.dataset = {};
    definition.registerAs.model = "a model";
    const auto problems = validate(definition);
    REQUIRE(problems.size() == 3);
    CHECK(problems[0].field == "name");
    CHECK(problems[1].field == "dataset");
    CHECK(problems[2].field == "register");
}
