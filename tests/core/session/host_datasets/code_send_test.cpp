// SPDX-License-Identifier: GPL-3.0-or-later
// Code on its way to a host, over a real sshd.
#include <sys/stat.h>

#include "flambeau/base/sha256.h"
#include "flambeau/remote/host_store.h"
#include "flambeau/session/code_snapshot.h"
#include "there_bench.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

class CodeBench : public ThereBench {
public:
    CodeBench() : code(dir / "my code") {
        write(code / "train.py", "print(1)\n");
        write(code / "run me.sh", "#!/bin/sh\necho hello\n");
        fs::permissions(code / "run me.sh", fs::perms::owner_all);
        write(code / "pkg/-odd \\name$(x).py", "x = 1\n");
        write(code / "pkg/deep/er/empty", "");
        write(code / "big.bin", std::string(3'000'000, 'b'));
        write(code / "left.log", "not this\n");
        write(code / ".flambeauignore", "*.log\n");
    }
    session::HostPlace box() { return must(hosts->place("box")); }
    snapshot::Snapshot taken() const { return must(snapshot::take(code)); }
    Result<session::SentCode> send(const snapshot::Snapshot& snapshot, const std::string& to) {
        return session::sendCode(snapshot, code, box(), to, {}, {});
    }

    fs::path code;
};

unsigned modeOf(const fs::path& file) {
    struct stat info {};
    REQUIRE(stat(file.c_str(), &info) == 0);
    return info.st_mode & 0777;
}

std::size_t entriesOf(const fs::path& folder) {
    std::error_code ignored;
    return fs::exists(folder, ignored) ? static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}))
                                       : 0;
}

}  // namespace

TEST_CASE("Code arrives on a host as it is here, with its executable bits, and the second time nothing is sent") {
    if (!Sshd::available())
        return;
    CodeBench bench;
    const auto snapshot = bench.taken();
    const auto to = (bench.dir / "run folder" / "code").string();
    const auto sent = must(bench.send(snapshot, to));
    CHECK(sent.sha256 == snapshot.sha256);
    CHECK(sent.files == 6);
    CHECK(sent.sentFiles == 6);
    CHECK_FALSE(sent.had);
    const auto arrived = must(snapshot::take(to));
    CHECK(arrived.sha256 == snapshot.sha256);
    CHECK(modeOf(fs::path(to) / "run me.sh") == 0755);
    CHECK(modeOf(fs::path(to) / "train.py") == 0644);
    CHECK(!fs::exists(fs::path(to) / "left.log"));
    CHECK(entriesOf(fs::path(to).parent_path()) == 1);  // nothing half-made is left
    const auto again = must(bench.send(snapshot, to));
    CHECK(again.had);
    CHECK(again.sentFiles == 0);
    // One more file: only that one goes, and to a folder of its own.
    write(bench.code / "more.py", "print(2)\n");
    const auto next = must(bench.send(bench.taken(), to + "2"));
    CHECK(next.sentFiles == 1);
    // What is changed there by whoever works in it does not reach the store.
    write(fs::path(to) / "train.py", "something else\n");
    CHECK(bench.send(snapshot, to).error().code == ErrorCode::AlreadyExists);
    CHECK(must(bench.send(snapshot, to + "3")).sentFiles == 0);
    CHECK(read(fs::path(to + "3") / "train.py") == "print(1)\n");
}

TEST_CASE(
    "A folder with other files or other executable bits is not what was sent, but the snapshot's own may have more") {
    if (!Sshd::available())
        return;
    CodeBench bench;
    const auto snapshot = bench.taken();
    const auto to = bench.dir / "there" / "code";
    REQUIRE_FALSE(must(bench.send(snapshot, to.string())).had);
    const auto refused = [&] {
        const auto sent = bench.send(snapshot, to.string());
        return !sent.ok() && sent.error().code == ErrorCode::AlreadyExists;
    };
    write(to / "pkg/more.py", "x = 2\n");
    CHECK(refused());
    fs::remove(to / "pkg/more.py");
    fs::create_symlink("train.py", to / "link.py");
    CHECK(refused());
    fs::remove(to / "link.py");
    CHECK(must(bench.send(snapshot, to.string())).had);
    fs::permissions(to / "train.py", fs::perms::owner_all);
    CHECK(refused());
    fs::permissions(to / "train.py", fs::perms::owner_read | fs::perms::owner_write);
    CHECK(must(bench.send(snapshot, to.string())).had);
    const fs::path own = session::codeFolder(bench.box(), snapshot);
    REQUIRE_FALSE(must(bench.send(snapshot, own.string())).had);
    write(own / "__pycache__/train.pyc", "what a run left");
    CHECK(must(bench.send(snapshot, own.string())).had);
}

