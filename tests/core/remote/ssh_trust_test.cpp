// SPDX-License-Identifier: GPL-3.0-or-later
// Who a host is and who the user is.
#include <signal.h>

#include "asking_server.h"
#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"
#include "sshd.h"

using namespace flambeau;
using namespace flambeau::test;
using remote::SecretQuestion;
using remote::SshTransport;

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

    // Of the older format too it is the prompter alone that is asked.
    ProcessSpec old;
    old.argv = {"ssh-keygen", "-q", "-m", "PEM", "-t", "rsa", "-N", "secret", "-f", (dir / "old_key").string()};
    REQUIRE(must(runProcess(old)).exitCode == 0);
    write(dir / "a" / "authorized_keys", read(dir / "a" / "authorized_keys") + read(dir / "old_key.pub"));
    auto older = options;
    older.address.identities = {(dir / "old_key").string()};
    ScriptedPrompter asked;
    asked.secrets = {"secret"};
    must(SshTransport(older, asked).connect());
    CHECK(asked.questions.size() == 1);

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

TEST_CASE("A password is asked for at most three times, and lets in when it is right") {
    const TempDir dir;
    AskingServer server(dir / "a", {"open sesame", "", "", false});
    ScriptedPrompter prompter;
    prompter.secrets = {"wrong", "open sesame"};
    must(SshTransport(server.options(), prompter).connect());
    REQUIRE(prompter.questions.size() == 2);
    CHECK(prompter.questions[0].kind == SecretQuestion::Kind::Password);
    CHECK(startsWith(prompter.questions[0].who, "anna@127.0.0.1"));
    CHECK_FALSE(prompter.questions[0].echo);
    ScriptedPrompter wrong;
    wrong.secrets = {"a", "b", "c", "open sesame"};
    const auto refused = SshTransport(server.options(), wrong).connect();
    CHECK(refused.error().code == ErrorCode::PermissionDenied);
    CHECK(wrong.questions.size() == 3);
    CHECK(refused.error().message.find("password") != std::string::npos);
    for (const std::string& secret : wrong.secrets)
        CHECK((refused.error().message + refused.error().detail).find(" " + secret + " ") == std::string::npos);
    CHECK(server.entered() == 1);
}

TEST_CASE("A host's own question is passed on as plain text, and its answer lets in") {
    const TempDir dir;
    AskingServer server(dir / "a", {"", "123456", "\x1b[2JTrust me\x07: ", false});
    ScriptedPrompter prompter;
    prompter.secrets = {"123456"};
    must(SshTransport(server.options(), prompter).connect());
    REQUIRE(prompter.questions.size() == 1);
    CHECK(prompter.questions[0].kind == SecretQuestion::Kind::Interactive);
    CHECK(prompter.questions[0].what.find('\x1b') == std::string::npos);
    CHECK(prompter.questions[0].what.find("Trust me") != std::string::npos);
    ScriptedPrompter silent;
    const auto declined = SshTransport(server.options(), silent).connect();
    CHECK(declined.error().code == ErrorCode::PermissionDenied);
    CHECK(declined.error().hint.find("not given") != std::string::npos);
}

TEST_CASE("A host that wants a password and then a code gets both") {
    const TempDir dir;
    AskingServer server(dir / "a", {"open sesame", "123456", "Code: ", true});
    ScriptedPrompter prompter;
    prompter.secrets = {"open sesame", "123456"};
    must(SshTransport(server.options(), prompter).connect());
    CHECK(prompter.questions.size() == 2);
    CHECK(server.entered() == 1);
    ScriptedPrompter half;
    half.secrets = {"open sesame"};
    CHECK(SshTransport(server.options(), half).connect().error().code == ErrorCode::PermissionDenied);
    CHECK(server.entered() == 1);
}
