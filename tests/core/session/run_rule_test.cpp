// SPDX-License-Identifier: GPL-3.0-or-later
// Lost runs that go on by themselves.
#include <signal.h>

#include "flambeau/base/sha256.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/settings.h"
#include "flambeau/store/workspace.h"
#include "run_bench.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

const std::string waits = "echo started >begun; until [ -f finish ]; do sleep 0.05; done";
const std::string leaves =
    "mkdir -p outputs/checkpoint; cp \"$CHECKPOINT\" outputs/checkpoint/checkpoint.safetensors\n";

struct RuleBench : RunBench {
    explicit RuleBench(const std::string& train) : RunBench(train) {
        write(dir / "checkpoint", checkpoint({{"next_step", "6"}}));
        setenv("CHECKPOINT", (dir / "checkpoint").c_str(), 1);
    }
    RunId startThatResumes(int resumes) {
        auto request = this->request();
        request.resumes = resumes;
        return must(runs->start(request, {}, {}));
    }
    /// Supervisor and program are killed as a power cut does it, and the loss is followed to its end.
    void lose(const RunId& run) {
        until(run, [&](const auto& view) {
            return view.state == domain::RunState::Running && fs::exists(folder(run) / "begun");
        });
        const auto pids = processesOf(folder(run));
        REQUIRE(pids.size() == 2);
        kill(pids[0], SIGKILL);
        kill(-pids[1], SIGKILL);
        CHECK(finish(run).state == domain::RunState::Lost);
    }
    /// What a follower does that may resume; what went on from `run`.
    std::vector<RunId> follow(const RunId& run) {
        session::RunFollower follower(*workspace, {nullptr, runs.get()});
        must(follower.pass());
        return view(run).resumedBy;
    }
};

}  // namespace

TEST_CASE("A lost run goes on by itself from its last checkpoint, as often as its rule says and no more") {
    RuleBench bench(leaves + waits);
    const auto first = bench.startThatResumes(1);
    bench.lose(first);
    const auto next = bench.follow(first);
    REQUIRE(next.size() == 1);
    CHECK(bench.view(next[0]).resumedAtStep == 6);
    CHECK(bench.view(next[0]).name == "leaves-01-resumed-01");
    const auto notes = must(bench.catalog->notes(first));
    REQUIRE(notes.size() == 1);
    CHECK(notes[0].text == "Went on by itself as leaves-01-resumed-01");
    bench.lose(next[0]);
    CHECK(bench.follow(next[0]).empty());
    CHECK(must(bench.catalog->list()).size() == 2);
}

TEST_CASE("A run that was lost without a rule stays lost, and so does one that failed or was canceled with a rule") {
    RuleBench bench(leaves + waits);
    const auto lost = bench.startThatResumes(0);
    bench.lose(lost);
    const auto canceled = bench.startThatResumes(3);
    bench.until(canceled, [](const auto& view) { return view.state == domain::RunState::Running; });
    must(bench.runs->cancel(canceled));
    bench.finish(canceled);
    bench.setTrainer(leaves + "exit 1");
    const auto failed = bench.startThatResumes(3);
    bench.finish(failed);
    for (const auto& run : {lost, canceled, failed})
        CHECK(bench.follow(run).empty());
    CHECK(must(bench.catalog->list()).size() == 3);
}

TEST_CASE("A run whose supervisor was told to end, as by a machine that restarts, goes on by its rule") {
    RuleBench bench(leaves + waits);
    const auto first = bench.startThatResumes(1);
    bench.until(first, [&](const auto& view) {
        return view.state == domain::RunState::Running && fs::exists(bench.folder(first) / "begun");
    });
    kill(processesOf(bench.folder(first)).at(0), SIGTERM);
    CHECK(bench.finish(first).state == domain::RunState::Failed);
    const auto next = bench.follow(first);
    REQUIRE(next.size() == 1);
    must(bench.runs->cancel(next[0]));
    bench.finish(next[0]);
}

