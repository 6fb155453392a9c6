// SPDX-License-Identifier: GPL-3.0-or-later
// Whole runs of the real program: what they tell and what they leave.
#include <set>

#include "checkpoint.h"
#include "flambeau/base/sha256.h"
#include "flambeau/base/subprocess.h"
#include "flambeau/model/model_file.h"
#include "flambeau/model/weights.h"
#include "lab.h"
#include "places.h"
#include "torch_version.h"

using namespace flambeau;
using flambeau::test::must;
using flambeau::test::quick;

namespace {

void requireDone(const test::Ended& ended) {
    INFO(ended.out << ended.err);
    REQUIRE(ended.exitCode == 0);
}

nlohmann::json jsonOf(const fs::path& path) {
    return nlohmann::json::parse(test::read(path));
}

void checkOutputs(const nlohmann::json& found) {
    INFO(found.dump(1));
    CHECK(found["names_equal"] == true);
    CHECK(found["values_equal"] == true);
    const double tolerance = 1e-4 * std::max(1.0, found["largest"].get<double>());
    if (found.contains("torchvision_difference"))
        CHECK(found["torchvision_difference"].get<double>() <= tolerance);
    if (found.contains("script_refused")) {
        CHECK(FLAMBEAU_TORCH_AT_LEAST(2, 0));  // an older PyTorch may refuse a newer TorchScript, nothing else
        return;
    }
    CHECK(found["script_difference"].get<double>() <= tolerance);
    CHECK(found["script_single"].get<double>() <= tolerance);
    CHECK(found["script_names_equal"] == true);
}

}  // namespace

TEST_CASE("A run learns to tell drawn shapes apart and tells every step") {
    const test::TempDir dir;
    const auto manifest = test::drawDataset(dir / "data", 24, 8);
    test::makeRun(dir / "run", {manifest,
                                quick({{"epochs", std::int64_t{12}},
                                       {"lr", 0.05},
                                       {"scheduler", std::string("cosine")},
                                       {"augmentation", std::string("none")}}),
                                {},
                                {}});
    const auto ended = test::train(dir / "run");
    requireDone(ended);
    CHECK(ended.out.find("epoch 12/12  train loss ") != std::string::npos);
    const auto stream = test::streamOf(dir / "run");
    CHECK(stream.events.front().contains("flambeau"));
    const auto loss = stream.series("train/loss");
    REQUIRE(loss.size() == 12 * 9);
    for (std::size_t i = 0; i < loss.size(); ++i)
        REQUIRE(loss[i].first == static_cast<std::int64_t>(i) + 1);
    CHECK(stream.series("train/acc").size() == loss.size());
    CHECK(stream.series("lr").size() == loss.size());
    for (const char* name : {"train/epoch_loss", "train/epoch_acc", "val/loss", "val/acc"}) {
        const auto points = stream.series(name);
        INFO(name);
        REQUIRE(points.size() == 12);
        CHECK(points.front().first == 9);
        CHECK(points.back().first == 108);
    }
    CHECK_FALSE(stream.series("train/images_per_s").empty());
    CHECK_FALSE(stream.series("system/memory_mb").empty());
    CHECK_FALSE(stream.series("system/cpu_percent").empty());
    CHECK(stream.ofKind("progress").back()["done"] == 108);
    CHECK(stream.ofKind("progress").back()["total"] == 108);
    double best = 0;
    for (const auto& [step, value] : stream.series("val/acc"))
        best = std::max(best, value);
    CHECK(best >= 0.9);
    const auto model = must(model::readModelFile(dir / "run/outputs/model.json"));
    CHECK(model.classes == manifest.classes);
    CHECK(model.training["metrics"]["val/acc"].get<double>() == best);
    CHECK(model.training["dataset"]["fingerprint"] == manifest.fingerprint);
}

TEST_CASE("A run's tables count every validation picture once, with its name") {
    const test::TempDir dir;
    const auto manifest = test::drawDataset(dir / "data", 6, 5);
    test::makeRun(dir / "run", {manifest, quick({{"epochs", std::int64_t{1}}}), {}, {}});
    requireDone(test::train(dir / "run"));
    const auto confusion = jsonOf(dir / "run/outputs/tables/confusion.json");
    CHECK(confusion["columns"] == nlohmann::json{"actual", "predicted", "count", "files"});
    std::size_t total = 0, right = 0;
    std::set<std::string> files;
    for (const auto& row : confusion["rows"]) {
        total += row[2].get<std::size_t>();
        right += row[0] == row[1] ? row[2].get<std::size_t>() : 0;
        for (const auto& file : row[3]) {
            files.insert(file.get<std::string>());
            CHECK(file.get<std::string>().find("val/" + row[0].get<std::string>() + "/") == 0);
        }
    }
    CHECK(total == 15);
    CHECK(files.size() == 15);
    const auto model = must(model::readModelFile(dir / "run/outputs/model.json"));
    CHECK(model.training["metrics"]["val/acc"].get<double>() == Approx(static_cast<double>(right) / 15));
    const auto perClass = jsonOf(dir / "run/outputs/tables/per_class.json");
    REQUIRE(perClass["rows"].size() == 3);
    for (const auto& row : perClass["rows"])
        CHECK(row[1] == 5);
    CHECK(test::streamOf(dir / "run").ofKind("table").size() == 2);
}

