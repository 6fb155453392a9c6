// SPDX-License-Identifier: GPL-3.0-or-later
#include <sqlite3.h>

#include "flambeau/store/artifacts.h"
#include "flambeau/store/datasets.h"
#include "flambeau/store/models.h"
#include "flambeau/store/settings.h"
#include "store_test.h"

using namespace flambeau;
using namespace flambeau::store;

TEST_CASE("A first open makes the folder, a second one finds what was saved") {
    const test::TempDir dir;
    {
        auto workspace = test::openWorkspace(dir / "a/b");
        CHECK(fs::is_directory(workspace.localDir() / "runs"));
        CHECK(fs::equivalent(workspace.localDir() / "store", workspace.artifactsDir()));
        test::must(Settings(workspace).set("key", "value"));
    }
    const auto workspace = test::openWorkspace(dir / "a/b/");
    CHECK(workspace.path() == dir / "a/b");
    CHECK(test::must(Settings(workspace).get("key")) == "value");
    CHECK_FALSE(test::must(Settings(workspace).get("other")).has_value());
    const WorkspaceInfo info = test::must(workspace.info());
    CHECK(info.wal);
    CHECK(info.schemaVersion == 4);
    CHECK(info.databaseBytes > 0);
    test::mustBeSound(workspace);
}

TEST_CASE("A workspace that must be there and is not is not found") {
    const test::TempDir dir;
    CHECK(Workspace::open(dir / "w", {.readOnly = true}).error().code == ErrorCode::NotFound);
    CHECK(Workspace::open(dir / "w", {.create = false}).error().code == ErrorCode::NotFound);
    CHECK_FALSE(fs::exists(dir / "w"));
}

TEST_CASE("A reader sees each commit, writes nothing, and notices by the data version") {
    const test::TempDir dir;
    auto workspace = test::openWorkspace(dir / "w");
    auto reader = test::must(workspace.openReader());
    CHECK(reader.readOnly());
    const std::int64_t before = test::must(reader.dataVersion());
    test::must(Settings(workspace).set("k", "v"));
    CHECK(test::must(reader.dataVersion()) != before);
    CHECK(test::must(Settings(reader).get("k")) == "v");
    CHECK(Settings(reader).set("k", "w").error().code == ErrorCode::ReadOnly);
    CHECK(Artifacts(reader).putBytes("x").error().code == ErrorCode::ReadOnly);
}

TEST_CASE("A failed transaction leaves nothing, an inner one nothing of its own") {
    const test::TempDir dir;
    auto workspace = test::openWorkspace(dir / "w");
    const Settings settings(workspace);
    const Error stop{ErrorCode::Failed, "stop", {}, {}};
    const Status status = workspace.transaction([&]() -> Status {
        FLAMBEAU_CHECK(settings.set("a", "1"));
        return stop;
    });
    CHECK(status.error().message == "stop");
    test::must(workspace.transaction([&]() -> Status {
        FLAMBEAU_CHECK(settings.set("b", "2"));
        const Status inner = workspace.transaction([&]() -> Status {
            FLAMBEAU_CHECK(settings.set("c", "3"));
            return stop;
        });
        CHECK_FALSE(inner.ok());
        return settings.set("d", "4");
    }));
    CHECK(test::must(settings.all()) == std::map<std::string, std::string>{{"b", "2"}, {"d", "4"}});
}

TEST_CASE("Only one holder has the window's lock, and the follower's is another one") {
    const test::TempDir dir;
    const auto workspace = test::openWorkspace(dir / "w");
    const auto other = test::openWorkspace(dir / "w");
    auto window = test::must(workspace.tryWindowLock());
    REQUIRE(window);
    CHECK_FALSE(test::must(other.tryWindowLock()));
    CHECK(test::must(other.tryFollowerLock()));
    window->release();
    CHECK(test::must(other.tryWindowLock()));
}

