// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/base/id.h"
#include "flambeau/base/strings.h"
#include "lab.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

/// A process of the run that no supervisor knows; `body` keeps it alive.
void orphan(Lab& lab, const std::string& run, const std::string& body) {
    lab.run("FLAMBEAU_RUN=" + run + " setsid sh -c " + shellQuote(body) + " </dev/null >/dev/null 2>&1 &\n");
    REQUIRE(eventually([&] { return !processesOf(run).empty(); }));
}

launch::SweepAnswer sweep(Lab& lab, const std::string& run, double grace) {
    const auto answers = must(launch::parseSweep(lab.run(launch::sweepScript(lab.host(), {run}, grace))));
    REQUIRE(answers.size() == 1);
    CHECK(answers[0].run == run);
    return answers[0];
}

}  // namespace

TEST_CASE("What has lost its supervisor is ended under every shell, and only what is of that run") {
    for (const std::string& shell : shells()) {
        CAPTURE(shell);
        Lab lab(shell);
        const std::string run = newUuid(), other = newUuid();
        lab.prepare(run);
        const auto nothing = sweep(lab, run, 10);
        CHECK(nothing.left.empty());
        CHECK_FALSE(nothing.ended);
        const fs::path ready = fs::path(lab.host()) / "ready";
        orphan(lab, run, "trap '' TERM; : >" + shellQuote(ready.string()) + "; while :; do sleep 0.05; done");
        orphan(lab, other, "while :; do sleep 0.05; done");
        REQUIRE(eventually([&] { return fs::exists(ready); }));
        // TERM is ignored; before the grace is over nothing else is tried.
        REQUIRE_FALSE(sweep(lab, run, 1000).left.empty());
        REQUIRE_FALSE(sweep(lab, run, 1000).left.empty());
        CHECK(eventually([&] { return sweep(lab, run, 0).ended; }));
        CHECK(processesOf(run).empty());
        CHECK_FALSE(sweep(lab, run, 0).ended);
        CHECK_FALSE(processesOf(other).empty());
        CHECK(eventually([&] { return sweep(lab, other, 1000).left.empty(); }));  // TERM is enough
    }
}

TEST_CASE("Whoever sweeps is not ended, though it is of the run itself") {
    Lab lab;
    const std::string run = newUuid();
    lab.prepare(run);
    const auto answers = must(launch::parseSweep(
        lab.run("FLAMBEAU_RUN=" + run + "\nexport FLAMBEAU_RUN\n" + launch::sweepScript(lab.host(), {run}, 0))));
    REQUIRE(answers.size() == 1);
    CHECK(answers[0].left.empty());
}

TEST_CASE("A sweep's answer that makes no sense is refused") {
    const std::string run = newUuid();
    const auto parsed = [](const std::string& body) { return launch::parseSweep("flambeau-sweep 1\n" + body); };
    CHECK(parsed("nothing " + run + "\nend\n").ok());
    for (const std::string& body :
         {"nothing " + run + "\n", std::string("nothing x\nend\n"), "left " + run + " 1\nend\n",
          "left " + run + " x 7\nend\n", "left " + run + " 1 -7\nend\n", "rest " + run + "\nend\n"})
        CHECK_FALSE(parsed(body).ok());
}
