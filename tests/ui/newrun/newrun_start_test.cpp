// SPDX-License-Identifier: GPL-3.0-or-later
#include "newrun_fixture.h"

using namespace flambeau;
using namespace flambeau::ui;
using namespace flambeau::ui::test;
using namespace flambeau::ui::newrun;

TEST_CASE("Ctrl+Enter starts the run and shows it") {
    Bench bench;
    bench.open("dataset:shapes@2");
    REQUIRE(bench.filledIn());
    const auto before = runsOf(bench).size();
    pressShortcut(*bench.window, Qt::Key_Return, Qt::ControlModifier);
    REQUIRE(waitFor([&] { return bench.run != nullptr && !bench.run->opened.isEmpty(); }));
    CHECK(bench.window->currentPageId() == "run");
    const auto runs = runsOf(bench);
    REQUIRE(runs.size() == before + 1);
    CHECK(runs.front().id.str() == bench.run->opened.toStdString());
    CHECK(runs.front().dataset == "shapes");
    bool canceled = false;
    bench.desk->ask(
        session::Lane::Start, bench.desk.get(),
        [id = runs.front().id](session::Services& services, const session::Work&) -> Result<bool> {
            FLAMBEAU_CHECK(services.runs.cancel(id));
            return true;
        },
        [&](Result<bool> done) { canceled = done.ok(); });
    CHECK(waitFor([&] { return canceled; }));
}

TEST_CASE("A start that fails says what to do and keeps the form") {
    Bench bench;
    bench.open("dataset:shapes@2");
    REQUIRE(bench.filledIn());
    auto* name = bench.find<newrun::AfterCard>()->name();
    name->setFocus();
    QTest::keyClicks(name, "mine");
    // A picture changes between the check and the start.
    const auto manifest = flambeau::test::must(session::DatasetService(bench.filled->workspace()).find("shapes@2"));
    flambeau::test::write(fs::path(manifest.root) / manifest.files.front().path, "no picture");
    click(*bench.ready()->runButton(), {20, 10});
    REQUIRE(waitFor([&] { return !bench.ready()->failure().isEmpty(); }));
    bool said = false;
    for (const auto* label : bench.window->findChildren<QLabel*>())
        said = said || (label->isVisible() && label->text().contains("changed since its import"));
    CHECK(said);
    CHECK(waitFor([&] { return bench.has("dataset", newrun::CheckState::Stop); }));
    CHECK(bench.window->currentPageId() == "new-run");
    CHECK(name->text() == "mine");
    CHECK(bench.ready()->cancelButton()->isHidden());
    settle();
    CHECK(layoutFaults(*bench.window) == QStringList());
    save(shot(*bench.window), "new-run-failed");
}

TEST_CASE("A start that takes longer shows what it does, and is canceled with the form kept") {
    Bench bench;
    bench.open("dataset:shapes@2");
    REQUIRE(bench.filledIn());
    const auto before = runsOf(bench).size();
    bench.setTrainer("sleep 60", "exec sleep 600");  // the start asks it anew
    click(*bench.ready()->runButton(), {20, 10});
    CHECK_FALSE(bench.ready()->runButton()->isEnabled());
    const auto* bar = bench.ready()->findChild<ProgressLine*>();
    CHECK_FALSE(bar->isVisible());
    REQUIRE(waitFor([&] { return bar->isVisible(); }));
    CHECK(layoutFaults(*bench.window) == QStringList());
    save(shot(*bench.window), "new-run-starting");
    click(*bench.ready()->cancelButton(), {20, 10});
    REQUIRE(waitFor([&] { return bench.ready()->runButton()->isEnabled(); }));
    CHECK_FALSE(bar->isVisible());
    CHECK(bench.ready()->failure().isEmpty());
    CHECK(bench.window->currentPageId() == "new-run");
    CHECK(runsOf(bench).size() == before);
}

TEST_CASE("Weights that cannot be downloaded are told with the place where they are looked for") {
    Bench bench;
    qputenv("TORCH_HOME", bench.folder.filePath("torch").toLocal8Bit());
    qputenv("FLAMBEAU_WEIGHTS_URL", "http://127.0.0.1:9/models");
    bench.open("dataset:shapes@2");
    REQUIRE(bench.filledIn());
    auto* what = bench.find<newrun::WhatCard>();
    what->networks()->setCurrentIndex(what->networks()->findData("mobilenet_v2"));
    what->weights()->setCurrentIndex(what->weights()->findData("imagenet"));
    REQUIRE(waitFor([&] { return bench.has("weights", newrun::CheckState::Good); }));
    CHECK(what->weightsField()->hint() == "all 312 tensors match; the head is new");
    save(shot(*bench.window), "new-run-weights");
    click(*bench.ready()->runButton(), {20, 10});
    REQUIRE(waitFor([&] { return !bench.ready()->failure().isEmpty(); }));
    bool said = false;
    for (const auto* label : bench.window->findChildren<QLabel*>())
        said = said || (label->isVisible() && label->text().contains("mobilenet_v2-"));
    CHECK(said);
    qunsetenv("TORCH_HOME");
    qunsetenv("FLAMBEAU_WEIGHTS_URL");
}
