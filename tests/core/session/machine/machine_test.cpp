// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/machine.h"

#include <sys/stat.h>

#include <cstdlib>

#include "flambeau/session/disk_use.h"
#include "flambeau/session/workspace.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

/// A PATH on which nvidia-smi is what the test says, or is not.
class OnPath {
public:
    explicit OnPath(const std::string& script) : m_before(std::getenv("PATH")) {
        if (!script.empty()) {
            write(m_dir / "nvidia-smi", "#!/bin/sh\n" + script + "\n");
            chmod((m_dir / "nvidia-smi").c_str(), 0755);
        }
        setenv("PATH", (m_dir.path().string() + ":/usr/bin:/bin").c_str(), 1);
    }
    ~OnPath() { setenv("PATH", m_before.c_str(), 1); }

private:
    TempDir m_dir;
    std::string m_before;
};

}  // namespace

TEST_CASE("What nvidia-smi prints is read, what it does not know stays unknown") {
    const auto gpus = session::parseNvidiaSmi(
        "0, NVIDIA H200, 550.90.07, 1024, 143771, 37\n"
        "1, NVIDIA A40, with a comma, 550.90.07, [N/A], 46068, [N/A]\n"
        "garbage\n9999999999, x, y, 1, 2, 3\n-1, x, y, 1, 2, 3\n");
    REQUIRE(gpus.size() == 2);
    CHECK(gpus[0].name == "NVIDIA H200");
    CHECK(gpus[0].driver == "550.90.07");
    CHECK(gpus[0].memoryUsed == 1024LL << 20);
    CHECK(gpus[0].use == Approx(0.37));
    CHECK(gpus[1].name == "NVIDIA A40, with a comma");
    CHECK(gpus[1].memoryUsed == -1);
    CHECK(gpus[1].use < 0);
}

TEST_CASE("Without nvidia-smi the driver's own files tell the GPUs, and without a driver there are none") {
    OnPath none("");
    TempDir proc;
    CHECK(session::findGpus({}, proc / "nowhere").gpus.empty());
    CHECK(session::findGpus({}, proc / "nowhere").toldBy.empty());
    write(proc / "version", "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.90.07  Fri May 31\n");
    write(proc / "gpus/0000:65:00.0/information", "Model: \t\t NVIDIA H200\nIRQ:   \t 20\n");
    const auto report = session::findGpus({}, proc.path());
    REQUIRE(report.gpus.size() == 1);
    CHECK(report.gpus[0].name == "NVIDIA H200");
    CHECK(report.gpus[0].driver == "550.90.07");
    CHECK(report.problem.empty());
}

TEST_CASE("A driver that does not answer is told, not taken for no GPU") {
    OnPath broken("echo 'Driver/library version mismatch'; exit 9");
    TempDir proc;
    write(proc / "gpus/0000:65:00.0/information", "Model: NVIDIA A40\n");
    const auto report = session::findGpus({}, proc.path());
    CHECK(report.gpus.size() == 1);
    CHECK(report.problem == "Driver/library version mismatch");
}

TEST_CASE("This machine has cores, memory and a load") {
    const auto facts = session::machineFacts();
    CHECK(facts.cores >= 1);
    CHECK(facts.memory > 0);
    CHECK_FALSE(facts.kernel.empty());
    session::LoadMeter meter;
    const auto first = meter.sample();
    CHECK(first.cpu < 0);
    CHECK(first.memoryTotal == facts.memory);
    CHECK(first.memoryUsed > 0);
    volatile double busy = 1;
    session::MachineLoad second;
    for (int i = 0; i < 200 && second.cpu < 0; ++i) {  // until the kernel's clock has ticked
        for (int j = 0; j < 1'000'000; ++j)
            busy = busy * 1.0000001;
        second = meter.sample();
    }
    CHECK(second.cpu >= 0);
    CHECK(second.cpu <= 1);
}

TEST_CASE("Disk use counts each kind, and a file with two names once") {
    TempDir dir;
    setenv("XDG_CACHE_HOME", (dir / "cache").c_str(), 1);
    setenv("XDG_DATA_HOME", (dir / "data").c_str(), 1);
    setenv("XDG_CONFIG_HOME", (dir / "config").c_str(), 1);
    auto workspace = must(session::Workspace::open(dir / "workspace"));
    const auto& paths = workspace->paths();
    write(paths.runs() / "a" / "outputs" / "x", std::string(300'000, 'x'));
    write(paths.runs() / "b" / "log", "log");
    fs::create_directories(paths.artifacts() / "ab");
    fs::create_hard_link(paths.runs() / "a" / "outputs" / "x", paths.artifacts() / "ab" / "x");
    const auto use = must(session::diskUse(*workspace, {}, {}));
    REQUIRE(use.items.size() == session::kDiskKinds);
    const auto bytes = [&](session::DiskKind kind) { return use.items[static_cast<std::size_t>(kind)].bytes; };
    CHECK(bytes(session::DiskKind::Artifacts) >= 300'000);
    CHECK(bytes(session::DiskKind::Runs) < 200'000);
    CHECK(use.items[static_cast<std::size_t>(session::DiskKind::Runs)].count == 2);
    CHECK(bytes(session::DiskKind::Database) > 0);
    CHECK(use.freeBytes > 0);
    std::stop_source stopped;
    stopped.request_stop();
    CHECK(session::diskUse(*workspace, stopped.get_token(), {}).error().code == ErrorCode::Canceled);
}
