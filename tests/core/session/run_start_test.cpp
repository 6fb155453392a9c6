// SPDX-License-Identifier: GPL-3.0-or-later
#include <nlohmann/json.hpp>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "run_bench.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

/// A small but complete run: header, points, progress, text, table, outputs.
const std::string whole = R"(
say() { printf '%s\n' "$1" >>events.jsonl; }
say "{\"flambeau\":1,\"run\":\"$FLAMBEAU_RUN\",\"rank\":0}"
say '{"e":"metric","t":1700000001,"step":1,"v":{"train/loss":0.9,"train/acc":0.25}}'
say '{"e":"progress","t":1700000001,"done":1,"total":2,"what":"train"}'
say '{"e":"metric","t":1700000002,"step":2,"epoch":1,"v":{"train/loss":"nan","val/acc":0.75}}'
say '{"e":"progress","t":1700000002,"done":2,"total":2,"what":"train"}'
say '{"e":"text","t":1700000002,"name":"note","text":"all well"}'
say '{"e":"unheard-of","t":1}'
mkdir -p outputs/tables
echo weights >outputs/best.safetensors
echo '{}' >outputs/tables/per_class.json
say '{"e":"table","t":1700000003,"step":2,"name":"per_class","path":"outputs/tables/per_class.json"}'
echo done
)";

}  // namespace

TEST_CASE("A run goes from its definition to kept outputs") {
    RunBench bench(whole);
    auto request = bench.request();
    request.experiment = "first";
    request.notes = "a note";
    request.tags = {"b", "a"};
    const auto run = must(bench.runs->start(request, {}, {}));
    const auto view = bench.finish(run);
    REQUIRE(view.state == domain::RunState::Completed);
    CHECK(view.name == "leaves-01");
    CHECK(view.experiment == "first");
    CHECK(view.tags == std::vector<std::string>{"a", "b"});
    CHECK(view.progress.done == 2);
    CHECK(view.badLines == 0);

    std::vector<domain::RunState> states;
    for (const auto& change : view.history) {
        states.push_back(change.state);
        CHECK(change.since >= view.created);
    }
    using enum domain::RunState;
    CHECK(states == std::vector{Preparing, Queued, Running, Finalizing, Completed});

    const auto json = session::toJson(view, true);
    CHECK(json["state"] == "completed");
    CHECK(json["metrics"]["val/acc"]["best"] == 0.75);
    CHECK(json["metrics"]["val/acc"]["best_step"] == 2);
    CHECK(json["metrics"]["train/loss"]["last"].is_null());
    CHECK(json["metrics"]["train/loss"]["min"] == 0.9);
    CHECK(json["definition"]["parameters"]["arch"] == "tiny");
    CHECK(json["definition"]["engine"] == std::string(64, 'a'));
    CHECK(json["definition"] == nlohmann::json::parse(read(bench.folder(run) / "run.json")));

    const auto outputs = must(bench.catalog->outputs(run));
    REQUIRE(outputs.size() == 2);
    CHECK(outputs[0].path == "outputs/best.safetensors");
    CHECK(outputs[0].sha256 == sha256Hex("weights\n"));
    const auto notes = must(bench.catalog->notes(run));
    REQUIRE(notes.size() == 2);
    CHECK(notes[0].text == "all well");
    CHECK(notes[1].path == "outputs/tables/per_class.json");
}

TEST_CASE("A definition stays what it was, whatever is changed about the run") {
    RunBench bench(whole);
    const auto run = bench.start();
    const auto before = bench.finish(run);
    CHECK(must(bench.runs->define(bench.request())).name == "leaves-02");
    must(bench.catalog->rename(run, "another name"));
    must(bench.catalog->setNotes(run, "notes"));
    must(bench.catalog->setTags(run, {"x"}));
    must(bench.catalog->setExperiment(run, "elsewhere"));
    const auto after = bench.view(run);
    CHECK(after.name == "another name");
    CHECK(after.experiment == "elsewhere");
    CHECK(after.definition == before.definition);
    CHECK(after.definitionHash == before.definitionHash);
    // A copy has the same hash: what decides the result is the same.
    const auto copy = must(bench.runs->clone(run, {}, {}, {}));
    CHECK(bench.finish(copy).definitionHash == before.definitionHash);
    const auto other = must(bench.runs->clone(run, {.set = {{"epochs", "3"}}}, {}, {}));
    CHECK(bench.finish(other).definitionHash != before.definitionHash);
    CHECK_FALSE(bench.runs->clone(run, {.set = {{"epoch", "3"}}}, {}, {}).ok());
}

