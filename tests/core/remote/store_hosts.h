// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of a host's store share: this machine by each of its shells and by a real sshd, and files to send.
#pragma once

#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "flambeau/base/sha256.h"
#include "flambeau/base/subprocess.h"
#include "flambeau/remote/host_store.h"
#include "flambeau/remote/local_transport.h"
#include "sshd.h"
#include "test_support.h"

namespace flambeau::test {

using namespace flambeau::remote;

struct Host {
    std::string name;
    std::shared_ptr<Sshd> sshd;
    std::unique_ptr<SilentPrompter> prompter;
    std::unique_ptr<Transport> transport;
    std::string folder;
};

inline Host overSsh(const TempDir& dir, const std::string& shell = {}) {
    Host host{"sshd", nullptr, std::make_unique<SilentPrompter>(), nullptr, (dir / "ssh host").string()};
    Sshd::Options options;
    options.shell = shell;
    host.sshd = std::make_shared<Sshd>(dir / "sshd", options);
    host.transport = std::make_unique<SshTransport>(host.sshd->options(), *host.prompter);
    return host;
}

inline bool onPath(const std::string& program) {
    ProcessSpec spec;
    spec.argv = {"sh", "-c", "command -v " + program};
    return must(runProcess(spec)).exitCode == 0;
}

/// This machine by each shell that is here, once with no tool but busybox's, and an sshd.
inline std::vector<Host> hosts(const TempDir& dir) {
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

inline std::string noise(std::size_t bytes, unsigned seed) {
    std::mt19937_64 random(seed);
    std::string text(bytes, '\0');
    for (std::size_t at = 0; at < bytes; at += 8) {
        const auto word = random();
        std::memcpy(text.data() + at, &word, std::min<std::size_t>(8, bytes - at));
    }
    return text;
}

inline StoreItem itemOf(const fs::path& file, const std::string& bytes) {
    write(file, bytes);
    return {sha256Hex(bytes), bytes.size(), file};
}

inline std::vector<StoreItem> manySmall(const fs::path& folder, int count, unsigned seed, std::size_t most = 4000) {
    std::mt19937 random(seed);
    std::vector<StoreItem> items;
    fs::create_directories(folder);
    for (int i = 0; i < count; ++i)
        items.push_back(itemOf(folder / ("f" + std::to_string(i)), noise(random() % most, seed * 100'000 + i)));
    return items;
}

inline std::string stored(const Host& host, const StoreItem& item) {
    return read(HostStore::pathOf(host.folder, item.sha256));
}

inline bool incomingEmpty(const Host& host) {
    return fs::is_empty(host.folder + "/store/incoming");
}

inline std::vector<FetchItem> asFetch(const std::vector<StoreItem>& items) {
    std::vector<FetchItem> asked;
    for (const auto& item : items)
        asked.push_back({item.file.filename().string(), item.bytes, item.sha256});
    return asked;
}

}  // namespace flambeau::test
