// SPDX-License-Identifier: GPL-3.0-or-later
// A host that lies: another program in flambeau-probe's place.
#include <nlohmann/json.hpp>

#include "flambeau/base/strings.h"
#include "there_bench.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

std::string printing(const std::vector<std::string>& lines) {
    std::string script;
    for (const auto& line : lines)
        script += "printf '%s\\n' " + shellQuote(line) + "\n";
    return script;
}

const std::string kRoot = R"(["root","/data/birds"])";
const std::string kEnd = R"(["end"])";
const std::string kSha(64, 'a');

std::string factsOf(const std::string& path, const std::string& sha256 = kSha, int width = 32) {
    return nlohmann::json{{"path", path},    {"bytes", 10},    {"mtime_ns", 5}, {"ok", true},       {"sha256", sha256},
                          {"format", "ppm"}, {"width", width}, {"height", 32},  {"orientation", 1}, {"mode", "rgb"},
                          {"alpha", false},  {"bits", 8},      {"frames", 1}}
        .dump();
}

}  // namespace

TEST_CASE("A list of files that leads outside its folder, or does not end, is refused") {
    if (!canLookThere())
        return;
    ThereBench bench;
    const std::vector<std::vector<std::string>> lies = {
        {kRoot, R"(["f","../../etc/passwd",1,1])", kEnd},
        {kRoot, R"(["f","/etc/passwd",1,1])", kEnd},
        {kRoot, R"(["f","ash/./../../x.ppm",1,1])", kEnd},
        {kRoot, R"(["f","ash/\u001b[2J.ppm",1,1])", kEnd},
        {kRoot, R"(["f","ash//x.ppm",1,1])", kEnd},
        {kRoot, R"(["f","ash/1.ppm",-1,1])", kEnd},
        {kRoot, R"(["f","ash/1.ppm",1e30,1])", kEnd},
        {kRoot, R"(["f","ash/1.ppm",1,1])", R"(["f","ash/1.ppm",2,2])", kEnd},
        {kRoot, R"(["h","../.x"])", kEnd},
        {kRoot, R"(["d","/"])", kEnd},
        {kRoot, R"(["q","ash"])", kEnd},
        {kRoot, R"(["f","ash/1.ppm",1,1])"},  // no end
        {kRoot, kEnd, R"(["f","ash/1.ppm",1,1])"},
        {R"(["root","birds"])", kEnd},
        {R"(["root","/data/../etc"])", kEnd},
        {kRoot, R"(["root","/elsewhere"])", kEnd},
        {R"(["f","ash/1.ppm",1,1])", kEnd},
        {"<html>", kEnd},
        {R"({"error":"\u001b[2J"})"},
        {},
    };
    for (const auto& lines : lies) {
        INFO(join(lines, " "));
        bench.setProbe(printing(lines));
        const auto refused = bench.datasets->add(bench.options("/data/birds", "far"), {}, {});
        REQUIRE(!refused.ok());
        CHECK(refused.error().code == ErrorCode::Corrupt);
        CHECK(escapeControls(refused.error().message) == refused.error().message);
    }
    CHECK(must(bench.datasets->list()).size() == 1);  // the bench's own
}

TEST_CASE("A host that does not stop talking is cut off") {
    if (!canLookThere())
        return;
    ThereBench bench;
    bench.setProbe("yes | tr -d '\\n'");
    CHECK(bench.datasets->add(bench.options("/data/birds", "far"), {}, {}).error().code == ErrorCode::Corrupt);
    bench.setProbe(printing({kRoot}) + "yes '[\"h\",\"x/.y\"]'");
    std::stop_source stop;
    CHECK(bench.datasets->add(bench.options("/data/birds", "far"), {}, {}).error().code == ErrorCode::Unsupported);
}

TEST_CASE("What a host says of files that it was not asked about, or that cannot be so, is refused") {
    if (!canLookThere())
        return;
    ThereBench bench;
    const std::string walk = printing({kRoot, R"(["f","ash/1.ppm",10,5])", R"(["f","oak/2.ppm",10,5])", kEnd});
    const std::vector<std::vector<std::string>> lies = {
        {factsOf("ash/1.ppm")},                                              // one is missing
        {factsOf("ash/1.ppm"), factsOf("ash/1.ppm")},                        // twice
        {factsOf("ash/1.ppm"), factsOf("oak/2.ppm"), factsOf("oak/3.ppm")},  // one more
        {factsOf("ash/1.ppm"), factsOf("../oak/2.ppm")},
        {factsOf("ash/1.ppm"), factsOf("oak/2.ppm", "../../x")},
        {factsOf("ash/1.ppm"), factsOf("oak/2.ppm", "")},
        {factsOf("ash/1.ppm"), factsOf("oak/2.ppm", kSha, -3)},
        {factsOf("ash/1.ppm"), factsOf("oak/2.ppm", kSha, 2000000)},
        {factsOf("ash/1.ppm"),
         R"({"path":"oak/2.ppm","bytes":1,"mtime_ns":1,"ok":false,"error":{"kind":"<b>","detail":""}})"},
        {factsOf("ash/1.ppm"), "[]"},
        {factsOf("ash/1.ppm"), std::string(100'000, 'x')},
    };
    for (const auto& lines : lies) {
        INFO(join(lines, " ").substr(0, 500));
        bench.setProbe(walk, "cat > /dev/null\n" + printing(lines));
        CHECK(bench.datasets->add(bench.options("/data/birds", "far"), {}, {}).error().code == ErrorCode::Corrupt);
    }
    // Words that it may choose are shown plainly.
    bench.setProbe(
        walk, "cat > /dev/null\n" +
                  printing({factsOf("ash/1.ppm"), R"({"path":"oak/2.ppm","bytes":1,"mtime_ns":1,"ok":false,"error":)"
                                                  R"({"kind":"truncated","detail":"\u001b[31mred\u0007"}})"}));
    const auto added = bench.datasets->add(bench.options("/data/birds", "far"), {}, {});
    // One class with one picture is no dataset to train on, but it is one.
    const auto manifest = added.ok() ? added->manifest : domain::DatasetManifest();
    for (const auto& finding : manifest.findings)
        CHECK(finding.detail.find('\x1b') == std::string::npos);
}

TEST_CASE("A helper that the host does not run is an error that says what can be done") {
    if (!canLookThere())
        return;
    ThereBench bench;
    const auto script = bench.dir / "broken-probe";
    write(script, "#!/nowhere/at/all\n");
    fs::permissions(script, fs::perms::owner_all);
    setenv("FLAMBEAU_PROBE", script.c_str(), 1);
    const auto refused = bench.datasets->add(bench.options(bench.pictures, "far"), {}, {});
    CHECK(refused.error().code == ErrorCode::Unavailable);
    CHECK(refused.error().message.find("box") != std::string::npos);
    CHECK(!refused.error().hint.empty());
    unsetenv("FLAMBEAU_PROBE");  // and where there is none beside the program
    const auto none = bench.datasets->add(bench.options(bench.pictures, "far"), {}, {});
    CHECK(none.error().code == ErrorCode::Unavailable);
}
