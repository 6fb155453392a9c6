// SPDX-License-Identifier: GPL-3.0-or-later
// Where a run goes: this machine and others, chosen, remembered, said in the checklist and in the command.
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "flambeau/session/clusters.h"
#include "flambeau/session/compute_service.h"
#include "flambeau/session/dataset_service.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/datasets.h"
#include "gpu_host.h"
#include "looks.h"
#include "newrun_fixture.h"

using namespace flambeau;
using namespace flambeau::ui;
using namespace flambeau::ui::newrun;
using flambeau::test::GpuHost;
using flambeau::test::must;

namespace {

/// A host with two GPUs that was tested once; nothing listens on its port now.
session::ComputeTarget gpuBox() {
    session::ComputeTarget target;
    target.name = "gpu-box";
    target.address.target = {"me", "127.0.0.1", 1};
    target.added = target.tested = 1'700'000'000;
    const nlohmann::json gpu = {{"index", 0}, {"name", "NVIDIA RTX 4090"}, {"memory_total", std::int64_t{24} << 30}};
    target.facts = {{"cpus", 32},
                    {"memory", {{"total", std::int64_t{128} << 30}}},
                    {"gpus", {gpu, gpu}},
                    {"missing", {{{"what", "CMake"}, {"for", "to build the trainer there"}, {"mend", "sudo x"}}}}};
    return target;
}

/// The dataset far@1 lies on gpu-box.
void layFar(session::Workspace& workspace) {
    auto manifest = must(session::DatasetService(workspace).find("shapes@2"));
    manifest.name = "far";
    manifest.version = 1;
    manifest.on = "gpu-box";
    manifest.root = manifest.source = "/data/far";
    store::NewDatasetVersion version;
    version.name = "far";
    version.fingerprint = manifest.fingerprint;
    version.root = version.source = manifest.place();
    version.files = static_cast<std::int64_t>(manifest.files.size());
    version.manifest = domain::toJson(manifest).dump();
    must(store::Datasets(workspace.store()).add(version));
}

}  // namespace

TEST_CASE("A host is chosen beside this machine: the checklist asks it, the command names it, and it is remembered") {
    Bench bench;
    must(session::ComputeService(bench.filled->workspace()).restore(gpuBox()));
    bench.open("dataset:shapes@2");
    REQUIRE(bench.filledIn());
    auto* where = bench.find<WhereCard>();
    REQUIRE(waitFor([&] { return where->place("gpu-box") != nullptr; }));
    CHECK(where->place({})->isChecked());
    CHECK(where->engines()->isVisible());
    CHECK(bench.command().contains("--dataset"));
    CHECK_FALSE(bench.command().contains("--compute"));
    REQUIRE(waitFor([&] { return where->place("gpu-box")->state() == "Unreachable"; }));
    CHECK(where->place("gpu-box")->lines().startsWith(QString::fromUtf8("2 × NVIDIA RTX 4090")));
    where->place({})->setFocus();
    press(*where->place({}), Qt::Key_Right);
    REQUIRE(where->place("gpu-box")->isChecked());
    CHECK_FALSE(where->engines()->isVisible());
    CHECK(where->gpus()->isVisible());
    CHECK(where->gpus()->currentText() == "1");
    CHECK(bench.command().contains("--compute gpu-box"));
    CHECK(waitFor([&] { return bench.has("host", CheckState::Stop); }));
    CHECK(bench.has("engine", CheckState::Caution));  // CMake is missing there
    CHECK(bench.has("send", CheckState::Good));
    where->gpus()->setCurrentIndex(where->gpus()->findText("2"));
    CHECK(bench.command().contains("--compute gpu-box --gpus 2"));
    settle();
    checkLooks(*bench.window, "new-run-host");
    bench.open("dataset:shapes@1");
    CHECK(waitFor([&] { return bench.command().contains("--compute gpu-box --gpus 2"); }));
    const QByteArray kept = bench.page->saveLayout();
    click(*where->place({}), {20, 20});
    CHECK_FALSE(bench.command().contains("--compute"));
    CHECK(bench.has("engine", CheckState::Good));
    bench.page->restoreLayout(kept);
    CHECK(bench.command().contains("--compute gpu-box --gpus 2"));
}

TEST_CASE("A host that was removed meanwhile is said to be gone, and the run does not start there") {
    Bench bench;
    session::ComputeService computes(bench.filled->workspace());
    must(computes.restore(gpuBox()));
    bench.open("dataset:shapes@2");
    REQUIRE(bench.filledIn());
    auto* where = bench.find<WhereCard>();
    REQUIRE(waitFor([&] { return where->place("gpu-box") != nullptr; }));
    click(*where->place("gpu-box"), {20, 20});
    must(computes.remove("gpu-box"));
    bench.desk->announce(session::Topic::Computes);
    REQUIRE(waitFor([&] { return bench.has("host", CheckState::Stop) && !bench.has("engine", CheckState::Caution); }));
    CHECK(where->place("gpu-box")->isChecked());
    CHECK_FALSE(bench.ready()->runButton()->isEnabled());
}

