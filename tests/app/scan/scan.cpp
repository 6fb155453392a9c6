// SPDX-License-Identifier: GPL-3.0-or-later
#include "scan.h"

#include <nlohmann/json.hpp>

#include "flambeau/base/strings.h"

namespace flambeau::test {

ProcessResult scan(std::vector<std::string> arguments, const std::string& input) {
    ProcessSpec spec;
    spec.argv = std::move(arguments);
    spec.argv.insert(spec.argv.begin(), FLAMBEAU_BIN "/flambeau-scan");
    spec.input = input;
    spec.timeout = std::chrono::minutes(4);
    return must(runProcess(spec));
}

std::vector<dataset::FileFacts> check(const fs::path& root, const std::vector<std::string>& paths,
                                      const std::string& seconds) {
    std::string input;
    for (const auto& path : paths)
        input.append(path).push_back('\0');
    const auto result = scan({"check", "--root", root.string(), "--seconds", seconds}, input);
    INFO(result.err);
    std::vector<dataset::FileFacts> facts;
    for (const auto& line : split(result.out, '\n')) {
        if (!line.empty())
            facts.push_back(must(dataset::factsFromJson(nlohmann::json::parse(line))));
    }
    INFO("after " << (facts.empty() ? "nothing" : facts.back().path));
    CHECK(result.exitCode == 0);
    REQUIRE(facts.size() == paths.size());
    return facts;
}

}  // namespace flambeau::test
