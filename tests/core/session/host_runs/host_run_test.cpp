// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>

#include <nlohmann/json.hpp>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/domain/run_definition.h"
#include "flambeau/store/artifacts.h"
#include "flambeau/store/computes.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/workspace.h"
#include "host_bench.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

const std::string writes = R"(
printf '{"flambeau":1,"run":"%s","rank":0}\n' "$FLAMBEAU_RUN" >events.jsonl
i=0
while [ $i -lt 200 ]; do
  i=$((i + 1))
  printf '{"e":"metric","t":1,"step":%s,"v":{"train/loss":0.%s}}\n' $i $i >>events.jsonl
  echo "line $i"
done
mkdir -p outputs/deep
head -c 100000 /dev/urandom >outputs/deep/weights
echo small >outputs/note
echo small >outputs/twin
)";
const std::string waits = "until [ -f finish ]; do sleep 0.05; done\n";

bool running(const session::RunView& view) {
    return view.state == domain::RunState::Running;
}

}  // namespace

TEST_CASE("A run on a host ends as its exit says, and every point, log byte and output is here") {
    if (!Sshd::available())
        return;
    HostBench bench(writes);
    const auto run = bench.startOnBox();
    NotingRegistrar registrar;
    const auto view = bench.toItsEnd(run, &registrar);
    CHECK(view.state == domain::RunState::Completed);
    CHECK(view.compute == "box");
    CHECK(bench.stored(run) == RunBench::written(bench.there(run) / "events.jsonl"));
    CHECK(bench.stored(run)["train/loss"].size() == 200);
    CHECK(read(bench.folder(run) / "logs" / "stdout.log") == read(bench.there(run) / "logs" / "stdout.log"));
    CHECK(read(bench.folder(run) / "logs" / "prepare.log") == "the bench's trainer serves\n");
    const auto outputs = must(bench.catalog->outputs(run));
    REQUIRE(outputs.size() == 3);
    for (const auto& file : outputs) {
        const auto kept = must(store::Artifacts(bench.workspace->store()).get(file.sha256));
        CHECK(read(kept.path) == read(bench.there(run) / file.path));
    }
    CHECK(fs::is_empty(bench.workspace->paths().local() / "fetching"));
    CHECK(bench.problems.empty());
}

