// SPDX-License-Identifier: GPL-3.0-or-later
// A real build on a host over sshd, against the libtorch that FLAMBEAU_TEST_TORCH names, else Debian's. Takes minutes.
#include <cstdlib>
#include <iostream>

#include "engine_bench.h"
#include "flambeau/session/engine_service.h"

using namespace flambeau;
using namespace flambeau::test;

TEST_CASE("A trainer that is built on a host against a libtorch there starts, reads every format, and is found again") {
    const char* given = std::getenv("FLAMBEAU_TEST_TORCH");
    const fs::path torch = given && *given ? given : "/usr/lib/x86_64-linux-gnu";
    std::error_code ignored;
    if (!given && !fs::exists(torch / "libtorch.so", ignored)) {
        WARN("skipped: no libtorch is here");
        return;
    }
    EngineBench bench;
    const auto made = bench.ensure(bench.request(torch), {});
    for (const std::string& line : bench.lines)
        if (line.find("pictures") != std::string::npos || !made.ok())
            std::cout << line << "\n";
    const auto engine = must(made);
    std::cout << engine.title << ", key " << engine.key << "\n";
    CHECK(engine.made);
    CHECK(engine.formats == std::vector<std::string>{"bmp", "jpeg", "png", "pnm", "tiff", "webp"});
    const auto facts = must(session::EngineService::factsOf(engine.trainer, {}));
    CHECK(facts.engine.key == engine.key);
    CHECK_FALSE(must(bench.ensure(bench.request(torch), {})).made);
    CHECK(bench.calls == 1);
}
