// SPDX-License-Identifier: GPL-3.0-or-later
// Files back from a host, and a host that does not keep to what was agreed: what has a name here has the announced
// content, and nothing lands anywhere else.
#include <signal.h>
#include <unistd.h>

#include "small_disk.h"
#include "store_hosts.h"

using namespace flambeau;
using namespace flambeau::test;

namespace {

FetchItem announced(const fs::path& folder, const std::string& path, const std::string& bytes) {
    write(folder / path, bytes);
    return {path, bytes.size(), sha256Hex(bytes)};
}

/// This machine, where `tool` is the given sh text.
LocalTransport withTool(const TempDir& dir, const std::string& tool, const std::string& text) {
    const fs::path folder = dir / ("evil " + tool + std::to_string(std::hash<std::string>()(text)));
    write(folder / tool, "#!/bin/sh\n" + text + "\n");
    fs::permissions(folder / tool, fs::perms::owner_all);
    return LocalTransport({"env", "PATH=" + folder.string() + ":" + std::getenv("PATH"), "sh", "-s"});
}

std::vector<std::string> under(const fs::path& folder) {
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : fs::recursive_directory_iterator(folder, error)) {
        if (!entry.is_directory())
            names.push_back(entry.path().lexically_relative(folder).string());
    }
    return names;
}

}  // namespace

TEST_CASE("What cannot be fetched as announced is told file by file, and all else is fetched") {
    TempDir dir;
    const fs::path run = dir / "run";
    std::vector<FetchItem> items;
    for (const char* name : {"plain", "a b/c'\"$x", "-dash", "deep/er/still", "back\\slash", "per%cent", " space ",
                             "\xc3\xa9t\xc3\xa9", "tab\tname"})
        items.push_back(announced(run, name, noise(3000, items.size())));
    items.push_back(announced(run, "empty", ""));
    items.push_back(announced(run, "large", noise((5u << 20) + 3, 90)));
    const auto good = items.size();
    items.push_back(announced(run, "same size", "12345678"));
    write(run / "same size", "12345679");
    items.push_back(announced(run, "grown", "12345678"));
    write(run / "grown", "123456789");
    items.push_back(announced(run, "large too", noise(5u << 20, 91)));
    write(run / "large too", noise(5u << 20, 92));
    const auto missing = items.size();
    items.push_back({"nowhere", 5, sha256Hex("12345")});
    const auto refused = items.size();
    write(dir / "secret/key", "secret");
    fs::create_symlink(dir / "secret/key", run / "link");
    fs::create_symlink(dir / "secret", run / "folder link");
    fs::create_directories(run / "folder");
    for (const char* path : {"link", "folder link/key", "folder", "../secret/key", "/etc/passwd", "", "a\nb"})
        items.push_back({path, 6, sha256Hex("secret")});
    for (auto& host : hosts(dir)) {
        CAPTURE(host.name);
        const fs::path to = dir / ("back " + host.name);
        TransferProgress last;
        const auto report =
            must(HostStore(*host.transport, host.folder).get(run.string(), items, to, {}, [&](const auto& now) {
                last = now;
            }));
        if (report.error)
            FAIL(report.error->message << " " << report.error->detail);
        CHECK(report.files == good);
        CHECK(last.files == good);
        for (std::size_t i = 0; i < items.size(); ++i) {
            CAPTURE(items[i].path);
            CHECK(report.states[i] == (i < good      ? FetchState::Fetched
                                       : i < missing ? FetchState::Changed
                                       : i < refused ? FetchState::Missing
                                                     : FetchState::Refused));
            if (i < good)
                CHECK(read(to / items[i].path) == read(run / items[i].path));
        }
        CHECK(under(to).size() == good);
        CHECK(under(to.string() + ".parts").empty());
    }
}

TEST_CASE("What the caller has is not fetched") {
    TempDir dir;
    std::vector<FetchItem> items;
    for (int i = 0; i < 10; ++i)
        items.push_back(announced(dir / "run", std::to_string(i), noise(1000, i)));
    LocalTransport transport;
    FetchOptions options;
    options.have = [&](const std::string& sha256) { return sha256 == items[3].sha256; };
    const auto report = must(HostStore(transport, "/none").get((dir / "run").string(), items, dir / "to", options));
    CHECK(report.files == 9);
    CHECK(report.states[3] == FetchState::Had);
    CHECK(!fs::exists(dir / "to/3"));
    const auto none = must(HostStore(transport, "/none").get((dir / "nothing").string(), items, dir / "elsewhere"));
    REQUIRE(none.error);
    CHECK(none.error->code == ErrorCode::NotFound);
}

