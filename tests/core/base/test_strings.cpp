// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/base/strings.h"

#include <random>

#include "flambeau/base/subprocess.h"
#include "test_support.h"

using namespace flambeau;

TEST_CASE("A quoted word reaches a POSIX shell unchanged, whatever its bytes") {
    std::mt19937 random(11);
    for (int round = 0; round < 40; ++round) {
        std::vector<std::string> words;
        std::string expected;
        for (int w = 0; w < 20; ++w) {
            std::string word;
            for (unsigned i = random() % 30; i > 0; --i)
                word += static_cast<char>(1 + random() % 255);
            expected += word + std::string(1, '\0');
            words.push_back(word);
        }
        const auto shell = test::must(runProcess({.argv = {"sh", "-c", "printf '%s\\0' " + shellJoin(words)}}));
        REQUIRE(shell.out == expected);
    }
    CHECK(shellQuote("") == "''");
    CHECK(shellQuote("plain/word-1.2") == "plain/word-1.2");
}

TEST_CASE("Names are letters, digits, dot, underscore and hyphen, and begin with no dot or hyphen") {
    CHECK(isValidName("ants-bees_2.0"));
    for (const char* bad : {"", ".hidden", "-flag", "a b", "a/b", "..", "ä", "a\nb"})
        CHECK_FALSE(isValidName(bad));
    CHECK_FALSE(isValidName(std::string(101, 'a')));
    CHECK(toValidName("my pictures (2)") == "my-pictures-2");
    CHECK(toValidName("...") == "unnamed");
    CHECK(isValidName(toValidName("  Ünïcode / name ")));
}

TEST_CASE("Numbers are read whole or not at all, and print so that they read back equal") {
    CHECK(parseDouble("0.5") == 0.5);
    CHECK_FALSE(parseDouble("0.5x"));
    CHECK_FALSE(parseDouble(""));
    CHECK_FALSE(parseDouble("0,5"));
    CHECK(parseInt("-12") == -12);
    CHECK_FALSE(parseInt("1.5"));
    std::mt19937_64 random(3);
    for (int i = 0; i < 1000; ++i) {
        const double value = static_cast<double>(random()) / static_cast<double>(1 + random() % 1000000);
        REQUIRE(parseDouble(formatDouble(value)) == value);
    }
    CHECK(formatDouble(0.1) == "0.1");
    CHECK(parseDouble("-inf") == -std::numeric_limits<double>::infinity());
}

TEST_CASE("Sizes and counts are shown in the largest unit above one, thousands separated") {
    CHECK(formatBytes(812) == "812 bytes");
    CHECK(formatBytes(1) == "1 byte");
    CHECK(formatBytes(4'200'000) == "4.2 MB");
    CHECK(formatBytes(999'960) == "1.0 MB");
    CHECK(formatCount(1234567) == "1,234,567");
    CHECK(formatCount(-1000) == "-1,000");
    CHECK(formatCount(999) == "999");
}

TEST_CASE("Text from a host loses its escape sequences and bad bytes, and keeps its lines") {
    CHECK(toPlainText("a\x1b[31mred\x1b[0m\nb\tc") == "ared\nb\tc");
    CHECK(toPlainText("bell\x07") == "bell");
    CHECK(toValidUtf8("ok\xff" "ok") == "ok\xEF\xBF\xBDok");
    CHECK(toValidUtf8("\xC0\xAF") == "\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK(toValidUtf8("\xED\xA0\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK(toValidUtf8("größe 😀") == "größe 😀");
}

TEST_CASE("A name is printed on one line, and nothing in it can steer a terminal or turn the writing round") {
    CHECK(escapeControls("plain größe 😀 \\ \"") == "plain größe 😀 \\ \"");
    CHECK(escapeControls("two\nlines\tand\rone") == "two\\nlines\\tand\\rone");
    CHECK(escapeControls("\x1b[31mred\x1b]0;title\x07") == "\\x1b[31mred\\x1b]0;title\\x07");
    CHECK(escapeControls("\xC2\x9B" "31m") == "\\u009b31m");
    CHECK(escapeControls("gpj.\xE2\x80\xAE" "exe") == "gpj.\\u202eexe");
    CHECK(escapeControls("bad\xff") == "bad\\xff");
    CHECK(escapeControls(std::string_view("nul\0", 4)) == "nul\\x00");
    CHECK(escapeControls("two\nlines\x1b[m", true) == "two\nlines\\x1b[m");
}

TEST_CASE("The edit distance counts single insertions, deletions and replacements") {
    CHECK(editDistance("resnet18", "resnet18") == 0);
    CHECK(editDistance("resnet", "resent") == 2);
    CHECK(editDistance("", "abc") == 3);
}
