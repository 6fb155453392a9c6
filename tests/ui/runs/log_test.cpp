// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>

#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QScrollBar>
#include <QTimer>

#include "log_feed.h"
#include "log_view.h"
#include "logs_tab.h"
#include "test_support.h"
#include "ui_support.h"

using namespace flambeau;
using namespace flambeau::ui::test;
using flambeau::test::TempDir;
using ui::runs::LogFeed;
using ui::runs::LogsTab;
using ui::runs::LogView;

namespace {

void append(const fs::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary | std::ios::app) << text;
}

std::string numbered(int from, int to) {
    std::string text;
    for (int i = from; i <= to; ++i)
        text += "line " + std::to_string(i) + "\n";
    return text;
}

struct Bench {
    TempDir dir;
    fs::path file = dir / "stdout.log";
    LogFeed feed;
    LogsTab tab{feed};

    void show() {
        tab.resize(700, 500);
        tab.show();
        tab.setLogs({file}, file);
        feed.setLive(true);
        settle();
    }
    bool ends(const QString& text) {
        return waitFor([&] { return !tab.view()->shownTexts().isEmpty() && tab.view()->shownTexts().last() == text; });
    }
};

}  // namespace

TEST_CASE("A log is shown from its end and followed while it grows, until somebody scrolls up") {
    Bench bench;
    append(bench.file, numbered(1, 5000));
    bench.show();
    REQUIRE(bench.ends("line 5000"));
    append(bench.file, "line 50");
    REQUIRE(bench.ends("line 50"));
    append(bench.file, "01\nlast one\n");
    REQUIRE(bench.ends("last one"));
    CHECK(bench.tab.view()->shownTexts().contains("line 5001"));
    CHECK(bench.tab.view()->follow());

    press(*bench.tab.view(), Qt::Key_Home);
    REQUIRE(waitFor([&] { return bench.tab.view()->shownTexts().value(0) == "line 1"; }));
    CHECK_FALSE(bench.tab.view()->follow());
    const auto lines = bench.feed.lineCount();
    append(bench.file, "more\n");
    REQUIRE(waitFor([&] { return bench.feed.lineCount() > lines; }));
    CHECK(bench.tab.view()->shownTexts().value(0) == "line 1");
    press(*bench.tab.view(), Qt::Key_End);
    CHECK(bench.ends("more"));
}

TEST_CASE("A log that is not there yet is waited for, and one that begins anew is read anew") {
    Bench bench;
    bench.show();
    CHECK(bench.tab.view()->shownTexts().isEmpty());
    append(bench.file, numbered(1, 300));
    REQUIRE(bench.ends("line 300"));
    flambeau::test::write(bench.file, "only this\n");
    CHECK(bench.ends("only this"));
    CHECK(bench.feed.lineCount() == 1);
}

TEST_CASE("A search goes forth and back through a log and round at its ends") {
    Bench bench;
    append(bench.file, numbered(1, 30000));
    bench.show();
    REQUIRE(waitFor([&] { return bench.feed.lineCount() == 30000; }));
    press(*bench.tab.view(), Qt::Key_Home);
    const auto shows = [&](const QString& text) {
        return waitFor([&] { return bench.tab.view()->shownTexts().contains(text); });
    };
    bench.tab.search()->setText("LINE 2999");
    press(*bench.tab.search(), Qt::Key_Return);
    REQUIRE(shows("line 2999"));
    press(*bench.tab.search(), Qt::Key_Return);
    REQUIRE(shows("line 29990"));
    bench.tab.showText("line 7");
    REQUIRE(shows("line 7999"));
    bench.tab.search()->setText("no such thing");
    press(*bench.tab.search(), Qt::Key_Return);
    settle();
    CHECK(bench.tab.view()->isVisible());
}

