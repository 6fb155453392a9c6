// SPDX-License-Identifier: GPL-3.0-or-later
#include "lab.h"

#include <sys/wait.h>

#include <csignal>
#include <iostream>
#include <thread>

#include <fcntl.h>
#include <unistd.h>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"
#include "flambeau/image/encode.h"
#include "places.h"
#include "random.h"

namespace flambeau::test {
namespace {

image::Image draw(int label, int side, trainer::Random& random) {
    image::Image picture(side, side);
    const double cx = random.uniform(0.35, 0.65) * side, cy = random.uniform(0.35, 0.65) * side;
    const double size = random.uniform(0.2, 0.32) * side;
    const double base = random.uniform(60, 110), ink = random.uniform(140, 220);
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            const double dx = x - cx, dy = y - cy;
            const bool disc = dx * dx + dy * dy < size * size;
            const bool cross =
                std::min(std::abs(dx), std::abs(dy)) < size / 4 && std::max(std::abs(dx), std::abs(dy)) < size * 1.3;
            const bool stripes = static_cast<int>(x + y + cx) / 3 % 2 == 0;
            const bool inside = label == 0 ? disc : label == 1 ? cross : stripes;
            for (int c = 0; c < 3; ++c)
                picture.row(y)[x * 3 + c] = static_cast<std::uint8_t>((inside ? ink : base) + random.uniform(-20, 20));
        }
    }
    return picture;
}

domain::DatasetFile fileOf(const fs::path& root, const std::string& path, const std::string& split, int label) {
    domain::DatasetFile file;
    file.path = path;
    file.split = split;
    file.label = label;
    file.bytes = fs::file_size(root / path);
    file.sha256 = must(sha256File(root / path));
    file.width = file.height = 40;
    return file;
}

void complete(domain::DatasetManifest& manifest, const fs::path& root) {
    manifest.name = "drawn";
    manifest.version = 1;
    manifest.root = root.string();
    manifest.source = root.string();
    manifest.layout = "splits";
    manifest.fingerprint = domain::datasetFingerprint(manifest);
    manifest.created = 1;
}

}  // namespace

domain::DatasetManifest drawDataset(const fs::path& root, int trainPerClass, int valPerClass, int side) {
    domain::DatasetManifest manifest;
    manifest.classes = {"cross", "disc", "stripes"};
    trainer::Random random{12345};
    for (const auto& [split, count] : {std::pair<std::string, int>{"train", trainPerClass}, {"val", valPerClass}}) {
        for (int label = 0; label < 3; ++label) {
            for (int i = 0; i < count; ++i) {
                const std::string path =
                    split + "/" + manifest.classes[static_cast<std::size_t>(label)] + "/" + std::to_string(i) + ".png";
                write(root / path, must(image::encodePng(draw(label, side, random))));
                manifest.files.push_back(fileOf(root, path, split, label));
            }
        }
    }
    complete(manifest, root);
    return manifest;
}

domain::DatasetManifest folderDataset(const fs::path& root, std::size_t everyNth) {
    domain::DatasetManifest manifest;
    for (const auto& folder : fs::directory_iterator(root / "train"))
        manifest.classes.push_back(folder.path().filename().string());
    std::sort(manifest.classes.begin(), manifest.classes.end());
    for (const std::string split : {"train", "val"}) {
        for (std::size_t label = 0; label < manifest.classes.size(); ++label) {
            std::vector<std::string> names;
            for (const auto& file : fs::directory_iterator(root / split / manifest.classes[label])) {
                const std::string extension = toLowerAscii(file.path().extension().string());
                if (extension == ".jpg" || extension == ".jpeg" || extension == ".png")
                    names.push_back(file.path().filename().string());
            }
            std::sort(names.begin(), names.end());
            for (std::size_t i = 0; i < names.size(); i += everyNth)
                manifest.files.push_back(fileOf(root, split + "/" + manifest.classes[label] + "/" + names[i], split,
                                                static_cast<int>(label)));
        }
    }
    complete(manifest, root);
    return manifest;
}

domain::Parameters quick(const domain::Parameters& more) {
    domain::Parameters parameters{{"arch", std::string("tiny")},
                                  {"epochs", std::int64_t{2}},
                                  {"batch_size", std::int64_t{8}},
                                  {"threads", std::int64_t{1}},
                                  {"workers", std::int64_t{1}},
                                  {"precision", std::string("fp32")},
                                  {"lr", 0.02},
                                  {"seed", std::int64_t{3}}};
    for (const auto& [name, value] : more)
        parameters[name] = value;
    return parameters;
}