TEST_CASE("With a dataset that lies on a host only that host can be chosen, and the page says why") {
    Bench bench;
    session::ComputeService computes(bench.filled->workspace());
    must(computes.restore(gpuBox()));
    auto other = gpuBox();
    other.name = "other-box";
    must(computes.restore(other));
    layFar(bench.filled->workspace());
    bench.open("dataset:far@1");
    auto* where = bench.find<WhereCard>();
    REQUIRE(waitFor([&] { return where->place("gpu-box") != nullptr && where->place("gpu-box")->isChecked(); }));
    CHECK(bench.command().contains("--compute gpu-box"));
    CHECK(where->place("gpu-box")->isEnabled());
    for (const char* no : {"", "other-box"}) {
        CHECK_FALSE(where->place(no)->isEnabled());
        CHECK(where->place(no)->lines().contains("far lies on gpu-box"));
    }
    CHECK(waitFor([&] { return bench.has("host", CheckState::Stop); }));
    settle();
    checkLooks(*bench.window, "new-run-dataset-there");
    // Another dataset, and everything may be chosen again.
    bench.open("dataset:shapes@2");
    CHECK(waitFor([&] { return where->place({})->isEnabled() && where->place("other-box")->isEnabled(); }));
}

TEST_CASE("Clusters beside a dataset on a host that is away are shown, and one that has the host can be chosen") {
    Bench bench;
    session::ComputeService computes(bench.filled->workspace());
    must(computes.restore(gpuBox()));
    auto other = gpuBox();
    other.name = "other-box";
    must(computes.restore(other));
    const session::Clusters clusters(bench.filled->workspace());
    must(clusters.add("others", {"other-box"}));
    must(clusters.add("all", {"other-box", "gpu-box"}));
    layFar(bench.filled->workspace());
    bench.open("dataset:far@1");
    auto* where = bench.find<WhereCard>();
    REQUIRE(waitFor([&] { return where->place("gpu-box") != nullptr && where->place("gpu-box")->isChecked(); }));
    REQUIRE(waitFor([&] { return where->place("all")->state() == "Unreachable"; }));
    CHECK(where->place("others")->state() == "Not for this");
    CHECK_FALSE(where->place("others")->isEnabled());
    click(*where->place("all"), {20, 20});
    REQUIRE(where->place("all")->isChecked());
    CHECK(bench.command().contains("--compute all"));
    CHECK(waitFor([&] { return bench.has("host", CheckState::Stop); }));
    // Nobody is asked for its sake: the start checks it again.
    CHECK(waitFor([&] { return bench.has("dataset", CheckState::Caution); }));
}

TEST_CASE("A dataset that takes the run to its host says so, and undo brings the run back") {
    Bench bench;
    must(session::ComputeService(bench.filled->workspace()).restore(gpuBox()));
    layFar(bench.filled->workspace());
    bench.open("dataset:shapes@2");
    REQUIRE(bench.filledIn());
    auto* where = bench.find<WhereCard>();
    auto* datasets = bench.find<WhatCard>()->datasets();
    REQUIRE(waitFor([&] { return datasets->findData("far@1") >= 0; }));
    datasets->setCurrentIndex(datasets->findData("far@1"));
    REQUIRE(waitFor([&] { return bench.command().contains("--compute gpu-box"); }));
    REQUIRE(waitFor([&] { return bench.window->undoStack().undoText().contains("Where"); }));
    bench.window->undoStack().undo();
    CHECK(waitFor([&] { return bench.command().contains("--dataset shapes@2"); }));
    CHECK_FALSE(bench.command().contains("--compute"));
    CHECK(where->place({})->isChecked());
    bench.window->undoStack().redo();
    CHECK(waitFor([&] { return bench.command().contains("--dataset far@1 --compute gpu-box"); }));
}

TEST_CASE("A draft keeps where its run goes") {
    session::RunRequest request;
    request.recipe = "image-classification";
    request.dataset = "shapes@1";
    request.compute = "gpu-box";
    request.gpus = 2;
    const auto back = session::runRequestFromJson(session::toJson(request));
    CHECK(back.compute == "gpu-box");
    CHECK(back.gpus == 2);
    const auto form = Form::of(back).request();
    CHECK(form.compute == "gpu-box");
    CHECK(form.gpus == 2);
}