TEST_CASE("Somebody else's database is refused and left as it is") {
    const test::TempDir dir;
    fs::create_directories(dir / "w");
    sqlite3* foreign = nullptr;
    REQUIRE(sqlite3_open((dir / "w/workspace.db").c_str(), &foreign) == SQLITE_OK);
    REQUIRE(sqlite3_exec(foreign, "CREATE TABLE mine (x)", nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(foreign);
    CHECK(Workspace::open(dir / "w").error().code == ErrorCode::Unsupported);
    test::write(dir / "v/workspace.db", std::string(5000, 'x'));
    CHECK(Workspace::open(dir / "v").error().code == ErrorCode::Corrupt);
    CHECK(test::read(dir / "v/workspace.db") == std::string(5000, 'x'));
}

TEST_CASE("A backup is a workspace's database of its own") {
    const test::TempDir dir;
    auto workspace = test::openWorkspace(dir / "w");
    const RunId run = test::addRun(workspace);
    const fs::path first = test::must(workspace.backup());
    const fs::path second = test::must(workspace.backup());
    CHECK(first != second);
    test::must(Runs(workspace).rename(run, "later"));
    fs::create_directories(dir / "v");
    fs::copy_file(first, dir / "v/workspace.db");
    const auto copy = test::openWorkspace(dir / "v");
    CHECK(test::must(Runs(copy).get(run)).name == "run");
}

TEST_CASE("A moved workspace is whole at its new place and its datasets' paths have moved with it") {
    const test::TempDir dir;
    const fs::path from = dir / "from", to = dir / "deep/to";
    std::string blob;
    RunId run;
    {
        auto workspace = test::openWorkspace(from);
        blob = test::must(Artifacts(workspace).putBytes("content")).sha256;
        const std::string root = (from / "datasets/a").string();
        test::must(Datasets(workspace).add({.name = "a",
                                            .fingerprint = "f",
                                            .root = root,
                                            .source = "/elsewhere/a.zip",
                                            .manifest = "{\"root\":\"" + root + "\",\"n\":1}"}));
        test::must(
            Datasets(workspace).add({.name = "b", .fingerprint = "f", .root = from.string() + "x", .manifest = "{}"}));
        test::must(Datasets(workspace).cacheFacts({{{root + "/x.jpg", 1, 2}, "{}"}}));
        test::must(Settings(workspace).set("dataset/a@1/import", "{\"source\":\"" + root + "\",\"seed\":7}"));
        for (const std::string& place : {root, std::string("/elsewhere")})
            test::must(Models(workspace).add(
                {.name = "m", .lineage = "{\"data_root\":\"" + place + "\",\"source\":\"run 1\"}"}));
        run = test::addRun(workspace);
        test::must(Runs(workspace).setHandle(run, "{\"host_folder\":\"" + (from / "local").string() + "\"}"));
        CHECK(Workspace::move(from, to).error().code == ErrorCode::Conflict);
        test::must(Runs(workspace).setState(run, domain::RunState::Failed, "x"));
        const auto window = test::must(workspace.tryWindowLock());
        CHECK(Workspace::move(from, to).error().code == ErrorCode::Conflict);
    }
    CHECK(Workspace::move(from, from / "inside").error().code == ErrorCode::InvalidArgument);
    test::write(dir / "taken/x", "x");
    CHECK(Workspace::move(from, dir / "taken").error().code == ErrorCode::AlreadyExists);
    test::must(Workspace::move(from, to));
    CHECK_FALSE(fs::exists(from));
    const auto workspace = test::openWorkspace(to);
    test::mustBeSound(workspace);
    CHECK(test::read(test::must(Artifacts(workspace).get(blob)).path) == "content");
    const Datasets datasets(workspace);
    CHECK(test::must(datasets.get("a")).root == (to / "datasets/a").string());
    CHECK(test::must(datasets.get("a")).source == "/elsewhere/a.zip");
    CHECK(test::must(datasets.manifest("a", 1)).find((to / "datasets/a").string()) != std::string::npos);
    CHECK(test::must(datasets.get("b")).root == from.string() + "x");
    CHECK(test::must(datasets.cachedFacts({{(to / "datasets/a/x.jpg").string(), 1, 2}})).size() == 1);
    CHECK(test::must(Settings(workspace).get("dataset/a@1/import")) ==
          "{\"seed\":7,\"source\":\"" + (to / "datasets/a").string() + "\"}");
    CHECK(test::must(Models(workspace).get("m", 1)).lineage.find((to / "datasets/a").string()) != std::string::npos);
    CHECK(test::must(Models(workspace).get("m", 2)).lineage == "{\"data_root\":\"/elsewhere\",\"source\":\"run 1\"}");
    CHECK(test::must(Runs(workspace).get(run)).handle == "{\"host_folder\":\"" + (to / "local").string() + "\"}");
}

TEST_CASE("A workspace that was moved by hand finds its datasets, and a copy leaves them to the original") {
    const test::TempDir dir;
    const fs::path from = dir / "from", to = dir / "to", copy = dir / "copy", link = dir / "link";
    const auto root = [](const fs::path& folder) {
        const auto workspace = test::openWorkspace(folder);
        return fs::path(test::must(Datasets(workspace).get("a")).root);
    };
    {
        const auto workspace = test::openWorkspace(from);
        test::must(Datasets(workspace).add(
            {.name = "a", .fingerprint = "f", .root = (from / "datasets/a").string(), .manifest = "{}"}));
    }
    fs::copy(from, copy, fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    CHECK(root(copy) == from / "datasets/a");
    fs::create_directory_symlink(from, link);
    CHECK(root(link) == from / "datasets/a");
    fs::rename(from, to);
    CHECK(root(to) == to / "datasets/a");
    CHECK(root(to) == to / "datasets/a");
}

TEST_CASE("A workspace that was named through a link moves with the paths of either name") {
    const test::TempDir dir;
    const fs::path real = dir / "real/w", link = dir / "link", to = dir / "to";
    fs::create_directories(dir / "real");
    fs::create_directory_symlink(dir / "real", link);
    {
        const auto workspace = test::openWorkspace(link / "w");
        for (const fs::path& named : {real, link / "w"})
            test::must(Datasets(workspace).add(
                {.name = "a", .fingerprint = "f", .root = (named / "datasets/a").string(), .manifest = "{}"}));
    }
    test::must(Workspace::move(link / "w", to));
    const auto workspace = test::openWorkspace(to);
    for (const int version : {1, 2})
        CHECK(test::must(Datasets(workspace).get("a", version)).root == (to / "datasets/a").string());
}

TEST_CASE("A new workspace begins without backups") {
    const test::TempDir dir;
    const auto workspace = test::openWorkspace(dir / "w");
    CHECK(fs::is_empty(workspace.backupsDir()));
}

TEST_CASE("A check tells what is missing, damaged and orphaned") {
    const test::TempDir dir;
    auto workspace = test::openWorkspace(dir / "w");
    const Artifacts artifacts(workspace);
    const Artifact a = test::must(artifacts.putBytes("a")), b = test::must(artifacts.putBytes("bb"));
    const RunId run = test::addRun(workspace);
    test::must(Runs(workspace).setOutputs(run, {{"outputs/a", 1, a.sha256}, {"outputs/b", 2, b.sha256}}));
    const Artifact c = test::must(artifacts.putBytes("orphan"));
    CHECK(test::must(workspace.check(true)).ok());
    CHECK(test::must(workspace.check(true)).orphanedBlobs == std::vector<std::string>{c.sha256});
    fs::remove(a.path);
    fs::permissions(b.path, fs::perms::owner_write, fs::perm_options::add);
    test::write(b.path, "bX");
    const CheckReport report = test::must(workspace.check(true));
    CHECK_FALSE(report.ok());
    CHECK(report.missingBlobs == std::vector<std::string>{a.sha256});
    CHECK(report.damagedBlobs == std::vector<std::string>{b.sha256});
    CHECK(test::must(workspace.check(false)).damagedBlobs.empty());
    CHECK(artifacts.get(a.sha256).error().code == ErrorCode::Corrupt);
    CHECK(artifacts.copyTo(b.sha256, dir / "copy").error().code == ErrorCode::Corrupt);
    CHECK_FALSE(fs::exists(dir / "copy"));
}
