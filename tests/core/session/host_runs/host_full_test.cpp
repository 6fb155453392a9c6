// SPDX-License-Identifier: GPL-3.0-or-later
// A host's disk that fills up on the way of a run: what it was for says so, nothing half-written is taken for whole,
// and with some space again everything goes on.
#include "flambeau/base/strings.h"
#include "host_bench.h"
#include "small_disk.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

const std::string train = R"(
echo started >>"$FLAMBEAU_RUN_DIR/../../starts"
printf '{"flambeau":1,"run":"%s","rank":0}\n{"e":"metric","t":1,"step":1,"v":{"train/loss":0.5}}\n' "$FLAMBEAU_RUN" >events.jsonl
mkdir -p outputs
echo weights >outputs/weights
)";

/// The disk fills up where the trainer of a host is looked for: after the space was asked, before anything is sent.
void fillBeforeSending(HostBench& bench, const SmallDisk& disk, std::uint64_t left) {
    bench.runs->makeHostEnginesBy(
        [&bench, &disk, left](auto&, const auto&, const auto&, const auto&, auto, const auto&, const auto&) {
            disk.fill(left);
            session::HostEngine engine;
            engine.key = std::string(64, 'b');
            engine.trainer = (bench.dir / "flambeau-trainer").string();
            return Result<session::HostEngine>(engine);
        });
}

}  // namespace

TEST_CASE(
    "A host's disk that fills up while a run is sent there refuses it, however little is left, and takes it later") {
    if (!Sshd::available())
        return;
    HostBench bench(train);
    const SmallDisk disk(bench.dir / "host", 300);
    if (!disk.there())
        return;
    int refused = 0;
    for (const std::uint64_t left : {0u, 4096u, 12288u, 40960u, 65536u}) {
        CAPTURE(left);
        fillBeforeSending(bench, disk, left);
        const auto started = bench.runs->start(bench.onBox(), {}, {});
        if (started) {
            disk.empty();
            CHECK(domain::isFinal(bench.toItsEnd(*started).state));
            continue;
        }
        ++refused;
        CHECK(toLowerAscii(started.error().message + started.error().hint + started.error().detail).find("space") !=
              std::string::npos);
        disk.empty();
        const auto failed = bench.runs->failedRun();
        REQUIRE_FALSE(failed.empty());
        const auto view = bench.follow(failed, [](const auto& now) { return domain::isFinal(now.state); });
        CHECK(view.state == domain::RunState::Failed);
        CHECK(processesOfRun(failed).empty());
    }
    CHECK(refused > 0);
    bench.restart();
    CHECK(bench.toItsEnd(bench.startOnBox()).state == domain::RunState::Completed);
}

TEST_CASE("A run that fills its host's disk ends, says so, and what it wrote before is here") {
    if (!Sshd::available())
        return;
    HostBench bench(train + "cat /dev/zero >filler");
    const SmallDisk disk(bench.dir / "host", 300);
    if (!disk.there())
        return;
    const auto run = bench.startOnBox();
    const auto view = bench.follow(run, [](const auto& now) { return domain::isFinal(now.state); });
    INFO(view.reason);
    CHECK((view.state == domain::RunState::Failed || view.state == domain::RunState::Lost));
    CHECK(toLowerAscii(view.reason).find("space") != std::string::npos);
    CHECK(bench.stored(run) == RunBench::written(bench.there(run) / "events.jsonl"));
    CHECK(processesOfRun(run).empty());
    fs::remove(bench.there(run) / "filler");
    bench.setTrainer(train);
    CHECK(bench.toItsEnd(bench.startOnBox()).state == domain::RunState::Completed);
}
