// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <thread>

#include "engine_bench.h"
#include "flambeau/base/subprocess.h"
#include "flambeau/session/engine_service.h"

using namespace flambeau;
using namespace flambeau::test;

TEST_CASE(
    "This machine's trainer is sent to a host with its libtorch, and the second call finds it in one round trip") {
    EngineBench bench;
    const fs::path torch = bench.fakeTorch("lib torch");
    const session::Engine desktops = bench.probe(torch);
    CHECK_FALSE(must(bench.find(bench.request(torch), desktops)));  // it only looks
    CHECK(bench.engines().empty());
    const auto made = must(bench.ensure(bench.request(torch), desktops));
    CHECK(made.made);
    CHECK(made.key == desktops.key);
    CHECK(made.title == "libtorch 2.13.0, CPU");
    CHECK(made.formats == std::vector<std::string>{"jpeg", "png"});
    CHECK_FALSE(made.cuda);
    CHECK(made.trainer == (bench.folder() / "trainer" / made.key / "bin/flambeau-trainer").string());
    CHECK(bench.engines() == std::vector<std::string>{made.key + "+"});
    CHECK(must(session::EngineService::factsOf(made.trainer, {})).engine.key == made.key);

    const auto again = must(bench.ensure(bench.request(torch), desktops));
    CHECK_FALSE(again.made);
    CHECK(again.key == made.key);
    CHECK(again.trainer == made.trainer);
    CHECK(again.formats == made.formats);
    CHECK(bench.calls == 1);
    CHECK(bench.puts == 0);
    const auto found = must(bench.find(bench.request(torch), desktops));
    REQUIRE(found);
    CHECK(found->key == made.key);
    CHECK(found->title == made.title);
    CHECK_FALSE(found->made);
}

TEST_CASE("A libtorch that changed is not taken for the one that an engine was made for") {
    EngineBench bench;
    const fs::path torch = bench.fakeTorch("torch");
    const session::Engine desktops = bench.probe(torch);
    must(bench.ensure(bench.request(torch), desktops));
    write(torch / "lib/libtorch_cpu.so", "an upgrade, of another size than what was there before it came\n");
    const auto again = must(bench.ensure(bench.request(torch), desktops));
    CHECK(again.made);
    CHECK(bench.puts > 0);
    CHECK(bench.engines() == std::vector<std::string>{again.key + "+"});
    must(bench.ensure(bench.request(torch), desktops));
    CHECK(bench.calls == 1);
}

TEST_CASE(
    "A trainer that does not start on the host never becomes an engine, and its words are told without their escapes") {
    EngineBench bench(Tools::Stub);
    write(bench.dir() / "fail-build", "");  // which would come next
    const fs::path torch = bench.fakeTorch("torch");
    const auto failed = bench.ensure(bench.request(torch), bench.probe(torch, "broken-there"));
    REQUIRE_FALSE(failed.ok());
    CHECK(bench.engines().empty());
    CHECK(says(bench.lines, "symbol lookup error"));
    CHECK_FALSE(says(bench.lines, "\033"));
}

TEST_CASE("A trainer that loads another libtorch than the one that was chosen is no engine") {
    EngineBench bench(Tools::Stub);
    write(bench.dir() / "fail-build", "");  // which would come next
    const fs::path torch = bench.fakeTorch("torch"), other = bench.fakeTorch("other");
    fs::copy_file(torch / "lib/libtorch_cpu.so", other / "lib/libtorch_cpu.so", fs::copy_options::overwrite_existing);
    const auto failed = bench.ensure(bench.request(other), bench.probe(torch));
    REQUIRE_FALSE(failed.ok());
    CHECK(says(bench.lines, "loads another libtorch"));
    CHECK(bench.engines().empty());
}

TEST_CASE("A trainer is not sent to a host with another libtorch, and why stands in the log") {
    EngineBench bench;
    const fs::path torch = bench.fakeTorch("torch"), other = bench.fakeTorch("other", "2.6.0");
    fs::remove(other / "share/cmake/Torch/TorchConfig.cmake");  // so that none can be built, either
    const auto failed = bench.ensure(bench.request(other), bench.probe(torch));
    REQUIRE_FALSE(failed.ok());
    CHECK(failed.error().code == ErrorCode::Unavailable);
    CHECK(failed.error().hint.find("libtorch-dev") != std::string::npos);
    CHECK(says(bench.lines, "is another one"));
    CHECK(bench.puts == 0);
    CHECK(bench.engines().empty());
}

TEST_CASE("A libtorch that was named and is not there is an error that names it") {
    EngineBench bench;
    const fs::path torch = bench.fakeTorch("torch");
    const auto failed = bench.ensure(bench.request(bench.dir() / "nowhere"), bench.probe(torch));
    REQUIRE_FALSE(failed.ok());
    CHECK(failed.error().code == ErrorCode::NotFound);
    CHECK(failed.error().message.find("nowhere") != std::string::npos);
    CHECK(bench.engines().empty());
}

TEST_CASE("Two that want an engine of one host at once both get the same one") {
    EngineBench bench;
    const fs::path torch = bench.fakeTorch("torch");
    const session::Engine desktops = bench.probe(torch);
    const auto request = bench.request(torch);
    std::atomic<int> good{0};
    std::vector<std::thread> all;
    for (int i = 0; i < 4; ++i)
        all.emplace_back([&] {
            ScriptedPrompter prompter;
            remote::SshTransport host(bench.sshd().options(), prompter);
            const auto made = session::ensureHostEngine(host, bench.facts, request, desktops, {}, {}, {});
            good += made.ok() && made->key == desktops.key ? 1 : 0;
        });
    for (std::thread& each : all)
        each.join();
    CHECK(good == 4);
    CHECK(bench.engines() == std::vector<std::string>{desktops.key + "+"});
}

TEST_CASE("An engine that found no GPU when it was made is asked again on a host that has one, until it finds it") {
    EngineBench bench;
    const fs::path torch = bench.fakeTorch("torch");
    const session::Engine desktops = bench.probe(torch);
    bench.facts["gpus"] = {{{"index", 0}}};
    const auto made = must(bench.ensure(bench.request(torch), desktops));
    CHECK_FALSE(made.cuda);
    CHECK_FALSE(must(bench.ensure(bench.request(torch), desktops)).cuda);
    write(fs::path(made.trainer).parent_path() / "gpu", "");
    CHECK(must(bench.ensure(bench.request(torch), desktops)).cuda);
    CHECK(bench.calls == 2);
    CHECK(must(bench.ensure(bench.request(torch), desktops)).title == "libtorch 2.13.0, CUDA");
    CHECK(bench.calls == 1);
}

TEST_CASE("The trainer that was built here runs on a host with the same libtorch after it was sent") {
    const fs::path trainer = builtTrainer();
    if (trainer.empty())
        return;
    EngineBench bench;
    const auto facts = must(session::EngineService::factsOf(trainer, {}));
    auto request = bench.request(fs::path(facts.torchLibrary).parent_path());
    const auto made = must(bench.ensure(request, facts.engine));
    CHECK(made.made);
    CHECK(made.key == facts.engine.key);
    CHECK(made.title == facts.engine.title);
    CHECK(bench.engines() == std::vector<std::string>{made.key + "+"});
    const auto there = must(session::EngineService::factsOf(made.trainer, {}));
    CHECK(there.torchLibrary == facts.torchLibrary);
    const auto again = must(bench.ensure(request, facts.engine));
    CHECK_FALSE(again.made);
    CHECK(bench.calls == 1);
}
