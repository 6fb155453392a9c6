// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <algorithm>

#include <nlohmann/json.hpp>

#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"
#include "flambeau/launch/host_facts.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

void program(const fs::path& path, const std::string& text) {
    write(path, text);
    fs::permissions(path, fs::perms::owner_all);
}

std::string answerOf(const std::string& shell, const fs::path& home, const std::string& folder) {
    ProcessSpec spec;
    spec.argv = split(shell, ' ');
    spec.argv.push_back("-s");
    spec.input = "{\n" + launch::factsScript(folder) + "\nexit\n} </dev/null\n";
    spec.environment = {{"HOME", home.string()}, {"PATH", (home / "bin").string() + ":/usr/bin:/bin"}};
    return must(runProcess(spec)).out;
}

bool lacks(const launch::HostFacts& facts, const std::string& what) {
    for (const auto& one : launch::missingOn(facts))
        if (one.what == what)
            return true;
    return false;
}

}  // namespace

TEST_CASE("A host tells what it is and has, in every shell, with a home that has a space in its name") {
    const TempDir dir;
    const fs::path home = dir / "a home";
    program(home / "bin" / "nvidia-smi", R"(#!/bin/sh
case $1 in
*query-gpu*) printf 'GPU-aaa, 0, NVIDIA A100, 550.54, 512, 40960, 37\nGPU-bbb, 1, NVIDIA A100, 550.54, [N/A], 40960, [N/A]\n' ;;
*compute-apps*) printf 'GPU-bbb, 1, 2048\nGPU-ccc, 2, 1\nnonsense\n' ;;
esac
)");
    // A virtual environment as it looks from outside, with a torch that would fail if it were imported.
    fs::create_directories(home / "my torch" / "bin");
    write(home / "my torch" / "site" / "torch" / "__init__.py", "raise RuntimeError('imported')\n");
    write(home / "my torch" / "site" / "torch" / "version.py",
          "from typing import Optional\n__version__ = '2.13.0+cu130'\ncuda: Optional[str] = '13.0'\nhip: Optional[str] "
          "= None\n");
    program(home / "my torch" / "bin" / "python3",
            "#!/bin/sh\nPYTHONPATH='" + (home / "my torch" / "site").string() + "' exec /usr/bin/python3 \"$@\"\n");
    program(dir / "bin" / "python3", "#!/bin/sh\nexec /usr/bin/python3 \"$@\"\n");  // beside the home, not in it
    program(home / "miniforge3" / "condabin" / "conda", "#!/bin/sh\n");
    program(home / "bin" / "cmake", "#!/bin/sh\necho 'cmake version 3.25.1'\necho\necho 'CMake suite 9.9'\n");
    program(home / "bin" / "g++", "#!/bin/sh\necho 'g++ (Debian 12.2.0-14+deb12u1) 12.2.0'\n");
    program(home / "bin" / "clang++", "#!/bin/sh\necho no number\n");
    for (const char* shell : {"dash", "bash --posix", "busybox sh"}) {
        if (::access(("/bin/" + split(shell, ' ')[0]).c_str(), X_OK) != 0)
            continue;
        INFO(shell);
        const std::string said = answerOf(shell, home, "~/.flambeau/deep");
        INFO(said);
        const auto facts = must(launch::parseFacts("Welcome to the host\n" + said));
        CHECK(startsWith(facts.kernel, "Linux "));
        CHECK_FALSE(facts.arch.empty());
        CHECK(facts.libc.find("glibc 2.") != std::string::npos);
        CHECK(facts.cpus >= 1);
        CHECK(facts.memoryTotal > 100'000'000);
        CHECK(facts.memoryAvailable > 0);
        CHECK(facts.clock > 1.7e9);
        CHECK(facts.home == home.string());
        CHECK(facts.folder == (home / ".flambeau/deep").string());
        CHECK(facts.freeBytes > 0);
        CHECK(facts.writable);
        CHECK_FALSE(fs::exists(home / ".flambeau"));  // it only looked
        REQUIRE(facts.gpus.size() == 2);
        CHECK(facts.gpus[0].name == "NVIDIA A100");
        CHECK(facts.gpus[0].memoryTotal == 40960ll << 20);
        CHECK(facts.gpus[0].utilization == Approx(0.37));
        CHECK(facts.gpus[0].processes.empty());
        CHECK(facts.gpus[1].memoryUsed == -1);
        REQUIRE(facts.gpus[1].processes.size() == 1);
        CHECK(facts.gpus[1].processes[0].pid == 1);
        CHECK(facts.gpus[1].processes[0].user == "root");
        CHECK(facts.gpus[1].processes[0].memory == 2048ll << 20);
        const auto venv = std::find_if(facts.pythons.begin(), facts.pythons.end(), [&](const auto& one) {
            return one.path == (home / "my torch/bin/python3").string();
        });
        REQUIRE(venv != facts.pythons.end());
        CHECK(startsWith(venv->version, "3."));
        CHECK(venv->torch == "2.13.0+cu130");
        CHECK(venv->cuda == "13.0");
        CHECK(venv->torchFolder == (home / "my torch/site/torch").string());
        for (const auto& one : facts.pythons)
            CHECK(one.path.find("/../") == std::string::npos);
        CHECK(facts.tools.at("conda") == (home / "miniforge3/condabin/conda").string());
        CHECK(facts.tools.count("flock") == 1);
        CHECK(facts.versions.at("cmake") == "3.25.1");
        CHECK(facts.versions.at("g++") == "12.2.0");
        CHECK(facts.versions.count("clang++") == 0);
        CHECK_FALSE(lacks(facts, "PyTorch"));
        const auto json = launch::toJson(facts);
        CHECK(json["gpus"][1]["processes"][0]["user"] == "root");
        CHECK(json["gpus"][1]["memory_used"].is_null());
    }
}

