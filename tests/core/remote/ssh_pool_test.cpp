// SPDX-License-Identifier: GPL-3.0-or-later
// Many commands of many threads on one connection.
// long: one connection and all who use it belong together
#include "flambeau/remote/ssh_pool.h"

#include <signal.h>
#include <sys/resource.h>

#include <atomic>
#include <fstream>
#include <latch>
#include <thread>

#include "asking_server.h"
#include "flambeau/base/strings.h"
#include "ssh_io.h"
#include "sshd.h"

using namespace flambeau;
using namespace flambeau::test;
using remote::SshPool;

namespace {

remote::Command script(const std::string& text) {
    remote::Command command;
    command.script = text;
    return command;
}

std::string waitFor(const fs::path& file) {
    return "while [ ! -e '" + file.string() + "' ]; do sleep 0.02; done\n";
}

/// The same question by as many threads at once, each with a transport of its own; what each was told.
std::vector<std::string> atOnce(int threads, const std::function<std::string(int)>& one) {
    std::vector<std::string> said(static_cast<std::size_t>(threads));
    std::latch begin(threads);
    {
        std::vector<std::jthread> all;
        for (int i = 0; i < threads; ++i)
            all.emplace_back([&, i] {
                begin.arrive_and_wait();
                said[static_cast<std::size_t>(i)] = one(i);
            });
    }
    return said;
}

std::string outOf(const Result<remote::CommandResult>& result) {
    return result ? result->out : "error: " + result.error().message + " " + result.error().detail;
}

/// A door that a person has to be asked at, who counts.
class CountingPrompter : public remote::SshPrompter {
public:
    bool trust(const remote::HostKeyQuestion&) override { return ++asked, true; }
    std::optional<std::string> secret(const remote::SecretQuestion&) override { return std::nullopt; }
    std::atomic<int> asked{0};
};

class Kept : public remote::SecretStore {
public:
    std::optional<std::string> find(const std::string& key) override {
        const auto at = all.find(key);
        return at == all.end() ? std::nullopt : std::optional(at->second);
    }
    void keep(const std::string& key, const std::string& secret) override { all[key] = secret; }
    void forget(const std::string& key) override { all.erase(key); }
    std::map<std::string, std::string> all;
};

}  // namespace

TEST_CASE("Two threads run commands on one connection at the same time") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    const Sshd sshd(dir / "a");
    const auto options = sshd.options();
    remote::SilentPrompter silent;
    SshPool pool;
    std::string first;
    std::jthread waits(
        [&] { first = outOf(pool.transport(options, silent)->exec(script(waitFor(dir / "now") + "echo waited"))); });
    const auto other = pool.transport(options, silent);
    REQUIRE(until([&] { return !sshd.sessions().empty(); }));
    // It ends because this one runs meanwhile.
    CHECK(outOf(other->exec(script("echo hello; : >'" + (dir / "now").string() + "'"))) == "hello\n");
    waits.join();
    CHECK(first == "waited\n");
    CHECK(sshd.sessions().size() == 1);
    // The connection stays for whoever comes next.
    CHECK(outOf(pool.transport(options, silent)->exec(script("echo again"))) == "again\n");
    CHECK(sshd.sessions().size() == 1);
}

TEST_CASE("More commands at once than a host allows wait for one another, and none fails") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    for (const int most : {10, 3, 1}) {
        CAPTURE(most);
        Sshd::Options how;
        how.extra = "MaxSessions " + std::to_string(most);
        const Sshd sshd(dir / ("a" + std::to_string(most)), how);
        const auto options = sshd.options();
        remote::SilentPrompter silent;
        SshPool pool;
        must(pool.transport(options, silent)->connect());
        const auto said = atOnce(30, [&](int i) {
            return outOf(pool.transport(options, silent)
                             ->exec(script("sleep 0.0" + std::to_string(i % 7) + "; echo " + std::to_string(i))));
        });
        for (int i = 0; i < 30; ++i)
            CHECK(said[static_cast<std::size_t>(i)] == std::to_string(i) + "\n");
        CHECK(sshd.sessions().size() == 1);
    }
}