TEST_CASE("Python opens the outputs: state_dict.pt, model.ts and the reference agree") {
    const test::TempDir dir;
    if (!test::judge({"version"}))
        return;
    const auto manifest = test::drawDataset(dir / "data", 8, 7, 64);
    for (const std::string arch : {"resnet18", "mobilenet_v2", "tiny"}) {
        test::makeRun(dir / arch, {manifest,
                                   quick({{"arch", arch},
                                          {"image_size", std::int64_t{64}},
                                          {"epochs", std::int64_t{1}},
                                          {"threads", std::int64_t{2}}}),
                                   {},
                                   {}});
        requireDone(test::train(dir / arch));
        const auto found = test::judge({"outputs", (dir / arch / "outputs").string(), arch == "tiny" ? "" : arch});
        INFO(arch);
        checkOutputs(*found);
        CHECK((*found)["paths"] == 21);
        CHECK((*found)["logits"] == nlohmann::json{21, 3});
        CHECK((*found)["inputs"] == nlohmann::json{16, 3, 64, 64});
    }
}

TEST_CASE("Every artifact event carries the hash of the file that lies there") {
    const test::TempDir dir;
    test::makeRun(dir / "run", {test::drawDataset(dir / "data", 4, 2), quick({{"epochs", std::int64_t{1}}}), {}, {}});
    requireDone(test::train(dir / "run"));
    const auto artifacts = test::streamOf(dir / "run").ofKind("artifact");
    std::set<std::string> paths;
    for (const auto& artifact : artifacts) {
        const std::string path = artifact["path"];
        paths.insert(path);
        CHECK(must(sha256File(dir / "run" / path)) == artifact["sha256"]);
    }
    for (const char* name : {"best.safetensors", "last.safetensors", "model.json", "model.ts", "state_dict.pt",
                             "reference.safetensors", "checkpoint/checkpoint.safetensors"})
        CHECK(paths.count(std::string("outputs/") + name) == 1);
}

TEST_CASE("The result does not depend on the number of loading threads") {
    const test::TempDir dir;
    const auto manifest = test::drawDataset(dir / "data", 8, 3);
    for (const int workers : {0, 3}) {
        const fs::path run = dir / std::to_string(workers);
        test::makeRun(
            run,
            {manifest, quick({{"workers", std::int64_t{workers}}, {"augmentation", std::string("colour")}}), {}, {}});
        requireDone(test::train(run));
    }
    CHECK(test::read(dir / "0/outputs/last.safetensors") == test::read(dir / "3/outputs/last.safetensors"));
}

TEST_CASE("Without a val split the smallest training loss decides, and the run says so") {
    const test::TempDir dir;
    test::makeRun(dir / "run", {test::drawDataset(dir / "data", 8, 0),
                                quick({{"class_weights", std::string("balanced")},
                                       {"label_smoothing", 0.1},
                                       {"optimizer", std::string("adamw")},
                                       {"lr", 0.001}}),
                                {},
                                {}});
    requireDone(test::train(dir / "run"));
    const auto stream = test::streamOf(dir / "run");
    CHECK(stream.series("val/acc").empty());
    CHECK(stream.text("note").value_or("").find("no val split") != std::string::npos);
    CHECK(fs::exists(dir / "run/outputs/best.safetensors"));
    const auto reference = must(model::readSafetensors(dir / "run/outputs/reference.safetensors"));
    CHECK(reference.tensors.at("logits").shape == std::vector<std::int64_t>{16, 3});
}

TEST_CASE("A run without progress stops early") {
    const test::TempDir dir;
    test::makeRun(dir / "run",
                  {test::drawDataset(dir / "data", 4, 2),
                   quick({{"epochs", std::int64_t{50}}, {"lr", 0.0}, {"early_stop_patience", std::int64_t{2}}}),
                   {},
                   {}});
    requireDone(test::train(dir / "run"));
    const auto stream = test::streamOf(dir / "run");
    // With no learning rate only batch norm's statistics move: far from fifty epochs pass without a better one.
    CHECK(stream.series("val/acc").size() < 50);
    CHECK(stream.text("early_stop").has_value());
}

TEST_CASE("The program says what it is, and what it wants when it is called wrongly") {
    ProcessSpec spec;
    spec.argv = {test::trainerProgram().string(), "info"};
    const auto info = nlohmann::json::parse(must(runProcess(spec)).out);
    for (const char* name : {"torch", "torch_library", "abi", "cuda", "devices", "sources", "compiler", "arch", "key"})
        CHECK(info.contains(name));
    CHECK(info["key"].get<std::string>().size() == 64);
    CHECK(info["torch_library"].get<std::string>().rfind(fs::canonical(torchLibraries).string(), 0) == 0);
    for (const std::vector<std::string>& wrong :
         {std::vector<std::string>{}, {"train"}, {"train", "--run"}, {"dance"}}) {
        spec.argv = {test::trainerProgram().string()};
        spec.argv.insert(spec.argv.end(), wrong.begin(), wrong.end());
        CHECK(must(runProcess(spec)).exitCode == 2);
    }
}

TEST_CASE("Configuring stops when libtorch's library and headers come from different places") {
    const test::TempDir dir;
    test::write(dir / "other/lib/libtorch.so", "");
    ProcessSpec spec;
    spec.argv = {cmakeExecutable,
                 "-S",
                 std::string(FLAMBEAU_SOURCE) + "/app/trainer",
                 "-B",
                 (dir / "build").string(),
                 "-DTORCH_LIBRARY=" + (dir / "other/lib/libtorch.so").string()};
    const auto answer = must(runProcess(spec));
    CHECK(answer.exitCode != 0);
    CHECK(answer.err.find("come from different places") != std::string::npos);
}