TEST_CASE("A file that becomes shorter while it is sent spoils no other") {
    TempDir dir;
    std::vector<FetchItem> items;
    for (int i = 0; i < 30; ++i)
        items.push_back(announced(dir / "run", std::to_string(i), noise(2000, i)));
    // The bytes of many files at once come without the first ten.
    auto transport =
        withTool(dir, "cat", "if [ $# -gt 2 ]; then /bin/cat \"$@\" | tail -c +11; else exec /bin/cat \"$@\"; fi");
    const auto report = must(HostStore(transport, "/none").get((dir / "run").string(), items, dir / "to"));
    CHECK(!report.error);
    CHECK(report.files == items.size());
    CHECK(under(dir / "to").size() == items.size());
}

TEST_CASE("A fetch whose connection is killed goes on where it was") {
    if (!Sshd::available())
        return;
    TempDir dir;
    std::vector<FetchItem> items;
    for (int i = 0; i < 400; ++i)
        items.push_back(announced(dir / "run", std::to_string(i), noise(3000, i)));
    items.push_back(announced(dir / "run", "large", noise((40u << 20) + 5, 400)));
    auto host = overSsh(dir);
    bool killed = false;
    std::uint64_t before = 0;
    const auto cut = must(HostStore(*host.transport, host.folder)
                              .get((dir / "run").string(), items, dir / "to", {}, [&](const TransferProgress& now) {
                                  if (killed || now.bytes < now.bytesTotal / 2)
                                      return;
                                  killed = true;
                                  before = now.bytes;
                                  for (const pid_t session : host.sshd->sessions())
                                      ::kill(session, SIGKILL);
                              }));
    REQUIRE(cut.error);
    CHECK(cut.error->code == ErrorCode::Unreachable);
    CHECK(cut.files == 400);
    CHECK(cut.states.back() == FetchState::Pending);
    const auto report = must(HostStore(*host.transport, host.folder).get((dir / "run").string(), items, dir / "to"));
    CHECK(!report.error);
    CHECK(report.files == 1);
    CHECK(report.resumed + report.received == items.back().bytes);
    CHECK(report.resumed >= before - 400 * 3000);
    CHECK(read(dir / "to/large") == read(dir / "run/large"));
    CHECK(under(dir / "to.parts").empty());
}

TEST_CASE("A part that is not the file's beginning costs a second fetch, not the file") {
    TempDir dir;
    const std::vector<FetchItem> items{announced(dir / "run", "large", noise(6u << 20, 1))};
    LocalTransport transport;
    write(dir / "to.parts" / (items[0].sha256 + ".part"), std::string(1u << 20, 'x'));
    const auto report = must(HostStore(transport, "/none").get((dir / "run").string(), items, dir / "to"));
    CHECK(report.files == 1);
    CHECK(read(dir / "to/large") == read(dir / "run/large"));
}

TEST_CASE("A host that sends more than was asked for, or nonsense, is refused, and nothing of it stays") {
    TempDir dir;
    std::vector<FetchItem> items;
    std::vector<StoreItem> sent;
    for (int i = 0; i < 5; ++i) {
        items.push_back(announced(dir / "run", std::to_string(i), noise(2000, i)));
        sent.push_back({items.back().sha256, items.back().bytes, dir / "run" / items.back().path});
    }
    int n = 0;
    for (const char* evil : {"cat /dev/zero", "printf 'batch ffffffff\\n'", "yes", "yes | tr -d '\\n'"}) {
        CAPTURE(evil);
        auto transport = withTool(dir, "head", evil);
        const fs::path to = dir / ("away" + std::to_string(n++)) / "to";
        const auto report = must(HostStore(transport, "/none").get((dir / "run").string(), items, to));
        REQUIRE(report.error);
        CHECK(report.error->code != ErrorCode::Canceled);
        CHECK(report.files == 0);
        CHECK(under(to.parent_path()).empty());
    }
    fs::create_directories(dir / "host/store");
    for (const char* evil :
         {"yes", "echo zz; echo 'part 5 incoming/../../x.part x'", "echo zz; echo zz", "echo end; echo end", "true"}) {
        CAPTURE(evil);
        auto transport = withTool(dir, "uniq", evil);
        const auto result = HostStore(transport, (dir / "host").string()).missing(sent);
        REQUIRE(!result);
        CHECK(result.error().code == ErrorCode::Corrupt);
    }
}