TEST_CASE("What is chosen of a log is copied, also over lines that are not on the screen") {
    Bench bench;
    append(bench.file, numbered(1, 2000));
    bench.show();
    REQUIRE(waitFor([&] { return bench.feed.lineCount() == 2000; }));
    bench.tab.view()->selectAll();
    bench.tab.view()->copy();
    REQUIRE(waitFor([] { return QApplication::clipboard()->text().startsWith("line 1\nline 2\n"); }));
    CHECK(QApplication::clipboard()->text().count('\n') == 1999);
    CHECK(QApplication::clipboard()->text().endsWith("line 2000"));
    bench.tab.view()->showLine(41);
    settle();
    bench.tab.view()->copy();
    CHECK(waitFor([] { return QApplication::clipboard()->text() == "line 42"; }));
}

TEST_CASE("Colours, long lines and bytes that are no text do no harm, wrapped or not") {
    Bench bench;
    append(bench.file, "\x1b[31mred\x1b[0m and \x1b[1;38;5;208mbold\x1b[0m \x1b[38;2;1;2;3mdark\x1b[m\n");
    append(bench.file, std::string(200000, 'x') + "\n");
    append(bench.file, "\xff\xfe\x80 a\tb\rover\n");
    append(bench.file, std::string("wide \xe4\xb8\xad\xe6\x96\x87 \xf0\x9f\x94\xa5\n"));
    bench.show();
    REQUIRE(waitFor([&] { return bench.feed.lineCount() == 4; }));
    REQUIRE(waitFor([&] { return bench.tab.view()->shownTexts().contains("red and bold dark"); }));
    for (const bool wrap : {true, false, true}) {
        bench.tab.view()->setWrap(wrap);
        settle();
        (void)shot(bench.tab);
        press(*bench.tab.view(), Qt::Key_Home);
        settle();
        save(shot(bench.tab), wrap ? "log-wrapped" : "log-plain");
        press(*bench.tab.view(), Qt::Key_End);
        settle();
    }
    SUCCEED();
}

TEST_CASE("A log of many millions of lines is there at once and its lines are counted while it is looked at") {
    Bench bench;
    {
        std::ofstream out(bench.file, std::ios::binary);
        const std::string block = numbered(1, 100000);
        for (int i = 0; i < 60; ++i)
            out << block;
        out << "the end\n";
    }
    bench.show();
    REQUIRE(bench.ends("the end"));
    REQUIRE(waitFor([&] { return !bench.feed.counting() && bench.feed.lineCount() == 6000001; }));
    REQUIRE(bench.ends("the end"));
    bench.tab.view()->verticalScrollBar()->setValue(3000000);
    CHECK(waitFor([&] {
        return bench.tab.view()->shownTexts().value(0) == "line 100000" ||
               bench.tab.view()->shownTexts().value(0) == "line 1";
    }));
}

// Not run by itself: it writes a gigabyte. test_ui_runs "[measure]" prints what it saw.
TEST_CASE("How long the window stands still while a log of one gigabyte is opened, searched and scrolled",
          "[.measure]") {
    Bench bench;
    {
        std::ofstream out(bench.file, std::ios::binary);
        std::string block;
        for (int i = 0; i < 100000; ++i)
            block += "2026-11-21 12:41:07 epoch 14/25 step " + std::to_string(i) +
                     " train loss 0.2127 acc 0.918, 148 images/s\n";
        for (std::uint64_t written = 0; written < 1000000000; written += block.size())
            out << block;
        out << "the end\n";
    }
    QElapsedTimer clock, since;
    qint64 longest = 0;
    QTimer pulse;
    QObject::connect(&pulse, &QTimer::timeout, [&] { longest = std::max(longest, since.restart()); });
    since.start();
    pulse.start(1);
    clock.start();
    bench.show();
    REQUIRE(bench.ends("the end"));
    const auto shown = clock.elapsed();
    while (bench.feed.counting() || bench.feed.lineCount() == 0)
        settle();
    const auto counted = clock.elapsed();
    bench.tab.search()->setText("no such thing in it");
    press(*bench.tab.search(), Qt::Key_Return);
    for (int i = 0; i < 300; ++i) {
        bench.tab.view()->verticalScrollBar()->setValue(static_cast<int>(bench.feed.lineCount() / 300) * i);
        settle();
        (void)shot(bench.tab);
    }
    WARN("end shown after " << shown << " ms, counted after " << counted << " ms, " << bench.feed.lineCount()
                            << " lines; longest pause " << longest << " ms");
}
