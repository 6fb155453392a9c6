// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"
#include "sshd.h"

using namespace flambeau;
using namespace flambeau::test;
using remote::SshTransport;

namespace {

/// A host, and the way to it.
struct Reached {
    TempDir dir;
    Sshd sshd{dir / "a"};
    remote::SilentPrompter silent;
    SshTransport host{sshd.options(), silent};
};

remote::Command script(const std::string& text) {
    remote::Command command;
    command.script = text;
    return command;
}

bool alive(const std::string& pid) {
    std::ifstream stat("/proc/" + pid + "/stat");
    std::string text((std::istreambuf_iterator<char>(stat)), {});
    const auto name = text.rfind(") ");
    return name != std::string::npos && text[name + 2] != 'Z';
}

}  // namespace

TEST_CASE("A host behind two others is reached through them, and what is sent arrives whole") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    const Sshd door(dir / "door"), inner(dir / "inner"), target(dir / "target");
    auto options = target.options();
    options.address.jumps = {{userName(), "127.0.0.1", door.port()}, {userName(), "127.0.0.1", inner.port()}};
    options.address.identities = {door.key().string(), inner.key().string(), target.key().string()};
    write(options.knownHosts, door.knownHostsLine() + inner.knownHostsLine() + target.knownHostsLine());
    remote::SilentPrompter silent;
    SshTransport host(options, silent);
    const auto said = must(host.exec(script("echo $SSH_CONNECTION")));
    CHECK(endsWith(trim(said.out), " " + std::to_string(target.port())));
    std::string bytes;
    for (int i = 0; i < 20'000'000; ++i)
        bytes += static_cast<char>(i * 2654435761u >> 13);
    write(dir / "big", bytes);
    must(host.putFile(dir / "big", (dir / "there").string()));
    CHECK(read(dir / "there") == bytes);
    must(host.getFile((dir / "there").string(), dir / "back"));
    CHECK(read(dir / "back") == bytes);

    // From ~/.ssh/config as well, by an alias.
    auto alias = target.options();
    write(alias.knownHosts, door.knownHostsLine() + target.knownHostsLine());
    alias.configFile = dir / "config";
    write(alias.configFile, "Host gpu\n  HostName 127.0.0.1\n  Port " + std::to_string(target.port()) + "\n  User " +
                                userName() + "\n  IdentityFile " + target.key().string() + "\n  ProxyJump door\n" +
                                "Host door\n  HostName 127.0.0.1\n  Port " + std::to_string(door.port()) +
                                "\n  IdentityFile " + door.key().string() + "\n");
    alias.address = {{"", "gpu", 0}, {}, {}};
    SshTransport named(alias, silent);
    CHECK(must(named.exec(script("echo hello"))).out == "hello\n");
    CHECK(named.name() == "gpu");
}

TEST_CASE("A login shell of another kind, or one that prints and waits, changes nothing of what comes back") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    std::vector<std::string> shells = {
        "echo welcome; echo to stderr >&2; sleep 0.3; exec sh -c \"$SSH_ORIGINAL_COMMAND\""};
    for (const char* other : {"/bin/csh", "/bin/tcsh", "/usr/bin/fish", "/usr/bin/zsh", "/bin/busybox"}) {
        if (::access(other, X_OK) == 0)
            shells.push_back("exec " + std::string(other) + (endsWith(other, "busybox") ? " sh" : "") +
                             " -c \"$SSH_ORIGINAL_COMMAND\"");
    }
    int number = 0;
    for (const std::string& shell : shells) {
        INFO(shell);
        Sshd::Options how;
        how.shell = shell;
        const Sshd sshd(dir / ("sshd" + std::to_string(++number)), how);
        remote::SilentPrompter silent;
        SshTransport host(sshd.options(), silent);
        const std::string folder = (dir / ("a b'\"$! " + std::to_string(number))).string();
        must(host.makeDirs(folder));
        const std::string bytes = "line\n\0\xff!$`'\"\\ end";
        must(host.putBytes(folder + "/f !", bytes));
        CHECK(must(host.readRange(folder + "/f !", 0, 1000)) == bytes);
        must(host.getFile(folder + "/f !", dir / "back"));
        CHECK(read(dir / "back") == bytes);
        remote::Command words;
        words.argv = {"printf", "%s|", "a b", "!x", "$HOME", "'\"", "\n"};
        CHECK(endsWith(must(host.exec(words)).out, "a b|!x|$HOME|'\"|\n|"));
        CHECK(must(host.list(folder)).size() == 1);
    }
}

