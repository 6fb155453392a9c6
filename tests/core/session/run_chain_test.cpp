// SPDX-License-Identifier: GPL-3.0-or-later
#include <nlohmann/json.hpp>

#include "flambeau/base/sha256.h"
#include "flambeau/session/run_prepare.h"
#include "run_bench.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

/// Writes steps `first` to `last` with the value step + `add`.
std::string points(int first, int last, int add) {
    std::string script = "printf '{\"flambeau\":1,\"run\":\"%s\",\"rank\":0}\\n' \"$FLAMBEAU_RUN\" >events.jsonl\n";
    for (int step = first; step <= last; ++step)
        script += "echo '{\"e\":\"metric\",\"t\":" + std::to_string(step) + ",\"step\":" + std::to_string(step) +
                  ",\"v\":{\"train/loss\":" + std::to_string(step + add) + "}}' >>events.jsonl\n";
    return script;
}

}  // namespace

TEST_CASE("A resumed run goes on in a folder of its own, and its chain is one curve") {
    RunBench bench("mkdir -p outputs/checkpoint; cp \"$CHECKPOINT\" outputs/checkpoint/checkpoint.safetensors\n" +
                   points(1, 8, 0) + "exit 1");
    write(bench.dir / "checkpoint", checkpoint({{"next_step", "6"}}));
    setenv("CHECKPOINT", (bench.dir / "checkpoint").c_str(), 1);
    const auto parent = bench.start();
    CHECK(bench.finish(parent).state == domain::RunState::Failed);

    bench.setTrainer("cp resume/checkpoint.safetensors seen\n" + points(6, 10, 100));
    const auto child = must(bench.runs->resume(parent, {}, {}, {}));
    const auto view = bench.finish(child);
    CHECK(view.state == domain::RunState::Completed);
    CHECK(view.name == "leaves-01-resumed-01");
    CHECK(view.resumedFrom == parent);
    CHECK(view.resumedAtStep == 6);
    CHECK(view.chain == std::vector{parent, child});
    CHECK(bench.view(parent).resumedBy == std::vector{child});
    CHECK(read(bench.folder(child) / "seen") == read(bench.dir / "checkpoint"));
    const auto definition = nlohmann::json::parse(view.definition);
    CHECK(definition["resumed_from"]["sha256"] == must(sha256File(bench.dir / "checkpoint")));
    CHECK(definition["resumed_from"]["next_step"] == 6);

    // Steps 6 to 8 of the parent were trained again and are hidden.
    std::vector<StreamPoint> expected;
    for (int step = 1; step <= 10; ++step)
        expected.push_back({step, std::to_string(step < 6 ? step : step + 100)});
    CHECK(bench.stored(child).at("train/loss") == expected);
    CHECK(bench.stored(parent).at("train/loss").size() == 8);
    // Read piece by piece, whatever the pieces' size, it is the same curve, and a cursor at its end finds nothing more.
    for (const std::int64_t limit : {1, 3, 4, 100}) {
        session::SeriesCursor cursor;
        std::vector<StreamPoint> read;
        for (std::size_t before = 1; before > 0;) {
            const auto piece = must(bench.catalog->pointsAfter(child, "train/loss", cursor, limit));
            for (const auto& point : piece)
                read.push_back({point.step, std::to_string(static_cast<int>(point.value))});
            before = piece.size();
        }
        CHECK(read == expected);
    }
    session::SeriesCursor none;
    CHECK(must(bench.catalog->pointsAfter(child, "val/loss", none, 10)).empty());
    REQUIRE(view.metrics.size() == 1);
    CHECK(view.metrics[0].statistics.count == 10);
    CHECK(view.metrics[0].statistics.min == 1);
    CHECK(view.metrics[0].statistics.last == 110);

    // It left no checkpoint of its own: the one that it began with is good for another try.
    const auto third = must(bench.runs->resume(child, {.set = {{"epochs", "9"}}}, {}, {}));
    const auto last = bench.finish(third);
    CHECK(last.name == "leaves-01-resumed-02");
    CHECK(last.chain == std::vector{parent, child, third});
    CHECK(bench.stored(third).at("train/loss") == expected);
    CHECK(nlohmann::json::parse(last.definition)["parameters"]["epochs"] == 9);
}

