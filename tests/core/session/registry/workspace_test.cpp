// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/workspace.h"

#include <nlohmann/json.hpp>

#include "flambeau/session/maintenance.h"
#include "flambeau/session/paths.h"
#include "flambeau/store/datasets.h"
#include "registry_bench.h"

using namespace flambeau;
using namespace flambeau::test;

TEST_CASE("The workspace is the one given, else the variable's, else the chosen one, else the user's own") {
    TempDir dir;
    const Variables variables(Values{{"XDG_CONFIG_HOME", (dir / "config").string()},
                                     {"XDG_DATA_HOME", (dir / "data").string()},
                                     {"FLAMBEAU_WORKSPACE", ""}});
    CHECK(must(session::chooseWorkspace({})) == dir / "data/flambeau/workspace");
    must(session::Workspace::open(dir / "chosen"));
    must(session::useWorkspace(dir / "chosen"));
    CHECK(must(session::chooseWorkspace({})) == dir / "chosen");
    {
        const Variables variable(Values{{"FLAMBEAU_WORKSPACE", (dir / "variable/").string()}});
        CHECK(must(session::chooseWorkspace({})) == dir / "variable");
        CHECK(must(session::chooseWorkspace(dir / "given/../other")) == dir / "other");
    }
    // Where it is away, nothing else is taken for it.
    fs::remove_all(dir / "chosen");
    CHECK(session::chooseWorkspace({}).error().code == ErrorCode::NotFound);
    must(session::Workspace::open(dir / "another"));
    must(session::useWorkspace(dir / "another"));
    CHECK(must(session::chooseWorkspace({})) == dir / "another");
}

TEST_CASE("Workspaces that were opened are remembered until their folder is gone") {
    TempDir dir;
    const Variables variables(Values{{"XDG_CONFIG_HOME", (dir / "config").string()}});
    CHECK(must(session::Workspace::open(dir / "one"))->created());
    must(session::Workspace::open(dir / "two"));
    CHECK_FALSE(must(session::Workspace::open(dir / "one"))->created());
    const auto known = session::knownWorkspaces();
    REQUIRE(known.size() == 2);
    CHECK(known[0].path == dir / "one");
    fs::remove_all(dir / "one");
    CHECK(session::knownWorkspaces().size() == 1);
    write(dir / "config/flambeau/workspaces.json", "{\"workspaces\":[7,{\"path\":3}],");
    CHECK(session::knownWorkspaces().empty());
}

TEST_CASE("Cleaning says first what it would free, and frees it only when told") {
    Bench bench;
    const auto run = bench.completedRun({{"notes.txt", "hello"}}, 0.5);
    must(bench.registry.registerOutputs(run, "m", "notes.txt", {}, {}));
    must(bench.registry.remove("m@1"));
    const auto would = must(session::cleanWorkspace(*bench.workspace, false, true, {}));
    CHECK(would.trash == std::vector<std::string>{"model m@1"});
    CHECK(must(bench.registry.list(true)).size() == 1);
    const auto done = must(session::cleanWorkspace(*bench.workspace, true, true, {}));
    CHECK(done.trash == would.trash);
    CHECK(must(bench.registry.list(true)).empty());
    CHECK(must(session::checkWorkspace(*bench.workspace, true, {}, {})).ok());
}

TEST_CASE("A check finds a content that was damaged and one that is gone") {
    Bench bench;
    const auto run = bench.completedRun({{"a.txt", "first"}, {"b.txt", "second"}}, 0.5);
    const auto version = must(bench.registry.registerOutputs(run, "m", "outputs", {}, {}));
    CHECK(must(session::checkWorkspace(*bench.workspace, true, {}, {})).ok());
    const fs::path damaged = must(bench.registry.blob(*version.file("a.txt")));
    fs::permissions(damaged, fs::perms::owner_write, fs::perm_options::add);
    write(damaged, "FIRST");
    fs::remove(must(bench.registry.blob(*version.file("b.txt"))));
    const auto health = must(session::checkWorkspace(*bench.workspace, true, {}, {}));
    CHECK_FALSE(health.ok());
    CHECK(health.damaged == std::vector<std::string>{version.file("a.txt")->sha256});
    CHECK(health.missing == std::vector<std::string>{version.file("b.txt")->sha256});
    CHECK(fs::exists(must(session::backupWorkspace(*bench.workspace))));
}

TEST_CASE("A workspace that was moved works, and is the chosen one still") {
    Bench bench;
    must(session::useWorkspace(bench.dir / "workspace"));
    const auto run = bench.completedRun({{"a.txt", "first"}}, 0.5);
    must(bench.registry.registerOutputs(run, "m", "outputs", {}, {}));
    bench.workspace.reset();
    must(session::moveWorkspace(bench.dir / "workspace", bench.dir / "elsewhere/ws", {}, {}));
    CHECK(must(session::chooseWorkspace({})) == bench.dir / "elsewhere/ws");
    const auto moved = must(session::Workspace::open(bench.dir / "elsewhere/ws"));
    session::RegistryService registry(*moved);
    CHECK(must(registry.find("m")).file("a.txt"));
    CHECK(must(session::workspaceFacts(*moved)).models == 1);
    CHECK_FALSE(session::moveWorkspace(bench.dir / "nothing", bench.dir / "x", {}, {}).ok());
}

TEST_CASE("The whole validation set is judged after a move too, where its pictures were unpacked into the workspace") {
    Bench bench;
    const fs::path from = bench.dir / "workspace", to = bench.dir / "elsewhere/ws";
    std::string picture = "P6\n32 32\n255\n";
    for (int i = 0; i < 32 * 32; ++i)
        picture += "abc";
    for (const char* name : {"val/circle/a.png", "val/square/b.png"})
        write(from / "datasets/shapes" / name, picture);
    for (int i = 0; i < 3; ++i)
        must(store::Datasets(bench.workspace->store())
                 .add({.name = "shapes",
                       .fingerprint = std::string(64, 'a'),
                       .root = (from / "datasets/shapes").string(),
                       .manifest = "{}"}));
    const auto run = bench.completedRun(untrainedOutputs(bench.dir.path()), 0.9);
    write(bench.workspace->store().runDir(run) / "data/manifest.json",
          "{\"root\":\"" + (from / "datasets/shapes").string() + "\"}");
    must(bench.registry.registerOutputs(run, "shapes", "", {}, {}));
    bench.workspace.reset();
    must(session::moveWorkspace(from, to, {}, {}));
    const auto moved = must(session::Workspace::open(to));
    session::RegistryService registry(*moved);
    CHECK(must(registry.find("shapes")).dataRoot == (to / "datasets/shapes").string());
    // The run's own manifest still names the old place; a version that is made of it now is judged all the same.
    must(registry.registerOutputs(run, "shapes", "", {}, {}));
    for (const char* reference : {"shapes@1", "shapes@2"}) {
        const auto judged = must(registry.judge(
            must(registry.find(reference)), session::RegistryService::Extent::WholeValidationSet, "opencv", {}, {}));
        CHECK(judged.onnx["pictures"] == 2);
    }
}
