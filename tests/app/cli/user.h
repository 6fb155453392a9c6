// SPDX-License-Identifier: GPL-3.0-or-later
// Somebody who types commands: a home of their own, the real flambeau-cli, small pictures to import. One thread.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"
#include "test_support.h"

namespace flambeau::test {

using nlohmann::json;

/// A user with a home of their own.
struct User {
    TempDir dir;

    std::map<std::string, std::string> environment = {};  ///< added to the usual one
    fs::path here = {};                                   ///< where commands are typed; empty: anywhere

    ProcessResult run(std::vector<std::string> words) const {
        ProcessSpec spec;
        spec.argv = {FLAMBEAU_BIN "/flambeau-cli"};
        spec.argv.insert(spec.argv.end(), words.begin(), words.end());
        spec.environment = {{"XDG_DATA_HOME", (dir / "data").string()},
                            {"XDG_CONFIG_HOME", (dir / "config").string()},
                            {"XDG_CACHE_HOME", (dir / "cache").string()},
                            {"TORCH_HOME", (dir / "torch").string()},
                            {"FLAMBEAU_WORKSPACE", ""},
                            {"FLAMBEAU_WEIGHTS_URL", "http://127.0.0.1:9"}};
        for (const auto& [name, value] : environment)
            spec.environment[name] = value;
        spec.workingDir = here;
        spec.timeout = std::chrono::minutes(3);
        return must(runProcess(spec));
    }

    /// The one JSON value of a command that succeeds.
    json value(std::vector<std::string> words) const {
        words.insert(words.begin(), "--json");
        const ProcessResult result = run(words);
        INFO(join(words, " ") << "\n" << result.err);
        REQUIRE(result.exitCode == 0);
        const json parsed = json::parse(result.out, nullptr, false);
        REQUIRE_FALSE(parsed.is_discarded());
        return parsed;
    }

    /// The error of a command that fails with this exit code.
    json error(std::vector<std::string> words, int exitCode = 1) const {
        words.push_back("--json");  // it may stand behind the command, too
        const ProcessResult result = run(words);
        INFO(join(words, " ") << "\nout: " << result.out << "\nerr: " << result.err);
        REQUIRE(result.exitCode == exitCode);
        CHECK(result.out.empty());
        const json parsed = json::parse(result.err, nullptr, false);
        REQUIRE(parsed.is_object());
        REQUIRE(parsed.contains("error"));
        CHECK(parsed["error"]["code"].is_string());
        CHECK_FALSE(parsed["error"]["message"].get<std::string>().empty());
        return parsed["error"];
    }
};

/// Two classes in two splits, PPM pictures of noise.
inline void makePictures(const fs::path& root) {
    unsigned state = 1;
    for (const char* split : {"train", "val"}) {
        for (const char* name : {"a", "b"}) {
            for (int i = 0; i < 6; ++i) {
                std::string bytes = "P6\n32 32\n255\n";
                for (int k = 0; k < 32 * 32 * 3; ++k) {
                    state = state * 1664525u + 1013904223u;
                    bytes += static_cast<char>(state >> 24);
                }
                write(root / split / name / (std::to_string(i) + ".ppm"), bytes);
            }
        }
    }
}

}  // namespace flambeau::test