TEST_CASE("A host has of the dataset what a run needs, by content, and is sent it once") {
    if (!Sshd::available())
        return;
    HostBench bench("cp data/manifest.json outputs/");
    const auto first = bench.startOnBox();
    bench.toItsEnd(first);
    const auto manifest = nlohmann::json::parse(read(bench.there(first) / "data" / "manifest.json"));
    CHECK(manifest["store"] == (bench.dir / "host" / "store").string());
    for (const auto& file : manifest["files"]) {
        const std::string sha256 = file["sha256"];
        CHECK(must(sha256File(bench.dir / "host" / "store" / sha256.substr(0, 2) / sha256)) == sha256);
    }
    const auto before = bench.way.bytes();
    bench.startOnBox();
    CHECK(bench.way.bytes() - before < 400'000);  // scripts, not pictures
}

TEST_CASE("The definition that is kept is the one that was written to the host, with the engine made there") {
    if (!Sshd::available())
        return;
    HostBench bench("true");
    const auto run = bench.startOnBox();
    const auto kept = must(store::Runs(bench.workspace->store()).get(run));
    const auto there = nlohmann::json::parse(read(bench.there(run) / "run.json"));
    CHECK(nlohmann::json::parse(kept.definition) == there);
    CHECK(there["engine"] == std::string(64, 'b'));
    CHECK(there["compute"] == "box");
}

TEST_CASE("A run on a host is canceled with all its processes") {
    if (!Sshd::available())
        return;
    HostBench bench("setsid sh -c 'while :; do sleep 0.1; done' & " + waits);
    const auto run = bench.startOnBox();
    bench.follow(run, running);
    CHECK(!processesOfRun(run).empty());
    must(bench.runs->cancel(run));
    CHECK(bench.toItsEnd(run).state == domain::RunState::Canceled);
    CHECK(processesOfRun(run).empty());
}

TEST_CASE("Files that a run changed after its end are not taken for what it recorded") {
    if (!Sshd::available())
        return;
    HostBench bench("echo good >outputs/file; " + waits);
    const auto run = bench.startOnBox();
    bench.follow(run, running);
    bench.way.refuse(true);
    bench.way.cutNow();
    write(bench.there(run) / "finish", "");
    REQUIRE(until([&] { return fs::exists(bench.there(run) / "exit.json"); }));
    write(bench.there(run) / "outputs" / "file", "evil");
    bench.way.refuse(false);
    const auto view = bench.toItsEnd(run);
    CHECK(view.state == domain::RunState::Completed);
    CHECK(must(bench.catalog->outputs(run)).empty());
    CHECK(view.reason.find("outputs/file") != std::string::npos);
}

TEST_CASE("A run on a host that nobody knows, or with more GPUs than it has, is refused and leaves nothing") {
    if (!Sshd::available())
        return;
    HostBench bench("true");
    auto request = bench.onBox();
    request.compute = "nowhere";
    CHECK(bench.runs->start(request, {}, {}).error().message.find("nowhere") != std::string::npos);
    request = bench.onBox();
    request.gpus = 2;
    CHECK(bench.runs->start(request, {}, {}).error().message.find("2 GPUs") != std::string::npos);
    CHECK(must(bench.catalog->list()).empty());
}

TEST_CASE("A host that cannot be reached takes no run, and says so at once") {
    if (!Sshd::available())
        return;
    HostBench bench("true");
    bench.sshd.stop();
    CHECK(bench.runs->start(bench.onBox(), {}, {}).error().code == ErrorCode::Unreachable);
    CHECK(must(bench.catalog->list()).empty());
}

TEST_CASE("A run that has used up its time is ended, and says so; neither limit nor priority changes what it is") {
    if (!Sshd::available())
        return;
    HostBench bench("echo half >outputs/half\n" + waits);
    auto request = bench.onBox();
    request.timeLimit = 0.5;
    request.priority = 7;
    const auto run = must(bench.runs->start(request, {}, {}));
    const auto view = bench.toItsEnd(run);
    CHECK(view.state == domain::RunState::Failed);
    CHECK(view.reason.find("time limit") != std::string::npos);
    CHECK(must(bench.catalog->outputs(run)).size() == 1);
    auto definition = must(domain::runDefinitionFromJson(nlohmann::json::parse(view.definition)));
    CHECK(definition.priority == 7);
    const auto hash = definition.hash();
    definition.priority = 0;
    definition.timeLimit = 0;
    CHECK(definition.hash() == hash);
    request.priority = 1001;
    CHECK(bench.runs->start(request, {}, {}).error().message.find("priority") != std::string::npos);
}

TEST_CASE(
    "A run that was lost on a host goes on there by itself, from the checkpoint that was fetched, once the host is "
    "back") {
    if (!Sshd::available())
        return;
    HostBench bench(
        "mkdir -p outputs/checkpoint\n[ -f resume/checkpoint.safetensors ] && exit 0\n"
        "cp \"$FLAMBEAU_RUN_DIR/../../../checkpoint\" outputs/checkpoint/checkpoint.safetensors\n"
        "echo started >begun; until [ -f finish ]; do sleep 0.05; done");
    write(bench.dir / "checkpoint", checkpoint({{"next_step", "6"}}));
    auto request = bench.onBox();
    request.resumes = 1;
    const auto run = must(bench.runs->start(request, {}, {}));
    bench.follow(run, [&](const auto&) { return fs::exists(bench.there(run) / "begun"); });
    const auto pids = processesOf(bench.there(run));
    REQUIRE(pids.size() == 2);
    kill(pids[0], SIGKILL);
    kill(-pids[1], SIGKILL);
    bench.follow(run, [](const auto& view) { return view.state == domain::RunState::Lost && view.outputsKept; });
    bench.way.refuse(true);
    bench.way.cutNow();
    bench.restart();
    session::RunFollower away(*bench.workspace, {nullptr, bench.runs.get()});
    must(away.pass());
    CHECK(bench.view(run).resumedBy.empty());
    CHECK(must(bench.catalog->notes(run)).empty());  // it is tried again
    bench.way.refuse(false);
    const auto lost =
        bench.follow(run, [](const auto& view) { return !view.resumedBy.empty(); }, {nullptr, bench.runs.get()});
    const auto next = bench.toItsEnd(lost.resumedBy.at(0));
    CHECK(next.state == domain::RunState::Completed);
    CHECK(next.compute == "box");
    CHECK(next.resumedAtStep == 6);
}

TEST_CASE("The PyTorch that a host was told to use is what its engine is made with, from the home on") {
    if (!Sshd::available())
        return;
    HostBench bench("exit 0");
    const store::Computes computes(bench.workspace->store());
    auto definition = nlohmann::json::parse(must(computes.get("box")).definition);
    definition["libtorch"] = "~/torch env";
    must(computes.setDefinition("box", definition.dump()));
    bench.restart();
    std::string asked;
    bench.runs->makeHostEnginesBy([&](remote::Transport&, const auto&, const session::HostEngineRequest& request,
                                      const auto&, auto, const auto&, const auto&) {
        asked = request.libtorch;
        return Result<session::HostEngine>(Error{ErrorCode::Unavailable, "none is made here", "", ""});
    });
    CHECK_FALSE(bench.runs->start(bench.onBox(), {}, {}));
    CHECK(asked.starts_with("/"));
    CHECK(asked.ends_with("/torch env"));
}
