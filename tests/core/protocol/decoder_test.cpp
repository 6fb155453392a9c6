// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/protocol/decoder.h"

#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <random>

using namespace flambeau::protocol;

namespace {

struct Seen {
    std::vector<MetricEvent> metrics;
    std::vector<Event> events;
    std::size_t used = 0;
};

std::size_t feed(StreamDecoder& decoder, std::string_view bytes, Seen& seen) {
    const auto onMetric = [&](const MetricView& view) {
        MetricEvent event;
        event.time = view.time;
        if (view.hasStep)
            event.step = view.step;
        if (!std::isnan(view.epoch))
            event.epoch = view.epoch;
        for (std::size_t i = 0; i < view.count; ++i)
            event.values.emplace_back(view.values[i]);
        seen.metrics.push_back(event);
    };
    seen.used = decoder.feed(bytes, onMetric, [&](const Event& event) { seen.events.push_back(event); });
    return seen.used;
}

Seen feedAll(StreamDecoder& decoder, std::string_view bytes) {
    Seen seen;
    feed(decoder, bytes, seen);
    return seen;
}

bool same(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

}  // namespace

TEST_CASE("A torn last line is kept back until its newline comes") {
    StreamDecoder decoder;
    const std::string line = encode(MetricEvent{.time = 1, .step = 5, .values = {{"a", 2.5}}});
    for (std::size_t cut = 0; cut < line.size(); ++cut) {
        Seen seen;
        CHECK(feed(decoder, std::string_view(line).substr(0, cut), seen) == 0);
        CHECK(seen.metrics.empty());
    }
    const Seen seen = feedAll(decoder, line + line.substr(0, 4));
    CHECK(seen.used == line.size());
    REQUIRE(seen.metrics.size() == 1);
    CHECK(seen.metrics[0].step == 5);
    CHECK(decoder.counts().bad == 0);
}

TEST_CASE("Doubles of any bits come through the stream unchanged") {
    std::mt19937_64 random(7);
    StreamDecoder decoder;
    std::string text;
    std::vector<double> sent;
    for (int i = 0; i < 20'000; ++i) {
        double value = std::bit_cast<double>(random());
        if (std::isnan(value))
            value = std::numeric_limits<double>::quiet_NaN();
        if (i % 3 == 0)
            value = static_cast<double>(static_cast<std::int64_t>(random() % 2'000'001) - 1'000'000) / 1000;
        if (i % 7 == 0)
            value = static_cast<float>(std::ldexp(static_cast<double>(random() % 10'000'000), -20));
        sent.push_back(value);
        // Half of the lines take the slow way: a name that is not ASCII.
        text += encode(MetricEvent{.time = 1.0 + i, .step = i, .values = {{i % 2 ? "a" : "\xc3\xa4", value}}});
    }
    for (const double edge : {0.0, -0.0, 5e-324, -5e-324, 1.7976931348623157e308, 2.2250738585072014e-308,
                              9007199254740993.0, 1e22, 1e23, 123456789012345680.0})
        for (const char* name : {"a", "\xc3\xa4"}) {
            sent.push_back(edge);
            text += encode(MetricEvent{.time = 1, .step = 1, .values = {{name, edge}}});
        }
    const Seen seen = feedAll(decoder, text);
    REQUIRE(seen.metrics.size() == sent.size());
    CHECK(decoder.counts().bad == 0);
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < sent.size(); ++i)
        wrong += same(seen.metrics[i].values.at(0).second, sent[i]) ? 0 : 1;
    CHECK(wrong == 0);
}

