// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge_fixture.h"

#include <cstdlib>
#include <iostream>
#include <map>

#include "flambeau/base/sha256.h"
#include "flambeau/model/model_file.h"

namespace flambeau::test {
namespace {

using nlohmann::json;

/// Every operator of a spec; torch_reference.py has the same network.
model::ModelSpec everyOperator() {
    const json nodes = json::parse(R"([
        {"name":"a","op":"Conv2d","inputs":["input"],"attributes":{"in":3,"out":8,"kernel":3,"stride":2,"padding":2,"dilation":2,"groups":1,"bias":1}},
        {"name":"bn","op":"BatchNorm2d","inputs":["a"],"attributes":{"features":8}},
        {"name":"silu","op":"Silu","inputs":["bn"]},
        {"name":"pool","op":"MaxPool2d","inputs":["silu"],"attributes":{"kernel":3,"stride":2,"ceil_mode":1}},
        {"name":"gap","op":"GlobalAvgPool","inputs":["pool"]},
        {"name":"gate","op":"Conv2d","inputs":["gap"],"attributes":{"in":8,"out":8,"kernel":1,"bias":1,"groups":2}},
        {"name":"hs","op":"HardSigmoid","inputs":["gate"]},
        {"name":"se","op":"Scale","inputs":["pool","hs"]},
        {"name":"swish","op":"HardSwish","inputs":["se"]},
        {"name":"six","op":"Relu6","inputs":["se"]},
        {"name":"cat","op":"Concat","inputs":["swish","six","pool"]},
        {"name":"bn2","op":"BatchNorm2d","inputs":["cat"],"attributes":{"features":24}},
        {"name":"relu","op":"Relu","inputs":["bn2"]},
        {"name":"sum","op":"Add","inputs":["relu","cat"]},
        {"name":"flat","op":"Flatten","inputs":["sum"]},
        {"name":"fc","op":"Linear","inputs":["flat"],"attributes":{"in":384,"out":4,"bias":0}}])");
    return must(model::modelSpecFromJson(
        {{"arch", "every"}, {"image_size", 16}, {"num_classes", 4}, {"head", {"fc"}}, {"nodes", nodes}}));
}

void writeModelFile(const fs::path& folder, const std::string& arch, int imageSize) {
    model::ModelFile file;
    file.spec = arch == "every" ? everyOperator() : must(model::buildModelSpec(arch, 4, imageSize));
    file.classes = {"ant", "bee", "cat", "d\u00e9"};
    file.preprocessing = model::defaultPreprocessing(imageSize);
    write(folder / "model.json", toJson(file).dump());
}

fs::path cacheFolder() {
    const char* given = std::getenv("FLAMBEAU_TEST_CACHE");
    const fs::path cache = given ? given : CACHE_FOLDER;
    fs::create_directories(cache);
    return cache;
}

/// weights.pth, reference.safetensors and pictures/, made once for all processes of ctest and kept for its next run:
/// the folder's name holds a hash of the script. Empty where there is no torchvision.
fs::path torchAnswers(const std::string& arch, int imageSize, int pictures) {
    const std::string script = SCRIPTS "/torch_reference.py";
    const std::string name = arch + "-" + std::to_string(imageSize) + "-" + std::to_string(pictures) + "-" +
                             must(sha256File(script)).substr(0, 12);
    const fs::path folder = cacheFolder() / name;
    const auto lock = must(FileLock::acquire(folder.string() + ".lock"));
    if (fs::exists(folder / "READY"))
        return folder;
    fs::remove_all(folder);
    fs::create_directories(folder);
    ProcessSpec spec;
    spec.argv = {"/usr/bin/python3",        script, folder.string(),         arch,
                 std::to_string(imageSize), "4",    std::to_string(pictures)};
    const auto ran = runProcess(spec);
    if (!ran.ok() || ran->err.find("ModuleNotFoundError") != std::string::npos) {
        std::cout << "skipped: /usr/bin/python3 has no torchvision\n";
        return {};
    }
    INFO(ran->err);
    REQUIRE(ran->exitCode == 0);
    write(folder / "READY", "");
    return folder;
}

fs::path makeNetwork(const fs::path& folder, const std::string& arch, int imageSize, int pictures) {
    const fs::path answers = torchAnswers(arch, imageSize, pictures);
    if (answers.empty())
        return {};
    fs::create_directories(folder);
    for (const char* name : {"weights.pth", "reference.safetensors", "pictures"})
        fs::create_symlink(answers / name, folder / name);
    writeModelFile(folder, arch, imageSize);
    return folder;
}

/// pip install into a fresh environment; the reason where that fails.
std::string prepare(const fs::path& folder) {
    const auto lock = must(FileLock::acquire(folder.string() + ".lock"));  // ctest runs cases side by side
    if (fs::exists(folder / "READY"))
        return {};
    fs::remove_all(folder);
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"/usr/bin/python3", "-m", "venv", folder.string()},
          {(folder / "bin/pip").string(), "install", "--quiet", "--disable-pip-version-check", "onnxruntime",
           "numpy"}}) {
        ProcessSpec spec;
        spec.argv = command;
        spec.timeout = std::chrono::minutes(5);
        const auto ran = runProcess(spec);
        if (!ran.ok() || ran->exitCode != 0)
            return ran.ok() ? ran->err : ran.error().message;
    }
    write(folder / "READY", "");
    return {};
}

}  // namespace

