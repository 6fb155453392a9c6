// SPDX-License-Identifier: GPL-3.0-or-later
// One contract, five transports: this machine, a shell of this machine reached by exec alone, a real sshd on it, and
// the fake.
// long: one contract belongs together
#include <unistd.h>

#include <fstream>
#include <memory>
#include <mutex>
#include <thread>

#include "flambeau/base/strings.h"
#include "flambeau/remote/exec_transport.h"
#include "flambeau/remote/fake_transport.h"
#include "flambeau/remote/local_transport.h"
#include "sshd.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::test;
using remote::Entry;

namespace {

// A host that can be reached by exec alone; the channel's one string goes through a login shell that talks.
class Loopback : public remote::ExecTransport {
public:
    explicit Loopback(std::string shell) : m_shell(std::move(shell)) {}
    std::string name() const override { return "loopback " + m_shell; }
    Result<remote::CommandResult> exec(const remote::Command& command) override {
        remote::LocalTransport local;
        remote::Command channel;
        channel.argv = split(m_shell, ' ');
        channel.argv.push_back("-c");
        channel.argv.push_back("echo welcome; " + remote::channelCommand(command));
        channel.input = command.argv.empty() ? remote::wholeScript(command.script) : command.input;
        channel.stop = command.stop;
        channel.timeout = command.timeout;
        channel.maxOutput = command.maxOutput;
        return local.exec(channel);
    }

private:
    std::string m_shell;
};

// A real sshd, with its transport.
class OverSsh : public remote::SshTransport {
public:
    explicit OverSsh(std::shared_ptr<Sshd> sshd) : SshTransport(sshd->options(), m_silent), m_sshd(std::move(sshd)) {}

private:
    std::shared_ptr<Sshd> m_sshd;
    remote::SilentPrompter m_silent;
};

struct Case {
    std::unique_ptr<remote::Transport> transport;
    std::string root;
    bool real = true;
    bool exactNames = true;
};

std::vector<Case> cases(const TempDir& dir) {
    std::vector<Case> all;
    all.push_back({std::make_unique<remote::LocalTransport>(), (dir / "local").string(), true});
    int n = 0;
    for (const char* shell : {"dash", "bash --posix", "busybox sh"}) {
        if (::access(("/usr/bin/" + split(shell, ' ')[0]).c_str(), X_OK) == 0 ||
            ::access(("/bin/" + split(shell, ' ')[0]).c_str(), X_OK) == 0)
            all.push_back({std::make_unique<Loopback>(shell), (dir / ("exec" + std::to_string(n++))).string(), true});
    }
    if (Sshd::available())
        all.push_back({std::make_unique<OverSsh>(std::make_shared<Sshd>(dir / "sshd")), (dir / "ssh").string(), true});
    all.push_back({std::make_unique<remote::FakeTransport>(), "/tmp/fake", false});
    return all;
}

std::string everyByte() {
    std::string bytes;
    for (int i = 0; i < 3 * 256; ++i)
        bytes += static_cast<char>(i * 7);
    return bytes;
}

}  // namespace

TEST_CASE("What is put is got back byte for byte, in place of what was there") {
    TempDir dir;
    for (auto& one : cases(dir)) {
        CAPTURE(one.transport->name());
        auto& host = *one.transport;
        must(host.makeDirs(one.root + "/a b/c'\"$x"));
        must(host.makeDirs(one.root + "/a b/c'\"$x"));
        const std::string file = one.root + "/a b/c'\"$x/f";
        must(host.putBytes(file, everyByte()));
        CHECK(must(host.readRange(file, 0, 1 << 20)) == everyByte());
        must(host.putBytes(file, ""));
        CHECK(must(host.stat(file))->bytes == 0);
        const std::string big(5u << 20, 'q');
        write(dir / "source", big + everyByte());
        std::uint64_t seen = 0;
        must(host.putFile(dir / "source", file, [&](std::uint64_t done) { return seen = done, true; }));
        CHECK(seen == big.size() + everyByte().size());
        must(host.getFile(file, dir / "back"));
        CHECK(read(dir / "back") == big + everyByte());
        CHECK(must(host.list(one.root + "/a b/c'\"$x")).size() == 1);
    }
}

TEST_CASE("A range ends at the file's end, and one past it is empty") {
    TempDir dir;
    for (auto& one : cases(dir)) {
        CAPTURE(one.transport->name());
        auto& host = *one.transport;
        must(host.makeDirs(one.root));
        must(host.putBytes(one.root + "/f", "0123456789"));
        CHECK(must(host.readRange(one.root + "/f", 3, 4)) == "3456");
        CHECK(must(host.readRange(one.root + "/f", 8, 4)) == "89");
        CHECK(must(host.readRange(one.root + "/f", 10, 4)).empty());
        CHECK(must(host.readRange(one.root + "/f", 99, 4)).empty());
        CHECK(must(host.readRange(one.root + "/f", 0, 0)).empty());
    }
}

