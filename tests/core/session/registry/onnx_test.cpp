// SPDX-License-Identifier: GPL-3.0-or-later
// With the real flambeau-judge.
#include <sys/stat.h>

#include <atomic>
#include <thread>

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
        test::write(answer,
                    nlohmann::json{{"verified_by", runtime}, {"agrees", agrees}, {"pictures", pictures}}.dump());
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

TEST_CASE("Pictures that are not there, or are none, are rows of their own and stop no other") {
    Bench bench;
    const auto run = bench.completedRun(untrainedOutputs(bench.dir.path()), 0.9);
    const ModelVersion version = must(bench.registry.registerOutputs(run, "shapes", "", {}, {}));
    std::string picture = "P6\n40 40\n255\n";
    for (int i = 0; i < 40 * 40; ++i)
        picture += "abc";
    const fs::path good = bench.dir / "good.ppm", broken = bench.dir / "two\nlines.ppm", pipe = bench.dir / "pipe";
    write(good, picture);
    write(broken, picture);
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    const std::vector<fs::path> asked = {bench.dir / "missing.png", good,   pipe, "/dev/zero",
                                         bench.dir.path(),          broken, "",   good};
    const auto answers = must(bench.registry.predict(version, asked, 1, {}, {}));
    REQUIRE(answers.size() == asked.size());
    for (std::size_t i = 0; i < asked.size(); ++i) {
        CAPTURE(i);
        CHECK(answers[i]["path"] == asked[i].string());
        CHECK(answers[i].contains("top") == (asked[i] == good));
        CHECK(answers[i].contains("error") == (asked[i] != good));
    }
    CHECK(answers[0]["error"]["code"] == "not_found");
    CHECK(answers[1]["top"] == answers[7]["top"]);
    const auto none = must(bench.registry.predict(version, {pipe}, 1, {}, {}));
    CHECK(none[0]["error"]["message"].get<std::string>().find("no ordinary file") != std::string::npos);
}

TEST_CASE("A picture that crashes the judge is found, and the others are predicted all the same") {
    Bench bench;
    const auto run = bench.completedRun(untrainedOutputs(bench.dir.path()), 0.9);
    ModelVersion version = must(bench.registry.registerOutputs(run, "shapes", "", {}, {}));
    must(bench.registry.exportTo(version, bench.dir / "plain.onnx", {}, {}));
    version = must(bench.registry.find("shapes"));
    const fs::path judge = bench.dir / "judge";
    test::write(judge,
                "#!/bin/sh\nout=\nwhile read -r path; do\n"
                "  case $path in *evil*) kill -SEGV $$ ;; esac\n"
                "  out=\"$out${out:+,}{\\\"path\\\":\\\"$path\\\",\\\"top\\\":[]}\"\ndone\necho \"[$out]\"\n");
    fs::permissions(judge, fs::perms::owner_all);
    const Variables crashing(Values{{"FLAMBEAU_JUDGE", judge.string()}});
    std::vector<fs::path> asked;
    for (int i = 0; i < 9; ++i) {
        asked.push_back(bench.dir / (i % 4 == 2 ? "evil" + std::to_string(i) : "good" + std::to_string(i)));
        test::write(asked.back(), "a picture");
    }
    const auto answers = must(bench.registry.predict(version, asked, 1, {}, {}));
    REQUIRE(answers.size() == asked.size());
    for (std::size_t i = 0; i < asked.size(); ++i) {
        CAPTURE(i);
        CHECK(answers[i]["path"] == asked[i].string());
        CHECK(answers[i].contains("error") == (i % 4 == 2));
    }
    CHECK(answers[2]["error"]["message"].get<std::string>().find("crashed") != std::string::npos);
    for (fs::path& path : asked)
        test::write(path = path.parent_path() / ("evil" + path.filename().string()), "a picture");
    for (int i = 0; i < 60; ++i)
        test::write(asked.emplace_back(bench.dir / ("evil" + std::to_string(i))), "a picture");
    CHECK_FALSE(bench.registry.predict(version, asked, 1, {}, {}).ok());  // all of them: it is not the pictures
}

