// SPDX-License-Identifier: GPL-3.0-or-later
#include <catch2/catch.hpp>
#include <limits>
#include <nlohmann/json.hpp>

#include "flambeau/protocol/event.h"

using namespace flambeau::protocol;

TEST_CASE("Every event is one JSON line with the fields that the stream's version 1 names") {
    CHECK(encode(HeaderEvent{.run = "r", .rank = 2}) == "{\"flambeau\":1,\"run\":\"r\",\"rank\":2}\n");
    CHECK(encode(MetricEvent{.time = 1.5, .step = 7, .epoch = 0.25, .values = {{"train/loss", 0.1}, {"lr", 1e-05}}}) ==
          "{\"e\":\"metric\",\"t\":1.5,\"step\":7,\"epoch\":0.25,\"v\":{\"train/loss\":0.1,\"lr\":1e-05}}\n");
    CHECK(encode(MetricEvent{.time = 2}) == "{\"e\":\"metric\",\"t\":2,\"v\":{}}\n");
    CHECK(encode(StateEvent{3, "failed", "out of \"memory\"\n"}) ==
          "{\"e\":\"state\",\"t\":3,\"state\":\"failed\",\"reason\":\"out of \\\"memory\\\"\\n\"}\n");
    CHECK(encode(ProgressEvent{4, 120, 400, "train"}) ==
          "{\"e\":\"progress\",\"t\":4,\"done\":120,\"total\":400,\"what\":\"train\"}\n");
    CHECK(encode(ArtifactEvent{5, "outputs/model", "model", "ab"}) ==
          "{\"e\":\"artifact\",\"t\":5,\"path\":\"outputs/model\",\"kind\":\"model\",\"sha256\":\"ab\"}\n");
    CHECK(encode(MediaEvent{6, true, 3, "confusion", "outputs/t.json"}) ==
          "{\"e\":\"table\",\"t\":6,\"step\":3,\"name\":\"confusion\",\"path\":\"outputs/t.json\"}\n");
    CHECK(encode(TextEvent{7, "note", "a\tb"}) == "{\"e\":\"text\",\"t\":7,\"name\":\"note\",\"text\":\"a\\tb\"}\n");
}

TEST_CASE("NaN and infinities are strings and a negative zero keeps its sign") {
    constexpr double inf = std::numeric_limits<double>::infinity();
    CHECK(encode(MetricEvent{.time = 0, .values = {{"a", std::nan("")}, {"b", inf}, {"c", -inf}, {"d", -0.0}}}) ==
          "{\"e\":\"metric\",\"t\":0,\"v\":{\"a\":\"nan\",\"b\":\"inf\",\"c\":\"-inf\",\"d\":-0.0}}\n");
}

TEST_CASE("Text with any bytes at all still makes one valid JSON line") {
    std::string bytes;
    for (int i = 0; i < 256; ++i)
        bytes += static_cast<char>(i);
    const std::string line = encode(TextEvent{0, bytes, bytes});
    CHECK(line.find('\n') == line.size() - 1);
    const auto json = nlohmann::json::parse(line);
    CHECK(json["text"].get<std::string>().substr(0, 128) == bytes.substr(0, 128));
}
