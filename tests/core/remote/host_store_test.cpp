// SPDX-License-Identifier: GPL-3.0-or-later
// The store of a host over this machine's shells and a real sshd: what is sent is stored whole or not at all, what is
// fetched has the announced content, whoever interferes.
#include "flambeau/remote/host_store.h"

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
    auto items = manySmall(dir / "in", 300, 7);
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