TEST_CASE("A file that cannot be read to its end is an error, never a shorter file") {
    TempDir dir;
    write(dir / "file", "abcdef");
    Loopback host("sh");
    const std::string file = (dir / "file").string();
    const std::string path = std::getenv("PATH");
    const auto withTail = [&](const std::string& does) {
        write(dir / "tools/tail", "#!/bin/sh\n" + does + "\n");
        fs::permissions(dir / "tools/tail", fs::perms::owner_all);
        ::setenv("PATH", ((dir / "tools").string() + ":" + path).c_str(), 1);
    };
    withTail("printf abc; exit 1");  // as at a bad sector
    auto range = host.readRange(file, 0, 100);
    auto got = host.getFile(file, dir / "got");
    withTail("exit 0");  // made shorter meanwhile
    auto shorter = host.getFile(file, dir / "got");
    ::setenv("PATH", path.c_str(), 1);
    CHECK_FALSE(range.ok());
    CHECK_FALSE(got.ok());
    REQUIRE_FALSE(shorter.ok());
    CHECK(shorter.error().message.find("0 of 6 bytes") != std::string::npos);
    CHECK_FALSE(fs::exists(dir / "got"));
    CHECK(must(host.readRange(file, 0, 3)) == "abc");
    CHECK(must(host.readRange(file, 4, 100)) == "ef");
}

TEST_CASE("A listing names everything once, sorted, and follows no link") {
    TempDir dir;
    for (auto& one : cases(dir)) {
        CAPTURE(one.transport->name());
        auto& host = *one.transport;
        must(host.makeDirs(one.root + "/folder"));
        for (const char* name : {"b", "a", ".hidden", "-dash", "with space", "new\nline", "*"})
            must(host.putBytes(one.root + "/" + name, "xyz"));
        std::vector<std::string> expected = {"*", "-dash", ".hidden", "a", "b", "folder", "new\nline", "with space"};
        if (one.real) {
            fs::create_symlink("/etc", fs::path(one.root) / "link");
            expected.insert(expected.begin() + 6, "link");
        }
        std::vector<std::string> names;
        for (const Entry& entry : must(host.list(one.root))) {
            names.push_back(entry.name);
            CHECK(entry.kind == (entry.name == "folder" ? Entry::Kind::Folder
                                 : entry.name == "link" ? Entry::Kind::Link
                                                        : Entry::Kind::File));
            CHECK(entry.bytes == (entry.kind == Entry::Kind::File ? 3 : 0));
        }
        CHECK(names == expected);
        CHECK(must(host.list(one.root + "/folder")).empty());
        CHECK(must(host.stat(one.root + "/a"))->name == "a");
        CHECK_FALSE(must(host.stat(one.root + "/nothing")));
        if (one.real)
            CHECK(must(host.stat(one.root + "/link"))->kind == Entry::Kind::Link);
    }
}

TEST_CASE("What is not there is NotFound, and a folder is no file") {
    TempDir dir;
    for (auto& one : cases(dir)) {
        CAPTURE(one.transport->name());
        auto& host = *one.transport;
        must(host.makeDirs(one.root));
        const std::string gone = one.root + "/gone/f";
        CHECK(host.readRange(gone, 0, 1).error().code == ErrorCode::NotFound);
        CHECK(host.list(gone).error().code == ErrorCode::NotFound);
        CHECK(host.getFile(gone, dir / "x").error().code == ErrorCode::NotFound);
        CHECK(host.putBytes(gone, "x").error().code == ErrorCode::NotFound);
        CHECK(host.readRange(one.root, 0, 1).error().code == ErrorCode::InvalidArgument);
        CHECK_FALSE(host.putBytes(one.root, "x").ok());
        CHECK(must(host.list(one.root)).empty());
        CHECK_FALSE(fs::exists(dir / "x"));
    }
}

TEST_CASE("A tree is removed with all in it, but not what its links lead to, and never the root") {
    TempDir dir;
    write(dir / "kept/file", "kept");
    for (auto& one : cases(dir)) {
        CAPTURE(one.transport->name());
        auto& host = *one.transport;
        must(host.makeDirs(one.root + "/x/y"));
        must(host.putBytes(one.root + "/x/y/f", "1"));
        if (one.real)
            fs::create_directory_symlink(dir / "kept", fs::path(one.root) / "x/link");
        must(host.removeTree(one.root + "/x"));
        must(host.removeTree(one.root + "/x"));
        CHECK_FALSE(must(host.stat(one.root + "/x")));
        for (const char* never : {"", "/", "relative"})
            CHECK(host.removeTree(never).error().code == ErrorCode::InvalidArgument);
    }
    CHECK(read(dir / "kept/file") == "kept");
}

