// SPDX-License-Identifier: GPL-3.0-or-later
// Clusters on the page: made of hosts, shown with what each has free, changed, removed, with a way back.
#include <signal.h>

#include <QUndoStack>

#include "hosts_fixture.h"

using namespace flambeau;
using namespace flambeau::ui;
using namespace flambeau::ui::compute;
using namespace flambeau::ui::compute::test;

namespace {

/// Two hosts that answer.
struct LabBench : Bench {
    LabBench(const GpuHost& one, const GpuHost& two) {
        flambeau::test::write(ssh() / "known_hosts",
                              one.sshd().knownHostsLine() + "\n" + two.sshd().knownHostsLine() + "\n");
        int count = 1;
        for (const GpuHost* host : {&one, &two}) {
            type(commandTo(host->sshd()));
            if (!add().name()->isVisible())
                click(*add().moreButton(), {5, 5});
            QTest::keyClicks(add().name(), QString("lab-%1").arg(count));
            QTest::keyClicks(add().key(), QString::fromStdString(host->sshd().key().string()));
            press(*add().name(), Qt::Key_Return);
            ++count;
            REQUIRE(soon([&] { return static_cast<int>(list().rows().size()) == count; }));
        }
    }
    ClusterForm& form() { return *find<ClusterForm>(); }
    ClusterView& cluster() { return *find<ClusterView>(); }
    Button* newCluster() {
        for (Button* one : window->findChildren<Button*>())
            if (one->text().startsWith("New cluster"))
                return one;
        return nullptr;
    }
    bool shows(const QString& name) {
        for (const auto& row : list().rows())
            if (row.name == name)
                return true;
        return false;
    }
    QString cell(int row, int column) { return cluster().members()->model()->index(row, column).data().toString(); }
};

}  // namespace

TEST_CASE("A cluster is made of hosts, shows what each has free, is changed, removed, and comes back with undo") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    GpuHost one(dir / "one", 2), two(dir / "two", 4);
    one.start("ants-07", 2);
    LabBench bench(one, two);
    REQUIRE(bench.newCluster() != nullptr);
    CHECK(bench.newCluster()->isVisible());
    bench.list().choose("lab-2");
    click(*bench.newCluster(), {5, 5});
    REQUIRE(bench.form().isVisible());
    CHECK_FALSE(bench.add().isVisible());
    CHECK_FALSE(bench.form().keepButton()->isEnabled());  // it has no name yet
    QTest::keyClicks(bench.form().name(), "lab-1");
    REQUIRE(bench.form().hosts()->count() == 2);
    CHECK(bench.form().hosts()->item(0)->text() == "lab-2");
    CHECK(bench.form().hosts()->item(0)->checkState() == Qt::Checked);
    CHECK(bench.form().hosts()->item(1)->checkState() == Qt::Unchecked);
    bench.form().hosts()->item(1)->setCheckState(Qt::Checked);
    press(*bench.form().name(), Qt::Key_Return);
    REQUIRE(soon([&] { return bench.form().error()->isVisible(); }));  // that name is a host's
    bench.form().name()->clear();
    QTest::keyClicks(bench.form().name(), "lab");
    bench.form().hosts()->setCurrentRow(1);
    click(*bench.form().upButton(), {5, 5});
    CHECK(bench.form().hosts()->item(0)->text() == "lab-1");
    checkLooks(*bench.window, "compute-cluster-form");
    click(*bench.form().keepButton(), {5, 5});
    REQUIRE(soon([&] { return bench.list().chosen() == "lab"; }));
    CHECK_FALSE(bench.form().isVisible());
    CHECK(bench.add().isVisible());
    REQUIRE(bench.cluster().isVisible());
    REQUIRE(soon([&] { return bench.cell(1, MemberModel::Room) == "4 of 4 GPUs free"; }));
    REQUIRE(soon([&] { return bench.cell(0, MemberModel::Room) == "0 of 2 GPUs free"; }));
    CHECK(bench.cell(0, MemberModel::Name) == "lab-1");
    CHECK(bench.list().rows()[3].line == QString::fromUtf8("2 hosts, 6 × RTX 4090"));
    REQUIRE(soon([&] { return bench.list().rows()[3].state == "2 of 6 GPUs"; }));
    auto* queue = bench.cluster().queue()->table();
    REQUIRE(queue->model()->rowCount() == 1);
    CHECK(queue->model()->index(0, QueueModel::Why).data().toString().startsWith("lab-1: GPUs 0, 1"));
    checkLooks(*bench.window, "compute-cluster");

    click(*bench.cluster().editButton(), {5, 5});
    REQUIRE(bench.form().isVisible());
    CHECK(bench.form().name()->isReadOnly());
    bench.form().hosts()->item(0)->setCheckState(Qt::Unchecked);
    click(*bench.form().keepButton(), {5, 5});
    REQUIRE(soon([&] { return bench.cluster().members()->model()->rowCount() == 1; }));
    bench.window->undoStack().undo();
    REQUIRE(soon([&] { return bench.cluster().members()->model()->rowCount() == 2; }));

    bench.list().setFocus();
    press(bench.list(), Qt::Key_Delete);
    REQUIRE(soon([&] { return !bench.shows("lab"); }));
    CHECK(bench.shows("lab-1"));
    bench.window->undoStack().undo();
    REQUIRE(soon([&] { return bench.shows("lab"); }));

    // A new one does not take its place.
    bench.list().choose("lab-1");
    click(*bench.newCluster(), {5, 5});
    QTest::keyClicks(bench.form().name(), "lab");
    press(*bench.form().name(), Qt::Key_Return);
    REQUIRE(soon([&] { return bench.form().error()->isVisible(); }));
    CHECK(bench.form().isVisible());
    press(*bench.window, Qt::Key_Escape);
    bench.list().choose("lab");
    CHECK(bench.cluster().members()->model()->rowCount() == 2);
}

TEST_CASE("A cluster whose host is away or was removed says so, and Esc closes its form") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    GpuHost one(dir / "one", 1), two(dir / "two", 1);
    LabBench bench(one, two);
    bench.window->commands().find("compute.cluster")->trigger();
    REQUIRE(bench.form().isVisible());
    press(*bench.window, Qt::Key_Escape);
    CHECK_FALSE(bench.form().isVisible());
    click(*bench.newCluster(), {5, 5});
    QTest::keyClicks(bench.form().name(), "lab");
    for (int i = 0; i < 2; ++i)
        bench.form().hosts()->item(i)->setCheckState(Qt::Checked);
    press(*bench.form().name(), Qt::Key_Return);
    REQUIRE(soon([&] { return bench.list().chosen() == "lab"; }));
    const auto sessions = two.sshd().sessions();
    two.sshd().stop();
    for (const pid_t each : sessions)
        ::kill(each, SIGKILL);
    REQUIRE(soon([&] { return bench.cell(0, MemberModel::State).startsWith("unreachable since"); }));
    CHECK(bench.list().rows()[3].state == "1 host unreachable");
    CHECK(bench.cluster().queue()->nothing() == "Nothing is known to run");
    bench.list().choose("lab-2");
    bench.list().setFocus();
    press(bench.list(), Qt::Key_Delete);
    REQUIRE(soon([&] { return !bench.shows("lab-2"); }));
    bench.list().choose("lab");
    REQUIRE(soon([&] { return bench.cell(0, MemberModel::State) == "was removed"; }));
}