TEST_CASE("What a host lacks is said with what it is for and how to mend it") {
    launch::HostFacts bare;
    bare.distribution = "ubuntu debian";
    bare.folder = "/data";
    const auto missing = launch::missingOn(bare);
    CHECK(missing.size() == 7);
    for (const auto& one : missing) {
        CHECK_FALSE(one.purpose.empty());
        CHECK_FALSE(one.mend.empty());
    }
    CHECK(missing[0].mend == "sudo apt-get install util-linux");
    CHECK(lacks(bare, "PyTorch"));
    bare.distribution = "rocky rhel fedora";
    CHECK(launch::missingOn(bare)[0].mend == "sudo dnf install util-linux");
    bare.libtorch = {"/usr/lib/libtorch.so"};
    CHECK_FALSE(lacks(bare, "PyTorch"));
}

TEST_CASE("A host that lies about itself is bounded and shown plainly, one that breaks off is an error") {
    const auto facts = must(
        launch::parseFacts("flambeau-facts 1\nos\t\x1b[2J<b>Evil</b>\tx\ncpus\t99999999999999999\nmemory\t-5\tx\n"
                           "gpu\t1,2\ngpu\tx, 0, z, w, -1, 1e9, 900\ngpuprocess\tq\nunknown\tkey\nclock\t-1\nend\n"));
    CHECK(facts.os.find('\x1b') == std::string::npos);
    CHECK(facts.cpus == 100'000);
    CHECK(facts.memoryTotal == -1);
    REQUIRE(facts.gpus.size() == 1);
    CHECK(facts.gpus[0].memoryTotal == -1);
    CHECK(facts.gpus[0].utilization == -1);
    CHECK_FALSE(launch::parseFacts(""));
    CHECK_FALSE(launch::parseFacts("flambeau-facts 1\nos\tDebian\n"));
    CHECK_FALSE(launch::parseFacts("xflambeau-facts 1\nend\n"));
    std::string endless = "flambeau-facts 1\n";
    for (int i = 0; i < 5000; ++i)
        endless += "python\t/p\t3\n";
    CHECK_FALSE(launch::parseFacts(endless + "end\n"));
    CHECK(must(launch::parseFacts("flambeau-facts 1\nos\t" + std::string(1 << 20, 'x') + "\nend\n")).os.size() <= 400);
}
