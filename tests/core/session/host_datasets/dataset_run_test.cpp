// SPDX-License-Identifier: GPL-3.0-or-later
// Runs with a dataset that lies on the host.
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "flambeau/session/clusters.h"
#include "flambeau/session/registry_service.h"
#include "flambeau/store/runs.h"
#include "flambeau/store/workspace.h"
#include "there_bench.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

session::RunRequest requestFor(const ThereBench& bench, const std::string& compute) {
    auto request = bench.request();
    request.dataset = "far";
    request.compute = compute;
    return request;
}

std::size_t runsOf(ThereBench& bench) {
    return must(store::Runs(bench.workspace->store()).names()).size();
}

}  // namespace

TEST_CASE("A run goes to where its dataset lies, links it, and uploads nothing") {
    if (!canLookThere())
        return;
    ThereBench bench("cat data/images/train/ash/1.ppm > seen; true");
    (void)bench.add(bench.pictures, "far");
    const auto run = must(bench.runs->start(requestFor(bench, "box"), {}, {}));
    CHECK(bench.toItsEnd(run).state == domain::RunState::Completed);
    const auto there = bench.hostFolder / "runs" / run.str();
    const auto manifest = nlohmann::json::parse(read(there / "data/manifest.json"));
    CHECK(manifest["root"] == fs::canonical(bench.pictures).string());
    CHECK(manifest["on"] == "box");
    CHECK(!manifest.contains("store"));
    CHECK(fs::read_symlink(there / "data/images") == fs::canonical(bench.pictures));
    CHECK(read(there / "seen") == picture(1));
    std::size_t stored = 0;
    for (const auto& entry : fs::recursive_directory_iterator(bench.hostFolder / "store"))
        stored += entry.is_regular_file();
    CHECK(stored == 0);
}

TEST_CASE("A run that cannot go where its dataset lies is refused before there is one") {
    if (!canLookThere())
        return;
    ThereBench bench;
    (void)bench.add(bench.pictures, "far");
    for (const std::string& elsewhere : {std::string(), std::string("local")}) {
        const auto refused = bench.runs->start(requestFor(bench, elsewhere), {}, {});
        CHECK(refused.error().code == ErrorCode::InvalidArgument);
        CHECK(refused.error().message.find("lies on box") != std::string::npos);
        CHECK(refused.error().hint.find("--compute box") != std::string::npos);
    }
    CHECK(runsOf(bench) == 0);
    const session::Clusters clusters(*bench.workspace);
    must(clusters.add("lab", {"box"}));
    const auto placed = must(bench.runs->define(requestFor(bench, "lab")));
    CHECK(placed.compute == "box");
}

TEST_CASE("A picture that changed between looking and starting stops the start, and is named") {
    if (!canLookThere())
        return;
    ThereBench bench;
    (void)bench.add(bench.pictures, "far");
    // Another time with the same content is no change.
    fs::last_write_time(bench.pictures / "train/ash/2.ppm", fs::file_time_type::clock::now() + std::chrono::hours(1));
    const auto fine = must(bench.runs->start(requestFor(bench, "box"), {}, {}));
    CHECK(bench.toItsEnd(fine).state == domain::RunState::Completed);
    write(bench.pictures / "train/ash/1.ppm", picture(500));
    fs::remove(bench.pictures / "train/oak/8.ppm");
    const auto refused = bench.runs->start(requestFor(bench, "box"), {}, {});
    CHECK(refused.error().code == ErrorCode::Conflict);
    CHECK(refused.error().message.find("box:") != std::string::npos);
    CHECK(refused.error().message.find("train/ash/1.ppm") != std::string::npos);
    CHECK(refused.error().detail.find("train/oak/8.ppm") != std::string::npos);
    CHECK(refused.error().hint.find("--on box") != std::string::npos);
    (void)bench.add(bench.pictures, "far");
    const auto after = must(bench.runs->start(requestFor(bench, "box"), {}, {}));
    CHECK(bench.toItsEnd(after).state == domain::RunState::Completed);
}

TEST_CASE("A real run on a dataset that lies on a host is trained, registered and judged on its pictures") {
    const auto trainer = fs::path(FLAMBEAU_BIN) / "flambeau-trainer";
    if (!canLookThere() || !fs::exists(trainer))
        return;
    ThereBench bench;
    (void)bench.add(bench.pictures, "far");
    setenv("FLAMBEAU_TRAINER", trainer.c_str(), 1);
    bench.runs->makeHostEnginesBy([&](auto&, const auto&, const auto&, const auto&, auto, const auto&, const auto&) {
        session::HostEngine engine;
        engine.key = std::string(64, 'b');
        engine.trainer = trainer.string();
        return Result<session::HostEngine>(engine);
    });
    auto request = requestFor(bench, "box");
    request.set = {{"arch", "tiny"}, {"epochs", "1"}, {"image_size", "32"}, {"augmentation", "none"}};
    request.registerAs = "leaves";
    session::RegistryService registry(*bench.workspace, bench.hosts.get());
    const auto run = must(bench.runs->start(request, {}, {}));
    const auto view = bench.follow(
        run,
        [&](const auto& now) {
            return domain::isFinal(now.state) &&
                   (now.state != domain::RunState::Completed || registry.find("leaves").ok());
        },
        &registry);
    INFO(view.reason);
    REQUIRE(view.state == domain::RunState::Completed);
    const auto version = must(registry.find("leaves"));
    CHECK(version.dataRoot == "box:" + fs::canonical(bench.pictures).string());
    const auto& verdict = version.onnx;
    INFO(verdict.dump());
    CHECK(verdict["agrees"] == true);
    CHECK(verdict["whole"] == true);
    CHECK(verdict["pictures"] == 12);
    // Where the host is away the sixteen pictures of the run still are judged, and the rest is said.
    bench.sshd.stop();
    bench.reconnect();
    session::RegistryService later(*bench.workspace, bench.hosts.get());
    const auto again = must(later.registerOutputs(run, "later", "", {}, {}));
    const auto judged = must(later.judgeNew(again, {}, {}));
    INFO(judged.onnx.dump());
    CHECK(judged.onnx["agrees"] == true);
    CHECK(judged.onnx["note"].get<std::string>().find("lie on box") != std::string::npos);
}
