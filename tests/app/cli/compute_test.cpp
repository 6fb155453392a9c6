// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>

#include "flambeau/base/strings.h"
#include "gpu_host.h"
#include "sshd.h"
#include "user.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

/// A user whose home, with ~/.ssh, is their own.
void settle(User& user, const Sshd& sshd) {
    user.environment["HOME"] = (user.dir / "home").string();
    user.environment["SSH_AUTH_SOCK"] = "";
    write(user.dir / "home/.ssh/known_hosts", sshd.knownHostsLine());
}

std::string addressOf(const Sshd& sshd) {
    return userName() + "@127.0.0.1:" + std::to_string(sshd.port());
}

}  // namespace

TEST_CASE("A host that is added by an ssh command is looked at, kept, listed, tested again and forgotten") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    const Sshd sshd(dir / "a");
    User user;
    settle(user, sshd);
    const json added = user.value(
        {"compute", "add",
         "ssh -p " + std::to_string(sshd.port()) + " -i " + sshd.key().string() + " " + userName() + "@127.0.0.1",
         "--name", "gpu1", "--folder", (dir / "host folder").string(), "--libtorch", "~/torch"});
    CHECK(added["name"] == "gpu1");
    CHECK(added["address"] == addressOf(sshd));
    const json& facts = added["facts"];
    for (const char* key : {"os", "kernel", "arch", "libc", "cpus", "memory", "disk", "gpus", "pythons", "tools",
                            "latency", "clock_offset", "missing", "host_key", "reachable", "versions"}) {
        INFO(key);
        CHECK(facts.contains(key));
    }
    CHECK(facts["host_key"]["type"] == "ssh-ed25519");
    CHECK(startsWith(facts["host_key"]["fingerprint"].get<std::string>(), "SHA256:"));
    CHECK(facts["disk"]["folder"] == (dir / "host folder").string());
    CHECK(facts["disk"]["free"] > 0);
    CHECK(std::abs(facts["clock_offset"].get<double>()) <= 2);
    CHECK_FALSE(fs::exists(dir / "host folder"));
    CHECK(user.value({"compute", "list"}).size() == 1);
    CHECK(user.value({"compute", "show", "gpu1"})["identities"][0] == sshd.key().string());
    CHECK(user.value({"compute", "show", "gpu1"})["libtorch"] == "~/torch");
    CHECK(user.error({"compute", "add", addressOf(sshd), "--name", "gpu2", "--libtorch", "torch"}, 2)["message"]
              .get<std::string>()
              .find("no place of a PyTorch") != std::string::npos);
    const json tested = user.value({"compute", "test", "gpu1"});
    CHECK(tested["tested"] >= added["tested"]);
    CHECK(user.run({"compute", "test", "gpu1"}).out.find("free for " + (dir / "host folder").string()) !=
          std::string::npos);
    CHECK(user.error({"compute", "add", addressOf(sshd), "--name", "gpu1"})["code"] == "already_exists");
    CHECK(user.value({"compute", "remove", "gpu1"})["removed"] == "gpu1");
    CHECK(user.error({"compute", "show", "gpu1"})["code"] == "not_found");
    CHECK(user.value({"compute", "list"}).empty());
}

TEST_CASE("A host whose key is not known is kept only with its fingerprint, and no secret reaches the workspace") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    const Sshd sshd(dir / "a");
    User user;
    settle(user, sshd);
    write(user.dir / "home/.ssh/known_hosts", "");
    const std::vector<std::string> add = {"compute", "add",        addressOf(sshd),    "--name",
                                          "gpu1",    "--identity", sshd.key().string()};
    const json refused = user.error(add);
    CHECK(refused["code"] == "permission_denied");
    const std::string hint = refused["hint"];
    const auto at = hint.find("SHA256:");
    REQUIRE(at != std::string::npos);
    CHECK(user.value({"compute", "list"}).empty());
    auto accepted = add;
    accepted.insert(accepted.end(), {"--accept-fingerprint", hint.substr(at)});
    user.value(accepted);
    CHECK(read(user.dir / "home/.ssh/known_hosts").find("[127.0.0.1]:" + std::to_string(sshd.port())) !=
          std::string::npos);
    // Nobody sits at a terminal: a key with a passphrase is not opened, and that is said.
    const json locked =
        user.error({"compute", "add", addressOf(sshd), "--name", "gpu2", "--identity", sshd.lockedKey().string()});
    CHECK(locked["code"] == "permission_denied");
    CHECK(locked["hint"].get<std::string>().find("not given") != std::string::npos);
    CHECK(user.value({"compute", "list"}).size() == 1);
}

