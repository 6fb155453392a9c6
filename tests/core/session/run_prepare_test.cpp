// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/run_prepare.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cstdlib>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/model/spec.h"
#include "flambeau/model/weights.h"
#include "flambeau/store/runs.h"
#include "run_bench.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

const std::string prints = "echo hello; exit 0";

/// All tensors of the network, as safetensors.
void writeWeights(const fs::path& file, const std::string& arch, int classes) {
    model::Weights weights;
    for (const auto& parameter : model::parametersOf(must(model::buildModelSpec(arch, classes, 64)))) {
        std::size_t count = 1;
        for (const auto side : parameter.shape)
            count *= static_cast<std::size_t>(side);
        weights.tensors[parameter.name] =
            parameter.integer ? model::Tensor::fromInts(parameter.shape, std::vector<std::int64_t>(count, 1))
                              : model::Tensor::fromFloats(parameter.shape, std::vector<float>(count, 0.5f));
    }
    must(model::writeSafetensors(file, weights));
}

std::size_t folders(RunBench& bench) {
    std::error_code ignored;
    std::size_t count = 0;
    for (fs::directory_iterator it(bench.workspace->paths().runs(), ignored), end; !ignored && it != end;
         it.increment(ignored))
        ++count;
    return count;
}

}  // namespace

TEST_CASE("Every wrong parameter of a request is named in one error") {
    RunBench bench(prints);
    auto request = bench.request();
    request.set = {{"epochs", "none"}, {"lr", "1000"}, {"optimiser", "sgd"}, {"arch", "resnet19"}};
    const auto refused = bench.runs->define(request);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == ErrorCode::InvalidArgument);
    for (const char* word : {"epochs", "lr", "optimiser", "resnet19"})
        CHECK(refused.error().message.find(word) != std::string::npos);
    CHECK(must(bench.catalog->list()).empty());
}

TEST_CASE("A dataset that is not there is refused with those that are") {
    RunBench bench(prints);
    auto request = bench.request();
    request.dataset = "leafs";
    const auto refused = bench.runs->start(request, {}, {});
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == ErrorCode::NotFound);
    CHECK(refused.error().hint.find("leaves") != std::string::npos);
    CHECK(must(bench.catalog->list()).empty());
}

TEST_CASE("Names of runs go on from the highest number in use") {
    CHECK(session::nextRunName("birds", {}) == "birds-01");
    CHECK(session::nextRunName("birds", {"birds-01", "birds-07", "other-99", "birds-x", "birds"}) == "birds-08");
    CHECK(session::nextRunName("birds", {"birds-99"}) == "birds-100");
}

TEST_CASE("A picture that changed since the import stops the start and is named") {
    RunBench bench(prints);
    const auto file = bench.dataset("train/ash/0.png");
    write(file, "another picture");
    const auto refused = bench.runs->start(bench.request(), {}, {});
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().message.find(file.string()) != std::string::npos);
    const auto list = must(bench.catalog->list());
    REQUIRE(list.size() == 1);
    CHECK(list[0].state == domain::RunState::Failed);
    CHECK(list[0].reason.find(file.string()) != std::string::npos);
    CHECK(list[0].history.front().state == domain::RunState::Preparing);
    CHECK(bench.runs->failedRun() == list[0].id);
    CHECK(folders(bench) == 0);
}

TEST_CASE("A picture that is gone stops the start; one whose time alone changed does not") {
    RunBench bench(prints);
    const timespec times[2] = {{1'600'000'000, 5}, {1'600'000'000, 5}};
    REQUIRE(utimensat(AT_FDCWD, bench.dataset("train/oak/1.png").c_str(), times, 0) == 0);
    const auto run = bench.start();
    CHECK(bench.finish(run).state == domain::RunState::Completed);
    CHECK(read(bench.folder(run) / "data" / "manifest.json").find("1600000000000000005") != std::string::npos);

    fs::remove(bench.dataset("val/ash/2.png"));
    const auto refused = bench.runs->start(bench.request(), {}, {});
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().message.find("val/ash/2.png") != std::string::npos);
}

TEST_CASE("A run that the disk cannot hold is refused before anything is made") {
    RunBench bench(prints);
    session::RunService tight(*bench.workspace, bench.weights, bench.engines,
                              [](const fs::path&) { return Result<std::uint64_t>(50'000'000); });
    const auto refused = tight.start(bench.request(), {}, {});
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == ErrorCode::DiskFull);
    CHECK(refused.error().message.find(formatBytes(50'000'000)) != std::string::npos);
    CHECK(must(bench.catalog->list()).at(0).state == domain::RunState::Failed);
    CHECK(folders(bench) == 0);
}

TEST_CASE("A larger network is expected to need more disk") {
    RunBench bench(prints);
    auto request = bench.request();
    const auto small = must(bench.runs->define(request));
    request.set["arch"] = "resnet50";
    const auto large = must(bench.runs->define(request));
    domain::DatasetManifest manifest;
    manifest.classes = {"a", "b"};
    CHECK(must(session::estimateRunBytes(large, manifest, 0)) > 500'000'000);
    CHECK(must(session::estimateRunBytes(small, manifest, 0)) < 100'000'000);
}

TEST_CASE("Initial weights lie in the run's folder under the hash that the definition names") {
    RunBench bench(prints);
    bench.weights.file = bench.dir / "first weights.pth";
    writeWeights(bench.weights.file, "tiny", 7);
    const auto bytes = read(bench.weights.file);
    auto request = bench.request();
    request.set["weights"] = bench.weights.file.string();
    const auto run = must(bench.runs->start(request, {}, {}));
    const auto definition =
        must(domain::runDefinitionFromJson(nlohmann::json::parse(read(bench.folder(run) / "run.json"))));
    CHECK(definition.initialWeights.sha256 == sha256Hex(bytes));
    CHECK(read(bench.folder(run) / definition.initialWeights.path) == bytes);
    bench.finish(run);
}

