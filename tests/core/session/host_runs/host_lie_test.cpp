// SPDX-License-Identifier: GPL-3.0-or-later
// A host that lies: each lie is refused or shown plainly, nothing leaves the run's folder, and what is true stays.
#include <nlohmann/json.hpp>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/store/artifacts.h"
#include "flambeau/store/workspace.h"
#include "host_bench.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

bool running(const session::RunView& view) {
    return view.state == domain::RunState::Running;
}

/// A run that has ended while its host was away; what it left there may be changed before `back` is called.
struct Ended {
    explicit Ended(const std::string& train) : bench("until [ -f finish ]; do sleep 0.05; done\n" + train) {
        run = bench.startOnBox();
        bench.follow(run, running);
        bench.way.refuse(true);
        bench.way.cutNow();
        write(bench.there(run) / "finish", "");
        REQUIRE(until([&] { return fs::exists(bench.there(run) / "exit.json"); }));
    }
    session::RunView back() {
        bench.way.refuse(false);
        return bench.toItsEnd(run);
    }
    nlohmann::json record() { return nlohmann::json::parse(read(bench.there(run) / "exit.json")); }

    HostBench bench;
    RunId run;
};

}  // namespace

TEST_CASE("Names in a host's record that lead out of the run's folder are not followed") {
    if (!Sshd::available())
        return;
    Ended ended("echo good >outputs/good");
    const auto secret = ended.bench.dir / "secret";
    write(secret, "not for you");
    auto record = ended.record();
    const auto sum = must(sha256File(secret));
    for (const std::string& name :
         std::vector<std::string>{"../../../secret", "outputs/../../../../secret", secret.string(), "outputs/a\nb",
                                  "outputs/..", "outputs//x"})
        record["files"].push_back({{"path", name}, {"bytes", 11}, {"sha256", sum}});
    record["files"].push_back({{"path", "outputs/huge"}, {"bytes", 1ull << 62}, {"sha256", std::string(64, 'e')}});
    write(ended.bench.there(ended.run) / "exit.json", record.dump());
    ended.bench.way.refuse(false);
    const auto view = ended.bench.follow(ended.run, [](const auto& now) { return domain::isFinal(now.state); });
    CHECK(view.state == domain::RunState::Completed);
    CHECK(!view.outputsKept);  // what is announced is more than any disk holds: nothing of it is begun
    CHECK(must(ended.bench.catalog->outputs(ended.run)).empty());
    CHECK(!store::Artifacts(ended.bench.workspace->store()).get(sum).ok());
}

TEST_CASE("An output that has become a link is not read through it") {
    if (!Sshd::available())
        return;
    Ended ended("echo good >outputs/good; echo bad >outputs/bad");
    const auto secret = ended.bench.dir / "secret";
    write(secret, "not for you");
    const auto bad = ended.bench.there(ended.run) / "outputs" / "bad";
    fs::remove(bad);
    fs::create_symlink(secret, bad);
    auto record = ended.record();
    for (auto& file : record["files"]) {
        if (file["path"] == "outputs/bad") {
            file["bytes"] = 11;
            file["sha256"] = must(sha256File(secret));
        }
    }
    write(ended.bench.there(ended.run) / "exit.json", record.dump());
    const auto view = ended.back();
    const auto outputs = must(ended.bench.catalog->outputs(ended.run));
    REQUIRE(outputs.size() == 1);
    CHECK(outputs[0].path == "outputs/good");
    CHECK(view.reason.find("outputs/bad") != std::string::npos);
    CHECK(!store::Artifacts(ended.bench.workspace->store()).get(must(sha256File(secret))).ok());
}

TEST_CASE("What a host says of a run's end is shown as plain text") {
    if (!Sshd::available())
        return;
    Ended ended("exit 3");
    auto record = ended.record();
    record["reason"] = "\x1b]0;owned\x07<img src=x onerror=alert(1)>\x1b[31mred";
    record["ended"] = 4e12;  // a clock that is far off
    write(ended.bench.there(ended.run) / "exit.json", record.dump());
    const auto view = ended.back();
    CHECK(view.state == domain::RunState::Failed);
    CHECK(view.reason.find('\x1b') == std::string::npos);
    CHECK(view.reason.find('\x07') == std::string::npos);
}

TEST_CASE("A host that prints without end, or nonsense, is refused each time, and believed again when it is sane") {
    if (!Sshd::available())
        return;
    for (const std::string lie : {"exec yes flambeau", "echo 'flambeau-follow 1'; exec cat /dev/urandom",
                                  "printf 'flambeau-follow 1\\ndata x y 99999999999999999999 5\\n'; exit 0",
                                  "printf 'flambeau-poll 1\\nboot x\\nrun'; exit 0", "exit 3"}) {
        TempDir own;
        const auto flag = (own / "lie").string();
        HostBench bench(
            "until [ -f finish ]; do sleep 0.05; done\necho good >outputs/good",
            "[ ! -e " + shellQuote(flag) + " ] || { " + lie + "; }; exec /bin/sh -c \"$SSH_ORIGINAL_COMMAND\"");
        CAPTURE(lie);
        const auto run = bench.startOnBox();
        bench.follow(run, running);
        write(flag, "");
        bench.way.cutNow();
        write(bench.there(run) / "finish", "");
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(6);
        const auto lied = bench.follow(run, [&](const auto& view) {
            return domain::isFinal(view.state) || std::chrono::steady_clock::now() > deadline;
        });
        CHECK(!domain::isFinal(lied.state));
        fs::remove(flag);
        CHECK(bench.toItsEnd(run).state == domain::RunState::Completed);
        CHECK(must(bench.catalog->outputs(run)).size() == 1);
    }
}
