// SPDX-License-Identifier: GPL-3.0-or-later
// What a terminal would show of raw bytes, and nothing that could steer one.
#include "flambeau/readers/log_text.h"
#include "flambeau/base/strings.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::test;
using readers::LogLine;
using readers::TextSpan;
using readers::TextStyle;

namespace {

std::vector<std::string> texts(std::string_view bytes) {
    std::vector<std::string> out;
    for (const LogLine& line : readers::logLines(bytes))
        out.push_back(line.text);
    return out;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("A progress bar becomes its last state") {
    CHECK(texts("10%\r50%\r100%\ndone\n") == Texts{"100%", "done"});
    CHECK(texts("epoch 1: loading\r\x1b[Kepoch 1: ok\n") == Texts{"epoch 1: ok"});
    CHECK(texts("\x1b[2K\rabc\x1b[2K\rx\n") == Texts{"x"});
    CHECK(texts("abcdef\rxy\n") == Texts{"xycdef"});  // as a terminal: nothing cleared the rest
    CHECK(texts("dos line\r\nnext\r\n") == Texts{"dos line", "next"});
    CHECK(texts("ab\b\bcd\n") == Texts{"cd"});
    CHECK(texts("a\b\b\bz\n") == Texts{"z"});
    CHECK(texts("50%\x1b[1G60%\n") == Texts{"60%"});
}

TEST_CASE("Tabs go to the eighth column, and a tab over text moves only") {
    CHECK(texts("a\tb\n") == Texts{"a       b"});
    CHECK(texts("12345678\tb\n") == Texts{"12345678        b"});
    CHECK(texts("1234567890\r\tb\n") == Texts{"12345678b0"});
}

TEST_CASE("Colours are spans over the text, go on over newlines, and end when told") {
    auto lines = readers::logLines("a\x1b[31mred\nstill\x1b[0mno\n\x1b[1;38;5;200;48;2;1;2;3mx\x1b[22;39;49my\n");
    REQUIRE(lines.size() == 3);
    TextStyle red;
    red.foreground = 1;
    CHECK(lines[0].spans == std::vector<TextSpan>{{1, 4, red}});
    CHECK(lines[1].text == "stillno");
    CHECK(lines[1].spans == std::vector<TextSpan>{{0, 5, red}});
    TextStyle loud;
    loud.bold = true;
    loud.foreground = 200;
    loud.background = 0x1000000 + 0x010203;
    CHECK(lines[2].spans == std::vector<TextSpan>{{0, 1, loud}});
    lines = readers::logLines("\x1b[94mé\x1b[mé\n");
    CHECK(lines[0].spans.at(0).end == 2);
    CHECK(lines[0].spans.at(0).style.foreground == 12);
}

TEST_CASE("Every other escape sequence is dropped, and a broken one swallows at most its line") {
    CHECK(texts("a\x1b]0;title\x07"
                "b\n") == Texts{"ab"});
    CHECK(texts("a\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\b\n") == Texts{"alinkb"});
    CHECK(texts("a\x1b[2J\x1b[1;1H\x1b[?25l\x1b[6n"
                "b\n") == Texts{"ab"});
    CHECK(texts("a\x1bP1$r0m\x1b\\b\x1b_x\x1b\\c\x1b^y\x1b\\d\n") == Texts{"abcd"});
    CHECK(texts("a\x1b(Bb\x1b"
                "7c\x1b=d\n") == Texts{"abcd"});
    CHECK(texts("a\x1b]0;never ends\nnext\n") == Texts{"a", "next"});
    CHECK(texts("a\x1b[31\nnext\n") == Texts{"a", "next"});
    CHECK(texts("a\x1b\nnext\n") == Texts{"a", "next"});
    CHECK(texts("x\x00\x01\x07\x0b\x0c\x7fy\n") == Texts{"x"});  // a C string: NUL ends it
    CHECK(texts(std::string("x\x00\x01\x07\x0b\x0c\x7fy\n", 9)) == Texts{"xy"});
    CHECK(texts("a\xc2\x9b"
                "31mb\n") == Texts{"a31mb"});  // a C1 control as UTF-8: dropped itself
}

TEST_CASE("Bytes that are no UTF-8 become the replacement character, one each") {
    CHECK(texts("a\xff\xfe"
                "b\n") == Texts{"a\xEF\xBF\xBD\xEF\xBF\xBD"
                                "b"});
    CHECK(texts("\xe2\x82\n") == Texts{"\xEF\xBF\xBD\xEF\xBF\xBD"});
    CHECK(texts("\xed\xa0\x80\n") == Texts{"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"});
    CHECK(texts("\xf0\x9f\x94\xa5 ünï\n") == Texts{"🔥 ünï"});
    CHECK(texts("abc\xe2") == Texts{"abc\xEF\xBF\xBD"});
}

TEST_CASE("A line of 100 MB keeps its beginning and counts the rest, in bounded memory") {
    std::vector<LogLine> lines;
    readers::LogText text([&](LogLine line) { lines.push_back(std::move(line)); });
    const std::string block(1 << 20, 'x');
    for (int i = 0; i < 100; ++i)
        text.feed(block);
    CHECK(text.pending().text.size() == readers::LogText::maxColumns);
    text.feed("\nnext\n");
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].text.size() == readers::LogText::maxColumns);
    CHECK(lines[0].hiddenBytes == (100u << 20) - readers::LogText::maxColumns);
    CHECK(lines[1].text == "next");
    CHECK(readers::plainLog(std::string(70000, 'y') + "\n").find("more)") != std::string::npos);
}