TEST_CASE("A file that changes between hashing and sending is named, and nothing is placed") {
    if (!Sshd::available())
        return;
    CodeBench bench;
    const auto snapshot = bench.taken();
    write(bench.code / "train.py", "print(3)\n");
    const auto to = (bench.dir / "there" / "code").string();
    const auto refused = bench.send(snapshot, to);
    REQUIRE(!refused.ok());
    CHECK(refused.error().code == ErrorCode::Conflict);
    CHECK(refused.error().message.find("train.py") != std::string::npos);
    CHECK(!fs::exists(to));
    // A new snapshot goes, and what was sent before is not sent again.
    const auto sent = must(bench.send(bench.taken(), to));
    CHECK(sent.sentFiles == 1);
    CHECK(read(fs::path(to) / "train.py") == "print(3)\n");
    fs::remove(bench.code / "big.bin");
    write(bench.code / "new big.bin", std::string(5'000'000, 'c'));
    const auto gone = bench.taken();
    fs::remove(bench.code / "new big.bin");
    CHECK(bench.send(gone, to + "2").error().message.find("new big.bin") != std::string::npos);
    CHECK(!fs::exists(to + "2"));
}

TEST_CASE("A connection that breaks while code is sent leaves no folder, and the next time goes on") {
    if (!Sshd::available())
        return;
    CodeBench bench;
    std::string noise(12'000'000, '\0');
    unsigned state = 1;
    for (char& c : noise)
        c = static_cast<char>((state = state * 1664525u + 1013904223u) >> 24);
    write(bench.code / "large.bin", noise);
    const auto snapshot = bench.taken();
    const auto to = (bench.dir / "there" / "code").string();
    (void)bench.box();
    bench.way.cutAfter(8'000'000);
    const auto broken = bench.send(snapshot, to);
    REQUIRE(!broken.ok());
    CHECK(broken.error().code == ErrorCode::Unreachable);
    CHECK(!fs::exists(to));
    bench.way.cutAfter(std::numeric_limits<std::uint64_t>::max());
    bench.reconnect();
    const auto before = bench.way.bytes();
    std::stop_source stop;
    const auto stopped = session::sendCode(snapshot, bench.code, bench.box(), to, stop.get_token(),
                                           [&](const std::string& what, std::uint64_t, std::uint64_t) {
                                               if (what.find("placing") != std::string::npos)
                                                   stop.request_stop();
                                           });
    CHECK(stopped.error().code == ErrorCode::Canceled);
    CHECK(entriesOf(fs::path(to).parent_path()) == 0);
    CHECK(bench.way.bytes() - before < 10'000'000);  // it went on where it was
    CHECK(must(bench.send(snapshot, to)).sentFiles == 0);
    CHECK(must(snapshot::take(to)).sha256 == snapshot.sha256);
}

TEST_CASE("What cannot be placed is refused before anything is sent") {
    if (!Sshd::available())
        return;
    CodeBench bench;
    const auto snapshot = bench.taken();
    for (const char* to : {"relative", "/", "/x/", "/a\nb", ""})
        CHECK(bench.send(snapshot, to).error().code == ErrorCode::InvalidArgument);
    CHECK(bench.send({}, "/tmp/x").error().code == ErrorCode::InvalidArgument);
    CHECK(!fs::exists(bench.hostFolder / "store"));
    write(bench.dir / "there", "a file is here");
    CHECK(bench.send(snapshot, (bench.dir / "there").string()).error().code == ErrorCode::AlreadyExists);
    CHECK(!bench.send(snapshot, (bench.dir / "there" / "code").string()).ok());
}
