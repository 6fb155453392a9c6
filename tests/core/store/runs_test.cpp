// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/domain/run_definition.h"
#include "flambeau/store/artifacts.h"
#include "flambeau/store/experiments.h"
#include "store_test.h"

using namespace flambeau;
using namespace flambeau::store;
using domain::RunState;

namespace {

std::vector<std::string> namesOf(const std::vector<Run>& runs) {
    std::vector<std::string> names;
    for (const Run& run : runs)
        names.push_back(run.name);
    return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("A run comes back with everything that its definition says") {
    const test::TempDir dir;
    const auto workspace = test::openWorkspace(dir / "w");
    const Runs runs(workspace);
    domain::RunDefinition definition;
    definition.id = RunId::create();
    definition.name = "ants";
    definition.experiment = "bees";
    definition.recipe = "image-classification";
    definition.dataset = {"hymenoptera", 2, "fp"};
    definition.created = 1e9;
    NewRun given = NewRun::from(definition);
    given.tags = {"b", "a", "b"};
    given.notes = "note";
    test::must(runs.create(given));
    CHECK(runs.create(given).error().code == ErrorCode::AlreadyExists);
    const Run run = test::must(runs.get(definition.id));
    CHECK(run.name == "ants");
    CHECK(run.experiment == "bees");
    CHECK(run.dataset == "hymenoptera");
    CHECK(run.datasetVersion == 2);
    CHECK(run.tags == Names{"a", "b"});
    CHECK(run.definition == domain::toJson(definition).dump());
    CHECK(run.definitionHash == definition.hash());
    CHECK(run.state == RunState::Preparing);
    CHECK(run.since == 1e9);
    CHECK(run.created == 1e9);
    CHECK_FALSE(run.resumedFrom);
    CHECK(runs.get(RunId::create()).error().code == ErrorCode::NotFound);
}

TEST_CASE("States are recorded with time and reason, and a final one stays") {
    const test::TempDir dir;
    const auto workspace = test::openWorkspace(dir / "w");
    const Runs runs(workspace);
    const RunId id = test::addRun(workspace, "r", 100);
    CHECK(test::must(runs.setState(id, RunState::Queued, "2 before it", 110)));
    CHECK_FALSE(test::must(runs.setState(id, RunState::Queued, "2 before it", 111)));
    CHECK(test::must(runs.setState(id, RunState::Queued, "1 before it", 112)));
    CHECK(test::must(runs.get(id)).since == 110);
    CHECK(test::must(runs.setState(id, RunState::Running, "", 120)));
    CHECK(test::must(runs.setState(id, RunState::Failed, "out of memory", 130)));
    CHECK_FALSE(test::must(runs.setState(id, RunState::Completed, "", 140)));
    const Run run = test::must(runs.get(id));
    CHECK(run.state == RunState::Failed);
    CHECK(run.reason == "out of memory");
    CHECK(run.started == 120);
    CHECK(run.ended == 130);
    const auto history = test::must(runs.history(id));
    REQUIRE(history.size() == 5);
    CHECK(history[0].state == RunState::Preparing);
    CHECK(history[2].reason == "1 before it");
    CHECK(history[4].since == 130);
    CHECK(runs.setState(RunId::create(), RunState::Failed, "").error().code == ErrorCode::NotFound);

    const RunId lost = test::addRun(workspace);
    CHECK(test::must(runs.setState(lost, RunState::Lost, "gone", 10)));
    CHECK_FALSE(test::must(runs.setState(lost, RunState::Running, "", 20)));
    CHECK(test::must(runs.setState(lost, RunState::Completed, "", 30)));
    CHECK(test::must(runs.get(lost)).state == RunState::Completed);
    CHECK(test::must(runs.unfinished()).empty());
}

TEST_CASE("The list is newest first, filtered and paged") {
    const test::TempDir dir;
    const auto workspace = test::openWorkspace(dir / "w");
    const Runs runs(workspace);
    const RunId a = test::addRun(workspace, "a", 1), b = test::addRun(workspace, "b", 2),
                c = test::addRun(workspace, "c", 2);
    CHECK(namesOf(test::must(runs.list())) == Names{"c", "b", "a"});
    CHECK(namesOf(test::must(runs.list({.limit = 1, .offset = 1}))) == Names{"b"});
    test::must(runs.setTags(a, {"Good"}));
    test::must(runs.setNotes(b, "The BEST one"));
    test::must(runs.setExperiment(c, "other"));
    CHECK(test::must(runs.setState(c, RunState::Failed, "x")));
    CHECK(namesOf(test::must(runs.list({.tag = "Good"}))) == Names{"a"});
    CHECK(namesOf(test::must(runs.list({.text = "best"}))) == Names{"b"});
    CHECK(namesOf(test::must(runs.list({.text = "good"}))) == Names{"a"});
    CHECK(namesOf(test::must(runs.list({.text = c.str().substr(0, 13)}))) == Names{"c"});
    CHECK(namesOf(test::must(runs.list({.experiment = "other"}))) == Names{"c"});
    CHECK(namesOf(test::must(runs.list({.states = {RunState::Failed, RunState::Lost}}))) == Names{"c"});
    CHECK(namesOf(test::must(runs.list({.recipe = "image-classification",
                                        .states = {RunState::Preparing, RunState::Running}}))) == Names{"b", "a"});
    CHECK(test::must(runs.count({.recipe = "image-classification"})) == 3);
    CHECK(test::must(runs.list({.text = "%"})).empty());
    test::must(runs.moveToTrash(b));
    CHECK(namesOf(test::must(runs.list())) == Names{"c", "a"});
    CHECK(namesOf(test::must(runs.list({.trashed = true}))) == Names{"b"});
    test::must(runs.restore(b));
    CHECK(test::must(runs.count()) == 3);
    CHECK(test::must(runs.names()) == Names{"a", "b", "c"});
    const auto experiments = test::must(Experiments(workspace).list());
    REQUIRE(experiments.size() == 2);
    CHECK(experiments[0].runs == 2);
    CHECK(experiments[1].name == "other");
}

TEST_CASE("An id may be shortened while it is unambiguous, and a name will do") {
    const test::TempDir dir;
    const auto workspace = test::openWorkspace(dir / "w");
    const Runs runs(workspace);
    NewRun run;
    run.experiment = "e";
    run.definition = "{}";
    for (const char* id : {"aaaa1111-0000-4000-8000-000000000000", "aaaa2222-0000-4000-8000-000000000000"}) {
        run.id = RunId(id);
        run.name = std::string("name") + id[4];
        test::must(runs.create(run));
    }
    CHECK(test::must(runs.resolve("aaaa1")).str() == "aaaa1111-0000-4000-8000-000000000000");
    CHECK(test::must(runs.resolve("AAAA2")).str() == "aaaa2222-0000-4000-8000-000000000000");
    CHECK(test::must(runs.resolve("name2")).str() == "aaaa2222-0000-4000-8000-000000000000");
    const auto ambiguous = runs.resolve("aaaa");
    REQUIRE_FALSE(ambiguous.ok());
    CHECK(ambiguous.error().code == ErrorCode::Conflict);
    CHECK(ambiguous.error().hint.find("aaaa1111") != std::string::npos);
    CHECK(runs.resolve("bbbb").error().code == ErrorCode::NotFound);
    CHECK(runs.resolve("%").error().code == ErrorCode::NotFound);
    CHECK(runs.resolve("").error().code == ErrorCode::InvalidArgument);
}

TEST_CASE("A name that several runs have is refused with their ids, but for those in the trash") {
    const test::TempDir dir;
    const auto workspace = test::openWorkspace(dir / "w");
    const Runs runs(workspace);
    const RunId first = test::addRun(workspace, "birds"), second = test::addRun(workspace, "birds");
    const auto ambiguous = runs.resolve("birds");
    REQUIRE_FALSE(ambiguous.ok());
    CHECK(ambiguous.error().code == ErrorCode::Conflict);
    for (const RunId& run : {first, second})
        CHECK(ambiguous.error().hint.find(run.str().substr(0, 8)) != std::string::npos);
    CHECK(test::must(runs.resolve(first.str())) == first);
    test::must(runs.moveToTrash(second));
    CHECK(test::must(runs.resolve("birds")) == first);
    test::must(runs.moveToTrash(first));
    CHECK(runs.resolve("birds").error().code == ErrorCode::Conflict);
}

TEST_CASE("A chain of resumed runs is told from its first to its last, and protects its parents") {
    const test::TempDir dir;
    const auto workspace = test::openWorkspace(dir / "w");
    const Runs runs(workspace);
    const RunId first = test::addRun(workspace, "first");
    NewRun run;
    run.id = RunId::create();
    run.name = "second";
    run.experiment = "e";
    run.definition = "{}";
    run.resumedFrom = first;
    run.resumedAtStep = 40;
    test::must(runs.create(run));
    CHECK(namesOf(test::must(runs.chain(run.id))) == Names{"first", "second"});
    CHECK(test::must(runs.get(run.id)).resumedAtStep == 40);
    CHECK(test::must(runs.resumedBy(first)) == std::vector<RunId>{run.id});
    CHECK(runs.purge(first).error().code == ErrorCode::Conflict);
    test::must(runs.moveToTrash(first));
    CHECK(runs.purge(first).error().code == ErrorCode::Conflict);
    run.id = RunId::create();
    run.resumedFrom = RunId::create();
    CHECK(runs.create(run).error().code == ErrorCode::NotFound);
}

TEST_CASE("Outputs need their content, and a purged run leaves nothing but content to collect") {
    const test::TempDir dir;
    auto workspace = test::openWorkspace(dir / "w");
    const Runs runs(workspace);
    const RunId id = test::addRun(workspace);
    CHECK(runs.setOutputs(id, {{"outputs/x", 1, std::string(64, 'a')}}).error().code == ErrorCode::NotFound);
    CHECK_FALSE(test::must(runs.get(id)).outputsKept);
    const Artifact artifact = test::must(Artifacts(workspace).putBytes("x"));
    test::must(runs.setOutputs(id, {{"outputs/x", 1, artifact.sha256}, {"outputs/a", 1, artifact.sha256}}));
    const auto outputs = test::must(runs.outputs(id));
    REQUIRE(outputs.size() == 2);
    CHECK(outputs[0].path == "outputs/a");
    CHECK(test::must(runs.get(id)).outputsKept);
    StreamBatch batch;
    test::fill(batch, "a", 0, 3000);
    test::must(Metrics(workspace).append(id, batch));
    CHECK(test::must(workspace.info()).points == 3000);
    CHECK(test::must(workspace.clean(0)).blobs == 0);
    test::must(runs.moveToTrash(id));
    test::must(runs.purge(id));
    CHECK(test::must(workspace.info()).points == 0);
    CHECK(test::must(workspace.clean(0)).blobs == 1);
    CHECK_FALSE(fs::exists(artifact.path));
    test::mustBeSound(workspace);
}

TEST_CASE("An experiment with runs stays, and a name that is no name is refused") {
    const test::TempDir dir;
    const auto workspace = test::openWorkspace(dir / "w");
    const Experiments experiments(workspace);
    test::addRun(workspace);
    CHECK(experiments.remove("experiment").error().code == ErrorCode::Conflict);
    CHECK(experiments.ensure("../x").error().code == ErrorCode::InvalidArgument);
    test::must(experiments.ensure("empty"));
    test::must(experiments.setNotes("empty", "n"));
    CHECK(experiments.rename("empty", "experiment").error().code == ErrorCode::AlreadyExists);
    test::must(experiments.rename("empty", "e2"));
    test::must(experiments.remove("e2"));
    CHECK(experiments.remove("e2").error().code == ErrorCode::NotFound);
}
