// SPDX-License-Identifier: GPL-3.0-or-later
#include "fast_line.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

using namespace flambeau::protocol;

namespace {

bool readsFast(const std::string& line) {
    MetricView view;
    std::vector<std::pair<std::string_view, double>> values;
    return readFastLine(line, view, values);
}

}  // namespace

TEST_CASE("The lines that our own writer and Python's print take the fast way") {
    std::string line =
        encode(MetricEvent{.time = 1.5, .step = 1, .epoch = 2, .values = {{"train/loss", 0.1}, {"b", 2}}});
    line.pop_back();
    CHECK(readsFast(line));
    CHECK(readsFast("{\"e\": \"metric\", \"t\": 1.5, \"v\": {\"a\": \"nan\", \"b\": 12345678901234567890123}}"));
    CHECK_FALSE(readsFast("{\"e\":\"metric\",\"t\":1.5,\"v\":{\"a\\n\":1}}"));
    CHECK_FALSE(readsFast("{\"e\":\"state\",\"t\":1.5,\"state\":\"x\"}"));
    CHECK_FALSE(readsFast(""));
}

TEST_CASE("What the fast reader accepts, a full JSON parser reads to the same values") {
    std::mt19937_64 random(5);
    const std::string alphabet = "0123456789.-+eE,:{}\"nai f\\";
    std::size_t accepted = 0;
    for (int i = 0; i < 60'000; ++i) {
        std::string line =
            "{\"e\":\"metric\",\"t\":12.5,\"step\":41,\"epoch\":1.25,\"v\":{\"a\":-1.5e-3,\"b\":\"inf\"}}";
        for (int n = static_cast<int>(random() % 3); n >= 0; --n) {
            const std::size_t at = 18 + random() % (line.size() - 18);
            const char c = alphabet[random() % alphabet.size()];
            if (random() % 3 == 0)
                line.erase(at, 1);
            else if (random() % 2 == 0)
                line.insert(at, 1, c);
            else
                line[at] = c;
        }
        MetricView view;
        std::vector<std::pair<std::string_view, double>> values;
        if (!readFastLine(line, view, values))
            continue;
        ++accepted;
        INFO(line);
        const auto json = nlohmann::json::parse(line, nullptr, false);
        REQUIRE(json.is_object());
        REQUIRE(json["t"].get<double>() == view.time);
        REQUIRE(json.contains("step") == view.hasStep);
        if (view.hasStep)
            REQUIRE(json["step"].get<std::int64_t>() == view.step);
        if (json.contains("epoch"))
            REQUIRE(json["epoch"].get<double>() == view.epoch);
        for (const auto& [name, value] : values) {
            const auto& there = json["v"][std::string(name)];
            if (there.is_number() && values.size() == json["v"].size())
                REQUIRE(there.get<double>() == value);
        }
    }
    CHECK(accepted > 1000);
}
