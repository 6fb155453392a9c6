// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/stat.h>

#include <algorithm>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/launch/host_engine.h"
#include "flambeau/remote/local_transport.h"
#include "lab.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

/// Lines of words that stand for an answer, tabs as '|'.
std::string answer(const std::string& heading, std::string lines) {
    std::replace(lines.begin(), lines.end(), '|', '\t');
    return "Welcome!\n" + heading + " 1\n" + lines + "end\n";
}

launch::HostWorkshop workshop(const std::string& lines) {
    return must(launch::parseWorkshop(answer("flambeau-workshop", lines)));
}

// As hosts answered: Debian's libtorch, a wheel for the processor from before 2.7, one with CUDA, and Debian's Python
// package, which points to the first.
constexpr const char* kDebian =
    "torch|/usr/lib/x86_64-linux-gnu/libtorch.so|/usr/lib/x86_64-linux-gnu|/usr/lib/x86_64-linux-gnu/cmake/"
    "Torch|1.13.0|new|no|"
    "/usr/lib/x86_64-linux-gnu/libtorch_cpu.so.1.13.0|163478328.1670000000\n";
constexpr const char* kPythons =
    "torch|/usr/lib/python3/dist-packages/torch|/usr/lib/x86_64-linux-gnu||1.13.0|new|no|"
    "/usr/lib/x86_64-linux-gnu/libtorch_cpu.so.1.13.0|163478328.1670000000\n";
constexpr const char* kOldWheel =
    "torch|/home/a/t/torch|/home/a/t/torch/lib|/home/a/t/torch/share/cmake/Torch|2.6.0|old|no|/home/a/t/torch/lib/"
    "libtorch_cpu.so|420000000.1738000000\n";
constexpr const char* kCudaWheel =
    "torch|/opt/c/torch|/opt/c/torch/lib|/opt/c/torch/share/cmake/Torch|2.4.1|old|yes|/opt/c/torch/lib/libtorch_cpu.so|"
    "520000000.1728000000\n";
constexpr const char* kTools =
    "gcc|/usr/bin/g++|8.5.0\ngcc|/opt/rh/gcc-toolset-12/root/usr/bin/g++|12.2.1\ncmake|/usr/bin/cmake|3.26.5\n"
    "tool|make|/usr/bin/make\ntool|flock|/usr/bin/flock\n";

launch::HostFacts host() {
    launch::HostFacts facts;
    facts.arch = "x86_64";
    facts.libc = "glibc 2.28";
    facts.os = "Debian GNU/Linux 12 (bookworm)";
    facts.distribution = "debian";
    facts.cpus = 16;
    facts.memoryAvailable = 8'000'000'000;
    return facts;
}

launch::DesktopEngine desktops() {
    launch::DesktopEngine engine;
    engine.arch = "x86_64";
    engine.abi = "new";
    engine.torch = "1.13.0";
    engine.library = "/usr/lib/x86_64-linux-gnu/libtorch_cpu.so.1.13.0";
    engine.libraryBytes = 163478328;
    engine.glibc = "2.28";
    return engine;
}

}  // namespace

TEST_CASE("Among a host's libtorches the newest is taken, with CUDA where it has GPUs, each once") {
    const auto all = workshop(std::string(kPythons) + kDebian + kOldWheel + kCudaWheel).torches;
    REQUIRE(all.size() == 4);
    const auto cpu = launch::rankTorches(all, false);
    REQUIRE(cpu.size() == 3);
    CHECK(cpu[0].version == "2.6.0");
    CHECK(cpu[0].abi == "old");
    CHECK(cpu[2].package == "/usr/lib/x86_64-linux-gnu/cmake/Torch");
    CHECK(launch::rankTorches(all, true)[0].folder == "/opt/c/torch/lib");
    auto old = all;
    for (auto& torch : old)
        torch.version = "1.12.1";
    CHECK(launch::rankTorches(old, true).empty());
}

