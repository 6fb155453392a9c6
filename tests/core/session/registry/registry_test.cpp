// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/registry_service.h"

#include <algorithm>

#include "flambeau/base/sha256.h"
#include "flambeau/store/artifacts.h"
#include "flambeau/store/runs.h"
#include "registry_bench.h"

using namespace flambeau;
using namespace flambeau::test;
using session::ModelVersion;

namespace {

const std::map<std::string, std::string> kPlain = {{"notes.txt", "hello"}, {"deep/weights.bin", "12345"}};

/// One tensor of one float.
const std::string kTinySafetensors = [] {
    const std::string header = R"({"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})";
    return std::string(1, static_cast<char>(header.size())) + std::string(7, '\0') + header + std::string(4, '\0');
}();

std::vector<std::string> pathsOf(const ModelVersion& version) {
    std::vector<std::string> paths;
    for (const auto& file : version.files)
        paths.push_back(file.path);
    std::sort(paths.begin(), paths.end());
    return paths;
}

}  // namespace

TEST_CASE("A version carries its run, dataset, engine, parameters, classes and best metrics") {
    Bench bench;
    const auto run = bench.completedRun(untrainedOutputs(bench.dir.path()), 0.9);
    const ModelVersion version = must(bench.registry.registerOutputs(run, "shapes", "", {}, {}));
    CHECK(version.reference() == "shapes@1");
    CHECK(version.run == run.str());
    CHECK(version.dataset.name == "shapes");
    CHECK(version.dataset.version == 3);
    CHECK(version.dataset.fingerprint == std::string(64, 'a'));
    CHECK(version.engine == std::string(64, 'e'));
    CHECK(version.parameters["arch"] == "tiny");
    CHECK(version.classes == std::vector<std::string>{"circle", "square", "star"});
    CHECK(version.metrics == nlohmann::json{{"val/acc", 0.9}});
    CHECK(version.onnx.is_null());
    CHECK(version.usable());
    CHECK(version.weights()->path == "best.safetensors");
}

TEST_CASE("A model takes what it is used with and leaves the checkpoint with the run") {
    Bench bench;
    const auto run = bench.completedRun(untrainedOutputs(bench.dir.path()), 0.9);
    const ModelVersion version = must(bench.registry.registerOutputs(run, "shapes", "", {}, {}));
    CHECK(pathsOf(version) == std::vector<std::string>{"best.safetensors", "model.json", "model.ts",
                                                       "reference.safetensors", "state_dict.pt",
                                                       "tables/confusion.json"});
    const ModelVersion last = must(bench.registry.registerOutputs(run, "shapes", "outputs/last.safetensors", {}, {}));
    CHECK(pathsOf(last) == std::vector<std::string>{"last.safetensors", "model.json"});
    CHECK(last.version == 2);
    const ModelVersion folder = must(bench.registry.registerOutputs(run, "shapes", "checkpoint/", {}, {}));
    CHECK(pathsOf(folder) == std::vector<std::string>{"checkpoint.safetensors", "model.json"});
}

TEST_CASE("A path outside the outputs, a run that goes on and a wrong name are refused with a reason") {
    Bench bench;
    const auto run = bench.completedRun(kPlain, 0.5);
    for (const char* path : {"../run.json", "/etc/passwd", "outputs/../../x"}) {
        const auto refused = bench.registry.registerOutputs(run, "m", path, {}, {});
        REQUIRE_FALSE(refused.ok());
        CHECK(refused.error().code == ErrorCode::InvalidArgument);
    }
    CHECK(bench.registry.registerOutputs(run, "m", "not-there", {}, {}).error().code == ErrorCode::NotFound);
    CHECK(bench.registry.registerOutputs(run, "m", "", {}, {}).error().code == ErrorCode::NotFound);  // no model
    CHECK(bench.registry.registerOutputs(run, "a/b", "notes.txt", {}, {}).error().code == ErrorCode::InvalidArgument);
    CHECK(bench.registry.registerOutputs(RunId::create(), "m", "", {}, {}).error().code == ErrorCode::NotFound);
    store::NewRun going;
    going.id = RunId::create();
    going.name = "going";
    going.experiment = "default";
    going.recipe = "image-classification";
    going.definition = "{}";
    must(store::Runs(bench.workspace->store()).create(going));
    const auto refused = bench.registry.registerOutputs(going.id, "m", "", {}, {});
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == ErrorCode::Conflict);
    CHECK(refused.error().message.find("not over") != std::string::npos);
}

