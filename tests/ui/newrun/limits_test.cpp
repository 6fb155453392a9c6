// SPDX-License-Identifier: GPL-3.0-or-later
// When a run ends at the latest, its place in the queue, and what becomes of it when its machine restarts.
#include "run_limits.h"
#include "looks.h"
#include "newrun_fixture.h"

using namespace flambeau;
using namespace flambeau::ui;
using namespace flambeau::ui::newrun;

TEST_CASE("Limits are folded, say what they are, and the command and the request have them") {
    Bench bench;
    bench.open("dataset:shapes@2");
    REQUIRE(bench.filledIn());
    auto* limits = bench.find<Limits>();
    CHECK_FALSE(limits->time()->isVisible());
    CHECK(limits->summary().startsWith("none"));
    limits->foldButton()->setFocus();
    press(*limits->foldButton(), Qt::Key_Space);
    REQUIRE(limits->time()->isVisible());
    limits->time()->setFocus();
    QTest::keyClicks(limits->time(), "1,5");
    CHECK(bench.command().contains("--time-limit 1.5"));
    for (QComboBox* box : {limits->priority(), limits->resumes()}) {
        box->setFocus();
        press(*box, Qt::Key_Down);
    }
    CHECK(bench.command().contains("--priority 100"));
    CHECK(bench.command().contains("--resume-lost 1"));
    CHECK(limits->summary() == "ends after 1,5 minutes, before others, goes on by itself when its machine restarts");
    save(shot(*bench.window), "new-run-limits");
    CHECK(unnamed(*bench.window).isEmpty());
    CHECK(layoutFaults(*bench.window).isEmpty());
    limits->time()->setFocus();
    limits->time()->selectAll();
    QTest::keyClicks(limits->time(), "-3");
    REQUIRE(waitFor([&] { return !bench.has("time_limit", CheckState::Good); }));
    CHECK_FALSE(bench.command().contains("--time-limit"));
}

TEST_CASE("Limits are there again in a draft and after the window was closed") {
    Bench bench;
    bench.open("dataset:shapes@2");
    REQUIRE(bench.filledIn());
    auto* limits = bench.find<Limits>();
    limits->setUnfolded(true);
    limits->time()->setFocus();
    QTest::keyClicks(limits->time(), "90");
    limits->resumes()->setFocus();
    press(*limits->resumes(), Qt::Key_End);
    const QByteArray state = bench.page->saveLayout();
    NewRunPage other(*bench.window, *bench.desk);
    other.restoreLayout(state);
    CHECK(other.findChild<Limits*>()->unfolded());
    CHECK(other.findChild<TerminalCard*>()->command().contains("--time-limit 90"));
    CHECK(other.findChild<TerminalCard*>()->command().contains("--resume-lost 10"));
    session::RunRequest request;
    request.timeLimit = 5400;
    request.priority = -7;
    request.resumes = 3;
    const auto again = session::runRequestFromJson(session::toJson(request));
    CHECK(again.timeLimit == 5400);
    CHECK(again.priority == -7);
    CHECK(again.resumes == 3);
    Form form = Form::of(again);
    limits->show(form, {});
    CHECK(limits->priority()->currentText() == "Priority -7");
    CHECK(limits->resumes()->currentText().contains("3"));
}
