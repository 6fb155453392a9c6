// SPDX-License-Identifier: GPL-3.0-or-later
#include <QUndoStack>
#include <QWidget>

#include "flambeau/ui/common/commands.h"
#include "ui_support.h"

using namespace flambeau::ui;
using namespace flambeau::ui::test;

TEST_CASE("Letters are found in their order, at the starts of words first, and never out of order") {
    QList<int> places;
    CHECK(fuzzyScore("nr", "New run", &places) > 0);
    CHECK(places == QList<int>{0, 4});
    CHECK(fuzzyScore("rn", "New run") > 0);  // r, n of run
    CHECK(fuzzyScore("xyz", "New run") < 0);
    CHECK(fuzzyScore("wen", "New run") < 0);
    CHECK(fuzzyScore("", "New run") == 0);
    CHECK(fuzzyScore("new run", "New run") > fuzzyScore("new run", "Renew every run"));
    CHECK(fuzzyScore("expo", "Export ONNX") > fuzzyScore("expo", "Example of pose"));
    CHECK(fuzzyScore("DARK", "Dark theme") > 0);
    CHECK(fuzzyScore(QString::fromUtf8("é"), QString::fromUtf8("Été")) >= 0);
}

TEST_CASE("A command is found by its id, runs, and goes with its owner") {
    QWidget window;
    CommandRegistry commands(&window);
    int ran = 0;
    auto owner = std::make_unique<QObject>();
    QAction* action =
        commands.add({"run.new", "New run", "Runs", "play", {QKeySequence("Ctrl+N")}, [&] { ++ran; }, {}}, owner.get());
    CHECK(commands.find("run.new") == action);
    action->trigger();
    CHECK(ran == 1);
    CHECK(CommandRegistry::keyText(action) == "Ctrl N");
    CHECK(CommandRegistry::group(action) == "Runs");
    owner.reset();
    CHECK(commands.find("run.new") == nullptr);
    CHECK(commands.actions().isEmpty());
}

TEST_CASE("Of two commands with one id the later stays") {
    QWidget window;
    CommandRegistry commands(&window);
    commands.add({"a", "First", {}, {}, {}, {}, {}});
    commands.add({"a", "Second", {}, {}, {}, {}, {}});
    REQUIRE(commands.actions().size() == 1);
    CHECK(commands.find("a")->text() == "Second");
}

TEST_CASE("A blocked command says why and does nothing") {
    QWidget window;
    CommandRegistry commands(&window);
    int ran = 0;
    QAction* action = commands.add({"a", "Train", {}, {}, {}, [&] { ++ran; }, {}});
    setBlocked(action, "There is no dataset yet");
    action->trigger();
    CHECK(ran == 0);
    CHECK(blockedBecause(action) == "There is no dataset yet");
    CHECK(action->toolTip() == "There is no dataset yet");
    setBlocked(action, {});
    action->trigger();
    CHECK(ran == 1);
}

TEST_CASE("What providers find is given on until their owner is gone") {
    QWidget window;
    CommandRegistry commands(&window);
    auto owner = std::make_unique<QObject>();
    commands.addProvider(owner.get(), [](const QString& text, int) {
        return std::vector<SearchHit>{{"run " + text, "run", "runs", {}}};
    });
    REQUIRE(commands.search("x", 5).size() == 1);
    CHECK(commands.search("x", 5)[0].text == "run x");
    owner.reset();
    CHECK(commands.search("x", 5).empty());
}
