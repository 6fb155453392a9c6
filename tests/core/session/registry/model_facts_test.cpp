// SPDX-License-Identifier: GPL-3.0-or-later
// Keeping files from elsewhere, where a version came from, what it got wrong.
#include "flambeau/session/model_facts.h"
#include "flambeau/model/weights.h"
#include "flambeau/session/model_keep.h"
#include "registry_bench.h"

using namespace flambeau;
using namespace flambeau::test;
using session::ModelVersion;

namespace {

void writeWeights(const fs::path& path, float value) {
    model::Weights weights;
    weights.tensors["fc.weight"] = model::Tensor::fromFloats({2}, {value, 2});
    must(model::writeSafetensors(path, weights));
}

}  // namespace

TEST_CASE("A kept file takes its name from the file, or from the folder where the file's says nothing") {
    CHECK(session::modelNameFor("/data/oak trees.pt") == "oak-trees");
    CHECK(session::modelNameFor("/data/bees/best.pt") == "bees");
    CHECK(session::modelNameFor("/home/Downloads/model.onnx") == "model");
    CHECK(session::modelNameFor("/data/ants/") == "ants");
    CHECK(session::isModelFileName("a.PTH"));
    CHECK_FALSE(session::isModelFileName("a.txt"));
}

TEST_CASE("The same file is kept once, another one of the name is the next version, and no model is kept at all") {
    Bench bench;
    const auto keep = [&](const fs::path& path) { return session::keepModel(*bench.workspace, path, "oaks", {}, {}); };
    writeWeights(bench.dir / "oaks.safetensors", 1);
    const auto first = must(keep(bench.dir / "oaks.safetensors"));
    CHECK(first.version.reference() == "oaks@1");
    CHECK_FALSE(first.known);
    CHECK(first.what == "safetensors");
    const auto again = must(keep(bench.dir / "oaks.safetensors"));
    CHECK(again.known);
    CHECK(again.version.reference() == "oaks@1");
    writeWeights(bench.dir / "oaks.safetensors", 9);
    CHECK(must(keep(bench.dir / "oaks.safetensors")).version.reference() == "oaks@2");
    write(bench.dir / "diary.pt", "Dear diary");
    CHECK(keep(bench.dir / "diary.pt").error().code == ErrorCode::Unsupported);
    CHECK(must(bench.registry.versions("oaks")).size() == 2);
}

TEST_CASE("What a version got wrong is read from its table, and a path that leaves the pictures is not taken") {
    Bench bench;
    auto outputs = untrainedOutputs(bench.dir.path());
    outputs["tables/confusion.json"] =
        R"({"columns":[],"rows":[["circle","circle",3,["val/a.png"]],["circle","star",2,["val/b.png","../../etc/passwd"]],)"
        R"(["star","star",0,[]]]})";
    const auto run = bench.completedRun(outputs, 0.9);
    const ModelVersion version = must(bench.registry.registerOutputs(run, "shapes", "", {}, {}));
    const auto confusion = must(session::modelConfusion(*bench.workspace, version));
    CHECK(confusion.pictures == 5);
    CHECK(confusion.wrong == 2);
    REQUIRE(confusion.cells.size() == 2);
    CHECK(confusion.cells[1].files == std::vector<std::string>{"val/b.png"});
    CHECK(confusion.root.empty());
    const auto origin = must(session::modelOrigin(*bench.workspace, version));
    CHECK(origin.runThere);
    CHECK_FALSE(origin.runName.empty());
    CHECK_FALSE(origin.datasetThere);
    must(session::copyModelFile(*bench.workspace, version, "model.json", bench.dir / "copied.json", {}, {}));
    CHECK(read(bench.dir / "copied.json") == outputs["model.json"]);
    CHECK(session::copyModelFile(*bench.workspace, version, "nothing", bench.dir / "x", {}, {}).error().code ==
          ErrorCode::NotFound);
}

TEST_CASE("A table of something else is an error, and a version without one says so") {
    Bench bench;
    for (const char* table : {"no JSON", "[]", R"({"rows":[["circle"]]})", R"({"rows":[["a","b",-1,[]]]})"}) {
        auto outputs = untrainedOutputs(bench.dir.path());
        outputs["tables/confusion.json"] = table;
        const auto run = bench.completedRun(outputs, 0.9);
        const ModelVersion version = must(bench.registry.registerOutputs(run, "shapes", "", {}, {}));
        CHECK(session::modelConfusion(*bench.workspace, version).error().code == ErrorCode::Corrupt);
    }
    writeWeights(bench.dir / "oaks.safetensors", 1);
    const auto kept = must(session::keepModel(*bench.workspace, bench.dir / "oaks.safetensors", "oaks", {}, {}));
    CHECK(session::modelConfusion(*bench.workspace, kept.version).error().code == ErrorCode::NotFound);
}