TEST_CASE("A rule registers a run once, only what is better, and nothing that was thrown away") {
    Bench bench;
    const domain::RegisterRule rule{"m", "val/acc"};
    const auto outputs = untrainedOutputs(bench.dir.path());
    const auto first = bench.completedRun(outputs, 0.8);
    CHECK(must(bench.registry.registerRun(first, rule)) == "m@1");
    CHECK(must(bench.registry.registerRun(first, rule)) == "m@1");
    const auto worse = bench.completedRun(outputs, 0.7);
    CHECK(must(bench.registry.registerRun(worse, rule)).empty());
    const auto better = bench.completedRun(outputs, 0.9);
    CHECK(must(bench.registry.registerRun(better, rule)) == "m@2");
    must(bench.registry.remove("m@2"));
    CHECK(must(bench.registry.registerRun(better, rule)).empty());
    CHECK(must(bench.registry.versions("m")).size() == 1);
}

TEST_CASE("References find versions by number and alias, and errors name what there is") {
    Bench bench;
    const auto run = bench.completedRun(kPlain, 0.5);
    must(bench.registry.registerOutputs(run, "letters", "notes.txt", {}, {}));
    must(bench.registry.registerOutputs(run, "letters", "deep", {}, {}));
    must(bench.registry.setAlias("letters@1", "champion"));
    CHECK(must(bench.registry.find("letters")).version == 2);
    CHECK(must(bench.registry.find("letters@latest")).version == 2);
    CHECK(must(bench.registry.find("letters@1")).version == 1);
    CHECK(must(bench.registry.find("letters@champion")).version == 1);
    must(bench.registry.setAlias("letters@2", "champion"));
    CHECK(must(bench.registry.find("letters@1")).aliases.empty());
    CHECK(bench.registry.find("leters").error().hint.find("letters") != std::string::npos);
    CHECK(bench.registry.find("letters@7").error().hint.find("letters@2") != std::string::npos);
    CHECK_FALSE(bench.registry.setAlias("letters@2", "latest").ok());
    CHECK_FALSE(bench.registry.setAlias("letters@2", "7").ok());
    for (const char* bad : {"", "@", "a@", "../x", "a@b@c", "a b"})
        CHECK(bench.registry.find(bad).error().code == ErrorCode::InvalidArgument);
}

TEST_CASE("A version in the trash comes back with its number") {
    Bench bench;
    const auto run = bench.completedRun(kPlain, 0.5);
    must(bench.registry.registerOutputs(run, "m", "deep", {}, {}));
    must(bench.registry.registerOutputs(run, "m", "deep", {}, {}));
    must(bench.registry.remove("m@2"));
    CHECK(must(bench.registry.find("m")).version == 1);
    CHECK(must(bench.registry.list(true)).size() == 1);
    CHECK(must(bench.registry.restore("m", 0)).version == 2);
    CHECK(must(bench.registry.list(true)).empty());
    CHECK_FALSE(bench.registry.restore("m", 2).ok());
}

TEST_CASE("A version comes back with its aliases, and says which another one has got meanwhile") {
    Bench bench;
    const auto run = bench.completedRun(kPlain, 0.5);
    must(bench.registry.registerOutputs(run, "m", "deep", {}, {}));
    must(bench.registry.registerOutputs(run, "m", "deep", {}, {}));
    must(bench.registry.setAlias("m@2", "champion"));
    must(bench.registry.setAlias("m@2", "fast"));
    CHECK(must(bench.registry.remove("m@champion")).aliases == std::vector<std::string>{"champion", "fast"});
    must(bench.registry.setAlias("m@1", "champion"));
    const ModelVersion restored = must(bench.registry.restore("m", 2));
    CHECK(restored.aliases == std::vector<std::string>{"fast"});
    REQUIRE(restored.lostAliases.size() == 1);
    CHECK(restored.lostAliases[0].alias == "champion");
    CHECK(restored.lostAliases[0].now == "m@1");
    CHECK(session::toJson(restored)["aliases_lost"][0]["now"] == "m@1");
    CHECK_FALSE(session::toJson(must(bench.registry.find("m@2"))).contains("aliases_lost"));
}