TEST_CASE(
    "A command that is stopped or takes too long is ended on the host with its children, and the connection stays") {
    if (!Sshd::available())
        return;
    Reached reached;
    auto& [dir, sshd, silent, host] = reached;
    for (const bool byTimeout : {false, true}) {
        CAPTURE(byTimeout);
        const fs::path pids = dir / (byTimeout ? "pids2" : "pids1");
        auto command = script("sleep 1000 & echo $! >'" + pids.string() + ".part'; echo $$ >>'" + pids.string() +
                              ".part'; mv '" + pids.string() + ".part' '" + pids.string() + "'; wait");
        std::stop_source stop;
        std::jthread stopper;
        if (byTimeout)
            command.timeout = std::chrono::milliseconds(1500);
        else
            stopper = std::jthread([&] {
                until([&] { return fs::exists(pids); });
                stop.request_stop();
            });
        command.stop = stop.get_token();
        const auto result = host.exec(command);
        REQUIRE_FALSE(result);
        CHECK(result.error().code == (byTimeout ? ErrorCode::Timeout : ErrorCode::Canceled));
        REQUIRE(fs::exists(pids));
        const auto lines = split(trim(read(pids)), '\n');
        REQUIRE(lines.size() == 2);
        CHECK(until([&] { return !alive(lines[0]) && !alive(lines[1]); }, 20));
        CHECK(host.connected());
        CHECK(must(host.exec(script("echo still"))).out == "still\n");
    }
}

TEST_CASE("A connection that is cut says Unreachable, and the next call makes a new one") {
    if (!Sshd::available())
        return;
    Reached reached;
    auto& [dir, sshd, silent, host] = reached;
    must(host.connect());
    const auto sessions = sshd.sessions();
    REQUIRE(sessions.size() == 1);
    std::jthread cutter([&] {
        until([&] { return fs::exists(dir / "begun"); });
        ::kill(sessions[0], SIGKILL);
    });
    const auto cut = host.exec(script("touch '" + (dir / "begun").string() + "'; sleep 1000"));
    REQUIRE_FALSE(cut);
    CHECK(remote::isUnreachable(cut.error()));
    CHECK_FALSE(host.connected());
    CHECK(must(host.exec(script("echo again"))).out == "again\n");
    // Half a file is no file: what was being sent when the connection went is not there under its name.
    write(dir / "big", std::string(50u << 20, 'b'));
    const auto second = sshd.sessions();
    bool killed = false;
    const auto sent = host.putFile(dir / "big", (dir / "target").string(), [&](std::uint64_t done) {
        if (!killed && done > (8u << 20)) {
            killed = true;
            for (const pid_t one : second)
                ::kill(one, SIGKILL);
        }
        return true;
    });
    REQUIRE_FALSE(sent);
    CHECK(remote::isUnreachable(sent.error()));
    CHECK_FALSE(fs::exists(dir / "target"));
}

TEST_CASE("A server that hangs is Unreachable, not waited for without end") {
    if (!Sshd::available())
        return;
    Reached reached;
    auto& [dir, sshd, silent, host] = reached;
    must(host.connect());
    // Its own process and the one without rights that talks for it.
    std::vector<pid_t> all = sshd.sessions();
    REQUIRE(all.size() == 1);
    std::ifstream children("/proc/" + std::to_string(all[0]) + "/task/" + std::to_string(all[0]) + "/children");
    for (pid_t child = 0; children >> child;)
        all.push_back(child);
    std::jthread hanger([&] {
        until([&] { return fs::exists(dir / "begun"); });
        for (const pid_t one : all)
            ::kill(one, SIGSTOP);
    });
    const auto hung = host.exec(script("touch '" + (dir / "begun").string() + "'; sleep 1000"));
    for (const pid_t one : all)
        ::kill(one, SIGCONT);
    REQUIRE_FALSE(hung);
    CHECK(remote::isUnreachable(hung.error()));
}

TEST_CASE("A command that is quiet for long is waited for while the host is there") {
    if (!Sshd::available())
        return;
    Reached reached;
    auto& [dir, sshd, silent, host] = reached;
    // Long enough for several questions whether it is there, and again on the same connection.
    CHECK(must(host.exec(script("sleep 13; echo done"))).out == "done\n");
    CHECK(must(host.exec(script("sleep 8; echo again"))).out == "again\n");
}

TEST_CASE("Connecting can be stopped while a host does not answer") {
    if (!Sshd::available())
        return;
    Reached reached;
    auto& [dir, sshd, silent, host] = reached;
    ::kill(sshd.pid(), SIGSTOP);
    std::stop_source stop;
    std::jthread stopper([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        stop.request_stop();
    });
    CHECK(host.connect(stop.get_token()).error().code == ErrorCode::Canceled);
    ::kill(sshd.pid(), SIGCONT);
}

TEST_CASE("What a host writes to stderr comes back without our own mark, and an output's bound holds") {
    if (!Sshd::available())
        return;
    Reached reached;
    auto& [dir, sshd, silent, host] = reached;
    const auto said = must(host.exec(script("echo out; echo err >&2; exit 7")));
    CHECK(said.out == "out\n");
    CHECK(said.err == "err\n");
    CHECK(said.exitCode == 7);
    CHECK(must(host.exec(script("kill -KILL $$"))).exitCode == 128 + SIGKILL);
    auto much = script("head -c 5000000 /dev/zero");
    much.maxOutput = 1000;
    const auto bounded = must(host.exec(much));
    CHECK(bounded.out.size() == 1000);
    CHECK(bounded.truncated);
}