TEST_CASE("A host whose tools fail says which error it is, and stores nothing") {
    TempDir dir;
    const std::vector<StoreItem> items{itemOf(dir / "in/small", noise(2000, 1))};
    const auto put = [&](const std::string& tool, const std::string& text) {
        auto transport = withTool(dir, tool, text);
        const auto result = HostStore(transport, (dir / "host").string()).put(items);
        REQUIRE(!result);
        CHECK(must(HostStore(transport, (dir / "host").string()).usage()).files == 0);
        return result.error().code;
    };
    CHECK(put("tar", "cat >/dev/null") != ErrorCode::Canceled);
    CHECK(put("tar", "echo 'tar: x: Cannot open: Permission denied' >&2; exit 2") == ErrorCode::PermissionDenied);
    CHECK(put("tar", "echo 'tar: x: Cannot write: No space left on device'; exit 2") == ErrorCode::DiskFull);
    CHECK(put("tar",
              "tar=$(PATH=${PATH#*:} command -v tar); $tar \"$@\"; r=$?; eval d=\\$$#; "
              "for f in \"$d\"/*/*/*; do chmod u+w \"$f\"; echo x >>\"$f\"; done; exit $r") == ErrorCode::Corrupt);
}

TEST_CASE("A login shell that is no shell ends in an error, whatever it prints") {
    if (!Sshd::available())
        return;
    TempDir dir;
    const std::vector<StoreItem> items{itemOf(dir / "in/small", noise(2000, 1))};
    int n = 0;
    for (const char* text : {"echo nonsense", "yes", "yes | tr -d '\\n'", "exit 3", "cat"}) {
        CAPTURE(text);
        const auto shell = dir / ("shell" + std::to_string(n));
        write(shell, std::string("#!/bin/sh\n") + text + "\n");
        fs::permissions(shell, fs::perms::owner_all);
        Sshd::Options options;
        options.shell = shell.string();
        const Sshd sshd(dir / ("sshd" + std::to_string(n++)), options);
        SilentPrompter nobody;
        SshTransport transport(sshd.options(), nobody);
        const auto result = HostStore(transport, (dir / "host").string()).put(items);
        REQUIRE(!result);
        CHECK(result.error().code != ErrorCode::Canceled);
        CHECK(!result.error().message.empty());
        CHECK(!fs::exists(dir / "host"));
    }
}

TEST_CASE("A full disk of the host is said to be one, and what was stored before stays") {
    TempDir dir;
    auto many = hosts(dir);
    int n = 0;
    for (auto& host : many) {
        CAPTURE(host.name);
        const fs::path folder = dir / ("disk" + std::to_string(n++));
        const SmallDisk disk(folder, 12);
        if (!disk.there()) {
            WARN("no disk of its own can be made by this user: nothing is tried on a full disk");
            return;
        }
        HostStore store(*host.transport, (folder / "host").string());
        const auto first = manySmall(dir / "first", 20, 31);
        must(store.put(first));
        auto items = manySmall(dir / "many", 300, 32, 100'000);
        const auto small = store.put(items);
        REQUIRE(!small);
        CHECK(small.error().code == ErrorCode::DiskFull);
        const auto usage = must(store.usage());
        CHECK(usage.files >= first.size());
        CHECK(must(store.missing(first)).empty());
        const auto large = store.put({itemOf(dir / "large", noise(20u << 20, 33))});
        REQUIRE(!large);
        INFO(large.error().message << " " << large.error().detail);
        CHECK(large.error().code == ErrorCode::DiskFull);
        CHECK(must(store.missing(first)).empty());
    }
}

TEST_CASE("A full disk here ends a fetch with DiskFull, and what came before stays") {
    TempDir dir;
    const SmallDisk disk(dir / "disk", 4);
    if (!disk.there()) {
        WARN("no disk of its own can be made by this user: nothing is tried on a full disk");
        return;
    }
    std::vector<FetchItem> items;
    for (int i = 0; i < 10; ++i)
        items.push_back(announced(dir / "run", std::to_string(i), noise(1000, i)));
    items.push_back(announced(dir / "run", "large", noise(9u << 20, 400)));
    LocalTransport transport;
    const auto report = must(HostStore(transport, "/none").get((dir / "run").string(), items, dir / "disk/to"));
    REQUIRE(report.error);
    CHECK(report.error->code == ErrorCode::DiskFull);
    CHECK(report.files == 10);
    CHECK(under(dir / "disk/to").size() == 10);
}

TEST_CASE("The rate is that of the last seconds, and the time left follows from it") {
    using namespace std::chrono_literals;
    const TransferRate::Clock::time_point begin{};
    TransferRate rate;
    CHECK(!rate.secondsLeft());
    TransferProgress now;
    now.bytesTotal = 100'000;
    for (int second = 0; second <= 10; ++second) {
        now.bytes = static_cast<std::uint64_t>(second) * 1000;
        rate.add(now, begin + second * 1s);
    }
    CHECK(rate.bytesPerSecond() == Approx(1000));
    CHECK(*rate.secondsLeft() == Approx(90));
    for (int second = 11; second <= 20; ++second)
        rate.add(now, begin + second * 1s);
    CHECK(rate.bytesPerSecond() == 0);
    CHECK(!rate.secondsLeft());
}