fs::path networkFolder(const std::string& arch, int imageSize, int pictures) {
    static const TempDir root;
    static std::map<std::string, fs::path> made;
    const std::string key = arch + std::to_string(imageSize);
    if (!made.count(key))
        made[key] = makeNetwork(root / key, arch, imageSize, pictures);
    return made[key];
}

ProcessResult judge(const std::vector<std::string>& arguments, const std::string& input) {
    ProcessSpec spec;
    spec.argv = {FLAMBEAU_BIN "/flambeau-judge"};
    spec.argv.insert(spec.argv.end(), arguments.begin(), arguments.end());
    spec.input = input;
    spec.timeout = std::chrono::minutes(5);
    return must(runProcess(spec));
}

json judged(const std::vector<std::string>& arguments, const std::string& input) {
    const ProcessResult ran = judge(arguments, input);
    INFO(ran.err);
    REQUIRE(ran.exitCode == 0);
    return json::parse(ran.out);
}

json refused(const std::vector<std::string>& arguments, int exitCode) {
    const ProcessResult ran = judge(arguments);
    INFO(ran.out << ran.err);
    REQUIRE(ran.exitCode == exitCode);
    REQUIRE(ran.out.empty());
    const json error = json::parse(ran.err).at("error");
    REQUIRE_FALSE(error.at("message").get<std::string>().empty());
    return error;
}

fs::path exported(const fs::path& folder, const std::vector<std::string>& flags) {
    std::string name = "model";
    for (const std::string& flag : flags)
        name += flag;
    const fs::path out = folder / (name + ".onnx");
    std::vector<std::string> arguments{
        "export", "--model",   (folder / "model.json").string(), "--weights", (folder / "weights.pth").string(),
        "--out",  out.string()};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    const json said = judged(arguments);
    REQUIRE(said["bytes"] == fs::file_size(out));
    return out;
}

json verdict(const fs::path& folder, const fs::path& onnx, const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"judge",
                                       "--onnx",
                                       onnx.string(),
                                       "--model",
                                       (folder / "model.json").string(),
                                       "--weights",
                                       (folder / "weights.pth").string(),
                                       "--reference",
                                       (folder / "reference.safetensors").string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return judged(arguments);
}

fs::path onnxRuntimePython() {
    static const fs::path python = [] {
        const fs::path folder = cacheFolder() / "onnxruntime";
        const std::string failure = prepare(folder);
        if (!failure.empty())
            std::cout << "skipped: no environment with onnxruntime: " << failure << "\n";
        return failure.empty() ? folder / "bin/python" : fs::path();
    }();
    return python;
}

}  // namespace flambeau::test
