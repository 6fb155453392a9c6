// SPDX-License-Identifier: GPL-3.0-or-later
// What the page tells of a host with GPUs, and cleaning up its disk.
#include <signal.h>

#include <QLabel>

#include "hosts_fixture.h"

using namespace flambeau;
using namespace flambeau::ui;
using namespace flambeau::ui::compute;
using namespace flambeau::ui::compute::test;

namespace {

/// A host that is added and answers.
struct GpuBench : Bench {
    explicit GpuBench(const GpuHost& host) : Bench(&host.sshd()) {
        flambeau::test::write(ssh() / "known_hosts", host.sshd().knownHostsLine());
        type(commandTo(host.sshd()));
        click(*add().moreButton(), {5, 5});
        QTest::keyClicks(add().name(), "gpu-box");
        press(*add().name(), Qt::Key_Return);
        REQUIRE(added());
    }
    QString row(const QString& name) {
        for (const auto& one : view().test()->view()->rows())
            if (one.name == name)
                return one.value;
        return {};
    }
    QString use(int line) {
        const auto& lines = view().use()->lines();
        return line < lines.size() ? lines[line].note : QString();
    }
};

void fill(const fs::path& flambeau) {
    const auto put = [&](const fs::path& path, std::size_t bytes) {
        flambeau::test::write(flambeau / path, std::string(bytes, 'x'));
    };
    const auto old = [&](const fs::path& path) {
        fs::last_write_time(flambeau / path, fs::file_time_type::clock::now() - std::chrono::hours(24 * 90));
    };
    put("env/torch-2.13/venv/lib/libtorch.so", 4'000'000);
    put("env/torch-2.13/READY", 1);
    put("trainer/abc/bin/flambeau-trainer", 600'000);
    put("trainer/abc/READY", 1);
    put("trainer/lately/bin/flambeau-trainer", 500'000);
    put("trainer/lately/READY", 1);
    put("store/cc/" + std::string(64, 'c'), 900'000);
    put("runs/11111111-1111-4111-8111-111111111111/exit.json", 2);
    put("runs/11111111-1111-4111-8111-111111111111/outputs/best", 300'000);
    for (const char* one : {"env/torch-2.13/READY", "trainer/abc/READY"})
        old(one);
    old("store/cc/" + std::string(64, 'c'));
}

}  // namespace

TEST_CASE("A host with GPUs tells of each how busy it is and who is on it: a run, another's process, or nobody") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    GpuHost host(dir / "host", 4);
    host.setUse(0, 9800, 91);
    host.setUse(1, 15000, 64);
    host.setProcess(1, 1, 14900);  // somebody's that is always there
    const std::string run = host.start("ants-bees-07", 1);
    const std::string next = host.start("sweep-15", 4);
    GpuBench bench(host);
    CHECK(bench.row("GPUs").startsWith(QString::fromUtf8("4 × RTX 4090, 24")));
    CHECK(bench.row("GPUs").contains("driver 550.90; in use: GPU 1 by "));
    CHECK(bench.row("Slurm").contains("sbatch"));
    REQUIRE(soon([&] { return bench.use(0) == "ants-bees-07"; }));
    CHECK(bench.use(1).contains(": "));
    CHECK(bench.use(2) == "free");
    CHECK(bench.use(3) == "free");
    CHECK(bench.view().use()->lines()[0].use == Approx(0.91));
    CHECK(bench.view().use()->lines()[0].memoryText.startsWith("9.6 of"));
    REQUIRE(soon([&] { return bench.list().rows()[1].state == "2 of 4 GPUs"; }));
    auto* table = bench.view().table();
    REQUIRE(soon([&] { return table->model()->rowCount() == 2; }));
    CHECK(table->model()->index(0, QueueModel::Name).data().toString() == "ants-bees-07");
    CHECK(table->model()->index(0, QueueModel::Why).data().toString().startsWith("GPU 0, since"));
    CHECK(table->model()->index(1, QueueModel::Name).data().toString() == "sweep-15");
    CHECK(
        table->model()->index(1, QueueModel::Why).data().toString().startsWith("2 of 4 GPUs are free, it asked for 4"));
    table->setCurrentIndex(table->model()->index(0, 0));
    settle();
    checkLooks(*bench.window, "compute-gpus");
    // What is known stays, faint, when the host goes away.
    const auto sessions = host.sshd().sessions();
    host.sshd().stop();
    for (const pid_t one : sessions)
        ::kill(one, SIGKILL);
    REQUIRE(soon([&] { return bench.list().rows()[1].state.startsWith("unreachable since"); }));
    CHECK(bench.view().use()->stale());
    CHECK(bench.use(0) == "ants-bees-07");
    CHECK(table->model()->rowCount() == 2);
    checkLooks(*bench.window, "compute-gpus-away");
    host.sshd().start();
}

TEST_CASE("What Flambeau takes on a host is told by kind, and a clean-up shows what would go before it does") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    GpuHost host(dir / "host", 0);
    const std::string run = host.start("goes-on", 0);
    fill(host.flambeau());
    GpuBench bench(host);
    auto* disk = bench.view().disk();
    REQUIRE(soon([&] { return disk->list()->rows().size() >= 5; }));
    QStringList names;
    for (const auto& row : disk->list()->rows())
        names << row.key;
    CHECK(names == QStringList{"Environments (1)", "Pictures and weights", "Runs (2)", "Trainer builds (2)",
                               "Free on the disk"});
    click(*disk->cleanButton(), {5, 5});
    REQUIRE(soon([&] { return disk->freeButton()->isVisible(); }));
    const QString text = disk->previewText()->text();
    CHECK(text.contains("of environments (1)"));
    CHECK(text.contains("of trainer builds (1)"));
    CHECK(text.contains("of pictures and weights that no run needs"));
    CHECK(text.contains("2 runs stay: they go on, or are another workspace's."));
    CHECK(disk->freeButton()->text().startsWith("Free 5."));
    CHECK(disk->box()->text().startsWith("Also what was used lately (5"));
    checkLooks(*bench.window, "compute-host-clean");
    press(*bench.window, Qt::Key_Escape);
    CHECK_FALSE(disk->freeButton()->isVisible());
    CHECK(fs::exists(host.flambeau() / "trainer/abc/READY"));
    click(*disk->cleanButton(), {5, 5});
    REQUIRE(soon([&] { return disk->freeButton()->isVisible() && disk->freeButton()->isEnabled(); }));
    disk->box()->click();
    REQUIRE(soon([&] { return disk->previewText()->text().contains("of trainer builds (2)"); }));
    click(*disk->freeButton(), {5, 5});
    REQUIRE(soon([&] { return disk->cleanButton()->isVisible(); }));
    CHECK_FALSE(fs::exists(host.flambeau() / "trainer/abc"));
    CHECK_FALSE(fs::exists(host.flambeau() / "trainer/lately"));
    CHECK_FALSE(fs::exists(host.flambeau() / "env/torch-2.13"));
    CHECK(fs::exists(host.flambeau() / "runs" / run / "state.jsonl"));
    CHECK(fs::exists(host.flambeau() / "runs/11111111-1111-4111-8111-111111111111/outputs/best"));
    REQUIRE(soon([&] { return disk->list()->rows().size() >= 5 && disk->list()->rows()[0].key == "Environments"; }));
}
