// SPDX-License-Identifier: GPL-3.0-or-later
// Ends that are not the usual one: killed, stopped, out of memory, diverged, a file gone. Each leaves a checkpoint that
// is worth resuming.
#include <csignal>

#include "checkpoint.h"
#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"
#include "flambeau/model/weights.h"
#include "lab.h"

using namespace flambeau;
using flambeau::test::must;
using flambeau::test::quick;

namespace {

constexpr const char* checkpointFile = "outputs/checkpoint/checkpoint.safetensors";

void requireDone(const test::Ended& ended) {
    INFO(ended.out << ended.err);
    REQUIRE(ended.exitCode == 0);
}

auto stepReached(int step) {
    return [needle = "\"step\":" + std::to_string(step) + ","](const std::string& stream) {
        return stream.find(needle) != std::string::npos;
    };
}

/// Same weights, same best weights, same figures from the resumed step on as the run that never stopped.
void checkSameAsUnbroken(const fs::path& whole, const fs::path& resumed) {
    for (const char* file : {"outputs/last.safetensors", "outputs/best.safetensors", "outputs/reference.safetensors",
                             "outputs/tables/confusion.json"}) {
        INFO(file);
        CHECK(test::read(whole / file) == test::read(resumed / file));
    }
    for (const char* name : {"train/loss", "train/epoch_loss", "val/loss", "val/acc", "lr"}) {
        const auto all = test::streamOf(whole).series(name), rest = test::streamOf(resumed).series(name);
        INFO(name);
        REQUIRE(rest.size() <= all.size());
        REQUIRE_FALSE(rest.empty());
        CHECK(std::equal(rest.begin(), rest.end(), all.end() - static_cast<std::ptrdiff_t>(rest.size())));
    }
}

}  // namespace

TEST_CASE("A run stopped by SIGTERM in mid-epoch and resumed ends bit-equal to one that never stopped") {
    const test::TempDir dir;
    const auto manifest = test::drawDataset(dir / "data", 16, 4);
    const auto parameters =
        quick({{"epochs", std::int64_t{4}}, {"scheduler", std::string("cosine")}, {"warmup_epochs", 1.0}});
    test::makeRun(dir / "whole", {manifest, parameters, {}, {}});
    requireDone(test::train(dir / "whole"));

    test::makeRun(dir / "stopped", {manifest, parameters, {}, {}});
    const auto stopped = test::trainAndSignal(dir / "stopped", SIGTERM, stepReached(9));
    CHECK(stopped.exitCode == 143);
    CHECK(stopped.lastErrorLine().find("Stopped by a signal") != std::string::npos);
    CHECK(test::streamOf(dir / "stopped").text("error").has_value());
    const auto checkpoint = must(trainer::readCheckpoint(dir / "stopped" / checkpointFile));
    INFO("stopped at epoch " << checkpoint.state.epoch << " batch " << checkpoint.state.batch);
    CHECK(checkpoint.state.step >= 9);

    test::makeRun(dir / "resumed", {manifest, parameters, {}, dir / "stopped" / checkpointFile});
    requireDone(test::train(dir / "resumed"));
    CHECK(test::streamOf(dir / "resumed").series("train/loss").front().first == checkpoint.state.step + 1);
    checkSameAsUnbroken(dir / "whole", dir / "resumed");
}

TEST_CASE("A killed run resumed from its last checkpoint ends bit-equal to one that never stopped") {
    const test::TempDir dir;
    const auto manifest = test::drawDataset(dir / "data", 16, 4);
    const auto parameters = quick({{"epochs", std::int64_t{4}}, {"optimizer", std::string("adam")}, {"lr", 0.002}});
    test::makeRun(dir / "whole", {manifest, parameters, {}, {}});
    requireDone(test::train(dir / "whole"));
    test::makeRun(dir / "killed", {manifest, parameters, {}, {}});
    CHECK(test::trainAndSignal(dir / "killed", SIGKILL, stepReached(15)).exitCode == 128 + SIGKILL);
    test::makeRun(dir / "resumed", {manifest, parameters, {}, dir / "killed" / checkpointFile});
    requireDone(test::train(dir / "resumed"));
    checkSameAsUnbroken(dir / "whole", dir / "resumed");
}

TEST_CASE("A frozen run stopped and resumed ends bit-equal to one that never stopped") {
    const test::TempDir dir;
    const auto manifest = test::drawDataset(dir / "data", 8, 4);
    test::makeRun(dir / "first", {manifest, quick({{"epochs", std::int64_t{1}}}), {}, {}});
    requireDone(test::train(dir / "first"));
    const fs::path weights = dir / "first/outputs/best.safetensors";
    const auto parameters = quick(
        {{"freeze", std::string("backbone")}, {"augmentation", std::string("none")}, {"epochs", std::int64_t{40}}});
    test::makeRun(dir / "whole", {manifest, parameters, weights, {}});
    requireDone(test::train(dir / "whole"));
    const auto before = must(model::readSafetensors(weights)),
               after = must(model::readSafetensors(dir / "whole/outputs/last.safetensors"));
    for (const auto& [name, tensor] : before.tensors) {
        INFO(name);
        CHECK((tensor.bytes == after.tensors.at(name).bytes) == !startsWith(name, "classifier."));
    }
    test::makeRun(dir / "stopped", {manifest, parameters, weights, {}});
    CHECK(test::trainAndSignal(dir / "stopped", SIGTERM, stepReached(6)).exitCode == 143);
    test::makeRun(dir / "resumed", {manifest, parameters, weights, dir / "stopped" / checkpointFile});
    requireDone(test::train(dir / "resumed"));
    checkSameAsUnbroken(dir / "whole", dir / "resumed");
}