TEST_CASE("Metric lines as Python's json.dumps writes them are read") {
    StreamDecoder decoder;
    const Seen seen =
        feedAll(decoder,
                "{\"e\": \"metric\", \"t\": 1763729999.1234567, \"step\": 3, \"epoch\": 0.5, \"v\": {\"a b\": "
                "1e-05, \"c\": \"nan\", \"d\": \"-inf\", \"e\": 7}}\r\n"
                "{\"v\":{\"x\":1},\"t\":2,\"e\":\"metric\"}\n"
                "{\"e\":\"metric\",\"t\":2,\"step\":4.0,\"epoch\":null,\"v\":{}}\n"
                "{\"e\":\"metric\",\"t\":2,\"v\":{\"\\u00e4\":1,\"q\\\"\":2}}\n");
    REQUIRE(seen.metrics.size() == 4);
    CHECK(seen.metrics[0].time == 1763729999.1234567);
    CHECK(seen.metrics[0].step == 3);
    CHECK(seen.metrics[0].epoch == 0.5);
    REQUIRE(seen.metrics[0].values.size() == 4);
    CHECK(seen.metrics[0].values[0] == std::pair<std::string, double>("a b", 1e-05));
    CHECK(std::isnan(seen.metrics[0].values[1].second));
    CHECK(seen.metrics[0].values[2].second == -std::numeric_limits<double>::infinity());
    CHECK_FALSE(seen.metrics[1].step.has_value());
    CHECK(seen.metrics[2].step == 4);
    CHECK(seen.metrics[3].values[0].first == "\xc3\xa4");
    CHECK(seen.metrics[3].values[1].first == "q\"");
    CHECK(decoder.counts().events == 4);
}

TEST_CASE("Every event that is not a metric comes back as it was encoded") {
    StreamDecoder decoder;
    const std::vector<Event> sent{HeaderEvent{.run = "run", .rank = 3},
                                  StateEvent{1.5, "failed", "a \"reason\""},
                                  ProgressEvent{2, 3, 4, "train"},
                                  ArtifactEvent{3, "outputs/x", "model", "ff"},
                                  MediaEvent{4, false, 9, "n", "outputs/i.png"},
                                  MediaEvent{4, true, -9, "n", "outputs/t.json"},
                                  TextEvent{5, "note", "line\nline \xe2\x82\xac"}};
    std::string text;
    for (const Event& event : sent)
        text += encode(event);
    const Seen seen = feedAll(decoder, text);
    REQUIRE(seen.events.size() == sent.size());
    for (std::size_t i = 0; i < sent.size(); ++i)
        CHECK(encode(seen.events[i]) == encode(sent[i]));
}

