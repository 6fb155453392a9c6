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
using remote::SecretQuestion;
using remote::SshTransport;

namespace {

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

TEST_CASE("An unknown host key is shown once, refused without a yes, and written to known_hosts with one") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    const Sshd sshd(dir / "a");
    auto options = sshd.options();
    options.knownHosts = dir / "ssh" / "known_hosts";
    ScriptedPrompter prompter;
    const auto refused = SshTransport(options, prompter).connect();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::PermissionDenied);
    REQUIRE(prompter.keys.size() == 1);
    const std::string fingerprint = prompter.keys[0].fingerprint;
    CHECK(startsWith(fingerprint, "SHA256:"));
    CHECK(prompter.keys[0].type == "ssh-ed25519");
    CHECK(prompter.keys[0].host == "[127.0.0.1]:" + std::to_string(sshd.port()));
    CHECK(refused.error().hint.find(fingerprint) != std::string::npos);
    CHECK_FALSE(fs::exists(options.knownHosts));
    // What ssh-keygen says of the host's own file is the same.
    ProcessSpec keygen;
    keygen.argv = {"ssh-keygen", "-lf", (dir / "a" / "host_key.pub").string()};
    CHECK(must(runProcess(keygen)).out.find(fingerprint) != std::string::npos);

    prompter.trusts = true;
    must(SshTransport(options, prompter).connect());
    CHECK(prompter.keys.size() == 2);
    must(SshTransport(options, prompter).connect());
    CHECK(prompter.keys.size() == 2);  // it is known now

    // A fingerprint that was given beforehand asks nobody; another one is refused.
    options.knownHosts = dir / "ssh" / "other_known_hosts";
    options.acceptFingerprint = "SHA256:" + std::string(43, 'A');
    CHECK(SshTransport(options, prompter).connect().error().code == ErrorCode::PermissionDenied);
    options.acceptFingerprint = fingerprint;
    must(SshTransport(options, prompter).connect());
    CHECK(prompter.keys.size() == 2);
}

TEST_CASE("A changed host key, or one of another type, stops everything and says where the known one stands") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    const Sshd sshd(dir / "a"), other(dir / "b");
    auto options = sshd.options();
    const std::string line = sshd.knownHostsLine(), name = line.substr(0, line.find(' '));
    ScriptedPrompter prompter;
    prompter.trusts = true;
    const auto refusedWith = [&](const std::string& known) {
        write(options.knownHosts, known);
        const auto done = SshTransport(options, prompter).connect();
        REQUIRE_FALSE(done);
        CHECK(done.error().code == ErrorCode::PermissionDenied);
        CHECK(done.error().detail.find("now:   ssh-ed25519 SHA256:") != std::string::npos);
        CHECK(read(options.knownHosts) == known);
        return done.error();
    };
    const auto changed = refusedWith("# mine\n" + name + " " + read(dir / "b" / "host_key.pub"));
    CHECK(changed.detail.find("known: ssh-ed25519 SHA256:") != std::string::npos);
    CHECK(changed.detail.find("known_hosts, line 2") != std::string::npos);
    CHECK(changed.hint.find("ssh-keygen -R ") != std::string::npos);

    Sshd::Options rsa;
    rsa.hostKeyType = "rsa";
    const Sshd third(dir / "c", rsa);
    const auto type = refusedWith(name + " " + read(dir / "c" / "host_key.pub"));
    CHECK(type.message.find("another type") != std::string::npos);
    CHECK(type.detail.find("ssh-rsa SHA256:") != std::string::npos);
    CHECK(prompter.keys.empty());  // nobody was asked

    // Hashed entries count.
    write(options.knownHosts, line);
    ProcessSpec hash;
    hash.argv = {"ssh-keygen", "-Hf", options.knownHosts.string()};
    REQUIRE(must(runProcess(hash)).exitCode == 0);
    REQUIRE(read(options.knownHosts).find("127.0.0.1") == std::string::npos);
    must(SshTransport(options, prompter).connect());
    CHECK(prompter.keys.empty());
}

