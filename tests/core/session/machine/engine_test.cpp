// SPDX-License-Identifier: GPL-3.0-or-later
// Choosing and preparing engines with stand-ins for cmake and the compiler; engine_build_test.cpp builds a real one.
#include <sys/stat.h>

#include <chrono>
#include <cstdlib>
#include <thread>

#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"
#include "flambeau/session/engine_choice.h"
#include "flambeau/session/engine_prepare.h"
#include "flambeau/session/engine_service.h"
#include "flambeau/session/paths.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

std::string infoScript(const std::string& torch, bool cuda) {
    return "#!/bin/sh\necho '{\"torch\":\"" + torch +
           "\",\"torch_library\":\"/none\",\"abi\":\"new\",\"cuda\":" + (cuda ? "true" : "false") +
           ",\"devices\":[],\"sources\":\"1\",\"compiler\":\"GNU 12\",\"arch\":\"x86_64\",\"key\":\"" +
           std::string(64, 'b') + "\"}'\n";
}

void program(const fs::path& path, const std::string& text) {
    write(path, text);
    chmod(path.c_str(), 0755);
}

/// A user of an empty home, with tools of the test's own before those of the machine.
struct Home {
    Home() {
        setenv("XDG_DATA_HOME", (dir / "data").c_str(), 1);
        setenv("XDG_CONFIG_HOME", (dir / "config").c_str(), 1);
        setenv("FLAMBEAU_SOURCES", FLAMBEAU_SOURCE, 1);
        unsetenv("FLAMBEAU_TRAINER");
        path = std::getenv("PATH");
        setenv("PATH", ((dir / "tools").string() + ":" + path).c_str(), 1);
        program(dir / "tools/c++", "#!/bin/sh\nexit 1\n");
        write(dir / "torch/share/cmake/Torch/TorchConfig.cmake", "");
    }
    ~Home() { setenv("PATH", path.c_str(), 1); }
    /// A cmake that "installs" this trainer into the prefix that it was configured with.
    void cmake(const std::string& trainer,
               const std::string& building = "echo '[1/2] Building'; echo '[2/2] Linking'") {
        write(dir / "trainer", trainer);
        program(dir / "tools/cmake",
                "#!/bin/sh\ncase $1 in\n-S) for a; do case $a in -DCMAKE_INSTALL_PREFIX=*) echo \"${a#*=}\" > '" +
                    (dir / "prefix").string() + "';; esac; done; echo configured;;\n--build) " + building +
                    ";;\n--install) p=$(cat '" + (dir / "prefix").string() + "'); mkdir -p \"$p/bin\"; cp '" +
                    (dir / "trainer").string() +
                    "' \"$p/bin/flambeau-trainer\"; chmod +x \"$p/bin/flambeau-trainer\";;\nesac\n");
    }
    session::EnginePrepareOptions options() const {
        session::EnginePrepareOptions options;
        options.torch = dir / "torch";
        return options;
    }
    bool empty() const {
        std::error_code ignored;
        for (const auto& each : fs::directory_iterator(session::enginesFolder(), ignored)) {
            if (each.is_directory())
                return false;
        }
        return true;
    }
    TempDir dir;
    std::string path;
};

}  // namespace

TEST_CASE("A prepared engine is listed, chosen, used by the engine service, and removed again") {
    Home home;
    home.cmake(infoScript("2.6.0", false));
    std::vector<std::string> lines;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> steps;
    const auto made = must(session::prepareEngine(
        home.options(), {},
        [&](const std::string&, std::uint64_t done, std::uint64_t total) {
            if (total > 0)
                steps.emplace_back(done, total);
        },
        [&](const std::string& line) { lines.push_back(line); }));
    CHECK(made.facts.torch == "2.6.0");
    CHECK(steps == std::vector<std::pair<std::uint64_t, std::uint64_t>>{{1, 2}, {2, 2}});
    CHECK(std::find(lines.begin(), lines.end(), "configured") != lines.end());
    CHECK(read(made.folder / "log.txt").find("configured") != std::string::npos);
    CHECK_FALSE(fs::exists(made.folder / "build"));
    auto choices = session::engineChoices();
    REQUIRE(choices.size() >= 1);
    CHECK(choices.back().origin == session::EngineOrigin::Prepared);
    CHECK(choices.back().source == (home.dir / "torch").string());
    CHECK_FALSE(choices.back().chosen);
    session::EngineService engines;
    must(session::chooseTrainer(made.facts.engine.trainer));
    CHECK(must(engines.facts({})).torch == "2.6.0");
    CHECK(session::engineChoices().back().chosen);
    // Another build in its place is asked again, without a new service.
    program(made.facts.engine.trainer, infoScript("2.7.1", false));
    fs::last_write_time(made.facts.engine.trainer, fs::last_write_time(home.dir / "trainer") + std::chrono::hours(1));
    CHECK(must(engines.facts({})).torch == "2.7.1");
    must(session::removeEngine(made.folder));
    CHECK_FALSE(fs::exists(made.folder));
    CHECK(session::chosenTrainer().empty());
    CHECK(session::removeEngine(home.dir / "data").error().code == ErrorCode::InvalidArgument);
}

TEST_CASE("The variable overrules the choice") {
    Home home;
    program(home.dir / "a", infoScript("1.0", false));
    program(home.dir / "b", infoScript("2.0", false));
    must(session::chooseTrainer(home.dir / "a"));
    CHECK(must(session::findProgram(session::Program::Trainer)) == home.dir / "a");
    setenv("FLAMBEAU_TRAINER", (home.dir / "b").c_str(), 1);
    CHECK(must(session::findProgram(session::Program::Trainer)) == home.dir / "b");
    CHECK(session::engineChoices().front().chosen);
    unsetenv("FLAMBEAU_TRAINER");
    CHECK(session::chooseTrainer(home.dir / "nowhere").error().code == ErrorCode::NotFound);
    fs::remove(home.dir / "a");  // a choice that is gone is none
    CHECK(session::chosenTrainer().empty());
}