TEST_CASE("Commands that wait for a free channel can be stopped, and those that run are ended though none is free") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    const Sshd sshd(dir / "a");
    const auto options = sshd.options();
    remote::SilentPrompter silent;
    SshPool pool;
    std::stop_source stop;
    std::jthread stopper([&] {
        // All nine run: the last has its folder, and each has said who it is.
        until([&] {
            for (int i = 0; i < 9; ++i) {
                const auto pid = readFile(dir / std::to_string(i) / "pid", 100);
                if (!pid || pid->empty() || pid->back() != '\n')
                    return false;
            }
            return true;
        });
        stop.request_stop();
    });
    const auto said = atOnce(20, [&](int i) {
        // Nine at once are let through: each says so, in turn.
        auto command = script("n=0; while ! mkdir '" + dir.path().string() +
                              "'/$n 2>/dev/null; do n=$((n+1)); done\n"
                              "echo $$ >'" +
                              dir.path().string() + "'/$n/pid; sleep 1000");
        command.stop = stop.get_token();
        const auto done = pool.transport(options, silent)->exec(command);
        return std::string(!done && done.error().code == ErrorCode::Canceled ? "stopped" : outOf(done)) +
               (i < 0 ? "?" : "");
    });
    for (const std::string& one : said)
        CHECK(one == "stopped");
    for (int i = 0; i < 9; ++i) {
        const auto pid = parseInt(std::string(trim(read(dir / std::to_string(i) / "pid"))));
        REQUIRE(pid);
        CHECK(until([&] { return ::kill(static_cast<pid_t>(*pid), 0) != 0; }, 20));
    }
    CHECK(outOf(pool.transport(options, silent)->exec(script("echo free"))) == "free\n");
}

TEST_CASE("Many connects at once are let in by a host that takes few") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    Sshd::Options how;
    how.extra = "MaxStartups 5:100:5";
    const Sshd sshd(dir / "a", how);
    remote::SilentPrompter silent;
    SshPool pool;
    const auto ours = [&](int i) {
        auto options = sshd.options();  // another connection each
        options.knownHosts = dir / ("known" + std::to_string(i));
        write(options.knownHosts, sshd.knownHostsLine());
        return options;
    };
    std::vector<remote::SshOptions> each;
    for (int i = 0; i < 40; ++i)
        each.push_back(ours(i));
    std::vector<std::unique_ptr<remote::SshTransport>> hosts(40);
    const auto said = atOnce(40, [&](int i) {
        auto& host = hosts[static_cast<std::size_t>(i)];
        host = pool.transport(each[static_cast<std::size_t>(i)], silent);
        return outOf(host->exec(script("echo in")));
    });
    for (const std::string& one : said)
        CHECK(one == "in\n");
    CHECK(until([&] { return sshd.sessions().size() == 40; }));
    // Those that know nothing of one another are turned away, and come again.
    const auto alone = atOnce(8, [&](int) {
        remote::SshTransport host(each[0], silent);
        return outOf(host.exec(script("echo in")));
    });
    for (const std::string& one : alone)
        CHECK(one == "in\n");
}

TEST_CASE("Threads that need the same host at once ask one person one question") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    const Sshd sshd(dir / "a");
    auto options = sshd.options();
    options.knownHosts = dir / "unknown";
    CountingPrompter prompter;
    SshPool pool;
    const auto said = atOnce(8, [&](int) { return outOf(pool.transport(options, prompter)->exec(script("echo in"))); });
    for (const std::string& one : said)
        CHECK(one == "in\n");
    CHECK(prompter.asked == 1);
    CHECK(sshd.sessions().size() == 1);
}