TEST_CASE("Following gives every byte once and in order while the file grows") {
    TempDir dir;
    for (auto& one : cases(dir)) {
        CAPTURE(one.transport->name());
        auto& host = *one.transport;
        must(host.makeDirs(one.root));
        const std::string path = one.root + "/grows";
        const auto append = [&](const std::string& text) {
            if (auto* fake = dynamic_cast<remote::FakeTransport*>(&host))
                fake->append(path, text);
            else
                std::ofstream(path, std::ios::app) << text;
        };
        std::mutex mutex;
        std::string got;
        std::uint64_t begin = ~0ull;
        std::jthread follower([&](std::stop_token stop) {
            remote::FollowOptions options;
            options.interval = std::chrono::milliseconds(5);
            options.maxChunk = 7;
            auto status = host.follow(
                path, 0,
                [&](std::uint64_t offset, std::string_view bytes) {
                    std::lock_guard lock(mutex);
                    begin = std::min(begin, offset);
                    got += bytes;
                    return true;
                },
                stop, options);
            if (!status.ok())
                got = status.error().message;
        });
        std::string all;
        for (int i = 0; i < 8; ++i) {
            const std::string piece = "piece " + std::to_string(i) + "\n";
            all += piece;
            append(piece);
            REQUIRE(until([&] {
                std::lock_guard lock(mutex);
                return got == all;
            }));
        }
        follower.request_stop();
        follower.join();
        CHECK(begin == 0);
        std::string rest;
        must(host.follow(path, 10,
                         [&](std::uint64_t offset, std::string_view bytes) {
                             CHECK(offset == 10);
                             rest = bytes;
                             return false;
                         },
                         {}));
        CHECK(rest == all.substr(10));
        // A sink that has enough ends it; a file that became shorter is a conflict.
        must(host.follow(path, 0, [](std::uint64_t, std::string_view) { return false; }, {}));
        CHECK(host.follow(path, 100000, [](std::uint64_t, std::string_view) { return true; }, {}).error().code ==
              ErrorCode::Conflict);
    }
}

TEST_CASE("A link is fetched as the file that it leads to, whole") {
    TempDir dir;
    for (auto& one : cases(dir)) {
        if (!one.real)
            continue;
        CAPTURE(one.transport->name());
        must(one.transport->makeDirs(one.root));
        write(fs::path(one.root) / "file", everyByte());
        fs::create_symlink("file", fs::path(one.root) / "link");
        must(one.transport->getFile(one.root + "/link", dir / "back"));
        CHECK(read(dir / "back") == everyByte());
    }
}

TEST_CASE("A stopped transfer is Canceled and leaves no half file") {
    TempDir dir;
    write(dir / "source", std::string(9u << 20, 'x'));
    for (auto& one : cases(dir)) {
        CAPTURE(one.transport->name());
        auto& host = *one.transport;
        must(host.makeDirs(one.root));
        const auto no = [](std::uint64_t) { return false; };
        CHECK(host.putFile(dir / "source", one.root + "/f", no).error().code == ErrorCode::Canceled);
        CHECK(must(host.list(one.root)).empty());
        must(host.putBytes(one.root + "/f", "123"));
        CHECK(host.getFile(one.root + "/f", dir / "half", no).error().code == ErrorCode::Canceled);
        CHECK_FALSE(fs::exists(dir / "half"));
    }
}

TEST_CASE("A script is read whole before it acts, and its commands read nothing") {
    TempDir dir;
    for (auto& one : cases(dir)) {
        if (!one.real)
            continue;
        CAPTURE(one.transport->name());
        remote::Command command;
        command.script = "cat\necho one\ncat >/dev/null\necho two >&2\nexit 7";
        auto result = must(one.transport->exec(command));
        CHECK(result.exitCode == 7);
        CHECK(endsWith(result.out, "one\n"));
        CHECK(result.err == "two\n");
        command.script = "true";
        CHECK(must(one.transport->exec(command)).exitCode == 0);
        command.script = "false";
        CHECK(must(one.transport->exec(command)).exitCode == 1);
        command.argv = {"cat", "-"};
        command.input = everyByte();
        CHECK(endsWith(must(one.transport->exec(command)).out, everyByte()));
    }
}

TEST_CASE("A command that is stopped or takes too long ends with its children") {
    TempDir dir;
    for (auto& one : cases(dir)) {
        if (!one.real)
            continue;
        CAPTURE(one.transport->name());
        remote::Command command;
        command.script = "sleep 1000 & sleep 1000";
        command.timeout = std::chrono::milliseconds(100);
        CHECK(one.transport->exec(command).error().code == ErrorCode::Timeout);
        std::stop_source source;
        source.request_stop();
        command.timeout.reset();
        command.stop = source.get_token();
        CHECK(one.transport->exec(command).error().code == ErrorCode::Canceled);
    }
}