TEST_CASE("A key with a passphrase asks for it, at most three times, and only where the host takes the key") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    const Sshd sshd(dir / "a");
    auto options = sshd.options();
    options.address.identities = {sshd.lockedKey().string()};
    ScriptedPrompter prompter;
    prompter.secrets = {"wrong", "secret"};
    must(SshTransport(options, prompter).connect());
    REQUIRE(prompter.questions.size() == 2);
    CHECK(prompter.questions[0].kind == SecretQuestion::Kind::Passphrase);
    CHECK(prompter.questions[0].what == sshd.lockedKey().string());
    CHECK(prompter.questions[1].attempt == 2);

    ScriptedPrompter hopeless;
    hopeless.secrets = {"a", "b", "c", "secret"};
    CHECK(SshTransport(options, hopeless).connect().error().code == ErrorCode::PermissionDenied);
    CHECK(hopeless.questions.size() == 3);

    ScriptedPrompter silent;
    const auto declined = SshTransport(options, silent).connect();
    CHECK(declined.error().code == ErrorCode::PermissionDenied);
    CHECK(declined.error().hint.find("not given") != std::string::npos);

    write(dir / "a" / "authorized_keys", "");
    ScriptedPrompter unasked;
    CHECK(SshTransport(options, unasked).connect().error().code == ErrorCode::PermissionDenied);
    CHECK(unasked.questions.empty());
}

TEST_CASE("A host that takes none of the keys is told with what was tried, and one that is not there is Unreachable") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    Sshd sshd(dir / "a");
    auto options = sshd.options();
    options.address.identities = {sshd.strangerKey().string(), (dir / "missing").string()};
    remote::SilentPrompter silent;
    const auto refused = SshTransport(options, silent).connect();
    CHECK(refused.error().code == ErrorCode::PermissionDenied);
    CHECK(refused.error().message.find("client_key_other") != std::string::npos);
    CHECK(refused.error().message.find("no such file") != std::string::npos);
    options.address.identities.push_back(sshd.key().string());
    must(SshTransport(options, silent).connect());
    sshd.stop();
    const auto gone = SshTransport(options, silent).connect();
    CHECK(gone.error().code == ErrorCode::Unreachable);
    CHECK_FALSE(gone.error().hint.empty());
    options.address.target.host = "no-such-host.invalid";
    CHECK(SshTransport(options, silent).connect().error().code == ErrorCode::Unreachable);
}

TEST_CASE("An agent's key opens the host without a file") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    const Sshd sshd(dir / "a");
    const std::string socket = (dir / "agent").string();
    const char* before = std::getenv("SSH_AUTH_SOCK");
    const std::string kept = before ? before : "";
    ProcessSpec spec;
    spec.argv = {"sh", "-c",
                 "eval $(ssh-agent -a '" + socket + "') >/dev/null && ssh-add -q '" + sshd.key().string() +
                     "' 2>/dev/null && echo $SSH_AGENT_PID"};
    const std::string pid(trim(must(runProcess(spec)).out));
    REQUIRE(parseInt(pid));
    setenv("SSH_AUTH_SOCK", socket.c_str(), 1);
    auto options = sshd.options();
    options.address.identities.clear();
    remote::SilentPrompter silent;
    CHECK_FALSE(SshTransport(options, silent).connect());
    options.useAgent = true;
    must(SshTransport(options, silent).connect());
    ::kill(static_cast<pid_t>(*parseInt(pid)), SIGTERM);
    before ? setenv("SSH_AUTH_SOCK", kept.c_str(), 1) : unsetenv("SSH_AUTH_SOCK");
}

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
    const TempDir dir;
    const Sshd sshd(dir / "a");
    remote::SilentPrompter silent;
    SshTransport host(sshd.options(), silent);
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
    const TempDir dir;
    const Sshd sshd(dir / "a");
    remote::SilentPrompter silent;
    SshTransport host(sshd.options(), silent);
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
    const TempDir dir;
    const Sshd sshd(dir / "a");
    remote::SilentPrompter silent;
    SshTransport host(sshd.options(), silent);
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
    const TempDir dir;
    const Sshd sshd(dir / "a");
    remote::SilentPrompter silent;
    SshTransport host(sshd.options(), silent);
    CHECK(must(host.exec(script("sleep 8; echo done"))).out == "done\n");
}

TEST_CASE("Connecting can be stopped while a host does not answer") {
    if (!Sshd::available())
        return;
    const TempDir dir;
    Sshd sshd(dir / "a");
    remote::SilentPrompter silent;
    SshTransport host(sshd.options(), silent);
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
    const TempDir dir;
    const Sshd sshd(dir / "a");
    remote::SilentPrompter silent;
    SshTransport host(sshd.options(), silent);
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
