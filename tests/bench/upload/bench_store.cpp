// SPDX-License-Identifier: GPL-3.0-or-later
// usage: bench_store manifest FOLDER FILE                 lists the folder: hash, bytes, time of change, path
//        bench_store put PORT SSH-FOLDER HOST-FOLDER FILE    connects, sends what the host lacks
//        bench_store resync PORT SSH-FOLDER HOST-FOLDER FILE connects, finds that nothing has changed here or there
// Our sides of the figures "upload" and "resync". SSH-FOLDER has client_key and known_hosts.
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fstream>

#include "flambeau/base/sha256.h"
#include "flambeau/base/strings.h"
#include "flambeau/remote/host_store.h"
#include "flambeau/remote/ssh_transport.h"

using namespace flambeau;

namespace {

int fail(const Error& error) {
    std::fprintf(stderr, "%s %s\n", error.message.c_str(), error.detail.c_str());
    return 1;
}

long long changedAt(const struct stat& info) {
    return info.st_mtim.tv_sec * 1'000'000'000LL + info.st_mtim.tv_nsec;
}

int writeManifest(const fs::path& folder, const fs::path& to) {
    std::ofstream out(to);
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        struct stat info {};
        if (!entry.is_regular_file() || ::stat(entry.path().c_str(), &info) != 0)
            continue;
        const auto sha256 = sha256File(entry.path());
        if (!sha256)
            return fail(sha256.error());
        out << *sha256 << ' ' << info.st_size << ' ' << changedAt(info) << ' ' << entry.path().string() << '\n';
    }
    return out.good() ? 0 : 1;
}

/// With `check`, a file that is not what the manifest says is an error.
Result<std::vector<remote::StoreItem>> readManifest(const fs::path& from, bool check) {
    FLAMBEAU_TRY(const auto text, readFile(from));
    std::vector<remote::StoreItem> items;
    std::string_view left = text;
    const auto word = [&](char end) {
        const auto found = left.substr(0, left.find(end));
        left.remove_prefix(found.size() + 1);
        return found;
    };
    while (!left.empty()) {
        remote::StoreItem item;
        item.sha256 = word(' ');
        item.bytes = static_cast<std::uint64_t>(parseInt(word(' ')).value_or(0));
        const auto changed = parseInt(word(' ')).value_or(0);
        item.file = word('\n');
        struct stat info {};
        if (check && (::stat(item.file.c_str(), &info) != 0 || static_cast<std::uint64_t>(info.st_size) != item.bytes ||
                      changedAt(info) != changed))
            return Error{ErrorCode::Conflict, item.file.string() + " has changed", {}, {}};
        items.push_back(std::move(item));
    }
    return items;
}

int transfer(bool resync, const std::string& port, const fs::path& ssh, const std::string& folder,
             const fs::path& manifest) {
    const auto items = readManifest(manifest, resync);
    if (!items)
        return fail(items.error());
    remote::SilentPrompter nobody;
    remote::SshOptions options;
    options.address.target = {::getpwuid(::getuid())->pw_name, "127.0.0.1", std::atoi(port.c_str())};
    options.address.identities = {(ssh / "client_key").string()};
    options.configFile = ssh / "no_config";
    options.knownHosts = ssh / "known_hosts";
    options.useAgent = false;
    remote::SshTransport transport(options, nobody);
    remote::HostStore store(transport, folder);
    if (resync) {
        const auto missing = store.missing(*items);
        if (!missing)
            return fail(missing.error());
        std::printf("{\"files\":%zu,\"missing\":%zu}\n", items->size(), missing->size());
        return 0;
    }
    const auto report = store.put(*items);
    if (!report)
        return fail(report.error());
    std::printf("{\"files\":%zu,\"bytes\":%llu}\n", report->files, static_cast<unsigned long long>(report->bytes));
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc == 4 && std::strcmp(argv[1], "manifest") == 0)
        return writeManifest(argv[2], argv[3]);
    if (argc == 6 && (std::strcmp(argv[1], "put") == 0 || std::strcmp(argv[1], "resync") == 0))
        return transfer(argv[1][0] == 'r', argv[2], argv[3], argv[4], argv[5]);
    std::fprintf(stderr, "usage: see the head of bench_store.cpp\n");
    return 2;
}
