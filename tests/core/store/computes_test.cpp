// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/store/computes.h"
#include "store_test.h"

using namespace flambeau;
using namespace flambeau::store;

TEST_CASE("Compute targets are kept by name, with what they last said, and none may be called local") {
    const test::TempDir dir;
    auto workspace = test::openWorkspace(dir / "w");
    const Computes computes(workspace);
    test::must(computes.add("b", "{}", ""));
    test::must(computes.add("a", R"({"x":1})", R"({"os":"Debian"})"));
    const auto list = test::must(computes.list());
    REQUIRE(list.size() == 2);
    CHECK(list[0].name == "a");
    CHECK(list[0].facts == R"({"os":"Debian"})");
    CHECK(list[0].tested > 0);
    CHECK(list[1].tested == 0);
    CHECK(computes.add("a", "{}", "").error().code == ErrorCode::AlreadyExists);
    CHECK(computes.add("local", "{}", "").error().code == ErrorCode::InvalidArgument);
    CHECK(computes.add("no/name", "{}", "").error().code == ErrorCode::InvalidArgument);
    test::must(computes.setFacts("b", "{\"os\":\"x\"}"));
    CHECK(test::must(computes.get("b")).tested > 0);
    CHECK(computes.setFacts("c", "{}").error().code == ErrorCode::NotFound);
    test::must(computes.remove("a"));
    CHECK(computes.get("a").error().code == ErrorCode::NotFound);
    CHECK(computes.remove("a").error().code == ErrorCode::NotFound);
}