TEST_CASE("A build that fails leaves nothing but the compiler's words") {
    Home home;
    home.cmake("", "echo 'error: no such header' >&2; exit 1");
    const auto made = session::prepareEngine(home.options(), {}, {}, {});
    REQUIRE_FALSE(made.ok());
    CHECK(made.error().detail.find("error: no such header") != std::string::npos);
    CHECK(home.empty());
}

TEST_CASE("An engine that was wanted for the GPU and cannot use it is no engine") {
    Home home;
    home.cmake(infoScript("2.6.0", false));
    auto options = home.options();
    options.cuda = true;
    CHECK(session::prepareEngine(options, {}, {}, {}).error().code == ErrorCode::Unavailable);
    CHECK(home.empty());
    home.cmake(infoScript("2.6.0", true));
    CHECK(must(session::prepareEngine(options, {}, {}, {})).facts.cuda);
}

TEST_CASE("Preparing is canceled in the middle of a build, and only one goes on at a time") {
    Home home;
    home.cmake(infoScript("2.6.0", false), "echo building; exec sleep 600");
    std::stop_source stop;
    ErrorCode second = ErrorCode::Internal;
    const auto made = session::prepareEngine(home.options(), stop.get_token(), {}, [&](const std::string& line) {
        if (line != "building")
            return;
        const auto other = session::prepareEngine(home.options(), {}, {}, {});
        second = other.ok() ? ErrorCode::Internal : other.error().code;
        stop.request_stop();
    });
    REQUIRE_FALSE(made.ok());
    CHECK(made.error().code == ErrorCode::Canceled);
    CHECK(second == ErrorCode::Conflict);
    CHECK(home.empty());
}

TEST_CASE("A package that pip installs goes into an environment of the engine's own, and is built with") {
    Home home;
    home.cmake(infoScript("9.9.9", false));
    // A wheel that has of PyTorch what the build looks for, and nothing else.
    const fs::path wheel = home.dir / "torch-9.9.9-py3-none-any.whl";
    ProcessSpec spec;
    spec.argv = {"/usr/bin/python3", "-c",
                 "import sys, zipfile, ensurepip\n"
                 "z = zipfile.ZipFile(sys.argv[1], 'w')\n"
                 "z.writestr('torch/__init__.py', 'raise SystemExit(\"it is looked up, never imported\")')\n"
                 "z.writestr('torch/share/cmake/Torch/TorchConfig.cmake', '')\n"
                 "d = 'torch-9.9.9.dist-info/'\n"
                 "z.writestr(d + 'METADATA', 'Metadata-Version: 2.1\\nName: torch\\nVersion: 9.9.9\\n')\n"
                 "z.writestr(d + 'WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')\n"
                 "z.writestr(d + 'RECORD', '')\n"
                 "z.close()\n",
                 wheel.string()};
    const auto made = runProcess(spec);
    if (!made || made->exitCode != 0) {
        WARN("skipped: no /usr/bin/python3 with venv");
        return;
    }
    session::EnginePrepareOptions options;
    options.requirement = wheel.string();
    std::vector<std::string> said;
    const auto engine = must(session::prepareEngine(
        options, {}, [&](const std::string& what, std::uint64_t, std::uint64_t) { said.push_back(what); }, {}));
    CHECK(engine.facts.torch == "9.9.9");
    const std::string log = read(engine.folder / "log.txt");
    CHECK(log.find("-DTorch_DIR=" + (engine.folder / "venv").string()) != std::string::npos);
    CHECK(said.front() == "making a Python environment");
    CHECK(said.back() == "trying the engine");
    options.requirement = (home.dir / "nothing.whl").string();
    const auto failed = session::prepareEngine(options, {}, {}, {});
    REQUIRE_FALSE(failed.ok());
    CHECK(failed.error().message == "PyTorch could not be installed.");
    CHECK_FALSE(failed.error().detail.empty());
}

TEST_CASE("What cannot be prepared is told before anything is done") {
    Home home;
    home.cmake(infoScript("2.6.0", false));
    SECTION("no libtorch there") {
        auto options = home.options();
        options.torch = home.dir / "config";
        CHECK(session::prepareEngine(options, {}, {}, {}).error().code == ErrorCode::NotFound);
    }
    SECTION("an option in the place of a package") {
        session::EnginePrepareOptions options;
        options.requirement = "--index-url=http://example.org torch";
        CHECK(session::prepareEngine(options, {}, {}, {}).error().code == ErrorCode::InvalidArgument);
    }
    SECTION("no sources") {
        setenv("FLAMBEAU_SOURCES", (home.dir / "nothing").c_str(), 1);
        const auto sources = session::trainerSources();
        // A test that runs in a build folder of the source tree finds the tree.
        CHECK((sources.ok() || sources.error().code == ErrorCode::NotFound));
        if (sources)
            CHECK(fs::exists(*sources / "app/trainer/CMakeLists.txt"));
    }
    SECTION("no cmake") {
        TempDir bare;
        setenv("PATH", bare.path().c_str(), 1);
        const auto made = session::prepareEngine(home.options(), {}, {}, {});
        CHECK(made.error().code == ErrorCode::Unavailable);
        CHECK(made.error().message.find("cmake") != std::string::npos);
    }
    CHECK(home.empty());
}