TEST_CASE("Where the bytes are cut makes no difference") {
    const std::string log =
        "10%\r\x1b[K100%\x1b[1;31mé🔥\xff\x1b[0m\t|\b\b/\n\x1b]0;t\x1b\\x\xe2\x82\n\x1b[38;2;1;2;3mz\x1b(B";
    const auto whole = readers::logLines(log);
    for (std::size_t cut = 0; cut <= log.size(); ++cut) {
        std::vector<LogLine> lines;
        readers::LogText text([&](LogLine line) { lines.push_back(std::move(line)); });
        text.feed(std::string_view(log).substr(0, cut));
        (void)text.pending();
        text.feed(std::string_view(log).substr(cut));
        lines.push_back(text.pending());
        CAPTURE(cut);
        CHECK(lines == whole);
    }
}

TEST_CASE("Whatever comes, lines are valid UTF-8 without controls, and spans lie in order inside them") {
    std::uint64_t seed = 99;
    const auto next = [&] { return seed = seed * 6364136223846793005ull + 1442695040888963407ull, seed >> 33; };
    const std::vector<std::string> pieces = {
        "\x1b[", "31", "m", ";",        "\x1b]",    "\x07", "\x1b\\", "\r",    "\n",          "\b", "\t",
        "K",     "x",  "é", "\xf0\x9f", "\x94\xa5", "\xff", "\x1b",   "38;5;", "48;2;1;2;3m", "G",  "9999"};
    for (int round = 0; round < 2000; ++round) {
        std::string log;
        for (std::size_t n = next() % 60; n > 0; --n) {
            if (next() % 4 == 0)
                log += static_cast<char>(next());
            else
                log += pieces[next() % pieces.size()];
        }
        const auto whole = readers::logLines(log);
        std::vector<LogLine> bytewise;
        readers::LogText text([&](LogLine line) { bytewise.push_back(std::move(line)); });
        for (char c : log)
            text.feed(std::string_view(&c, 1));
        if (auto last = text.pending(); !last.text.empty())
            bytewise.push_back(last);
        REQUIRE(bytewise == whole);
        for (const LogLine& line : whole) {
            REQUIRE(toPlainText(line.text) == line.text);
            REQUIRE(line.text.find('\n') == std::string::npos);
            std::size_t at = 0;
            for (const TextSpan& span : line.spans) {
                REQUIRE(span.begin >= at);
                REQUIRE(span.begin < span.end);
                REQUIRE(span.end <= line.text.size());
                at = span.end;
            }
        }
    }
}

TEST_CASE("For a terminal the colours come back and nothing else does") {
    const auto lines = readers::logLines("a\x1b[1;91mb\x1b[0m\x1b[2J\x1b[38;5;99mc\x1b[48;2;9;8;7md\n");
    CHECK(readers::toTerminal(lines[0]) ==
          "a\x1b[0;1;91mb\x1b[0m\x1b[0;38;5;99mc\x1b[0m\x1b[0;38;5;99;48;2;9;8;7md\x1b[0m");
    CHECK(readers::logLines(readers::toTerminal(lines[0]))[0].spans == lines[0].spans);
    CHECK(readers::plainLog("a\x1b[1mb\r\nlast") == "ab\nlast");
}

TEST_CASE("After a reset nothing of before is left") {
    std::vector<LogLine> lines;
    readers::LogText text([&](LogLine line) { lines.push_back(std::move(line)); });
    text.feed("\x1b[31mred\x1b[");
    text.reset();
    text.feed("plain\n");
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].text == "plain");
    CHECK(lines[0].spans.empty());
}