TEST_CASE("A slow reader makes the host wait, and nobody else on the connection") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    const Sshd sshd(dir / "a");
    const auto options = sshd.options();
    remote::SilentPrompter silent;
    SshPool pool;
    const std::string count = (dir / "count").string();
    std::atomic<bool> goOn{false};
    std::uint64_t got = 0;
    std::string ended;
    std::jthread slow([&] {
        remote::StreamCommand command;
        command.script =
            "i=0; while [ $i -lt 640 ]; do head -c 65536 /dev/zero; i=$((i+1)); echo $i >'" + count + "'; done";
        command.out = [&](std::string_view bytes) {
            got += bytes.size();
            goOn.wait(false);
            return true;
        };
        const auto done = pool.transport(options, silent)->stream(command);
        ended = done ? std::to_string(done->exitCode) : done.error().message;
    });
    const auto other = pool.transport(options, silent);
    std::string before, now;
    int same = 0;
    // Until the host has stopped sending: it said the same number many times in a row.
    REQUIRE(until([&] {
        now = outOf(other->exec(script("cat '" + count + "' 2>/dev/null || echo none; sleep 0.05")));
        same = now == before && now != "none\n" ? same + 1 : 0;
        before = now;
        return same == 10;
    }));
    const auto sent = parseInt(std::string(trim(now)));
    REQUIRE(sent);
    CHECK(*sent * 65536 < (10 << 20));
    goOn = true;
    goOn.notify_all();
    slow.join();
    CHECK(ended == "0");
    CHECK(got == 640u * 65536);
}

TEST_CASE("What a slow reader takes late comes whole and in order") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    const Sshd sshd(dir / "a");
    remote::SilentPrompter silent;
    remote::SshTransport host(sshd.options(), silent);
    remote::StreamCommand command;
    command.script =
        "i=0; while [ $i -lt 60000 ]; do i=$((i+1)); echo \"line $i of many that are to come in order\"; done";
    std::string all;
    int calls = 0;
    command.out = [&](std::string_view bytes) {
        all += bytes;
        if (++calls < 20)
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        return true;
    };
    must(host.stream(command));
    std::string expected;
    for (int i = 1; i <= 60000; ++i)
        expected += "line " + std::to_string(i) + " of many that are to come in order\n";
    CHECK(all == expected);
}

TEST_CASE("A host that wants new keys again and again gets them, and no byte is lost or doubled") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    Sshd::Options how;
    how.extra = "RekeyLimit 2M";
    const Sshd sshd(dir / "a", how);
    const auto options = sshd.options();
    remote::SilentPrompter silent;
    SshPool pool;
    const auto said = atOnce(4, [&](int i) {
        std::string sent, got;
        for (int n = 0; sent.size() < (12u << 20); ++n)
            sent += "thread " + std::to_string(i) + " line " + std::to_string(n) + "\n";
        std::string_view left = sent;
        remote::StreamCommand command;
        command.script = "cat";
        command.input = [&](char* into, std::size_t size) {
            const std::size_t some = left.copy(into, size);
            left.remove_prefix(some);
            return static_cast<long>(some);
        };
        command.out = [&](std::string_view bytes) { return got.append(bytes), true; };
        const auto done = pool.transport(options, silent)->stream(command);
        return std::string(!done ? done.error().message + done.error().detail : got == sent ? "same" : "other");
    });
    for (const std::string& one : said)
        CHECK(one == "same");
    CHECK(sshd.sessions().size() == 1);
}

TEST_CASE("A connection that is cut is Unreachable for every command on it, and the next one makes a new one") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    const Sshd sshd(dir / "a");
    const auto options = sshd.options();
    remote::SilentPrompter silent;
    SshPool pool;
    std::jthread cutter([&] {
        until([&] {
            for (int i = 0; i < 6; ++i)
                if (!fs::exists(dir / std::to_string(i)))
                    return false;
            return true;
        });
        for (const pid_t one : sshd.sessions())
            ::kill(one, SIGKILL);
    });
    const auto said = atOnce(6, [&](int i) {
        const auto done = pool.transport(options, silent)
                              ->exec(script(": >'" + (dir / std::to_string(i)).string() + "'; sleep 1000"));
        return done ? "done" : remote::isUnreachable(done.error()) ? "gone" : done.error().message;
    });
    for (const std::string& one : said)
        CHECK(one == "gone");
    cutter.join();
    CHECK(outOf(pool.transport(options, silent)->exec(script("echo again"))) == "again\n");
}

