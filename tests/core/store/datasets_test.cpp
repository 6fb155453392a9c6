// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/store/datasets.h"

#include "flambeau/store/settings.h"
#include "store_test.h"

using namespace flambeau;
using namespace flambeau::store;

TEST_CASE("Each import of a name is its next version and a name means the newest") {
    const test::TempDir dir;
    auto workspace = test::openWorkspace(dir / "w");
    const Datasets datasets(workspace);
    CHECK(test::must(datasets.nextVersion("a")) == 1);
    CHECK(test::must(datasets.add({.name = "a", .fingerprint = "f1", .files = 3, .bytes = 9, .manifest = "{1}"}))
              .version == 1);
    CHECK(test::must(datasets.add({.name = "a", .fingerprint = "f2", .manifest = "{2}"}, 2)).version == 2);
    CHECK(datasets.add({.name = "a"}, 2).error().code == ErrorCode::Conflict);
    CHECK(datasets.add({.name = "no/name"}).error().code == ErrorCode::InvalidArgument);
    CHECK(test::must(datasets.get("a")).fingerprint == "f2");
    CHECK(test::must(datasets.get("a", 1)).files == 3);
    CHECK(test::must(datasets.manifest("a", 1)) == "{1}");
    CHECK(test::must(datasets.manifest("a", 0)) == "{2}");
    test::must(datasets.updateManifest("a", 1, "{x}"));
    CHECK(test::must(datasets.manifest("a", 1)) == "{x}");
    CHECK(test::must(datasets.versions("a")).size() == 2);
    CHECK(datasets.get("a", 3).error().code == ErrorCode::NotFound);
    CHECK(datasets.get("b").error().code == ErrorCode::NotFound);
}

TEST_CASE("A removed dataset is in the trash until it is restored, and its number is not given again") {
    const test::TempDir dir;
    auto workspace = test::openWorkspace(dir / "w");
    const Datasets datasets(workspace);
    test::must(datasets.add({.name = "a", .fingerprint = "f1"}));
    test::must(datasets.add({.name = "a", .fingerprint = "f2"}));
    test::must(datasets.moveToTrash("a", 2));
    CHECK(test::must(datasets.get("a")).version == 1);
    CHECK(test::must(datasets.nextVersion("a")) == 3);
    test::must(datasets.moveToTrash("a"));
    CHECK(test::must(datasets.list()).empty());
    CHECK(datasets.get("a").error().code == ErrorCode::NotFound);
    CHECK(datasets.moveToTrash("a").error().code == ErrorCode::NotFound);
    REQUIRE(test::must(datasets.list(true)).size() == 1);
    CHECK(test::must(datasets.get("a", 2)).trashed > 0);
    test::must(datasets.restore("a"));
    REQUIRE(test::must(datasets.list()).size() == 1);
    CHECK(test::must(datasets.list())[0].version == 2);
}

TEST_CASE("Facts of a file are good as long as its size and time are the same") {
    const test::TempDir dir;
    auto workspace = test::openWorkspace(dir / "w");
    const Datasets datasets(workspace);
    test::must(datasets.cacheFacts({{{"/a", 1, 10}, "A"}, {{"/b", 2, 20}, "B"}}));
    using Facts = std::map<std::string, std::string>;
    CHECK(test::must(datasets.cachedFacts({{"/a", 1, 10}, {"/b", 2, 21}, {"/c", 3, 3}})) == Facts{{"/a", "A"}});
    test::must(datasets.cacheFacts({{{"/b", 2, 21}, "B2"}}));
    CHECK(test::must(datasets.cachedFacts({{"/a", 1, 10}, {"/b", 2, 21}})) == Facts{{"/a", "A"}, {"/b", "B2"}});
    CHECK(test::must(datasets.cachedFacts({})).empty());
}

TEST_CASE("An engine keeps the day it was first seen") {
    const test::TempDir dir;
    auto workspace = test::openWorkspace(dir / "w");
    const Engines engines(workspace);
    test::must(engines.put("k1", "{1}", 10));
    test::must(engines.put("k2", "{2}", 20));
    test::must(engines.put("k1", "{3}", 30));
    const auto list = test::must(engines.list());
    REQUIRE(list.size() == 2);
    CHECK(list[0].key == "k1");
    CHECK(list[0].info == "{3}");
    CHECK(list[0].firstSeen == 10);
    CHECK(engines.get("k3").error().code == ErrorCode::NotFound);
}