TEST_CASE("A lost run that somebody had canceled, or has thrown away since, does not go on") {
    RuleBench bench(leaves + waits);
    const auto canceled = bench.startThatResumes(2);
    bench.until(canceled, [&](const auto& view) {
        return view.state == domain::RunState::Running && fs::exists(bench.folder(canceled) / "begun");
    });
    const auto pids = processesOf(bench.folder(canceled));
    REQUIRE(pids.size() == 2);
    kill(pids[0], SIGKILL);
    kill(-pids[1], SIGKILL);
    write(bench.folder(canceled) / "cancel", "");
    bench.finish(canceled);
    CHECK(bench.follow(canceled).empty());
    const auto thrown = bench.startThatResumes(2);
    bench.lose(thrown);
    must(bench.runs->remove(thrown));
    CHECK(bench.follow(thrown).empty());
    CHECK(must(bench.catalog->notes(thrown)).at(0).text.find("thrown away") != std::string::npos);
    CHECK(must(bench.catalog->list()).size() == 1);
}

TEST_CASE("A try that ended before its run began is not taken for the run that went on") {
    RuleBench bench(leaves + waits);
    const auto first = bench.startThatResumes(1);
    bench.lose(first);
    // As a program that was killed while it prepared leaves it: under the id that the rule was noted with.
    const store::Settings settings(bench.workspace->store());
    const auto key = "pending.resume." + first.str();
    const auto as = RunId(must(settings.get(key)).value());
    const store::Runs runs(bench.workspace->store());
    store::NewRun dead;
    dead.id = as;
    dead.name = "dead";
    dead.experiment = "default";
    dead.compute = "local";
    dead.recipe = "image-classification";
    dead.definition = "{}";
    must(runs.create(dead));
    must(runs.setState(as, domain::RunState::Failed, "the host went away"));
    const auto next = bench.follow(first);
    REQUIRE(next.size() == 1);
    CHECK_FALSE(next[0] == as);
    must(bench.runs->cancel(next[0]));
    bench.finish(next[0]);
}

TEST_CASE("A lost run that left no checkpoint begins again") {
    RuleBench bench(waits);
    const auto first = bench.startThatResumes(2);
    bench.lose(first);
    CHECK(bench.follow(first).empty());  // nothing was resumed: another run began
    const auto list = must(bench.catalog->list());
    REQUIRE(list.size() == 2);
    const auto& other = list[0].id == first ? list[1] : list[0];
    CHECK(other.name == "leaves-01-resumed-01");
    CHECK_FALSE(other.resumedFrom);
    write(bench.folder(other.id) / "finish", "");
    CHECK(bench.finish(other.id).state == domain::RunState::Completed);
}

TEST_CASE("However often a rule is carried out, and whoever resumed the run before it, one run goes on") {
    RuleBench bench(leaves + waits);
    const auto first = bench.startThatResumes(5);
    bench.lose(first);
    const auto as = RunId::create();
    CHECK(must(bench.runs->goOn(first, as, {})) == as);
    CHECK(must(bench.runs->goOn(first, as, {})) == as);
    CHECK(must(bench.runs->goOn(first, RunId::create(), {})) == as);
    CHECK(bench.follow(first) == std::vector{as});
    CHECK(must(bench.catalog->list()).size() == 2);
    const auto definition = nlohmann::json::parse(read(bench.folder(as) / "run.json"));
    CHECK(definition["resumes"] == 4);
    must(bench.runs->cancel(as));
    bench.finish(as);
}

TEST_CASE("A rule that cannot be carried out says why once and is given up") {
    RuleBench bench(leaves + waits);
    const auto first = bench.startThatResumes(1);
    bench.lose(first);
    fs::remove_all(bench.dir / "leaves");
    bench.follow(first);
    const auto notes = must(bench.catalog->notes(first));
    REQUIRE(notes.size() == 1);
    CHECK(notes[0].text.find("Did not go on by itself: ") == 0);
    bench.follow(first);
    CHECK(must(bench.catalog->notes(first)).size() == 1);
}

TEST_CASE("A request for more than a hundred resumes is refused") {
    RuleBench bench("exit 0");
    auto request = bench.request();
    request.resumes = 101;
    CHECK(bench.runs->start(request, {}, {}).error().message.find("resumes") != std::string::npos);
}
