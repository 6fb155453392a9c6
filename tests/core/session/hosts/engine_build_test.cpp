// SPDX-License-Identifier: GPL-3.0-or-later
// Building on a host with tools that stand in for CMake; engine_real_test.cpp has the real ones.
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iterator>
#include <thread>

#include "engine_bench.h"
#include "flambeau/base/subprocess.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

/// Processes whose environment has `text`.
int marked(const std::string& text) {
    int count = 0;
    std::error_code error;
    for (fs::directory_iterator each("/proc", error); !error && each != fs::end(each); each.increment(error)) {
        std::ifstream file(each->path() / "environ", std::ios::binary);
        const std::string all((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
        count += all.find(text) != std::string::npos ? 1 : 0;
    }
    return count;
}

std::size_t builds(const EngineBench& bench) {
    const std::string text = fs::exists(bench.dir() / "builds") ? read(bench.dir() / "builds") : "";
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

/// A wheel of torch with CUDA that holds nothing but names.
fs::path torchWheel(const fs::path& folder) {
    const fs::path wheel = folder / "torch-2.13.0-py3-none-any.whl";
    ProcessSpec spec;
    spec.argv = {"/usr/bin/python3", "-c", R"(
import sys, zipfile
w = zipfile.ZipFile(sys.argv[1], "w")
for name, text in {
    "torch/__init__.py": "", "torch/version.py": "__version__ = '2.13.0+cu130'\ncuda = '13.0'\n",
    "torch/lib/libtorch.so": "1", "torch/lib/libtorch_cpu.so": "of a wheel", "torch/lib/libtorch_cuda.so": "3",
    "torch/lib/libc10.so": "4", "torch/include/ATen/ATen.h": "", "torch/share/cmake/Torch/TorchConfig.cmake": "",
    "torch/include/torch/headeronly/version.h":
        "#define TORCH_VERSION_MAJOR 2\n#define TORCH_VERSION_MINOR 13\n#define TORCH_VERSION_PATCH 0\n",
    "torch-2.13.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: torch\nVersion: 2.13.0\n",
    "torch-2.13.0.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    "torch-2.13.0.dist-info/RECORD": "",
}.items():
    w.writestr(name, text)
w.close()
)",
                 wheel.string()};
    CHECK(must(runProcess(spec)).exitCode == 0);
    return wheel;
}

}  // namespace

TEST_CASE("Where this machine's trainer does not fit, one is built on the host, counted, logged, and found again") {
    EngineBench bench(Tools::Stub);
    const fs::path torch = bench.fakeTorch("torch"), other = bench.fakeTorch("other", "2.6.0");
    const auto made = must(bench.ensure(bench.request(torch), bench.probe(other, "good", "2.6.0")));
    CHECK(made.made);
    CHECK(made.title == "libtorch 2.13.0, CPU");
    CHECK(bench.engines() == std::vector<std::string>{made.key + "+"});
    for (const char* step : {"sending the trainer's sources", "configuring the trainer", "building the trainer"})
        CHECK(says(bench.steps, step));
    CHECK(says(bench.lines, "[1/3] Building a.cpp"));
    const fs::path folder = fs::path(made.trainer).parent_path().parent_path();
    CHECK(read(folder / "log.txt").find("[3/3] Linking") != std::string::npos);
    for (const char* gone : {"build", "sources", "sources.tar", "codecs", "BUILDING"})
        CHECK_FALSE(fs::exists(folder / gone));

    const auto again = must(bench.ensure(bench.request(torch), bench.probe(other, "good", "2.6.0")));
    CHECK_FALSE(again.made);
    CHECK(again.key == made.key);
    CHECK(bench.calls == 1);
    // Another desktop with the same sources asks another question and gets the same engine.
    const auto others = must(bench.ensure(bench.request(torch), {}));
    CHECK_FALSE(others.made);
    CHECK(others.key == made.key);
    CHECK(builds(bench) == 1);
}

TEST_CASE("A build that fails tells its first error and leaves nothing; when that is mended, it is built") {
    EngineBench bench(Tools::Stub);
    const fs::path torch = bench.fakeTorch("torch");
    write(bench.dir() / "fail-build", "");
    const auto failed = bench.ensure(bench.request(torch), {});
    REQUIRE_FALSE(failed.ok());
    CHECK(failed.error().code == ErrorCode::Failed);
    CHECK(failed.error().detail.find("b.cpp:3:1: error: there is no such thing") == 0);
    CHECK(failed.error().message.find("building the trainer") != std::string::npos);
    CHECK(bench.engines().empty());
    fs::remove(bench.dir() / "fail-build");
    CHECK(must(bench.ensure(bench.request(torch), {})).made);
}

TEST_CASE("A build that is cancelled leaves no process, no folder, and no lock") {
    EngineBench bench(Tools::Stub);
    const fs::path torch = bench.fakeTorch("torch");
    write(bench.dir() / "hang-build", "");
    std::stop_source stop;
    std::jthread stopper([&] {
        until([&] { return fs::exists(bench.dir() / "hanging"); });
        stop.request_stop();
    });
    const auto canceled = bench.ensure(bench.request(torch), {}, stop.get_token());
    stopper.join();
    REQUIRE_FALSE(canceled.ok());
    CHECK(canceled.error().code == ErrorCode::Canceled);
    CHECK(bench.engines().empty());
    CHECK(until([&] { return marked("HOSTBENCH=" + bench.dir().string()) == 0; }));
    fs::remove(bench.dir() / "hang-build");
    CHECK(must(bench.ensure(bench.request(torch), {})).made);
}

TEST_CASE("Several who want the same engine of one host build it once") {
    EngineBench bench(Tools::Stub);
    const fs::path torch = bench.fakeTorch("torch");
    const auto request = bench.request(torch);
    std::atomic<int> good{0};
    std::vector<std::thread> all;
    for (int i = 0; i < 3; ++i)
        all.emplace_back([&] {
            ScriptedPrompter prompter;
            remote::SshTransport host(bench.sshd().options(), prompter);
            good += session::ensureHostEngine(host, bench.facts, request, {}, {}, {}, {}).ok() ? 1 : 0;
        });
    for (std::thread& each : all)
        each.join();
    CHECK(good == 3);
    CHECK(builds(bench) == 1);
    CHECK(bench.engines().size() == 1);
}

TEST_CASE("What a builder that was killed left behind is removed by the next one") {
    EngineBench bench(Tools::Stub);
    const fs::path torch = bench.fakeTorch("torch");
    write(bench.folder() / "trainer/.build-dead/BUILDING", "");
    write(bench.folder() / "trainer/.build-dead/build/half", "");
    must(bench.ensure(bench.request(torch), {}));
    CHECK(bench.engines().size() == 1);
}

TEST_CASE("A host without a libtorch that can use a GPU gets an environment of its own, once") {
    EngineBench bench(Tools::Stub);
    write(bench.dir() / "cuda", "");
    session::HostEngineRequest request = bench.request({});
    request.wantCuda = true;
    request.allowPip = true;
    request.requirement = torchWheel(bench.dir()).string();
    const auto made = must(bench.ensure(request, {}));
    CHECK(made.cuda);
    CHECK(made.gpus == 1);
    CHECK(made.title == "libtorch 2.13.0, CUDA");
    CHECK(says(bench.steps, "installing PyTorch"));
    const auto again = must(bench.ensure(request, {}));
    CHECK_FALSE(again.made);
    CHECK(bench.calls == 1);
    std::size_t environments = 0;
    for (const auto& each : fs::directory_iterator(bench.folder() / "env"))
        environments += each.is_directory() ? 1 : 0;
    CHECK(environments == 1);
}

TEST_CASE("Where pip reaches no index, the error says what to bring, and no half environment stays") {
    EngineBench bench(Tools::Stub);
    session::HostEngineRequest request = bench.request({});
    request.wantCuda = true;
    request.allowPip = true;
    const auto failed = bench.ensure(request, {});
    REQUIRE_FALSE(failed.ok());
    CHECK(failed.error().code == ErrorCode::Unavailable);
    CHECK(failed.error().hint.find("pip install torch") != std::string::npos);
    CHECK(failed.error().detail.find("torch") != std::string::npos);
    for (const auto& each : fs::directory_iterator(bench.folder() / "env"))
        CHECK_FALSE(each.is_directory());

    request.allowPip = false;
    const auto refused = bench.ensure(request, {});
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == ErrorCode::Unavailable);
    CHECK(refused.error().message.find("GPU") != std::string::npos);

    request.allowPip = true;
    request.requirement = "--index-url=http://127.0.0.1:1/";
    CHECK(bench.ensure(request, {}).error().code == ErrorCode::InvalidArgument);
}