TEST_CASE("A host that hangs is noticed by all that wait for it") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    const Sshd sshd(dir / "a");
    const auto options = sshd.options();
    remote::SilentPrompter silent;
    SshPool pool;
    must(pool.transport(options, silent)->connect());
    std::vector<pid_t> all = sshd.sessions();
    REQUIRE(all.size() == 1);
    std::ifstream children("/proc/" + std::to_string(all[0]) + "/task/" + std::to_string(all[0]) + "/children");
    for (pid_t child = 0; children >> child;)
        all.push_back(child);
    std::jthread hanger([&] {
        until([&] { return fs::exists(dir / "0") && fs::exists(dir / "1"); });
        for (const pid_t one : all)
            ::kill(one, SIGSTOP);
    });
    write(dir / "big", std::string(40u << 20, 'b'));
    const auto said = atOnce(3, [&](int i) {
        const auto host = pool.transport(options, silent);
        if (i == 2) {  // one that sends much, and finds no reader
            until([&] { return fs::exists(dir / "0") && fs::exists(dir / "1"); });
            remote::StreamCommand command;
            command.script = "cat >/dev/null";
            command.input = [](char*, std::size_t size) { return static_cast<long>(size); };
            const auto done = host->stream(command);
            return std::string(!done && remote::isUnreachable(done.error()) ? "gone" : "?");
        }
        const auto done = host->exec(script(": >'" + (dir / std::to_string(i)).string() + "'; sleep 1000"));
        return std::string(!done && remote::isUnreachable(done.error()) ? "gone" : "?");
    });
    for (const pid_t one : all)
        ::kill(one, SIGCONT);
    for (const std::string& one : said)
        CHECK(one == "gone");
}

TEST_CASE(
    "After failed connects the reason is given again until a pause has passed, and a person is not kept waiting") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    Sshd sshd(dir / "a");
    const auto options = sshd.options();
    remote::SilentPrompter silent;
    SshPool pool;
    const auto host = pool.transport(options, silent);
    sshd.stop();
    std::string reason;
    for (int i = 0; i < 5; ++i) {
        const auto done = host->connect();
        REQUIRE_FALSE(done);
        CHECK(remote::isUnreachable(done.error()));
        reason = done.error().message;
    }
    sshd.start();
    const auto soon = host->exec(script("echo in"));
    REQUIRE_FALSE(soon);
    CHECK(remote::isUnreachable(soon.error()));
    CHECK(soon.error().message == reason);
    CHECK(host->connect({}, remote::Retry::AfterPause).error().message == reason);
    must(host->connect());
    CHECK(outOf(host->exec(script("echo in"))) == "in\n");
}

TEST_CASE("A secret that let in is not asked for again, and one that no longer does is forgotten") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    const Sshd sshd(dir / "a");
    auto options = sshd.options();
    options.address.identities = {sshd.lockedKey().string()};
    ScriptedPrompter prompter;
    prompter.secrets = {"wrong", "secret", "secret"};
    const auto kept = std::make_shared<Kept>();
    SshPool pool(kept);
    const auto host = pool.transport(options, prompter);
    must(host->connect());
    CHECK(prompter.questions.size() == 2);
    host->disconnect();
    must(host->connect());
    CHECK(prompter.questions.size() == 2);
    REQUIRE(kept->all.size() == 1);
    CHECK(kept->all.begin()->first.find("secret") == std::string::npos);
    CHECK(kept->all.begin()->second == "secret");
    kept->all.begin()->second = "old";
    host->disconnect();
    must(host->connect());
    CHECK(prompter.questions.size() == 3);
    CHECK(prompter.questions.back().attempt == 1);
    CHECK(kept->all.begin()->second == "secret");
}

