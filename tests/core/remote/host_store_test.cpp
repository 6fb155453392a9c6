// SPDX-License-Identifier: GPL-3.0-or-later
// The store of a host over this machine's shells and a real sshd: what is sent is stored whole or not at all, what is
// fetched has the announced content, whoever interferes.
#include "flambeau/remote/host_store.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <fstream>
#include <random>
#include <thread>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"
#include "flambeau/remote/local_transport.h"
#include "sshd.h"
#include "test_support.h"

using namespace flambeau;
using namespace flambeau::test;
using namespace flambeau::remote;

namespace {

struct Host {
    std::string name;
    std::shared_ptr<Sshd> sshd;
    std::unique_ptr<SilentPrompter> prompter;
    std::unique_ptr<Transport> transport;
    std::string folder;
};

Host overSsh(const TempDir& dir, const std::string& shell = {}) {
    Host host{"sshd", nullptr, std::make_unique<SilentPrompter>(), nullptr, (dir / "ssh host").string()};
    Sshd::Options options;
    options.shell = shell;
    host.sshd = std::make_shared<Sshd>(dir / "sshd", options);
    host.transport = std::make_unique<SshTransport>(host.sshd->options(), *host.prompter);
    return host;
}

bool onPath(const std::string& program) {
    ProcessSpec spec;
    spec.argv = {"sh", "-c", "command -v " + program};
    return must(runProcess(spec)).exitCode == 0;
}

/// This machine by each shell that is here, once with no tool but busybox's, and an sshd.
std::vector<Host> hosts(const TempDir& dir) {
    std::vector<Host> all;
    int n = 0;
    const auto local = [&](const std::string& name, std::vector<std::string> shell) {
        all.push_back({name, nullptr, nullptr, std::make_unique<LocalTransport>(std::move(shell)),
                       (dir / ("host " + std::to_string(n++))).string()});
    };
    if (onPath("dash"))
        local("dash", {"dash", "-s"});
    if (onPath("bash"))
        local("bash", {"bash", "--posix", "-s"});
    if (onPath("busybox")) {
        local("busybox", {"busybox", "sh", "-s"});
        ProcessSpec spec;
        const std::string tools = (dir / "tools").string();
        fs::create_directories(tools);
        spec.argv = {"sh", "-c", "b=$(command -v busybox); for t in $($b --list); do ln -s $b \"$0/$t\"; done", tools};
        must(runProcess(spec));
        local("busybox alone", {"env", "PATH=" + tools, "sh", "-s"});
    }
    if (Sshd::available())
        all.push_back(overSsh(dir));
    return all;
}

std::string noise(std::size_t bytes, unsigned seed) {
    std::mt19937_64 random(seed);
    std::string text(bytes, '\0');
    for (std::size_t at = 0; at < bytes; at += 8) {
        const auto word = random();
        std::memcpy(text.data() + at, &word, std::min<std::size_t>(8, bytes - at));
    }
    return text;
}

StoreItem itemOf(const fs::path& file, const std::string& bytes) {
    write(file, bytes);
    return {sha256Hex(bytes), bytes.size(), file};
}

std::vector<StoreItem> manySmall(const fs::path& folder, int count, unsigned seed, std::size_t most = 4000) {
    std::mt19937 random(seed);
    std::vector<StoreItem> items;
    fs::create_directories(folder);
    for (int i = 0; i < count; ++i)
        items.push_back(itemOf(folder / ("f" + std::to_string(i)), noise(random() % most, seed * 100'000 + i)));
    return items;
}

std::string stored(const Host& host, const StoreItem& item) {
    return read(HostStore::pathOf(host.folder, item.sha256));
}

bool incomingEmpty(const Host& host) {
    return fs::is_empty(host.folder + "/store/incoming");
}

std::vector<FetchItem> asFetch(const std::vector<StoreItem>& items) {
    std::vector<FetchItem> asked;
    for (const auto& item : items)
        asked.push_back({item.file.filename().string(), item.bytes, item.sha256});
    return asked;
}

}  // namespace

TEST_CASE("What is put is in the store, is not sent again, and comes back") {
    TempDir dir;
    auto items = manySmall(dir / "in", 200, 7);
    items.push_back(itemOf(dir / "in/empty", ""));
    items.push_back(itemOf(dir / "in/same", read(items[0].file)));
    items.push_back(itemOf(dir / "in/large", noise((9u << 20) + 12345, 3)));
    items.push_back(itemOf(dir / "in/even", noise(64u << 17, 4)));
    for (auto& host : hosts(dir)) {
        CAPTURE(host.name);
        HostStore store(*host.transport, host.folder);
        CHECK(must(store.usage()).files == 0);
        const auto missing = must(store.missing(items));
        TransferProgress last;
        const auto report = must(store.put(items, [&](const TransferProgress& now) { last = now; }));
        CHECK(report.files == missing.size());
        CHECK(last.files == last.filesTotal);
        CHECK(last.bytes == last.bytesTotal);
        CHECK(last.bytes == report.bytes);
        for (const auto& item : items)
            REQUIRE(stored(host, item) == read(item.file));
        CHECK(incomingEmpty(host));
        CHECK(must(store.missing(items)).empty());
        const auto second = must(store.put(items));
        CHECK(second.files == 0);
        CHECK(second.sent == 0);
        CHECK(second.had == report.files);
        CHECK(must(store.usage()).files == report.files);
        CHECK(must(store.usage()).bytes == report.bytes);
        struct stat info {};
        REQUIRE(::stat((host.folder + "/store").c_str(), &info) == 0);
        CHECK((info.st_mode & 07777) == 0700);

        const fs::path to = dir / ("back " + host.name);
        const auto got = must(store.get((dir / "in").string(), asFetch(items), to));
        CHECK(!got.error);
        CHECK(got.files == items.size());
        for (const auto& item : items)
            REQUIRE(read(to / item.file.filename()) == read(item.file));
        const auto again = must(store.get((dir / "in").string(), asFetch(items), to));
        CHECK(again.received == 0);
        CHECK(again.states == std::vector<FetchState>(items.size(), FetchState::Had));

        CHECK(must(store.remove({items[0].sha256, items[2].sha256, std::string(64, '0')})).files == 2);
        CHECK(must(store.missing(items)).size() == 2);
    }
}

TEST_CASE("A local file that is not what its hash says is named and not stored, and all others are") {
    TempDir dir;
    for (auto& host : hosts(dir)) {
        CAPTURE(host.name);
        auto items = manySmall(dir / "in", 40, 11);
        items.push_back(itemOf(dir / "in/large", noise(6u << 20, 5)));
        items.push_back(itemOf(dir / "in/other", noise(6u << 20, 6)));
        auto large = read(dir / "in/large");
        large[5u << 20] ^= 1;
        write(dir / "in/large", large);
        auto small = read(items[3].file);
        small += "longer";
        write(items[3].file, small);
        small = read(items[4].file);
        small[0] ^= 1;
        write(items[4].file, small);
        fs::remove(items[5].file);
        HostStore store(*host.transport, host.folder);
        const auto result = store.put(items);
        REQUIRE(!result);
        INFO(result.error().message << result.error().detail);
        CHECK(result.error().code == ErrorCode::Conflict);
        for (const int i : {3, 4, 5})
            CHECK(result.error().message.find(items[i].file.filename().string()) != std::string::npos);
        CHECK(result.error().message.find("large") != std::string::npos);
        const auto missing = must(store.missing(items));
        CHECK(missing.size() == 4);
        CHECK(must(store.usage()).incomingBytes == 0);
        CHECK(incomingEmpty(host));
    }
}

TEST_CASE("What lies in the store with another size is missing, and is replaced") {
    TempDir dir;
    const auto items = manySmall(dir / "in", 20, 12);
    for (auto& host : hosts(dir)) {
        CAPTURE(host.name);
        HostStore store(*host.transport, host.folder);
        must(store.put(items));
        const auto path = HostStore::pathOf(host.folder, items[7].sha256);
        fs::remove(path);
        write(path, read(items[7].file) + "more");
        CHECK(must(store.missing(items)) == std::vector<std::string>{items[7].sha256});
        CHECK(must(store.put(items)).files == 1);
        CHECK(stored(host, items[7]) == read(items[7].file));
    }
}

TEST_CASE("A set that was whole is not taken to be so once anything in the store has changed") {
    TempDir dir;
    const auto items = manySmall(dir / "in", 1100, 13, 100);
    for (auto& host : hosts(dir)) {
        CAPTURE(host.name);
        HostStore store(*host.transport, host.folder);
        must(store.put(items));
        // As if all of it lay there for long: a set is marked only once its folders are older than the look.
        const auto old = fs::file_time_type::clock::now() - std::chrono::hours(1);
        const auto age = [&] {
            for (const auto& entry : fs::directory_iterator(host.folder + "/store"))
                fs::last_write_time(entry.path(), old);
            fs::last_write_time(host.folder + "/store", old);
        };
        age();
        CHECK(must(store.missing(items)).empty());
        const auto sets = std::distance(fs::directory_iterator(host.folder + "/store/sets"), fs::directory_iterator());
        CHECK(sets == 1);
        fs::last_write_time(host.folder + "/store", old);
        CHECK(must(store.missing(items)).empty());
        fs::remove(HostStore::pathOf(host.folder, items[9].sha256));
        CHECK(must(store.missing(items)) == std::vector<std::string>{items[9].sha256});
        must(store.put(items));
        age();
        CHECK(must(store.missing(items)).empty());
        fs::remove_all(fs::path(HostStore::pathOf(host.folder, items[9].sha256)).parent_path());
        CHECK(!must(store.missing(items)).empty());
    }
}

TEST_CASE("Two uploads of the same content at once both succeed, and nothing of them is left over") {
    TempDir dir;
    auto items = manySmall(dir / "in", 120, 14);
    items.push_back(itemOf(dir / "in/large", noise(9u << 20, 15)));
    const auto both = [&](Transport& one, Transport& two, const std::string& folder) {
        std::atomic<int> good{0};
        std::string said;
        const auto put = [&](Transport& transport) {
            const auto report = HostStore(transport, folder).put(items);
            if (report)
                ++good;
            else
                said = report.error().message + report.error().detail;
        };
        std::thread other([&] { put(two); });
        put(one);
        other.join();
        INFO(said);
        CHECK(good == 2);
        for (const auto& item : items)
            REQUIRE(read(HostStore::pathOf(folder, item.sha256)) == read(item.file));
        CHECK(fs::is_empty(folder + "/store/incoming"));
    };
    // Transports of one kind, two by two: a second object for the second thread.
    TempDir more;
    auto firsts = hosts(dir), seconds = hosts(more);
    for (std::size_t i = 0; i < firsts.size(); ++i) {
        CAPTURE(firsts[i].name);
        both(*firsts[i].transport, *seconds[i].transport, firsts[i].folder);
    }
}

TEST_CASE("An upload whose connection is killed goes on where it was, and little is sent twice") {
    if (!Sshd::available())
        return;
    TempDir dir;
    auto items = manySmall(dir / "in", 3000, 16);
    items.push_back(itemOf(dir / "in/large", noise((48u << 20) + 77, 17)));
    std::uint64_t all = 0;
    for (const auto& item : items)
        all += item.bytes;
    auto host = overSsh(dir);
    HostStore store(*host.transport, host.folder);
    std::uint64_t acknowledged = 0;
    unsigned cuts = 0;
    // Once among the small files, once in the large one.
    for (const std::uint64_t at : {all / 40, all / 3}) {
        bool killed = false;
        const auto result = store.put(items, [&](const TransferProgress& now) {
            if (killed || now.bytes < at)
                return;
            killed = true;
            acknowledged = now.bytes;
            for (const pid_t session : host.sshd->sessions())
                ::kill(session, SIGKILL);
        });
        REQUIRE(!result);
        CHECK(result.error().code == ErrorCode::Unreachable);
        ++cuts;
        // What was acknowledged is there: as contents, or as a part. The host may still be at its last segment.
        REQUIRE(until([&] {
            const auto usage = store.usage();
            return usage && usage->bytes + usage->incomingBytes >= acknowledged;
        }));
    }
    const auto report = must(store.put(items));
    CHECK(cuts == 2);
    CHECK(report.resumed > 0);
    CHECK(report.sent < all - all / 4);
    for (const auto& item : items)
        REQUIRE(stored(host, item) == read(item.file));
    WARN("cut " << cuts << " times: " << all << " bytes, the last call sent " << report.sent << " and took up "
                << report.resumed);
}

TEST_CASE("What a broken upload has left is removed: at once where nothing can be made of it, parts after a day") {
    TempDir dir;
    const auto items = manySmall(dir / "in", 3, 18);
    for (auto& host : hosts(dir)) {
        CAPTURE(host.name);
        HostStore store(*host.transport, host.folder);
        const fs::path incoming = host.folder + "/store/incoming";
        const auto leave = [&](const std::string& name, const std::string& file, std::chrono::hours age) {
            write(incoming / name / file, "some");
            write(incoming / name / "lock", "");
            const auto then = fs::file_time_type::clock::now() - age;
            for (const auto& path : {incoming / name / file, incoming / name / "lock", incoming / name})
                fs::last_write_time(path, then);
        };
        leave("old", "a.part", std::chrono::hours(50));
        leave("segment", "b", std::chrono::hours(2));
        leave("part", "c.part", std::chrono::hours(2));
        leave("new", "d", std::chrono::hours(0));
        must(store.put(items));
        CHECK(!fs::exists(incoming / "old"));
        CHECK(fs::exists(incoming / "part"));
        CHECK(fs::exists(incoming / "new"));
        if (host.name != "busybox alone" && onPath("flock"))  // not every busybox has one
            CHECK(!fs::exists(incoming / "segment"));
    }
}
