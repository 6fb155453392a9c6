// SPDX-License-Identifier: GPL-3.0-or-later
#include <thread>
#include <vector>

#include "flambeau/protocol/writer.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::protocol;

TEST_CASE("A writer heads an empty file once and appends to one that is there") {
    const test::TempDir dir;
    const fs::path file = dir / "events.jsonl";
    {
        auto writer = test::must(EventWriter::open(file, "run", 0));
        test::must(writer.write(ProgressEvent{1, 1, 2, "a"}));
    }
    auto writer = test::must(EventWriter::open(file, "run", 0));
    test::must(writer.write(ProgressEvent{2, 2, 2, "a"}));
    CHECK(test::read(file) == "{\"flambeau\":1,\"run\":\"run\",\"rank\":0}\n" + encode(ProgressEvent{1, 1, 2, "a"}) +
                                  encode(ProgressEvent{2, 2, 2, "a"}));
}

TEST_CASE("A line that a killed writer left torn is not glued to the next one") {
    const test::TempDir dir;
    const fs::path file = dir / "events.jsonl";
    test::write(file, "{\"flambeau\":1,\"run\":\"r\",\"rank\":0}\n{\"e\":\"met");
    auto writer = test::must(EventWriter::open(file, "r", 0));
    test::must(writer.write(TextEvent{1, "n", "x"}));
    CHECK(test::read(file) ==
          "{\"flambeau\":1,\"run\":\"r\",\"rank\":0}\n{\"e\":\"met\n" + encode(TextEvent{1, "n", "x"}));
}

TEST_CASE("Lines of several threads are never mixed") {
    const test::TempDir dir;
    const fs::path file = dir / "events.jsonl";
    auto writer = test::must(EventWriter::open(file, "r", 0));
    const std::string longText(3000, 'x');
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&] {
                for (int i = 0; i < 100; ++i)
                    (void)writer.write(TextEvent{0, "n", longText});
            });
    }
    const std::string line = encode(TextEvent{0, "n", longText});
    const std::string all = test::read(file);
    std::size_t at = all.find('\n') + 1, lines = 0;
    for (; all.compare(at, line.size(), line) == 0; at += line.size())
        ++lines;
    CHECK(lines == 400);
    CHECK(at == all.size());
}

TEST_CASE("A folder that is not there is an error that names the file") {
    const test::TempDir dir;
    const auto writer = EventWriter::open(dir / "no/events.jsonl", "r", 0);
    REQUIRE_FALSE(writer.ok());
    CHECK(writer.error().code == ErrorCode::NotFound);
    CHECK(writer.error().message.find("events.jsonl") != std::string::npos);
}