TEST_CASE("A password is remembered whichever way it is asked for, a code never") {
    const TempDir dir;
    for (const bool byPrompt : {false, true}) {
        CAPTURE(byPrompt);
        const AskingServer server(dir / (byPrompt ? "b" : "a"),
                                  byPrompt ? AskingServer::Wants{"", "open sesame", "Password: ", false}
                                           : AskingServer::Wants{"open sesame", "", "", false});
        const auto kept = std::make_shared<Kept>();
        SshPool pool(kept);
        ScriptedPrompter prompter;
        prompter.secrets = {"wrong", "open sesame", "open sesame"};
        const auto host = pool.transport(server.options(), prompter);
        must(host->connect());
        CHECK(prompter.questions.size() == 2);
        host->disconnect();
        must(host->connect());
        CHECK(prompter.questions.size() == 2);
        REQUIRE(kept->all.size() == 1);
        kept->all.begin()->second = "old";
        host->disconnect();
        must(host->connect());
        CHECK(prompter.questions.size() == 3);
        CHECK(prompter.questions.back().attempt == 1);
        CHECK(kept->all.begin()->second == "open sesame");
    }
    const AskingServer server(dir / "c", {"", "123456", "Code: ", false});
    const auto kept = std::make_shared<Kept>();
    SshPool pool(kept);
    ScriptedPrompter prompter;
    prompter.secrets = {"123456"};
    must(pool.transport(server.options(), prompter)->connect());
    CHECK(kept->all.empty());
}

TEST_CASE("Secrets in memory are found until they are forgotten") {
    remote::MemorySecrets secrets;
    CHECK_FALSE(secrets.find("a"));
    secrets.keep("a", "1");
    secrets.keep("a", "2");
    CHECK(secrets.find("a") == "2");
    secrets.forget("a");
    secrets.forget("b");
    CHECK_FALSE(secrets.find("a"));
}

TEST_CASE("Commands whose callers left a host that opens no channel stand in nobody's way") {
    const TempDir dir;
    AskingServer::Wants wants;
    wants.password = "x";
    wants.deaf = true;
    const AskingServer server(dir / "s", wants);
    ScriptedPrompter prompter;
    prompter.secrets = {"x"};
    SshPool pool;
    must(pool.transport(server.options(), prompter)->connect());
    // More than a host has channels, one after the other.
    for (int round = 0; round < 2; ++round) {
        atOnce(9, [&](int) {
            auto command = script("echo");
            command.timeout = std::chrono::milliseconds(200);
            remote::SilentPrompter silent;
            const auto result = pool.transport(server.options(), silent)->exec(command);
            CHECK(result.error().code == ErrorCode::Timeout);
            return std::string();
        });
    }
    CHECK(until([&] { return server.channels() == 18; }, 10));
    CHECK(server.entered() == 1);
}

TEST_CASE("A connection that died while nobody used it lets go of its socket at once") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    const Sshd sshd(dir / "a");
    remote::SilentPrompter silent;
    SshPool pool;
    const auto transport = pool.transport(sshd.options(), silent);
    const auto sockets = [] {
        int count = 0;
        std::error_code failed;
        for (const auto& entry : fs::directory_iterator("/proc/self/fd", failed))
            count += startsWith(fs::read_symlink(entry.path(), failed).string(), "socket:");
        return count;
    };
    const int before = sockets();
    CHECK(outOf(transport->exec(script("echo hello"))) == "hello\n");
    CHECK(sockets() == before + 1);
    for (const pid_t session : sshd.sessions())
        ::kill(session, SIGKILL);
    CHECK(until([&] { return sockets() == before; }, 10));
    CHECK_FALSE(transport->connected());
    CHECK(outOf(transport->exec(script("echo again"))) == "again\n");
}

TEST_CASE("Without a descriptor left there is an error and no thread that waits for nothing") {
    rlimit was{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &was) == 0);
    rlimit none = was;
    none.rlim_cur = 0;
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
    const auto made = remote::SshIo::make();
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &was) == 0);
    REQUIRE_FALSE(made.ok());
    CHECK(made.error().message.find("watch over") != std::string::npos);
    CHECK(remote::SshIo::make().ok());
}
