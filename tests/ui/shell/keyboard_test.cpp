// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLineEdit>
#include <QSet>

#include "flambeau/ui/common/focus_ring.h"
#include "flambeau/ui/shell/command_palette.h"
#include "shell_fixture.h"

using namespace flambeau::ui;
using namespace flambeau::ui::test;

TEST_CASE("Ctrl and a number goes to each page of the rail in its order, Ctrl+comma to the settings, Alt+Left back") {
    ShellFixture f;
    f.show();
    const QStringList pages{"home", "datasets", "environments", "compute", "runs", "models"};
    for (int i = 5; i >= 0; --i) {
        pressShortcut(*f.window, Qt::Key_1 + i, Qt::ControlModifier);
        CHECK(f.window->currentPageId() == pages[i]);
    }
    pressShortcut(*f.window, Qt::Key_Comma, Qt::ControlModifier);
    CHECK(f.window->currentPageId() == "settings");
    pressShortcut(*f.window, Qt::Key_Left, Qt::AltModifier);
    CHECK(f.window->currentPageId() == "home");
}

TEST_CASE("F5 refreshes the page that is shown and no other") {
    ShellFixture f;
    f.show();
    f.window->openPage("datasets");
    f.window->openPage("runs");
    const int runs = f.plain("runs")->refreshed, datasets = f.plain("datasets")->refreshed;
    pressShortcut(*f.window, Qt::Key_F5);
    CHECK(f.plain("runs")->refreshed == runs + 1);
    CHECK(f.plain("datasets")->refreshed == datasets);
}

TEST_CASE("Tab reaches every control of the window in reading order and comes back to the first") {
    ShellFixture f;
    f.show();
    f.window->openPage("runs");
    settle();
    CHECK(unnamed(*f.window) == QStringList());
    QSet<QWidget*> reached;
    QList<QPoint> places;
    f.window->setFocus();
    for (int i = 0; i < 40; ++i) {
        press(f.window->focusWidget() ? *f.window->focusWidget() : *f.window, Qt::Key_Tab);
        QWidget* now = f.window->focusWidget();
        REQUIRE(now != nullptr);
        if (reached.contains(now))
            break;
        reached.insert(now);
        if (f.window->currentPage()->isAncestorOf(now))
            places << now->mapTo(f.window.get(), QPoint());
    }
    PlainPage* page = f.plain("runs");
    CHECK(reached.contains(page->field));
    CHECK(reached.contains(page->button));
    CHECK(reached.size() >= 7);
    for (int i = 1; i < places.size(); ++i)
        CHECK(places[i].y() >= places[i - 1].y());
    auto* ring = f.window->findChild<FocusRing*>();
    REQUIRE(ring != nullptr);
    CHECK(ring->target() == f.window->focusWidget());
}

TEST_CASE("The palette finds each command there is by its own words and shows its key") {
    ShellFixture f;
    f.show();
    f.window->commands().add({"run.new", "New run", "Runs", "play", {QKeySequence("Ctrl+N")}, {}, "train start"});
    auto* palette = f.window->commandPalette();
    pressShortcut(*f.window, Qt::Key_K, Qt::ControlModifier);
    REQUIRE(palette->isVisible());
    CHECK(palette->input()->hasFocus());
    const auto actions = f.window->commands().actions();
    CHECK(actions.size() >= 18);
    for (const QAction* action : actions) {
        palette->input()->setText(action->text());
        INFO(action->text());
        REQUIRE_FALSE(palette->listed().isEmpty());
        CHECK(palette->listed().first().startsWith(action->text()));
        const QString key = CommandRegistry::keyText(action);
        CHECK(palette->listed().first().contains(key));
    }
    palette->input()->setText("train");
    CHECK(palette->listed().first().startsWith("New run"));
    palette->input()->setText("zzzz");
    CHECK(palette->listed() == QStringList{"Nothing is called that"});
    palette->input()->setText("th");
    save(shot(*f.window), "palette-search");
    palette->input()->clear();
    CHECK(palette->listed().size() == actions.size());
}

TEST_CASE("A choice in the palette is done, and the focus goes back to where it was") {
    ShellFixture f;
    f.show();
    f.window->openPage("runs");
    settle();
    f.plain("runs")->field->setFocus();
    auto* palette = f.window->commandPalette();
    pressShortcut(*f.window, Qt::Key_K, Qt::ControlModifier);
    press(*palette->input(), Qt::Key_Down);
    press(*palette->input(), Qt::Key_Escape);
    CHECK_FALSE(palette->isVisible());
    CHECK(f.plain("runs")->field->hasFocus());
    pressShortcut(*f.window, Qt::Key_K, Qt::ControlModifier);
    palette->input()->setText("go to models");
    press(*palette->input(), Qt::Key_Return);
    CHECK_FALSE(palette->isVisible());
    CHECK(f.window->currentPageId() == "models");
    // What is blocked says why and does nothing.
    pressShortcut(*f.window, Qt::Key_K, Qt::ControlModifier);
    palette->input()->setText("undo");
    CHECK(palette->listed().first().contains("There is nothing to undo"));
    press(*palette->input(), Qt::Key_Return);
    CHECK(palette->isVisible());
    click(*palette, {5, 5});
    CHECK_FALSE(palette->isVisible());
}

TEST_CASE("The palette finds things by name through providers and opens them") {
    ShellFixture f;
    f.show();
    QString opened;
    f.window->commands().addProvider(f.window.get(), [&](const QString& text, int) {
        std::vector<SearchHit> hits;
        if (fuzzyScore(text, "ants-bees-07") > 0)
            hits.push_back({"ants-bees-07", "run, completed", "runs", [&] { opened = "ants-bees-07"; }});
        return hits;
    });
    auto* palette = f.window->commandPalette();
    f.window->showPalette();
    palette->input()->setText("bees-07");
    REQUIRE(palette->listed().size() == 1);
    press(*palette->input(), Qt::Key_Return);
    CHECK(opened == "ants-bees-07");
}

TEST_CASE("Esc closes one thing at a time: the palette, then what the page has open") {
    ShellFixture f;
    f.show();
    f.window->openPage("runs");
    f.plain("runs")->closes = true;
    f.window->showPalette();
    settle();
    pressShortcut(*f.window, Qt::Key_Escape);
    CHECK_FALSE(f.window->commandPalette()->isVisible());
    CHECK(f.plain("runs")->closed == 0);
    pressShortcut(*f.window, Qt::Key_Escape);
    CHECK(f.plain("runs")->closed == 1);
}
