// SPDX-License-Identifier: GPL-3.0-or-later
// What goes wrong in the first five minutes, in the whole window: each time it is said what to do, and the window goes
// on working.
#include "filled_workspace.h"
#include "flambeau/studio/pulse.h"
#include "hand.h"
#include "studio_fixture.h"
#include "test_support.h"
#include "window_hand.h"

using namespace flambeau;
using namespace flambeau::studio;
using namespace flambeau::studio::test;
using namespace flambeau::ui::test;
using flambeau::test::TempDir;
using flambeau::test::write;

namespace {

std::string picture(unsigned number, int label) {
    std::string bytes = "P6\n24 24\n255\n";
    unsigned state = number * 2654435761u + 1;
    for (int i = 0; i < 24 * 24; ++i) {
        state = state * 1664525u + 1013904223u;
        for (int channel = 0; channel < 3; ++channel)
            bytes += static_cast<char>((channel == label ? 150 : 60) + static_cast<int>(state >> 26));
    }
    return bytes;
}

fs::path pictures(const fs::path& folder, int classes) {
    for (int label = 0; label < classes; ++label) {
        for (unsigned i = 0; i < 12; ++i)
            write(folder / (label == 0 ? "ants" : "bees") / (std::to_string(i) + ".ppm"),
                  picture(i + 100 * static_cast<unsigned>(label), label));
    }
    return folder;
}

struct Newcomer {
    TempDir home;
    Window f{home / "workspace"};
    Hand hand{f.window()};

    void drop(const fs::path& path) {
        hand.dragOver({QString::fromStdString(path.string())});
        hand.drop({QString::fromStdString(path.string())});
        settle();
    }
    bool error(const QString& text) {
        return waitFor([&] { return errorText(f.window()).contains(text); });
    }
    /// Nothing is in the way, everything is where it belongs, and good pictures are taken.
    void goesOn() {
        closeError(f.window());
        CHECK(f.calm());
        CHECK(layoutFaults(f.window()) == QStringList());
        CHECK(unnamed(f.window()) == QStringList());
        const auto before = f.studio->pulse().overview().datasets;
        drop(pictures(home / "insects", 2));
        CHECK(waitFor([&] { return f.studio->pulse().overview().datasets == before + 1; }));
        CHECK(errorText(f.window()).isEmpty());
    }
};

}  // namespace

TEST_CASE("What a newcomer drops by mistake is told with what to do, and the window goes on") {
    qputenv("FLAMBEAU_SCAN", FLAMBEAU_BIN "/flambeau-scan");
    Newcomer n;
    SECTION("an empty folder") {
        fs::create_directories(n.home / "nothing");
        n.drop(n.home / "nothing");
        CHECK(n.error("no file in this folder"));
        CHECK_FALSE(errorText(n.f.window()).section(" | ", 1).isEmpty());  // what to do
        save(shot(n.f.window()), "newcomer-empty-folder");
    }
    SECTION("a text") {
        write(n.home / "letter.txt", "hello");
        n.hand.dragOver({QString::fromStdString((n.home / "letter.txt").string())});
        CHECK(shows(n.f.window(), "Nothing here takes 'letter.txt'"));
        n.drop(n.home / "letter.txt");
        CHECK_FALSE(shows(n.f.window(), "Nothing here takes"));
    }
    SECTION("pictures of one class") {
        n.drop(pictures(n.home / "single", 1));
        REQUIRE(waitFor([&] { return n.f.studio->pulse().overview().datasets == 1; }));
        n.f.go("new-run", "dataset:single");
        CHECK(waitFor([&] { return shows(n.f.window(), "class"); }));
        CHECK_FALSE(Hand::ready(n.hand.button("Run")));
        save(shot(n.f.window()), "newcomer-one-class");
    }
    SECTION("a broken archive") {
        write(n.home / "broken.zip", "PK\x03\x04" + std::string(4000, 'x'));
        n.drop(n.home / "broken.zip");
        CHECK(n.error("broken.zip"));
        CHECK_FALSE(errorText(n.f.window()).section(" | ", 1).isEmpty());
        save(shot(n.f.window()), "newcomer-broken-archive");
    }
    n.goesOn();
}

TEST_CASE("A wrong number in a new run is told where it was typed, and the run cannot start until it is right") {
    FilledWorkspace filled({.pictures = 8, .live = true});  // for the trainer that it brings
    Window f(filled.folder());
    Hand hand(f.window());
    f.go("new-run", "dataset:shapes");
    REQUIRE(waitFor([&] { return Hand::ready(hand.named("Epochs")) && Hand::ready(hand.button("Run")); }));
    hand.type(hand.named("Epochs"), "many");
    CHECK(f.calm());
    CHECK_FALSE(Hand::ready(hand.button("Run")));
    CHECK(shows(f.window(), "'many'"));
    CHECK(layoutFaults(f.window()) == QStringList());
    save(shot(f.window()), "newcomer-wrong-number");
    hand.type(hand.named("Epochs"), "3");
    CHECK(waitFor([&] { return Hand::ready(hand.button("Run")); }));
    CHECK_FALSE(shows(f.window(), "'many'"));
    // Nor can it start by the key.
    hand.type(hand.named("Epochs"), "-1");
    CHECK(f.calm());
    CHECK_FALSE(Hand::ready(hand.button("Run")));
    const auto before = f.studio->pulse().overview().runs;
    pressShortcut(f.window(), Qt::Key_Return, Qt::ControlModifier);
    CHECK(f.calm());
    CHECK(f.window().currentPageId() == "new-run");
    CHECK(f.studio->pulse().overview().runs == before);
}