TEST_CASE("Files from elsewhere are copied in, and later changes of the original change nothing") {
    Bench bench;
    write(bench.dir / "foreign/model/weights.safetensors", kTinySafetensors);
    write(bench.dir / "foreign/readme.md", "read me");
    const ModelVersion version = must(bench.registry.registerFiles(bench.dir / "foreign/", "foreign", {}, {}));
    CHECK(pathsOf(version) == std::vector<std::string>{"model/weights.safetensors", "readme.md"});
    CHECK(version.run.empty());
    CHECK_FALSE(version.usable());
    CHECK(version.note().find("no model.json") != std::string::npos);
    CHECK(session::toJson(version)["note"] == version.note());
    write(bench.dir / "foreign/readme.md", "changed");
    const fs::path blob = must(bench.registry.blob(*version.file("readme.md")));
    CHECK(read(blob) == "read me");
    CHECK(must(bench.registry.judgeNew(version, {}, {})).onnx.is_null());
    CHECK(bench.registry.predict(version, {bench.dir / "x.png"}, 1, {}, {}).error().code == ErrorCode::Unsupported);
    CHECK(bench.registry.registerFiles(bench.dir / "nothing", "foreign", {}, {}).error().code == ErrorCode::NotFound);
}

TEST_CASE("A file whose name says model must be one, and anything else is kept with a word on what it is not") {
    Bench bench;
    const auto registered = [&](const std::string& name, const std::string& bytes) {
        write(bench.dir / "from" / name, bytes);
        return bench.registry.registerFiles(bench.dir / "from" / name, "m", {}, {});
    };
    for (const char* name : {"page.pth", "page.PT", "page.safetensors", "page.onnx", "page.ts"}) {
        CAPTURE(name);
        const auto refused = registered(name, "<!DOCTYPE html><html>no such file</html>");
        REQUIRE_FALSE(refused.ok());
        CHECK(refused.error().message.find(name) != std::string::npos);
        CHECK(refused.error().hint.find("does not end in") != std::string::npos);
    }
    CHECK(registered("torn.safetensors", kTinySafetensors.substr(0, kTinySafetensors.size() - 1)).error().code ==
          ErrorCode::Corrupt);
    CHECK(registered("other.onnx", kTinySafetensors).error().message.find("it is safetensors") != std::string::npos);
    CHECK(bench.registry.registerFiles(bench.dir / "from", "m", {}, {}).error().message.find("from/") !=
          std::string::npos);
    CHECK(bench.registry.find("m").error().code == ErrorCode::NotFound);  // nothing of all that was kept
    const ModelVersion text = must(registered("notes.txt", "hello"));
    CHECK(text.version == 1);
    CHECK(text.note().find("cannot run it") != std::string::npos);
    const ModelVersion weights = must(registered("mine.safetensors", kTinySafetensors));
    CHECK(weights.note().find("weights=model:m@2") != std::string::npos);
    CHECK(must(registered("net.onnx", std::string("\x08\x08\x3a\x00", 4))).version == 3);
    const auto run = bench.completedRun(untrainedOutputs(bench.dir.path()), 0.9);
    const ModelVersion whole = must(bench.registry.registerOutputs(run, "shapes", "", {}, {}));
    CHECK(whole.note().empty());
    CHECK(session::toJson(whole)["note"].is_null());
}