TEST_CASE("What is no host, no folder or no name is wrong usage, and a host that is away is said to be unreachable") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    Sshd sshd(dir / "a");
    User user;
    settle(user, sshd);
    for (const std::vector<std::string>& words :
         std::vector<std::vector<std::string>>{{"compute", "add", "two words"},
                                               {"compute", "add", "gpu1:99999"},
                                               {"compute", "add", "gpu1", "--folder", "relative"},
                                               {"compute", "add", "gpu1", "--name", "local"},
                                               {"compute", "add", "gpu1", "--name", "-x/"},
                                               {"compute", "add", "gpu1", "--jump", "a,,b"},
                                               {"compute", "add"},
                                               {"compute"}})
        user.error(words, 2);
    user.value({"compute", "add", addressOf(sshd), "--name", "gpu1", "--identity", sshd.key().string()});
    const json before = user.value({"compute", "show", "gpu1"});
    sshd.stop();
    CHECK(user.error({"compute", "test", "gpu1"})["code"] == "unreachable");
    CHECK(user.value({"compute", "show", "gpu1"}) == before);  // what was known stays
}

TEST_CASE("A clean-up of a host says what each kind takes and what would go, and removes it only when it is told to") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    GpuHost host(dir / "host", 0);
    User user;
    settle(user, host.sshd());
    user.value({"compute", "add", addressOf(host.sshd()), "--name", "gpu1", "--identity", host.sshd().key().string()});
    const json none = user.value({"compute", "clean", "gpu1"});
    CHECK(none["items"].empty());
    CHECK(none["bytes"] == 0);
    CHECK(none["disk"]["runs"]["count"] == 0);
    CHECK(none["disk"]["free"] > 0);
    const std::string run = host.start("another workspace's", 0);
    for (const char* kit : {"env/old", "trainer/old", "trainer/new"}) {
        write(host.flambeau() / kit / "file", std::string(100'000, 'x'));
        write(host.flambeau() / kit / "READY", "");
    }
    for (const char* kit : {"env/old/READY", "trainer/old/READY"})
        fs::last_write_time(host.flambeau() / kit, fs::file_time_type::clock::now() - std::chrono::hours(24 * 90));
    const json plan = user.value({"compute", "clean", "gpu1"});
    REQUIRE(plan["items"].size() == 2);
    CHECK(plan["items"][0]["kind"] == "environment");
    CHECK(plan["items"][0]["name"] == "old");
    CHECK(plan["items"][1]["kind"] == "engine");
    CHECK(plan["runs"].empty());
    CHECK(plan["kept"] == 1);
    CHECK(plan["bytes"] >= 200'000);
    CHECK(plan["disk"]["engines"]["count"] == 2);
    CHECK_FALSE(plan.contains("freed"));
    CHECK(fs::exists(host.flambeau() / "env/old/READY"));
    CHECK(user.value({"compute", "clean", "gpu1", "--engines"})["items"].size() == 3);
    const std::string told = user.run({"compute", "clean", "gpu1"}).out;
    CHECK(told.find("--engines they go too") != std::string::npos);
    CHECK(told.find("compute clean gpu1 --yes") != std::string::npos);
    const json done = user.value({"compute", "clean", "gpu1", "--yes"});
    CHECK(done["removed"] == 2);
    CHECK(done["freed"] >= 200'000);
    CHECK_FALSE(fs::exists(host.flambeau() / "env/old"));
    CHECK(fs::exists(host.flambeau() / "trainer/new/READY"));
    CHECK(fs::exists(host.flambeau() / "runs" / run / "state.jsonl"));
    CHECK(user.error({"compute", "clean", "nowhere"})["code"] == "not_found");
}