void makeRun(const fs::path& folder, const RunSetup& setup) {
    domain::RunDefinition run;
    run.id = RunId::create();
    run.name = "test";
    run.recipe = "image-classification";
    run.dataset = {setup.manifest.name, setup.manifest.version, setup.manifest.fingerprint};
    run.parameters = setup.parameters;
    must(makeDirs(folder / "data"));
    if (!setup.weights.empty()) {
        run.initialWeights = {setup.weights.string(), "weights/" + setup.weights.filename().string(),
                              must(sha256File(setup.weights))};
        run.parameters["weights"] = setup.weights.string();
        must(makeDirs(folder / "weights"));
        must(copyFileHashed(setup.weights, folder / run.initialWeights.path));
    }
    if (!setup.checkpoint.empty()) {
        must(makeDirs(folder / "resume"));
        run.resumedFrom =
            domain::ResumedFrom{newUuid(), "resume/checkpoint.safetensors", must(sha256File(setup.checkpoint)), 1};
        must(copyFileHashed(setup.checkpoint, folder / run.resumedFrom->path));
    }
    write(folder / "data/manifest.json", domain::toJson(setup.manifest).dump());
    write(folder / "run.json", domain::toJson(run).dump());
}

fs::path trainerProgram() {
    return fs::path(FLAMBEAU_BIN) / "flambeau-trainer";
}

std::string Ended::lastErrorLine() const {
    const std::string text(trim(err));
    return text.substr(text.rfind('\n') == std::string::npos ? 0 : text.rfind('\n') + 1);
}

Ended train(const fs::path& folder) {
    ProcessSpec spec;
    spec.argv = {trainerProgram().string(), "train", "--run", folder.string()};
    spec.timeout = std::chrono::seconds(200);
    auto result = must(runProcess(spec));
    return {result.exitCode, std::move(result.out), std::move(result.err)};
}

Ended trainAndSignal(const fs::path& folder, int signal, const std::function<bool(const std::string&)>& until) {
    const std::string program = trainerProgram().string(), run = folder.string();
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        const int out = open((run + "/out.txt").c_str(), O_CREAT | O_WRONLY, 0644);
        const int err = open((run + "/err.txt").c_str(), O_CREAT | O_WRONLY, 0644);
        dup2(out, 1);
        dup2(err, 2);
        execl(program.c_str(), program.c_str(), "train", "--run", run.c_str(), nullptr);
        _exit(127);
    }
    int status = 0;
    bool sent = false, over = false;
    while (!over) {
        // A program that is looked at from outside can only be polled; the condition is in its file, not in time.
        if (!sent && fs::exists(folder / "events.jsonl") && until(read(folder / "events.jsonl"))) {
            kill(child, signal);
            sent = true;
        }
        over = waitpid(child, &status, sent ? 0 : WNOHANG) == child;
        if (!over)
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), read(folder / "out.txt"),
            read(folder / "err.txt")};
}

std::vector<std::pair<std::int64_t, double>> Stream::series(const std::string& name) const {
    std::vector<std::pair<std::int64_t, double>> points;
    for (const auto& event : events) {
        if (event.value("e", "") == "metric" && event["v"].contains(name))
            points.emplace_back(event.at("step").get<std::int64_t>(), event["v"][name].get<double>());
    }
    return points;
}

std::vector<nlohmann::json> Stream::ofKind(const std::string& kind) const {
    std::vector<nlohmann::json> found;
    for (const auto& event : events) {
        if (event.value("e", "") == kind)
            found.push_back(event);
    }
    return found;
}

std::optional<std::string> Stream::text(const std::string& name) const {
    std::optional<std::string> found;
    for (const auto& event : ofKind("text")) {
        if (event.value("name", "") == name)
            found = event.value("text", "");
    }
    return found;
}

Stream streamOf(const fs::path& folder) {
    Stream stream;
    for (const auto& line : split(read(folder / "events.jsonl"), '\n')) {
        if (!line.empty())
            stream.events.push_back(nlohmann::json::parse(line));
    }
    return stream;
}

std::optional<nlohmann::json> judge(const std::vector<std::string>& arguments) {
    ProcessSpec spec;
    spec.argv = {pythonExecutable, std::string(judgesFolder) + "/judge.py"};
    spec.argv.insert(spec.argv.end(), arguments.begin(), arguments.end());
    spec.environment["PYTHONDONTWRITEBYTECODE"] = "1";
    const auto answer = must(runProcess(spec));
    if (answer.exitCode == 3) {
        std::cout << "skipped: " << pythonExecutable << " has no torchvision: " << answer.err;
        return std::nullopt;
    }
    INFO(answer.err);
    REQUIRE(answer.exitCode == 0);
    return answer.out.empty() ? nlohmann::json::object() : nlohmann::json::parse(answer.out);
}

}  // namespace flambeau::test