TEST_CASE("Weights that no run can begin with are refused before there is a run, by the name that they were given") {
    RunBench bench(prints);
    bench.weights.file = bench.dir / "blob";
    const auto refused = [&](const std::string& source) {
        auto request = bench.request();
        request.set["weights"] = source;
        const auto started = bench.runs->start(request, {}, {});
        REQUIRE_FALSE(started.ok());
        CHECK(must(bench.catalog->list()).empty());
        CHECK(bench.runs->failedRun().str().empty());
        return started.error();
    };
    const auto path = bench.weights.file.string();
    write(bench.weights.file, "no weights at all");
    const auto garbage = refused(path);
    CHECK(garbage.code == ErrorCode::Unsupported);
    CHECK(garbage.message.find(path) != std::string::npos);
    writeWeights(bench.weights.file, "tiny", 7);
    const auto whole = read(bench.weights.file);
    write(bench.weights.file, whole.substr(0, whole.size() - 1));
    CHECK(refused(path).code == ErrorCode::Corrupt);
    CHECK(refused(path).message.find("cut off") != std::string::npos);
    // Of a registered model the blob's name says nothing to anybody.
    const auto registered = refused("model:leaf@3");
    CHECK(registered.message.find("the model leaf@3") != std::string::npos);
    CHECK(registered.message.find(path) == std::string::npos);
    writeWeights(bench.weights.file, "mobilenet_v2", 1000);
    const auto other = refused(path);
    CHECK(other.message.find("do not belong to tiny") != std::string::npos);
    CHECK(other.message.find(path) != std::string::npos);
    CHECK(other.hint.find("mobilenet_v2") != std::string::npos);
}

TEST_CASE("A device that the engine does not have is refused before there is a run") {
    RunBench bench(prints);
    auto request = bench.request();
    request.set["device"] = "cuda:0";
    const auto refused = bench.runs->start(request, {}, {});
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == ErrorCode::InvalidArgument);
    CHECK(refused.error().message.find("cuda:0") != std::string::npos);
    CHECK(refused.error().message.find("finds no GPU here") != std::string::npos);
    CHECK(refused.error().hint.find("device=auto") != std::string::npos);
    CHECK(must(bench.catalog->list()).empty());
}

TEST_CASE("A version that a dataset does not have is refused with those that it has") {
    RunBench bench(prints);
    bench.addDataset();
    auto request = bench.request();
    request.dataset = "leaves@9";
    const auto refused = bench.runs->define(request);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == ErrorCode::NotFound);
    CHECK(refused.error().message.find("leaves@9") != std::string::npos);
    CHECK(refused.error().hint == "It has the versions leaves@2, leaves@1.");
}

TEST_CASE("A run of which nobody can tell whether it has started keeps its folder until that is known") {
    const bool starts = GENERATE(false, true);
    CAPTURE(starts);
    RunBench bench(prints);
    // The way to the host: good while the folder is made, then no answer comes back, and at last there is none at all.
    const auto calls = bench.dir / "calls";
    write(bench.dir / "bin" / "sh", "#!/bin/sh\n[ \"$1\" = -s ] || exec /bin/sh \"$@\"\necho >>" +
                                        shellQuote(calls.string()) + "\ncase $(wc -l <" + shellQuote(calls.string()) +
                                        ") in\n1) exec /bin/sh \"$@\" ;;\n2) " +
                                        (starts ? "/bin/sh \"$@\" >/dev/null" : "cat >/dev/null") +
                                        " ;;\n*) cat >/dev/null ;;\nesac\nexit 255\n");
    REQUIRE(chmod((bench.dir / "bin" / "sh").c_str(), 0755) == 0);
    const std::string path = std::getenv("PATH");
    setenv("PATH", ((bench.dir / "bin").string() + ":" + path).c_str(), 1);
    const auto started = bench.runs->start(bench.request(), {}, {});
    setenv("PATH", path.c_str(), 1);
    REQUIRE_FALSE(started.ok());
    CHECK(started.error().message.find("not known") != std::string::npos);
    const auto run = bench.runs->failedRun();
    CHECK(bench.view(run).state == domain::RunState::Preparing);
    CHECK(fs::exists(bench.folder(run) / "run.json"));
    CHECK(bench.finish(run).state == (starts ? domain::RunState::Completed : domain::RunState::Failed));
    CHECK(fs::exists(bench.folder(run)) == starts);
}

TEST_CASE("A run that nobody prepares any more is failed, and its folder goes") {
    RunBench bench(prints);
    auto definition = must(bench.runs->define(bench.request()));
    must(store::Runs(bench.workspace->store()).create(store::NewRun::from(definition)));
    write(bench.folder(definition.id) / "data" / "half", "half");
    const auto view = bench.finish(definition.id);
    CHECK(view.state == domain::RunState::Failed);
    CHECK(view.reason.find("prepared") != std::string::npos);
    CHECK_FALSE(fs::exists(bench.folder(definition.id)));
}

TEST_CASE("A run that somebody still prepares is left alone") {
    RunBench bench(prints);
    auto definition = must(bench.runs->define(bench.request()));
    const auto path = session::preparingLock(*bench.workspace, definition.id);
    must(makeDirs(path.parent_path()));
    auto lock = must(FileLock::acquire(path));
    must(store::Runs(bench.workspace->store()).create(store::NewRun::from(definition)));
    session::RunFollower follower(*bench.workspace);
    must(follower.pass());
    CHECK(bench.view(definition.id).state == domain::RunState::Preparing);
    lock.release();
    bench.finish(definition.id);
}