TEST_CASE("Random words survive the channel's shell") {
    std::uint64_t seed = 7;
    const auto next = [&] { return seed = seed * 6364136223846793005ull + 1442695040888963407ull, seed >> 33; };
    TempDir dir;
    for (auto& one : cases(dir)) {
        if (!one.real)
            continue;
        CAPTURE(one.transport->name());
        remote::Command command;
        command.argv = {"printf", "%s\\0", "begin"};
        for (int i = 0; i < 200; ++i) {
            std::string word;
            for (std::size_t length = next() % 30; word.size() < length;)
                word += static_cast<char>(1 + next() % 255);
            command.argv.push_back(word);
        }
        std::string expected;
        for (std::size_t i = 2; i < command.argv.size(); ++i)
            expected += command.argv[i] + std::string(1, '\0');
        CHECK(endsWith(must(one.transport->exec(command)).out, expected));
    }
}

TEST_CASE("The home folder is absolute") {
    TempDir dir;
    for (auto& one : cases(dir))
        CHECK(startsWith(must(one.transport->home()), "/"));
}

TEST_CASE("A host that is gone is Unreachable for every call, and is there again afterwards") {
    remote::FakeTransport host;
    host.write("/tmp/f", "1");
    host.setUnreachable(true);
    CHECK(remote::isUnreachable(host.exec({}).error()));
    CHECK(remote::isUnreachable(host.readRange("/tmp/f", 0, 1).error()));
    CHECK(remote::isUnreachable(host.list("/tmp").error()));
    CHECK(remote::isUnreachable(host.putBytes("/tmp/g", "").error()));
    CHECK(remote::isUnreachable(host.follow("/tmp/f", 0, [](auto, auto) { return true; }, {}).error()));
    host.setUnreachable(false);
    CHECK(must(host.readRange("/tmp/f", 0, 1)) == "1");
    host.failNext(2, Error{ErrorCode::Io, "bad sector", {}, {}});
    CHECK(host.home().error().code == ErrorCode::Io);
    CHECK(host.home().error().code == ErrorCode::Io);
    CHECK(host.home().ok());
}

TEST_CASE("A full fake disk refuses what does not fit and keeps what was there") {
    remote::FakeTransport host;
    host.write("/tmp/f", "old");
    host.setFreeBytes(4);
    CHECK(host.putBytes("/tmp/f", "12345").error().code == ErrorCode::DiskFull);
    CHECK(must(host.readRange("/tmp/f", 0, 9)) == "old");
    must(host.putBytes("/tmp/f", "1234"));
}

TEST_CASE("The fake answers commands as told and remembers them") {
    remote::FakeTransport host;
    CHECK(must(host.exec({})).exitCode == 127);
    host.onExec([](const remote::Command& command) -> Result<remote::CommandResult> {
        return remote::CommandResult{3, command.script, "", false};
    });
    remote::Command command;
    command.script = "hello";
    CHECK(must(host.exec(command)).out == "hello");
    CHECK(host.commands().size() == 2);
}

TEST_CASE("A stream gives the script its input byte for byte and what it says comes back as it is") {
    TempDir dir;
    for (auto& one : cases(dir)) {
        if (!one.real)
            continue;
        CAPTURE(one.transport->name());
        const std::string sent = everyByte() + std::string(300'000, 'x') + "last";
        std::string got;
        std::size_t at = 0;
        remote::StreamCommand command;
        command.script = "read -r first; printf '%s|' \"$first\"; cat; echo oops >&2; exit 7";
        command.input = [&](char* into, std::size_t size) -> long {
            const std::string all = "one line\n" + sent;
            const std::size_t some = std::min({size, all.size() - at, std::size_t{777}});
            std::copy_n(all.data() + at, some, into);
            at += some;
            return static_cast<long>(some);
        };
        command.out = [&](std::string_view bytes) { return got.append(bytes), true; };
        const auto result = must(one.transport->stream(command));
        CHECK(result.exitCode == 7);
        CHECK(result.err.find("oops") != std::string::npos);
        CHECK(got == "one line|" + sent);
    }
}

TEST_CASE("A stream that is enough, or whose input breaks, ends and says so") {
    TempDir dir;
    for (auto& one : cases(dir)) {
        if (!one.real)
            continue;
        CAPTURE(one.transport->name());
        remote::StreamCommand command;
        command.script = "echo first; exec cat";
        command.out = [](std::string_view) { return false; };
        CHECK(one.transport->stream(command).error().code == ErrorCode::Canceled);
        command.out = {};
        command.input = [](char*, std::size_t) -> long { return -1; };
        CHECK(one.transport->stream(command).error().code == ErrorCode::Io);
    }
}