TEST_CASE("The desktop's trainer is sent only where architecture, C library and libtorch are the same") {
    const auto debian = workshop(kDebian).torches.front();
    CHECK(launch::whyNotSent(desktops(), host(), debian).empty());
    auto facts = host();
    facts.arch = "aarch64";
    CHECK(launch::whyNotSent(desktops(), facts, debian).find("aarch64") != std::string::npos);
    facts = host();
    facts.libc = "glibc 2.17";
    CHECK(launch::whyNotSent(desktops(), facts, debian).find("2.28") != std::string::npos);
    facts.libc = "musl libc (x86_64)";
    CHECK_FALSE(launch::whyNotSent(desktops(), facts, debian).empty());
    facts.libc = "ldd (Debian GLIBC 2.36-9+deb12u4) 2.36";
    CHECK(launch::whyNotSent(desktops(), facts, debian).empty());
    CHECK_FALSE(launch::whyNotSent(desktops(), host(), workshop(kOldWheel).torches.front()).empty());
    CHECK_FALSE(launch::whyNotSent(desktops(), host(), workshop(kCudaWheel).torches.front()).empty());
    auto wheel = desktops();
    wheel.library = "/x/torch/lib/libtorch_cpu.so";
    wheel.torch = "2.6.0";
    wheel.abi = "old";
    CHECK(launch::whyNotSent(wheel, host(), workshop(kOldWheel).torches.front()).empty());
    wheel.torch = "2.5.0";
    CHECK_FALSE(launch::whyNotSent(wheel, host(), workshop(kOldWheel).torches.front()).empty());
    // Debian's of another release: its file has another name and another size.
    auto other = debian;
    other.library = "/usr/lib/x86_64-linux-gnu/libtorch_cpu.so.1.13.1";
    other.bytes = 1;
    CHECK_FALSE(launch::whyNotSent(desktops(), host(), other).empty());
}

TEST_CASE("A compiler that is too old is passed over for one beside it; memory limits how many run at once") {
    const auto tools = must(launch::buildTools(workshop(kTools), host()));
    CHECK(tools.compiler == "/opt/rh/gcc-toolset-12/root/usr/bin/g++");
    CHECK(tools.cmake == "/usr/bin/cmake");
    CHECK(tools.generator == "Unix Makefiles");
    CHECK(tools.jobs == 5);
    auto facts = host();
    facts.memoryAvailable = 1;
    CHECK(must(launch::buildTools(workshop(kTools), facts)).jobs == 1);
    facts.memoryAvailable = -1;
    CHECK(must(launch::buildTools(workshop(kTools), facts)).jobs == 1);
    CHECK(must(launch::buildTools(workshop(std::string(kTools) + "tool|ninja|/usr/bin/ninja\n"), facts)).generator ==
          "Ninja");
}

TEST_CASE("A host without a compiler, CMake or flock is told with the command that mends it") {
    const auto none = launch::buildTools(workshop("gcc|/usr/bin/g++|8.5.0\n"), host());
    REQUIRE_FALSE(none.ok());
    CHECK(none.error().code == ErrorCode::Unavailable);
    for (const char* what : {"g++ 10 or newer (it has 8.5.0)", "CMake 3.18", "make or ninja", "flock"})
        CHECK(none.error().message.find(what) != std::string::npos);
    CHECK(none.error().hint == "On the host: sudo apt-get install g++ cmake make util-linux");
    auto fedora = host();
    fedora.os = "Rocky Linux 9.4", fedora.distribution = "rocky rhel centos fedora";
    CHECK(launch::buildTools(workshop(""), fedora).error().hint ==
          "On the host: sudo dnf install gcc-c++ cmake make util-linux");
    auto other = host();
    other.os = other.distribution = "plan9";
    CHECK(launch::buildTools(workshop(""), other).error().hint.find("Ask who runs the host") == 0);
}

