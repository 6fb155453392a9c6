// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/store/models.h"

#include "flambeau/store/artifacts.h"
#include "store_test.h"

using namespace flambeau;
using namespace flambeau::store;

namespace {

using Names = std::vector<std::string>;

struct Fixture {
    test::TempDir dir;
    Workspace workspace = test::openWorkspace(dir / "w");
    Models models{workspace};
    Artifact content = test::must(Artifacts(workspace).putBytes("weights"));

    NewModelVersion version(const std::string& name) const {
        return {.name = name,
                .tags = {"t2", "t1"},
                .description = "d",
                .lineage = "{\"l\":1}",
                .metrics = "{}",
                .files = {{"best.safetensors", content.sha256, content.bytes}}};
    }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "A version comes back with its lineage, files, tags and run") {
    NewModelVersion given = version("m");
    given.run = test::addRun(workspace);
    const ModelVersion added = test::must(models.add(given));
    CHECK(added.version == 1);
    CHECK(added.tags == Names{"t1", "t2"});
    CHECK(added.run == given.run);
    CHECK(added.lineage == "{\"l\":1}");
    REQUIRE(added.files.size() == 1);
    CHECK(added.files[0].sha256 == content.sha256);
    CHECK(test::must(models.ofRun(*given.run)).size() == 1);
    CHECK(test::must(models.ofRun(RunId::create())).empty());
    test::must(models.setOnnx("m", 1, "{\"agrees\":true}"));
    test::must(models.setDescription("m", 1, "new"));
    test::must(models.setTags("m", 1, {"x"}));
    test::must(models.describeModel("m", "about"));
    const Artifact onnx = test::must(Artifacts(workspace).putBytes("onnx"));
    test::must(models.putFiles("m", 1, {{"model.onnx", onnx.sha256, onnx.bytes}}));
    const ModelVersion changed = test::must(models.get("m", 1));
    CHECK(changed.onnx == "{\"agrees\":true}");
    CHECK(changed.description == "new");
    CHECK(changed.tags == Names{"x"});
    CHECK(changed.files.size() == 2);
    CHECK(test::must(models.list())[0].description == "about");
    CHECK(test::must(workspace.clean(0)).blobs == 0);
}

TEST_CASE_METHOD(Fixture, "What is not there or cannot be named is refused and uses up no number") {
    CHECK(models.add(version("a/b")).error().code == ErrorCode::InvalidArgument);
    NewModelVersion missing = version("m");
    missing.files[0].sha256 = std::string(64, '0');
    CHECK(models.add(missing).error().code == ErrorCode::NotFound);
    CHECK(test::must(models.add(version("m"))).version == 1);
    CHECK(models.get("m", 2).error().code == ErrorCode::NotFound);
    CHECK(models.versions("n").error().code == ErrorCode::NotFound);
    CHECK(models.setTags("m", 9, {}).error().code == ErrorCode::NotFound);
}

TEST_CASE_METHOD(Fixture, "An alias names one version of a model at a time") {
    for (int i = 0; i < 2; ++i)
        test::must(models.add(version("m")));
    test::must(models.add(version("other")));
    test::must(models.setAlias("m", 1, "champion"));
    test::must(models.setAlias("other", 1, "champion"));
    CHECK(test::must(models.resolve("m@champion")).version == 1);
    test::must(models.setAlias("m", 2, "champion"));
    test::must(models.setAlias("m", 2, "latest"));
    CHECK(test::must(models.resolve("m@champion")).aliases == Names{"champion", "latest"});
    CHECK(test::must(models.get("m", 1)).aliases.empty());
    CHECK(test::must(models.resolve("m")).version == 2);
    CHECK(test::must(models.resolve("m@1")).version == 1);
    CHECK(models.resolve("m@nobody").error().code == ErrorCode::NotFound);
    CHECK(models.setAlias("m", 1, "7").error().code == ErrorCode::InvalidArgument);
    CHECK(models.setAlias("m", 1, "a@b").error().code == ErrorCode::InvalidArgument);
    test::must(models.removeAlias("m", "latest"));
    CHECK(models.removeAlias("m", "latest").error().code == ErrorCode::NotFound);
    CHECK(test::must(models.resolve("other@champion")).name == "other");
}

TEST_CASE_METHOD(Fixture, "A version in the trash has no alias, comes back, and its number is not given again") {
    for (int i = 0; i < 2; ++i)
        test::must(models.add(version("m")));
    test::must(models.setAlias("m", 2, "champion"));
    test::must(models.moveToTrash("m", 2));
    CHECK(test::must(models.resolve("m")).version == 1);
    CHECK(models.resolve("m@champion").error().code == ErrorCode::NotFound);
    CHECK(models.setAlias("m", 2, "champion").error().code == ErrorCode::Conflict);
    CHECK(test::must(models.trash()).size() == 1);
    CHECK(test::must(models.versions("m", true))[0].version == 2);
    test::must(models.restore("m", 2));
    CHECK(test::must(models.resolve("m")).version == 2);
    CHECK(models.purge("m", 2).error().code == ErrorCode::Conflict);
    test::must(models.moveToTrash("m", 2));
    test::must(models.purge("m", 2));
    CHECK(test::must(models.add(version("m"))).version == 3);
    test::must(models.moveToTrash("m"));
    CHECK(test::must(models.list()).empty());
    // What only the trash holds is still kept.
    CHECK(test::must(workspace.clean(0)).blobs == 0);
    test::mustBeSound(workspace);
}

TEST_CASE_METHOD(Fixture, "A version comes back from the trash with its aliases, but for those that were given away") {
    for (int i = 0; i < 2; ++i)
        test::must(models.add(version("m")));
    for (const char* alias : {"champion", "fast", "small"})
        test::must(models.setAlias("m", 2, alias));
    test::must(models.moveToTrash("m", 2));
    test::must(models.setAlias("m", 1, "champion"));
    const auto taken = test::must(models.restore("m", 2));
    REQUIRE(taken.size() == 1);
    CHECK(taken[0].alias == "champion");
    CHECK(taken[0].version == 1);
    CHECK(test::must(models.get("m", 2)).aliases == Names{"fast", "small"});
    CHECK(test::must(models.get("m", 1)).aliases == Names{"champion"});
    // Nothing of it is remembered: what it is not called any more does not come back the next time.
    test::must(models.removeAlias("m", "fast"));
    test::must(models.moveToTrash("m", 2));
    test::must(models.removeAlias("m", "champion"));
    CHECK(test::must(models.restore("m", 2)).empty());
    CHECK(test::must(models.get("m", 2)).aliases == Names{"small"});
}

TEST_CASE_METHOD(Fixture, "Of versions that had one alias and come back together, the one removed last has it") {
    for (int i = 0; i < 2; ++i)
        test::must(models.add(version("m")));
    test::must(models.setAlias("m", 1, "champion"));
    test::must(models.moveToTrash("m", 1));
    test::must(models.setAlias("m", 2, "champion"));
    test::must(models.moveToTrash("m", 2));
    const auto taken = test::must(models.restore("m"));
    REQUIRE(taken.size() == 1);
    CHECK(taken[0].version == 2);
    CHECK(test::must(models.resolve("m@champion")).version == 2);
    test::must(models.moveToTrash("m"));
    test::must(models.purge("m", 2));
    test::mustBeSound(workspace);
}