TEST_CASE("A loss that becomes NaN stops the run at its step and leaves a finite checkpoint") {
    const test::TempDir dir;
    const auto manifest = test::drawDataset(dir / "data", 40, 2);  // 15 steps an epoch
    test::makeRun(dir / "run",
                  {manifest, quick({{"lr", 100.0}, {"weight_decay", 10.0}, {"epochs", std::int64_t{30}}}), {}, {}});
    const auto ended = test::train(dir / "run");
    CHECK(ended.exitCode == 1);
    INFO(ended.err);
    CHECK(ended.lastErrorLine().find("The loss became") == 0);
    const auto said = test::streamOf(dir / "run").text("error").value_or("");
    CHECK(said.find("Lower lr") != std::string::npos);
    const auto checkpoint = must(trainer::readCheckpoint(dir / "run" / checkpointFile));
    for (const auto& [name, tensor] : checkpoint.model)
        CHECK(at::isfinite(tensor).all().item<bool>());
    // It can be resumed with a lower rate.
    test::makeRun(
        dir / "again",
        {manifest, quick({{"lr", 0.001}, {"epochs", checkpoint.state.epoch + 1}}), {}, dir / "run" / checkpointFile});
    requireDone(test::train(dir / "again"));
}

TEST_CASE("A picture that is gone in mid-epoch fails the run, is named, and the run can go on once it is back") {
    const test::TempDir dir;
    const auto manifest = test::drawDataset(dir / "data", 16, 4);
    const auto parameters = quick({{"epochs", std::int64_t{2}}});
    test::makeRun(dir / "whole", {manifest, parameters, {}, {}});
    requireDone(test::train(dir / "whole"));
    const fs::path victim = dir / "data/train/disc/3.png";
    fs::rename(victim, dir / "away.png");
    test::makeRun(dir / "run", {manifest, parameters, {}, {}});
    const auto ended = test::train(dir / "run");
    CHECK(ended.exitCode == 1);
    CHECK(ended.lastErrorLine().find(victim.string()) != std::string::npos);
    CHECK(test::streamOf(dir / "run").text("error").value_or("").find(victim.string()) != std::string::npos);
    fs::rename(dir / "away.png", victim);
    test::makeRun(dir / "resumed", {manifest, parameters, {}, dir / "run" / checkpointFile});
    requireDone(test::train(dir / "resumed"));
    checkSameAsUnbroken(dir / "whole", dir / "resumed");
}

TEST_CASE("Too little memory is said as such, with a checkpoint") {
    const test::TempDir dir;
    const auto manifest = test::drawDataset(dir / "data", 20, 2);
    test::makeRun(dir / "run",
                  {manifest, quick({{"image_size", std::int64_t{1024}}, {"batch_size", std::int64_t{60}}}), {}, {}});
    ProcessSpec spec;
    spec.argv = {"sh", "-c", "ulimit -v 3500000; exec \"$0\" train --run \"$1\"", test::trainerProgram().string(),
                 (dir / "run").string()};
    const auto ended = must(runProcess(spec));
    INFO(ended.err);
    CHECK(ended.exitCode == 1);
    CHECK(ended.err.find("has not enough memory") != std::string::npos);
    CHECK(test::streamOf(dir / "run").text("error").value_or("").find("batch_size") != std::string::npos);
    CHECK(trainer::readCheckpoint(dir / "run" / checkpointFile).ok());
}

TEST_CASE("A checkpoint that does not belong to the run is refused with the reason") {
    const test::TempDir dir;
    const auto manifest = test::drawDataset(dir / "data", 6, 2);
    test::makeRun(dir / "run", {manifest, quick({{"epochs", std::int64_t{1}}}), {}, {}});
    requireDone(test::train(dir / "run"));
    const fs::path checkpoint = dir / "run" / checkpointFile;

    test::makeRun(dir / "size", {manifest, quick({{"image_size", std::int64_t{48}}}), {}, checkpoint});
    const auto other = test::train(dir / "size");
    CHECK(other.exitCode == 1);
    CHECK(other.lastErrorLine().find("image_size") != std::string::npos);

    test::makeRun(dir / "changed", {manifest, quick(), {}, checkpoint});
    test::write(dir / "changed/resume/checkpoint.safetensors", "something else");
    CHECK(test::train(dir / "changed").lastErrorLine().find("changed since the run was defined") != std::string::npos);

    test::makeRun(dir / "weights", {manifest, quick(), {}, dir / "run/outputs/best.safetensors"});
    CHECK(test::train(dir / "weights").lastErrorLine().find("holds weights only") != std::string::npos);

    std::string torn = test::read(checkpoint);
    torn.resize(torn.size() / 2);
    test::write(dir / "torn.safetensors", torn);
    test::makeRun(dir / "torn", {manifest, quick(), {}, dir / "torn.safetensors"});
    CHECK(test::train(dir / "torn").exitCode == 1);
}

TEST_CASE("A truncated file of weights fails the run before it trains") {
    const auto weights = test::testData("weights/truncated_resnet18.pth");
    if (!weights)
        return;
    const test::TempDir dir;
    test::makeRun(
        dir / "run",
        {test::drawDataset(dir / "data", 4, 2, 64), quick({{"arch", std::string("resnet18")}}), *weights, {}});
    const auto ended = test::train(dir / "run");
    CHECK(ended.exitCode == 1);
    CHECK_FALSE(ended.lastErrorLine().empty());
    CHECK(test::streamOf(dir / "run").text("error").has_value());
    CHECK(test::streamOf(dir / "run").series("train/loss").empty());
}