TEST_CASE("Two judges that write verdicts of one version at once lose none") {
    Bench bench;
    const auto run = bench.completedRun(untrainedOutputs(bench.dir.path()), 0.9);
    must(bench.registry.registerOutputs(run, "shapes", "", {}, {}));
    // Each verdict is over more pictures than the last, so the last one of either judge must be there at the end.
    const fs::path judge = bench.dir / "judge";
    test::write(judge,
                "#!/bin/sh\nruntime=; out=\nwhile [ $# -gt 0 ]; do\n"
                "  case $1 in --runtime) runtime=$2 ;; --out) echo onnx >\"$2\" ;; esac\n  shift\ndone\n"
                "n=$(($(cat \"" +
                    (bench.dir / "count").string() +
                    "-$runtime\" 2>/dev/null) + 1))\n"
                    "echo $n >\"" +
                    (bench.dir / "count").string() +
                    "-$runtime\"\n"
                    "echo \"{\\\"verified_by\\\":\\\"$runtime\\\",\\\"agrees\\\":true,\\\"pictures\\\":$n}\"\n");
    fs::permissions(judge, fs::perms::owner_all);
    test::write(bench.dir / "cache/flambeau/onnxruntime-env/READY", "1.0\n");
    test::write(bench.dir / "cache/flambeau/onnxruntime-env/bin/python3", "");
    const Variables told(Values{{"FLAMBEAU_JUDGE", judge.string()}});
    constexpr int verdicts = 25;
    std::atomic<int> failed{0};
    const auto judging = [&](const std::string& runtime) {
        const auto workspace = session::Workspace::open(bench.dir / "workspace");
        if (!workspace.ok()) {
            failed += verdicts;
            return;
        }
        RegistryService registry(**workspace);
        for (int i = 0; i < verdicts; ++i) {
            const auto version = registry.find("shapes@1");
            failed +=
                !version.ok() || !registry.judge(*version, RegistryService::Extent::Sixteen, runtime, {}, {}).ok();
        }
    };
    { const std::jthread opencv(judging, "opencv"), onnxruntime(judging, "onnxruntime"); }
    CHECK(failed == 0);
    const auto onnx = must(bench.registry.find("shapes@1")).onnx;
    for (const char* runtime : {"opencv", "onnxruntime"}) {
        CAPTURE(runtime);
        CHECK(onnx["judges"][runtime]["pictures"] == verdicts);
        CHECK(onnx["judges"][runtime]["verified_by"] == runtime);
    }
}

TEST_CASE("A rule that is stopped while it judges goes on with judging the next time") {
    Bench bench;
    const fs::path root = bench.dir / "pictures", judging = bench.dir / "judging";
    test::write(root / "val/circle/a.png", "never opened");
    const auto run = bench.completedRun(untrainedOutputs(bench.dir.path()), 0.9);
    test::write(bench.workspace->store().runDir(run) / "data/manifest.json", "{\"root\":\"" + root.string() + "\"}");
    const fs::path judge = bench.dir / "judge";
    const auto judges = [&](const std::string& whole) {
        test::write(judge,
                    "#!/bin/sh\nfor word; do\n  [ \"$before\" != --out ] || echo onnx >\"$word\"\n"
                    "  [ \"$word\" != --all ] || { " +
                        whole +
                        "; }\n  before=$word\ndone\n"
                        "echo '{\"verified_by\":\"me\",\"agrees\":true,\"pictures\":2}'\n");
        fs::permissions(judge, fs::perms::owner_all);
    };
    judges(": >" + judging.string() + "; sleep 600");
    const Variables told(Values{{"FLAMBEAU_JUDGE", judge.string()}});
    const domain::RegisterRule rule{"m", "val/acc"};
    std::stop_source stop;
    Result<std::string> stopped = std::string();
    {
        const std::jthread registering([&] { stopped = bench.registry.registerRun(run, rule, stop.get_token()); });
        while (!fs::exists(judging))
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        stop.request_stop();
    }
    REQUIRE_FALSE(stopped.ok());
    CHECK(stopped.error().code == ErrorCode::Canceled);
    CHECK(must(bench.registry.find("m@1")).onnx["whole"] == false);
    judges(":");
    CHECK(must(bench.registry.registerRun(run, rule)) == "m@1");
    CHECK(must(bench.registry.find("m@1")).onnx["whole"] == true);
    CHECK(must(bench.registry.versions("m")).size() == 1);
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