TEST_CASE("Tags and descriptions are cleaned of what a terminal would obey") {
    Bench bench;
    const auto run = bench.completedRun(kPlain, 0.5);
    must(bench.registry.registerOutputs(run, "m", "deep", {}, {}));
    CHECK(must(bench.registry.changeTags("m", {"good", "fast"}, {})).tags == std::vector<std::string>{"fast", "good"});
    CHECK(must(bench.registry.changeTags("m", {}, {"fast"})).tags == std::vector<std::string>{"good"});
    CHECK_FALSE(bench.registry.changeTags("m", {"a\nb"}, {}).ok());
    CHECK_FALSE(bench.registry.changeTags("m", {"\x1b[31mred"}, {}).ok());
    CHECK(must(bench.registry.setDescription("m", "a \x1b[31mred one")).description.find('\x1b') == std::string::npos);
}

TEST_CASE("Comparing names what differs and nothing else") {
    Bench bench;
    const auto a = bench.completedRun(kPlain, 0.5, "0.001"), b = bench.completedRun(kPlain, 0.75, "0.01");
    const ModelVersion first = must(bench.registry.registerOutputs(a, "m", "deep", {}, {}));
    const ModelVersion second = must(bench.registry.registerOutputs(b, "m", "deep", {}, {}));
    std::map<std::string, std::pair<std::string, std::string>> found;
    for (const auto& difference : session::RegistryService::compare(first, second))
        found[difference.what] = {difference.first, difference.second};
    CHECK(found.at("metric val/acc") == std::pair<std::string, std::string>{"0.5", "0.75"});
    CHECK(found.at("parameter lr") == std::pair<std::string, std::string>{"0.001", "0.01"});
    CHECK(found.contains("run"));
    CHECK(found.size() == 3);
    CHECK(session::RegistryService::compare(first, first).empty());
}

TEST_CASE("A download is compared with the registered hashes and overwrites nothing of the user's") {
    Bench bench;
    const auto run = bench.completedRun(kPlain, 0.5);
    const ModelVersion version = must(bench.registry.registerOutputs(run, "m", "outputs", {}, {}));
    const fs::path folder = bench.dir / "copy";
    must(bench.registry.download(version, folder, {}, {}));
    CHECK(read(folder / "deep/weights.bin") == "12345");
    must(bench.registry.download(version, folder, {}, {}));  // the same again
    write(folder / "notes.txt", "mine");
    CHECK(bench.registry.download(version, folder, {}, {}).error().code == ErrorCode::AlreadyExists);
    CHECK(read(folder / "notes.txt") == "mine");

    const fs::path blob = must(bench.registry.blob(*version.file("deep/weights.bin")));
    fs::permissions(blob, fs::perms::owner_write, fs::perm_options::add);
    write(blob, "54321");
    const auto damaged = bench.registry.download(version, bench.dir / "other", {}, {});
    REQUIRE_FALSE(damaged.ok());
    CHECK(damaged.error().code == ErrorCode::Corrupt);
    CHECK_FALSE(fs::exists(bench.dir / "other/deep/weights.bin"));
}

TEST_CASE("Exports copy the file of the format, or say that there is none") {
    Bench bench;
    const auto run = bench.completedRun(untrainedOutputs(bench.dir.path()), 0.9);
    const ModelVersion version = must(bench.registry.registerOutputs(run, "shapes", "", {}, {}));
    const auto exported = [&](const std::string& format, const fs::path& to) {
        session::ExportOptions options;
        options.format = format;
        return bench.registry.exportTo(version, to, options, {});
    };
    CHECK(must(exported("torchscript", bench.dir / "new/folder/m.ts")).sha256 == sha256Hex("a TorchScript archive"));
    CHECK(read(bench.dir / "new/folder/m.ts") == "a TorchScript archive");
    must(exported("state_dict", bench.dir / "new/folder"));
    CHECK(read(bench.dir / "new/folder/shapes-1.pt") == "a state dict");
    CHECK(must(exported("safetensors", bench.dir / "w")).sha256 == version.weights()->sha256);
    CHECK(exported("gguf", bench.dir / "x").error().code == ErrorCode::InvalidArgument);
    const ModelVersion bare = must(bench.registry.registerOutputs(run, "bare", "tables", {}, {}));
    session::ExportOptions options;
    options.format = "torchscript";
    CHECK(bench.registry.exportTo(bare, bench.dir / "x", options, {}).error().code == ErrorCode::Unsupported);
}
