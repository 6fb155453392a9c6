// SPDX-License-Identifier: GPL-3.0-or-later
// What changes more than was pointed at is said and can be taken back.
#include "flambeau/session/engine_choice.h"
#include "newrun_fixture.h"

using namespace flambeau;
using namespace flambeau::ui;
using namespace flambeau::ui::test;
using namespace flambeau::ui::newrun;

namespace {

void type(Bench& bench, const char* parameter, const QString& value) {
    auto* edit = qobject_cast<QLineEdit*>(bench.find<HowCard>()->field(parameter)->control());
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, value);
}

void pick(QComboBox* box, const QString& data) {
    box->setCurrentIndex(box->findData(data));
    settle();
}

}  // namespace

TEST_CASE("Another network says what it changes with it; undo takes that back and leaves what was typed after it") {
    Bench bench;
    bench.open("dataset:shapes@2");
    REQUIRE(bench.filledIn());
    REQUIRE(bench.command().contains("--set arch=tiny"));
    REQUIRE(bench.command().contains("--set optimizer=adamw"));
    pick(bench.find<WhatCard>()->networks(), "resnet34");
    CHECK(bench.command().contains("--set arch=resnet34"));
    CHECK_FALSE(bench.command().contains("optimizer=adamw"));
    CHECK(bench.window->undoStack().undoText().contains("Optimizer"));
    type(bench, "epochs", "33");
    pressShortcut(*bench.window, Qt::Key_Z, Qt::ControlModifier);
    if (bench.command().contains("resnet34"))
        bench.window->undoStack().undo();  // a field with the focus takes Ctrl+Z for its own text
    CHECK(bench.command().contains("--set arch=tiny"));
    CHECK(bench.command().contains("--set optimizer=adamw"));
    bench.window->undoStack().redo();
    CHECK(bench.command().contains("--set arch=resnet34"));
}

TEST_CASE("A copy of a run that takes the place of what was filled in gives it back with undo") {
    Bench bench;
    bench.open("dataset:shapes@2");
    REQUIRE(bench.filledIn());
    CHECK(bench.window->undoStack().count() == 0);  // nothing was lost
    type(bench, "epochs", "77");
    bench.open("clone:" + QString::fromStdString(bench.filled->run("shapes-03").str()));
    REQUIRE(waitFor([&] { return bench.command().contains("--set epochs=12"); }));
    CHECK(bench.window->undoStack().undoText().contains("shapes-03"));
    bench.window->undoStack().undo();
    CHECK(bench.command().contains("--set epochs=77"));
    CHECK(bench.command().contains("--dataset shapes@2"));
    CHECK(bench.page->header().subtitle.isEmpty());
    bench.window->undoStack().redo();
    CHECK(bench.command().contains("--set epochs=12"));
    CHECK(bench.page->header().subtitle.contains("shapes-03"));
}

TEST_CASE("Back to defaults can be undone") {
    Bench bench;
    bench.open("dataset:shapes@2");
    REQUIRE(bench.filledIn());
    auto* how = bench.find<HowCard>();
    how->setUnfolded(true);
    type(bench, "momentum", "0.5");
    REQUIRE(bench.command().contains("--set momentum=0.5"));
    emit how->resetExpert();
    CHECK_FALSE(bench.command().contains("momentum"));
    bench.window->undoStack().undo();
    CHECK(bench.command().contains("--set momentum=0.5"));
}

TEST_CASE("Another engine can be undone, whichever page is shown by then") {
    Bench bench;
    const fs::path engine = session::enginesFolder() / "other";
    const fs::path trainer = engine / "bin/flambeau-trainer";
    flambeau::test::write(trainer, "#!/bin/sh\nexit 1\n");
    chmod(trainer.c_str(), 0755);
    flambeau::test::write(engine / "READY", "{\"made\": 1700000000, \"source\": \"torch from PyPI\"}");
    bench.open("dataset:shapes@2");
    REQUIRE(bench.filledIn());
    pick(bench.find<WhereCard>()->engines(), QString::fromStdString(trainer.string()));
    REQUIRE(waitFor([&] { return session::chosenTrainer() == trainer; }));
    bench.window->openPage("runs");
    bench.window->undoStack().undo();
    CHECK(waitFor([&] { return session::chosenTrainer().empty(); }));
}