TEST_CASE(
    "Outputs are copied out with or without their folder's name, and an unknown one is answered with those there are") {
    RunBench bench(whole);
    const auto run = bench.start();
    bench.finish(run);
    must(bench.catalog->getOutputs(run, "best.safetensors", bench.dir / "copy.bin", {}));
    CHECK(read(bench.dir / "copy.bin") == "weights\n");
    must(bench.catalog->getOutputs(run, "outputs/tables", bench.dir / "tables", {}));
    CHECK(read(bench.dir / "tables" / "per_class.json") == "{}\n");
    must(bench.catalog->getOutputs(run, "outputs", bench.dir / "all", {}));
    CHECK(read(bench.dir / "all" / "best.safetensors") == "weights\n");
    const auto missing = bench.catalog->getOutputs(run, "worst.safetensors", bench.dir / "x", {});
    REQUIRE_FALSE(missing.ok());
    CHECK(missing.error().hint.find("best.safetensors") != std::string::npos);
}

TEST_CASE("Ids may be shortened while one run alone begins so") {
    RunBench bench("exit 0");
    const auto first = bench.start();
    bench.finish(first);
    CHECK(must(bench.catalog->resolve(first.str().substr(0, 4))) == first);
    CHECK(must(bench.catalog->resolve("leaves-01")) == first);
    CHECK_FALSE(bench.catalog->resolve("zz").ok());
}

TEST_CASE("With one slot the second run waits for the first and says for whom") {
    RunBench bench("until [ -f finish ]; do sleep 0.05; done");
    must(bench.runs->setSlots(1));
    const auto first = bench.start();
    bench.until(first, [](const auto& view) { return view.state == domain::RunState::Running; });
    const auto second = bench.start();
    const auto waiting = bench.until(second, [](const auto& view) { return view.state == domain::RunState::Queued; });
    CHECK(waiting.reason == "waiting for leaves-01");
    const auto third = bench.start();
    CHECK(bench.until(third, [](const auto& view) { return view.state == domain::RunState::Queued; }).reason ==
          "behind leaves-02");
    const auto queue = must(bench.runs->queue());
    CHECK(queue.concurrent == 1);
    CHECK(queue.running == std::vector{first});
    CHECK(queue.waiting == std::vector{second, third});
    // A run that goes on is neither removed nor resumed.
    CHECK(bench.runs->remove(first).error().code == ErrorCode::Conflict);
    CHECK(bench.runs->resume(first, {}, {}, {}).error().code == ErrorCode::Conflict);
    write(bench.folder(first) / "finish", "");
    write(bench.folder(second) / "finish", "");
    write(bench.folder(third) / "finish", "");
    CHECK(bench.finish(first).state == domain::RunState::Completed);
    CHECK(bench.finish(second).state == domain::RunState::Completed);
    CHECK(bench.finish(third).state == domain::RunState::Completed);
}

TEST_CASE("A removed run is in the trash, comes back whole, and is deleted only from there") {
    RunBench bench(whole);
    const auto run = bench.start();
    bench.finish(run);
    CHECK_FALSE(bench.runs->purge(run).ok());
    must(bench.runs->remove(run));
    CHECK(must(bench.catalog->list()).empty());
    CHECK(must(bench.catalog->list({.trashed = true})).size() == 1);
    must(bench.runs->restore(run));
    CHECK(must(bench.catalog->list()).size() == 1);
    CHECK(bench.stored(run).at("train/acc").size() == 1);
    must(bench.runs->remove(run));
    must(bench.runs->purge(run));
    CHECK(must(bench.catalog->list({.trashed = true})).empty());
    CHECK_FALSE(fs::exists(bench.folder(run)));
}
