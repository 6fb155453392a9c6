// SPDX-License-Identifier: GPL-3.0-or-later
// Logs on disk: random access, growth, tails and search, without holding them in memory.
#include <sys/resource.h>

#include <fstream>

#include "flambeau/readers/log_file.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::test;
using readers::LogFile;

namespace {

void append(const fs::path& path, const std::string& text) {
    std::ofstream(path, std::ios::app | std::ios::binary) << text;
}

std::string numbered(std::uint64_t line) {
    return "line " + std::to_string(line);
}

long peakKilobytes() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

}  // namespace

TEST_CASE("Any line is found by its number, in a log that grows") {
    TempDir dir;
    const fs::path path = dir / "log";
    std::string text;
    for (int i = 0; i < 3000; ++i)
        text += numbered(static_cast<std::uint64_t>(i)) + "\n";
    write(path, text + "unfin");
    auto log = must(LogFile::open(path));
    CHECK(log.lineCount() == 0);
    must(log.refresh());
    CHECK(log.lineCount() == 3001);
    for (std::uint64_t line : {0ull, 1ull, 255ull, 256ull, 257ull, 1000ull, 2999ull})
        CHECK(must(log.lines(line, 1)).at(0).text == numbered(line));
    auto last = must(log.lines(2998, 100));
    REQUIRE(last.size() == 3);
    CHECK(last[1].complete);
    CHECK(last[2].text == "unfin");
    CHECK_FALSE(last[2].complete);
    append(path, "ished\nmore\n");
    must(log.refresh());
    CHECK(log.lineCount() == 3002);
    CHECK(must(log.lines(3000, 2)).at(0).text == "unfinished");
    CHECK(must(log.lines(3002, 1)).empty());
    CHECK(must(log.lines(9999999, 5)).empty());
    fs::resize_file(path, 10);
    CHECK(log.refresh().error().code == ErrorCode::Conflict);
}

TEST_CASE("The tail is the end of the log, whatever its newlines") {
    TempDir dir;
    const fs::path path = dir / "log";
    const auto tail = [&](const std::string& text, std::size_t count) {
        write(path, text);
        std::vector<std::string> out;
        for (const auto& line : must(readers::tailLines(path, count)))
            out.push_back(line.text);
        return out;
    };
    using Texts = std::vector<std::string>;
    CHECK(tail("", 3).empty());
    CHECK(tail("a\nb\nc\n", 2) == Texts{"b", "c"});
    CHECK(tail("a\nb\nc", 2) == Texts{"b", "c"});
    CHECK(tail("a\nb\nc", 1) == Texts{"c"});
    CHECK(tail("a\nb\n", 5) == Texts{"a", "b"});
    CHECK(tail("\n\n\n", 2) == Texts{"", ""});
    CHECK(tail("a", 1) == Texts{"a"});
    CHECK(tail("a\nb\n", 0).empty());
    const std::string wide(3u << 20, 'x');
    CHECK(tail(wide + "\nshort\n", 1) == Texts{"short"});
    CHECK(tail("first\n" + wide + "\n", 1).at(0).size() == readers::LogText::maxColumns);
}

TEST_CASE("Search sees what is shown, not the raw bytes") {
    TempDir dir;
    write(dir / "log", "first\nLoss is \x1b[31mNaN\x1b[0m now\nabc\rxyz\nlast nan");
    auto log = must(LogFile::open(dir / "log"));
    must(log.refresh());
    CHECK(must(log.find("is NaN now", 0, false)) == 1u);
    CHECK(must(log.find("nan", 0, false)) == 3u);
    CHECK(must(log.find("NAN", 0, true)) == 1u);
    CHECK(must(log.find("nan", 2, true)) == 3u);
    CHECK_FALSE(must(log.find("abc", 0, true)));
    CHECK_FALSE(must(log.find("first", 1, true)));
    // Lines that lie over the reader's blocks, plain ones and others, are each counted once.
    std::string text;
    for (int i = 0; i < 40000; ++i)
        text += numbered(static_cast<std::uint64_t>(i)) +
                (i % 3 ? " plain and quite long, so that blocks are crossed" : " ü\t") + "\n";
    write(dir / "long", text);
    auto other = must(LogFile::open(dir / "long"));
    must(other.refresh());
    for (std::uint64_t line : {1ull, 17000ull, 25555ull, 33333ull, 39999ull})
        CHECK(must(other.find(numbered(line) + " ", line > 20000 ? 20000 : 0, false)) == line);
    std::stop_source stop;
    stop.request_stop();
    CHECK(log.find("zzz", 0, false, stop.get_token()).error().code == ErrorCode::Canceled);
}

TEST_CASE("A log of 200 MB with a line of 100 MB is indexed and read in bounded memory") {
    TempDir dir;
    const fs::path path = dir / "log";
    {
        std::ofstream out(path, std::ios::binary);
        std::string block;
        for (int i = 0; i < 12000; ++i)
            block +=
                "step " + std::to_string(100000 + i) + " loss 0.4142135623730951 images/s 812.4 and so on and so on\n";
        const auto lines = (50u << 20) / block.size() + 1;
        for (std::size_t i = 0; i < lines; ++i)
            out << block;
        const std::string wide(1 << 20, 'w');
        for (int i = 0; i < 100; ++i)
            out << wide;
        out << "\n";
        for (std::size_t i = 0; i < lines; ++i)
            out << block;
        out << "the end\n";
    }
    REQUIRE(fs::file_size(path) > 200u << 20);
    const long before = peakKilobytes();
    auto log = must(LogFile::open(path));
    must(log.refresh());
    const std::uint64_t count = log.lineCount();
    CHECK(must(log.lines(count - 1, 1)).at(0).text == "the end");
    const auto middle = must(log.lines((count - 2) / 2, 1)).at(0);
    CHECK(middle.text.size() == readers::LogText::maxColumns);
    CHECK(middle.hiddenBytes == (100u << 20) - readers::LogText::maxColumns);
    CHECK(must(log.lines((count - 2) / 2 + 1, 1)).at(0).text.substr(0, 12) == "step 100000 ");
    CHECK(must(log.find("the end", 0, false)) == count - 1);
    CHECK(must(readers::tailLines(path, 2)).at(1).text == "the end");
    CHECK(peakKilobytes() - before < 32 * 1024);
}

TEST_CASE("A folder or nothing is an error, not an empty log") {
    TempDir dir;
    CHECK(LogFile::open(dir / "none").error().code == ErrorCode::NotFound);
    CHECK_FALSE(LogFile::open(dir.path()).ok());
    CHECK_FALSE(readers::tailLines(dir / "none", 3).ok());
}