TEST_CASE("A run that left no checkpoint is not resumed, nor one that has nothing left to do") {
    RunBench bench("exit 1");
    const auto run = bench.start();
    bench.finish(run);
    const auto none = bench.runs->resume(run, {}, {}, {});
    REQUIRE_FALSE(none.ok());
    CHECK(none.error().code == ErrorCode::NotFound);

    bench.setTrainer("mkdir -p outputs/checkpoint; cp \"$CHECKPOINT\" outputs/checkpoint/checkpoint.safetensors");
    write(bench.dir / "checkpoint", checkpoint({{"next_step", "6"}}));
    setenv("CHECKPOINT", (bench.dir / "checkpoint").c_str(), 1);
    const auto done = bench.start();
    bench.finish(done);
    CHECK(bench.runs->resume(done, {}, {}, {}).error().hint.find("epochs") != std::string::npos);
    CHECK(bench.runs->resume(done, {.set = {{"lr", "0.1"}}}, {}, {}).error().message.find("lr") != std::string::npos);
}

TEST_CASE("A copy of a run is a run of its own, with the changes that were asked for and nothing else") {
    RunBench bench("mkdir -p outputs/checkpoint; cp \"$CHECKPOINT\" outputs/checkpoint/checkpoint.safetensors; exit 1");
    write(bench.dir / "checkpoint", checkpoint({{"next_step", "6"}}));
    setenv("CHECKPOINT", (bench.dir / "checkpoint").c_str(), 1);
    auto request = bench.request();
    request.set["lr"] = "0.25";
    request.notes = "a note";
    request.tags = {"t"};
    request.registerAs = "leaf";
    const auto original = must(bench.runs->start(request, {}, {}));
    bench.finish(original);
    const auto resumed = must(bench.runs->resume(original, {}, {}, {}));
    bench.finish(resumed);

    const auto same = bench.finish(must(bench.runs->clone(original, {}, {}, {})));
    CHECK(same.name == "leaves-02");
    CHECK(same.notes == "a note");
    CHECK(same.tags == std::vector<std::string>{"t"});
    CHECK(same.definitionHash == bench.view(original).definitionHash);
    CHECK(nlohmann::json::parse(same.definition)["register"]["model"] == "leaf");

    // A copy of a resumed run begins anew.
    const auto other = bench.finish(must(bench.runs->clone(
        resumed, {.name = "mine", .experiment = "other", .set = {{"epochs", "7"}}, .registerAs = ""}, {}, {})));
    CHECK(other.name == "mine");
    CHECK(other.experiment == "other");
    CHECK_FALSE(other.resumedFrom);
    CHECK_FALSE(fs::exists(bench.folder(other.id) / "resume"));
    const auto definition = nlohmann::json::parse(other.definition);
    CHECK(definition["parameters"]["epochs"] == 7);
    CHECK(definition["parameters"]["lr"] == 0.25);
    CHECK(must(domain::runDefinitionFromJson(definition)).registerAs.model.empty());

    const auto runs = must(bench.catalog->list()).size();
    CHECK(bench.runs->clone(original, {.set = {{"epoch", "7"}}}, {}, {}).error().message.find("epoch") !=
          std::string::npos);
    CHECK(bench.runs->clone(original, {.experiment = "a/b"}, {}, {}).error().code == ErrorCode::InvalidArgument);
    CHECK(bench.runs->clone(RunId::create(), {}, {}, {}).error().code == ErrorCode::NotFound);
    CHECK(must(bench.catalog->list()).size() == runs);
}

TEST_CASE("A checkpoint says where training goes on, and a damaged one is refused") {
    TempDir dir;
    const auto file = dir / "checkpoint.safetensors";
    const auto info = [&](const std::string& bytes) {
        write(file, bytes);
        return session::readCheckpointInfo(file);
    };
    CHECK(must(info(checkpoint({{"next_step", "6"}}))).nextStep == 6);
    CHECK(must(info(checkpoint({{"state", R"({"next_step":7,"epoch":1})"}}))).nextStep == 7);
    CHECK(session::readCheckpointInfo(dir / "nothing").error().code == ErrorCode::NotFound);
    const auto good = checkpoint({{"next_step", "6"}});
    for (const auto& bytes : {std::string(), good.substr(0, 5), good.substr(0, 20), good.substr(0, good.size() - 1),
                              std::string(16, '\xff'), checkpoint({{"other", "6"}}), checkpoint("text")})
        CHECK(info(bytes).error().code == ErrorCode::Corrupt);
}