TEST_CASE("An engine's READY counts only while it is whole and its libtorch is the one it was made for") {
    const std::string key = sha256Hex("k");
    const auto ready = [&](const std::string& name, const std::string& now, const std::string& info) {
        return must(launch::parseLook(answer(
            "flambeau-engine",
            "key|" + name + "\nlibrary|/l.so\nidentity|12.34\nfrom|sent\ninfo|" + info + "\nnow|" + now + "\n")));
    };
    const std::string info =
        R"({"key": ")" + key + R"(","torch": "2.13.0","cuda": true,"devices": [{},{}],"formats":["png"]})";
    const auto good = ready(key, "12.34", info);
    REQUIRE(good);
    CHECK(good->gpus == 2);
    CHECK(launch::titleOf(*good) == "libtorch 2.13.0, CUDA");
    CHECK(good->formats == std::vector<std::string>{"png"});
    CHECK_FALSE(ready(key, "12.35", info));
    CHECK_FALSE(ready(key, "", info));
    CHECK_FALSE(ready(sha256Hex("other"), "12.34", info));
    CHECK_FALSE(ready("../../bin", "12.34", info));
    CHECK_FALSE(ready(key, "12.34", info.substr(0, 40)));
    CHECK_FALSE(ready(key, "12.34", "[]"));
    CHECK_FALSE(must(launch::parseLook(answer("flambeau-engine", ""))));
}

TEST_CASE("What a lying host says of its engines is bounded, plain, or refused") {
    CHECK_FALSE(launch::parseLook("flambeau-engine 1\nkey\tabc\n").ok());  // without an end
    CHECK_FALSE(launch::parseLook("").ok());
    CHECK_FALSE(launch::parseWorkshop(answer("flambeau-workshop", std::string(5000, 'x') + "\n")).ok());
    std::string endless = "flambeau-workshop 1\n";
    for (int i = 0; i < 5000; ++i)
        endless += "without\t/a\n";
    CHECK_FALSE(launch::parseWorkshop(endless + "end\n").ok());
    CHECK(
        workshop("torch|a|relative|/p|1|new|no|/l|1.1\ntorch|a|/f|/p|$(x)|new|no|/l|1.1\ntorch|a|/f|/p|1|odd|no|/l|1\n")
            .torches.empty());
    CHECK(must(launch::parseTrace(answer(
              "flambeau-trace", "none|libpng16.so.16\nnone|libstdc++.so.6\nnone|../../etc/passwd\nnone|a/b\n"))) ==
          std::vector<std::string>{"libpng16.so.16", "libstdc++.so.6"});
    const auto broken =
        launch::parseFinish(answer("flambeau-engine", "broken|it does not start\nsaid|\033[2Jbad\033[0m\n"));
    REQUIRE_FALSE(broken.ok());
    CHECK(broken.error().code == ErrorCode::Unavailable);
    CHECK(broken.error().detail.find('\033') == std::string::npos);
}

