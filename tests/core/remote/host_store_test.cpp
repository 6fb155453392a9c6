// SPDX-License-Identifier: GPL-3.0-or-later
// Content to the store of a host over this machine's shells and a real sshd: it is stored whole or not at all, whoever
// interferes. See host_store_fetch_test.cpp for the way back.
#include <signal.h>
#include <sys/stat.h>

#include <atomic>
#include <thread>

#include "store_hosts.h"

using namespace flambeau;
using namespace flambeau::test;

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

TEST_CASE("A stopped upload is Canceled, and what was acknowledged by then is not sent again") {
    TempDir dir;
    auto items = manySmall(dir / "in", 1500, 19, 200);
    items.push_back(itemOf(dir / "in/large", noise(30u << 20, 20)));
    std::vector<Host> some;
    some.push_back({"local", nullptr, nullptr, std::make_unique<LocalTransport>(), (dir / "host").string()});
    if (Sshd::available())
        some.push_back(overSsh(dir));
    for (auto& host : some) {
        CAPTURE(host.name);
        HostStore store(*host.transport, host.folder);
        std::stop_source stop;
        std::size_t files = 0;
        const auto result = store.put(
            items,
            [&](const TransferProgress& now) {
                files = now.files;
                if (now.files >= 1000)
                    stop.request_stop();
            },
            stop.get_token());
        REQUIRE(!result);
        CHECK(result.error().code == ErrorCode::Canceled);
        CHECK(files >= 1000);
        const auto report = must(store.put(items));
        CHECK(report.had >= files);
        for (const auto& item : items)
            REQUIRE(stored(host, item) == read(item.file));
    }
}