TEST_CASE("A bad line is counted, an unknown event skipped, and neither stops what follows") {
    StreamDecoder decoder;
    const std::string good = encode(MetricEvent{.time = 1, .step = 1, .values = {{"a", 1}}});
    const std::vector<std::string> bad{
        "not json",
        "[]",
        "7",
        "{\"e\":\"metric\"}",
        "{\"e\":\"metric\",\"t\":1}",
        "{\"e\":\"metric\",\"v\":{\"a\":1}}",
        "{\"e\":\"metric\",\"t\":\"nan\",\"v\":{\"a\":1}}",
        "{\"e\":\"metric\",\"t\":1,\"v\":{\"a\":NaN}}",
        "{\"e\":\"metric\",\"t\":1,\"v\":{\"a\":null}}",
        "{\"e\":\"metric\",\"t\":1,\"v\":{\"a\":true}}",
        "{\"e\":\"metric\",\"t\":1,\"v\":{\"a\":\"1\"}}",
        "{\"e\":\"metric\",\"t\":1,\"v\":{\"a\":[1]}}",
        "{\"e\":\"metric\",\"t\":1,\"v\":{\"a\":01}}",
        "{\"e\":\"metric\",\"t\":1,\"v\":{\"a\":1.}}",
        "{\"e\":\"metric\",\"t\":1,\"v\":{\"a\":.5}}",
        "{\"e\":\"metric\",\"t\":1,\"v\":{\"a\":+1}}",
        "{\"e\":\"metric\",\"t\":1,\"v\":{\"a\":1e}}",
        "{\"e\":\"metric\",\"t\":1,\"v\":{\"a\":1e999}}",
        "{\"e\":\"metric\",\"t\":1,\"v\":{\"a\":-}}",
        "{\"e\":\"metric\",\"t\":1,\"v\":{\"a\":1,}}",
        "{\"e\":\"metric\",\"t\":1,\"v\":{\"a\":1}",
        "{\"e\":\"metric\",\"t\":1,\"v\":{\"a\":1}}}",
        "{\"e\":\"metric\",\"t\":1,\"v\":{\"a\":1}} x",
        "{\"e\":\"metric\",\"t\":1,\"v\":{\"a\n",
        "{\"e\":\"metric\",\"t\":1,\"v\":{\"\xff\xfe\":1}}",
        "{\"e\":\"metric\",\"t\":1,\"step\":1.5,\"v\":{\"a\":1}}",
        "{\"e\":\"metric\",\"t\":1,\"step\":99999999999999999999,\"v\":{\"a\":1}}",
        "{\"e\":\"metric\",\"t\":1,\"step\":\"1\",\"v\":{\"a\":1}}",
        "{\"e\":\"state\",\"t\":1}",
        "{\"e\":\"progress\",\"t\":1,\"done\":\"x\"}",
        "{\"e\":7,\"t\":1}",
        "{\"hello\":1}",
        std::string("\0\0\0", 3),
    };
    std::string text;
    for (const std::string& line : bad)
        text += line + "\n" + good;
    text += "{\"e\":\"hologram\",\"t\":1}\n\n  \n" + good;
    const Seen seen = feedAll(decoder, text);
    CHECK(seen.used == text.size());
    CHECK(seen.metrics.size() == bad.size() + 1);
    CHECK(seen.events.empty());
    // One of the lines holds a newline, so its second half is an empty line, which counts for nothing.
    CHECK(decoder.counts().bad == bad.size());
    CHECK(decoder.counts().unknown == 1);
    CHECK(decoder.counts().lines == 2 * bad.size() + 2);
}

TEST_CASE("A line above the limit is counted once and skipped however it arrives") {
    StreamDecoder decoder;
    const std::string good = encode(TextEvent{1, "n", "x"});
    std::string text = "{\"e\":\"text\",\"t\":1,\"text\":\"" + std::string(StreamDecoder::maxLine, 'x');
    Seen seen;
    // Torn and too long already: used up, nothing to keep.
    CHECK(feed(decoder, text, seen) == text.size());
    CHECK(feed(decoder, "more and more", seen) == 13);
    CHECK(feed(decoder, "\"}\n" + good, seen) == 3 + good.size());
    CHECK(seen.events.size() == 1);
    CHECK(decoder.counts().bad == 1);
    CHECK(decoder.counts().lines == 2);
    text += "\"}\n";
    CHECK(feed(decoder, text + good, seen) == text.size() + good.size());
    CHECK(seen.events.size() == 2);
    CHECK(decoder.counts().bad == 2);
}

TEST_CASE("A stream with random damage is read to its end without stopping") {
    std::mt19937_64 random(11);
    std::string text = encode(HeaderEvent{.run = "r"});
    for (int i = 0; i < 300; ++i) {
        text +=
            encode(MetricEvent{.time = 1.0 + i, .step = i, .epoch = i / 7.0, .values = {{"a", i * 0.1}, {"b", -i}}});
        text += encode(ProgressEvent{1.0 + i, i, 300, "train"});
    }
    for (int round = 0; round < 60; ++round) {
        std::string damaged = text;
        for (int i = 0; i < 40; ++i)
            damaged[random() % damaged.size()] = static_cast<char>(random());
        StreamDecoder decoder;
        const Seen seen = feedAll(decoder, damaged + "\n");
        CHECK(seen.used == damaged.size() + 1);
        const DecoderCounts counts = decoder.counts();
        CHECK(counts.events + counts.bad + counts.unknown == counts.lines);
        CHECK(counts.events > 400);
    }
}
