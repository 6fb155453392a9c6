// SPDX-License-Identifier: GPL-3.0-or-later
// With the real flambeau-judge.
#include <nlohmann/json.hpp>

#include "flambeau/base/subprocess.h"
#include "flambeau/session/registry_service.h"
#include "registry_bench.h"

using namespace flambeau;
using namespace flambeau::test;
using session::ModelVersion;
using session::RegistryService;

TEST_CASE("What the judge finds wrong is recorded, said, and never called verified") {
    Bench bench;
    const auto run = bench.completedRun(untrainedOutputs(bench.dir.path()), 0.9);
    const ModelVersion version = must(bench.registry.registerOutputs(run, "shapes", "", {}, {}));
    const ModelVersion judged = must(bench.registry.judgeNew(version, {}, {}));
    REQUIRE(judged.onnx.is_object());
    CHECK(judged.onnx["agrees"] == false);
    CHECK(judged.onnx["verified_by"].is_null());
    CHECK(judged.onnx["judged_by"].get<std::string>().find("OpenCV") != std::string::npos);
    CHECK(judged.onnx["max_abs_diff"].get<double>() > 0);
    CHECK(judged.onnx["pictures"] == 2);
    CHECK(judged.onnx["note"].get<std::string>().find("whole validation set was not judged") != std::string::npos);
    REQUIRE(judged.file("model.onnx"));
    CHECK(judged.onnx["onnx"] == judged.file("model.onnx")->sha256);
}

TEST_CASE("No later verdict over fewer pictures and no other runtime hides that a judge disagreed") {
    Bench bench;
    const auto run = bench.completedRun(untrainedOutputs(bench.dir.path()), 0.9);
    const ModelVersion version = must(bench.registry.registerOutputs(run, "shapes", "", {}, {}));
    must(bench.registry.exportTo(version, bench.dir / "plain.onnx", {}, {}));
    // From here on the judge says what it is told to, and ONNX Runtime seems prepared.
    const fs::path answer = bench.dir / "answer.json", judge = bench.dir / "judge";
    test::write(judge, "#!/bin/sh\ncat '" + answer.string() + "'\n");
    fs::permissions(judge, fs::perms::owner_all);
    test::write(bench.dir / "cache/flambeau/onnxruntime-env/READY", "1.0\n");
    test::write(bench.dir / "cache/flambeau/onnxruntime-env/bin/python3", "");
    const Variables told(Values{{"FLAMBEAU_JUDGE", judge.string()}});
    const auto judged = [&](const std::string& runtime, bool agrees, int pictures) {
        test::write(answer, nlohmann::json{{"verified_by", runtime}, {"agrees", agrees}, {"pictures", pictures}}.dump());
        const ModelVersion now = must(bench.registry.find("shapes"));
        return must(bench.registry.judge(now, RegistryService::Extent::Sixteen, runtime, {}, {})).onnx;
    };
    CHECK(judged("opencv", true, 400)["pictures"] == 400);
    CHECK(judged("opencv", true, 16)["pictures"] == 400);
    CHECK(judged("opencv", false, 16)["agrees"] == false);
    CHECK(judged("opencv", false, 400)["pictures"] == 400);
    CHECK(judged("opencv", true, 16)["agrees"] == false);
    CHECK(judged("opencv", false, 16)["pictures"] == 400);
    const auto both = judged("onnxruntime", true, 400);
    CHECK(both["agrees"] == false);
    CHECK(both["judged_by"] == "opencv");
    CHECK(both["judges"]["onnxruntime"]["agrees"] == true);
    CHECK(judged("opencv", true, 400)["verified_by"] == "onnxruntime");
}

TEST_CASE("A broken model.json keeps its version and the reason why it was not judged") {
    Bench bench;
    auto outputs = untrainedOutputs(bench.dir.path());
    outputs["best.safetensors"] = "no weights at all";
    const auto run = bench.completedRun(outputs, 0.9);
    const ModelVersion version = must(bench.registry.registerOutputs(run, "shapes", "", {}, {}));
    const ModelVersion judged = must(bench.registry.judgeNew(version, {}, {}));
    CHECK(judged.onnx["verified_by"].is_null());
    CHECK(judged.onnx["agrees"] == false);
    CHECK(judged.onnx["note"].get<std::string>().find("Not judged") == 0);
}

TEST_CASE("An export to ONNX is the registered file, and other options make another") {
    Bench bench;
    const auto run = bench.completedRun(untrainedOutputs(bench.dir.path()), 0.9);
    const ModelVersion version = must(bench.registry.registerOutputs(run, "shapes", "", {}, {}));
    session::ExportOptions options;
    const auto plain = must(bench.registry.exportTo(version, bench.dir / "plain.onnx", options, {}));
    CHECK(plain.sha256 == must(bench.registry.find("shapes")).file("model.onnx")->sha256);
    options.softmax = options.preprocess = true;
    const auto other = must(bench.registry.exportTo(version, bench.dir / "other.onnx", options, {}));
    CHECK(other.sha256 != plain.sha256);
    CHECK(fs::is_empty(bench.workspace->paths().root / "tmp"));
}

TEST_CASE("A prediction names every picture, those that cannot be read too") {
    Bench bench;
    const auto run = bench.completedRun(untrainedOutputs(bench.dir.path()), 0.9);
    const ModelVersion version = must(bench.registry.registerOutputs(run, "shapes", "", {}, {}));
    std::string picture = "P6\n40 40\n255\n";
    for (int i = 0; i < 40 * 40; ++i)
        picture += "abc";
    write(bench.dir / "a picture.ppm", picture);
    write(bench.dir / "no picture.jpg", "nothing of the kind");
    const auto answers =
        must(bench.registry.predict(version, {bench.dir / "a picture.ppm", bench.dir / "no picture.jpg"}, 2, {}, {}));
    REQUIRE(answers.size() == 2);
    CHECK(answers[0]["path"] == (bench.dir / "a picture.ppm").string());
    REQUIRE(answers[0]["top"].size() == 2);
    CHECK(answers[0]["top"][0]["probability"] >= answers[0]["top"][1]["probability"]);
    CHECK(answers[1]["error"]["message"].is_string());
}

TEST_CASE("A judge that is not there is an error that says where it was looked for") {
    Bench bench;
    const Variables none(Values{{"FLAMBEAU_JUDGE", "/nonexistent/judge"}});
    const auto run = bench.completedRun(untrainedOutputs(bench.dir.path()), 0.9);
    const ModelVersion version = must(bench.registry.registerOutputs(run, "shapes", "", {}, {}));
    const auto refused = bench.registry.judge(version, RegistryService::Extent::Sixteen, "opencv", {}, {});
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().message.find("/nonexistent/judge") != std::string::npos);
    CHECK(must(bench.registry.judgeNew(version, {}, {})).onnx["verified_by"].is_null());
    CHECK(bench.registry.judge(version, RegistryService::Extent::Sixteen, "onnxruntime", {}, {}).error().code ==
          ErrorCode::NotFound);
}
