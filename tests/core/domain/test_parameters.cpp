// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/domain/parameters.h"

#include "flambeau/domain/metric_name.h"
#include "flambeau/domain/run_state.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::domain;

namespace {

const ParameterSpec& spec(const std::string& name) {
    for (const auto& entry : recipeParameters("image-classification")) {
        if (entry.name == name)
            return entry;
    }
    FAIL("no parameter " << name);
    throw std::logic_error("unreachable");
}

}  // namespace

TEST_CASE("Every parameter has a help line and a default that is itself allowed") {
    const auto& specs = recipeParameters("image-classification");
    REQUIRE(specs.size() >= 24);
    for (const auto& entry : specs) {
        INFO(entry.name);
        CHECK(entry.help.size() > 10);
        CHECK(validateParameters("image-classification", {{entry.name, entry.defaultValue}}).empty());
        CHECK(parseParameter(entry, formatParameter(entry.defaultValue)).ok());
    }
}

TEST_CASE("A decimal comma is understood where a fraction may stand") {
    CHECK(std::get<double>(test::must(parseParameter(spec("lr"), "0,01"))) == 0.01);
    CHECK(std::get<double>(test::must(parseParameter(spec("lr"), " 1e-3 "))) == 1e-3);
    CHECK_FALSE(parseParameter(spec("epochs"), "1,5").ok());
}

TEST_CASE("A value out of range is refused with the range, a wrong choice with the nearest one") {
    const auto range = parseParameter(spec("epochs"), "0");
    REQUIRE_FALSE(range.ok());
    CHECK(range.error().hint.find("1 to 100000") != std::string::npos);
    const auto choice = parseParameter(spec("arch"), "resnet81");
    REQUIRE_FALSE(choice.ok());
    CHECK(choice.error().hint.find("Did you mean resnet18?") != std::string::npos);
    CHECK_FALSE(parseParameter(spec("lr"), "nan").ok());
    CHECK(parseParameter(spec("device"), "cuda:3").ok());
    CHECK_FALSE(parseParameter(spec("device"), "cuda:x").ok());
}

TEST_CASE("All problems are told at once, each by its field's name") {
    const auto problems = validateParameters(
        "image-classification", {{"epocs", std::int64_t{3}}, {"lr", -1.0}, {"optimizer", std::string("sdg")}});
    REQUIRE(problems.size() == 3);
    CHECK(problems[0].field == "epocs");
    CHECK(problems[0].hint == "Did you mean epochs?");
    CHECK(problems[1].field == "lr");
    CHECK(problems[2].field == "optimizer");
    CHECK(validateParameters("no-such-recipe", {}).front().field == "recipe");
}

TEST_CASE("A frozen backbone without weights is refused") {
    const auto problems = validateParameters("image-classification", {{"freeze", std::string("backbone")}});
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].field == "freeze");
}

TEST_CASE("Defaults fill what is not given, and whole numbers become fractions where those are wanted") {
    const auto complete = withDefaults("image-classification", {{"lr", std::int64_t{1}}});
    CHECK(realOf(complete, "lr") == 1.0);
    CHECK(integerOf(complete, "epochs") == 10);
    CHECK(textOf(complete, "arch") == "resnet18");
}

TEST_CASE("State names survive the way there and back, and four states are final") {
    int finals = 0;
    for (const char* name : {"preparing", "queued", "running", "finalizing", "completed", "failed", "canceled", "lost"}) {
        const auto state = runStateFromString(name);
        REQUIRE(state);
        CHECK(toString(*state) == name);
        finals += isFinal(*state);
    }
    CHECK(finals == 4);
    CHECK_FALSE(runStateFromString("done"));
}

TEST_CASE("Losses and errors are best when small, all else when large") {
    CHECK(lowerIsBetter("val/Loss"));
    CHECK(lowerIsBetter("top1_error"));
    CHECK_FALSE(lowerIsBetter("val/acc"));
}