TEST_CASE("A build's steps, counts, first error and answer are read from its lines, whoever wrote them") {
    launch::BuildReader reader("mark-1");
    CHECK(reader.take("mark-1 step build").step);
    CHECK(reader.step() == "build");
    CHECK(reader.take("[12/40] Building").count->done == 12);
    CHECK(reader.take("[ 30%] Building").count->total == 100);
    CHECK_FALSE(reader.take("[50/40] Building").count);
    CHECK_FALSE(reader.take("[0/0] x").count);
    CHECK(reader.take("mark-2 answer").text == "mark-2 answer");
    CHECK_FALSE(reader.answered());
    for (int i = 0; i < 100; ++i)
        reader.take("a line");
    CHECK(split(reader.firstError(), '\n').size() == 20);
    reader.take("x.cpp:1: \033[31merror:\033[0m first");
    for (int i = 0; i < 100; ++i)
        reader.take("x.cpp:2: error: later " + std::string(10'000, 'x'));
    CHECK(reader.firstError().find("x.cpp:1: error: first\n") == 0);
    CHECK(reader.firstError().size() < 30'000);
    reader.take("mark-1 answer");
    CHECK(reader.answered());
    for (int i = 0; i < 1000; ++i)
        reader.take(std::string(1000, 'y'));
    CHECK(reader.answer().size() <= 256u << 10);
}

TEST_CASE("A libtorch is found by its library, its prefix, its Python and its environment, in every shell") {
    const TempDir dir;
    const fs::path site = dir / "an env" / "lib/python3/site-packages", torch = site / "torch";
    for (const char* name : {"lib/libtorch.so", "lib/libtorch_cuda.so", "include/ATen/ATen.h",
                             "share/cmake/Torch/TorchConfig.cmake", "__init__.py"})
        write(torch / name, "x");
    write(torch / "version.py", "__version__ = '2.4.1+cu121'\ncuda = '12.1'\n");
    write(torch / "lib/libtorch_cpu.so", "kernels");
    write(torch / "lib/libc10.so", std::string("a\0_ZN3c105ErrorC1ENS_14SourceLocationESs\0b", 45));
    write(torch / "include/torch/csrc/api/include/torch/version.h",
          "#define TORCH_VERSION_MAJOR 2\n#define TORCH_VERSION_MINOR 4\n#define TORCH_VERSION_PATCH 1\n");
    write(dir / "an env" / "pyvenv.cfg", "");
    write(dir / "an env" / "bin/python3",
          "#!/bin/sh\nPYTHONPATH='" + site.string() + "' exec /usr/bin/python3 \"$@\"\n");
    fs::permissions(dir / "an env" / "bin/python3", fs::perms::owner_all);
    const std::vector<std::string> places = {(torch / "lib/libtorch.so").string(), torch.string(),
                                             (torch / "lib").string(), (dir / "an env").string(),
                                             (dir / "an env" / "bin/python3").string()};
    auto asked = places;
    asked.push_back((dir / "nowhere").string());
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        auto words = split(shell, ' ');
        words.emplace_back("-s");
        remote::LocalTransport host(words);
        remote::Command command;
        command.script = launch::workshopScript((dir / "host").string(), asked);
        const auto found = must(launch::parseWorkshop(must(host.exec(command)).out));
        REQUIRE(found.torches.size() == places.size());
        for (std::size_t i = 0; i < places.size(); ++i) {
            const launch::HostTorch& one = found.torches[i];
            CHECK(one.asked == places[i]);
            CHECK(one.folder == (torch / "lib").string());
            CHECK(one.package == (torch / "share/cmake/Torch").string());
            CHECK(one.version == "2.4.1");
            CHECK(one.abi == "old");
            CHECK(one.cuda);
            CHECK(one.bytes == 7);
            CHECK(one.library == fs::canonical(torch / "lib/libtorch_cpu.so").string());
        }
        CHECK(found.without == std::vector<std::string>{(dir / "nowhere").string()});
    }
}

TEST_CASE("Headers beside links to the libraries of another libtorch are not taken for that one's") {
    const TempDir dir;
    for (const char* name : {"real/lib/libtorch_cpu.so", "real/lib/libc10.so", "real/lib/libtorch.so",
                             "links/include/ATen/ATen.h", "links/share/cmake/Torch/TorchConfig.cmake"})
        write(dir / name, "x");
    write(dir / "links/include/torch/headeronly/version.h",
          "#define TORCH_VERSION_MAJOR 2\n#define TORCH_VERSION_MINOR 12\n#define TORCH_VERSION_PATCH 0\n");
    fs::create_directories(dir / "links/lib");
    for (const char* name : {"libtorch_cpu.so", "libc10.so", "libtorch.so"})
        fs::create_symlink(dir / "real/lib" / name, dir / "links/lib" / name);
    remote::LocalTransport host;
    remote::Command command;
    command.script = launch::workshopScript((dir / "host").string(), {(dir / "links").string()});
    const auto found = must(launch::parseWorkshop(must(host.exec(command)).out));
    REQUIRE(found.torches.size() == 1);
    CHECK(found.torches[0].folder == fs::canonical(dir / "real/lib").string());
    CHECK(found.torches[0].package.empty());
    CHECK(found.torches[0].version.empty());
}
