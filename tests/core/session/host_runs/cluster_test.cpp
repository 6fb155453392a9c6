// SPDX-License-Identifier: GPL-3.0-or-later
#include <nlohmann/json.hpp>

#include "flambeau/session/clusters.h"
#include "flambeau/store/computes.h"
#include "flambeau/store/workspace.h"
#include "host_bench.h"

using namespace flambeau;
using namespace flambeau::test;
using session::chooseHost;

TEST_CASE("The first host that is free is chosen, else the one with the least waiting for what it has") {
    CHECK(chooseHost({{"a", 0, 2, 0}, {"b", 1, 2, 0}, {"c", 2, 2, 0}}, 1) == 1);
    CHECK(chooseHost({{"a", 1, 2, 1}, {"b", 0, 2, 0}}, 1) == 1);   // who waits already goes first
    CHECK(chooseHost({{"a", 1, 2, 0}, {"b", 1, 4, 0}}, 2) == 0);   // neither is free for two: the first
    CHECK(chooseHost({{"a", 0, 1, 2}, {"b", 0, 4, 3}}, 0) == 1);   // three before four beat two before one
    CHECK(chooseHost({{"a", 1, 1, 0}, {"b", 0, 1, 0}}, 2) == -1);  // nobody has two
    CHECK(chooseHost({}, 0) == -1);
}

TEST_CASE("A cluster has hosts that are known, each once, and no cluster in it") {
    if (!Sshd::available())
        return;
    HostBench bench("true");
    const session::Clusters clusters(*bench.workspace);
    CHECK(clusters.add("lab", {}).error().code == ErrorCode::InvalidArgument);
    CHECK(clusters.add("lab", {"nowhere"}).error().code == ErrorCode::NotFound);
    CHECK(clusters.add("lab", {"box", "box"}).error().code == ErrorCode::InvalidArgument);
    must(clusters.add("lab", {"box"}));
    CHECK(clusters.add("lab", {"box"}).error().code == ErrorCode::AlreadyExists);
    CHECK(clusters.add("labs", {"lab"}).error().code == ErrorCode::InvalidArgument);
    CHECK(must(session::ComputeService(*bench.workspace).list()).size() == 1);
    const auto before = must(clusters.find("lab"));
    CHECK(clusters.change("lab", {}).error().code == ErrorCode::InvalidArgument);
    CHECK(clusters.change("lab", {"nowhere"}).error().code == ErrorCode::NotFound);
    CHECK(clusters.change("box", {"box"}).error().code == ErrorCode::NotFound);
    CHECK(must(clusters.find("lab")).hosts == before.hosts);
    must(clusters.remove("lab"));
    CHECK(!clusters.has("lab"));
    must(clusters.restore(before));
    CHECK(must(clusters.find("lab")).added == before.added);
    // A host that is removed stays named, so that it has its place again when it comes back.
    const auto box = must(session::ComputeService(*bench.workspace).find("box"));
    must(session::ComputeService(*bench.workspace).remove("box"));
    CHECK(must(clusters.find("lab")).hosts == std::vector<std::string>{"box"});
    CHECK(clusters.place("lab", 0, *bench.hosts, {}, {}).error().code == ErrorCode::Unreachable);
    must(session::ComputeService(*bench.workspace).restore(box));
    must(clusters.change("lab", {"box"}));
    CHECK(must(clusters.place("lab", 0, *bench.hosts, {}, {})).host == "box");
}

TEST_CASE("A run that goes to a cluster goes past a host that is away and one that is busy") {
    if (!Sshd::available())
        return;
    HostBench bench("until [ -f finish ]; do sleep 0.05; done");
    Sshd second(bench.dir / "second");
    const auto host = [&](const std::string& name, int port, const fs::path& key) {
        const nlohmann::json definition = {{"kind", "ssh"},
                                           {"target", {{"user", userName()}, {"host", "127.0.0.1"}, {"port", port}}},
                                           {"identities", {key.string()}},
                                           {"folder", (bench.dir / name).string()}};
        must(store::Computes(bench.workspace->store()).add(name, definition.dump(), R"({"gpus":[]})"));
    };
    host("away", freePort(), second.key());
    host("other", second.port(), second.key());
    write(bench.dir / "home" / ".ssh" / "known_hosts",
          read(bench.dir / "home" / ".ssh" / "known_hosts") + second.knownHostsLine() + "\n");
    must(session::Clusters(*bench.workspace).add("lab", {"away", "box", "other"}));
    auto request = bench.onBox();
    request.compute = "lab";
    const auto first = must(bench.runs->start(request, {}, {}));
    CHECK(bench.view(first).compute == "box");
    bench.follow(first, [](const auto& view) { return view.state == domain::RunState::Running; });
    const auto next = must(bench.runs->start(request, {}, {}));
    CHECK(bench.view(next).compute == "other");
    CHECK(session::ComputeService(*bench.workspace).remove("other").error().code == ErrorCode::Conflict);
    for (const auto& run : {first, next}) {
        must(bench.runs->cancel(run));
        CHECK(bench.toItsEnd(run).state == domain::RunState::Canceled);
    }
    must(session::ComputeService(*bench.workspace).remove("other"));
}