namespace {

/// A home of its own, in which the hosts are known.
struct Home {
    Home(const fs::path& folder, std::initializer_list<const GpuHost*> hosts) {
        std::string lines;
        for (const GpuHost* host : hosts)
            lines += host->sshd().knownHostsLine() + "\n";
        fs::create_directories(folder / ".ssh");
        flambeau::test::write(folder / ".ssh/known_hosts", lines);
        if (const char* home = std::getenv("HOME"))
            before = home;
        ::setenv("HOME", folder.c_str(), 1);
    }
    ~Home() { ::setenv("HOME", before.c_str(), 1); }
    std::string before;
};

session::ComputeTarget targetOf(const std::string& name, const GpuHost& host, int gpus) {
    session::ComputeTarget target;
    target.name = name;
    target.address.target = {flambeau::test::userName(), "127.0.0.1", host.sshd().port()};
    target.address.identities = {host.sshd().key().string()};
    target.added = target.tested = 1'700'000'000;
    nlohmann::json all = nlohmann::json::array();
    for (int i = 0; i < gpus; ++i)
        all.push_back({{"index", i}, {"name", "NVIDIA RTX 4090"}, {"memory_total", std::int64_t{24} << 30}});
    target.facts = {{"cpus", 2}, {"gpus", all}, {"missing", nlohmann::json::array()}};
    return target;
}

QString detailOf(Bench& bench, const QString& id) {
    for (const auto& row : bench.ready()->list()->rows())
        if (row.id == id)
            return row.title + " | " + row.detail;
    return {};
}

/// A host is asked in several steps.
bool soon(const std::function<bool()>& done) {
    for (int i = 0; i < 8; ++i)
        if (waitFor(done))
            return true;
    return false;
}

}  // namespace

TEST_CASE("A host's own disk is told, and whether its trainer is there is looked up, not guessed") {
    if (!flambeau::test::Sshd::available())
        return;
    const flambeau::test::TempDir dir;
    GpuHost host(dir / "host", 0);
    const Home home(dir / "home", {&host});
    Bench bench;
    must(session::ComputeService(bench.filled->workspace()).restore(targetOf("box", host, 0)));
    bench.open("dataset:shapes@2");
    REQUIRE(bench.filledIn());
    auto* where = bench.find<WhereCard>();
    REQUIRE(soon([&] { return where->place("box") != nullptr && where->place("box")->state() == "Free"; }));
    bench.open("compute:box");  // as Compute does
    CHECK(where->place("box")->isChecked());
    REQUIRE(soon([&] { return bench.has("host", CheckState::Good) && bench.has("disk", CheckState::Good); }));
    CHECK(detailOf(bench, "disk").startsWith("Fits on the disk of box | up to "));
    CHECK(detailOf(bench, "disk").endsWith("are free there"));
    REQUIRE(soon([&] { return detailOf(bench, "engine").startsWith("The trainer is made there first"); }));
    CHECK(bench.has("engine", CheckState::Good));
    settle();
    checkLooks(*bench.window, "new-run-host-answers");
}

TEST_CASE("A run goes to a cluster: it is told which host takes it, or who holds what it would wait for") {
    if (!flambeau::test::Sshd::available())
        return;
    const flambeau::test::TempDir dir;
    GpuHost one(dir / "one", 1), two(dir / "two", 2);
    const std::string first = one.start("ants-07", 1);
    const Home home(dir / "home", {&one, &two});
    Bench bench;
    session::ComputeService computes(bench.filled->workspace());
    must(computes.restore(targetOf("lab-1", one, 1)));
    must(computes.restore(targetOf("lab-2", two, 2)));
    must(session::Clusters(bench.filled->workspace()).add("lab", {"lab-1", "lab-2"}));
    bench.open("dataset:shapes@2");
    REQUIRE(bench.filledIn());
    auto* where = bench.find<WhereCard>();
    REQUIRE(soon([&] { return where->place("lab") != nullptr && where->place("lab")->state() == "2 GPUs free"; }));
    CHECK(where->place("lab")->lines().startsWith("2 hosts, 3 GPUs; to lab-2"));
    CHECK(where->place("lab-1")->state() == "Waits");
    CHECK(where->place("lab-1")->lines().endsWith("0 of 1 GPUs free: ants-07 on GPU 0"));
    click(*where->place("lab"), {20, 20});
    CHECK(bench.command().contains("--compute lab"));
    REQUIRE(soon([&] { return detailOf(bench, "host").startsWith("lab sends it to lab-2"); }));
    CHECK(where->gpus()->count() == 3);
    two.setProcess(1, 1, 9000);
    where->gpus()->setCurrentIndex(where->gpus()->findText("2"));
    REQUIRE(soon([&] { return detailOf(bench, "host").startsWith("It will wait on lab-2"); }));
    CHECK(detailOf(bench, "host").contains("1 of 2 GPUs free: "));
    CHECK(detailOf(bench, "host").contains(" on GPU 1"));
    CHECK(where->place("lab")->state() == "Waits");
    settle();
    checkLooks(*bench.window, "new-run-cluster");
    must(session::Clusters(bench.filled->workspace()).remove("lab"));
    bench.desk->announce(session::Topic::Computes);
    REQUIRE(soon([&] { return bench.has("host", CheckState::Stop); }));
}
