// SPDX-License-Identifier: GPL-3.0-or-later
// A real trainer, built by the service against the PyTorch that FLAMBEAU_TEST_TORCH names. Takes minutes.
#include <cstdlib>
#include <iostream>

#include "flambeau/base/subprocess.h"
#include "flambeau/session/engine_choice.h"
#include "flambeau/session/engine_prepare.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::test;

TEST_CASE("A trainer that is built against a PyTorch that is there starts and says which it is") {
    const char* torch = std::getenv("FLAMBEAU_TEST_TORCH");
    if (!torch || !*torch) {
        WARN("skipped: FLAMBEAU_TEST_TORCH names no PyTorch");
        return;
    }
    TempDir dir;
    setenv("XDG_DATA_HOME", (dir / "data").c_str(), 1);
    setenv("XDG_CONFIG_HOME", (dir / "config").c_str(), 1);
    setenv("FLAMBEAU_SOURCES", FLAMBEAU_SOURCE, 1);
    session::EnginePrepareOptions options;
    if (std::string(torch) == "pypi")
        options.requirement = "torch";
    else
        options.torch = torch;
    const auto made = must(session::prepareEngine(options, {}, {}, {}));
    std::cout << made.facts.engine.title << " " << made.facts.torchLibrary << "\n";
    CHECK(made.facts.engine.key.size() == 64);
    must(session::chooseTrainer(made.facts.engine.trainer));
    session::EngineService engines;
    CHECK(must(engines.facts({})).engine.key == made.facts.engine.key);
    must(session::removeEngine(made.folder));
}
