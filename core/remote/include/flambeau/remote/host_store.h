// SPDX-License-Identifier: GPL-3.0-or-later
// HostStore: content by its SHA-256 on a host, in <host's folder>/store/<aa>/<sha256>, immutable; and files of a host
// back by their hashes. What goes up lands in store/incoming/<upload>/, is verified there and then renamed, so a name
// in the store is whole content (where a machine lost its power while writing, the size tells, and it counts as
// missing). Two uploads at once, of the same content too, do not touch each other's files. Owned by whoever transfers;
// lives as long as a call, on the thread of its Transport, which it blocks. What the host says is hostile: it is
// bounded, names never come from it, and what it sends counts by its hash alone.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"
#include "flambeau/remote/transfer_progress.h"
#include "flambeau/remote/transport.h"

namespace flambeau::remote {

struct StoreItem {
    std::string sha256;
    std::uint64_t bytes = 0;
    fs::path file;  ///< on this machine
};

struct PutReport {
    std::size_t files = 0;      ///< sent, verified and stored now; each content counts once
    std::uint64_t bytes = 0;    ///< of those files
    std::size_t had = 0;        ///< contents that the host had
    std::uint64_t resumed = 0;  ///< bytes of large files that an earlier, broken upload had left there
    std::uint64_t sent = 0;     ///< bytes that went through the connection, frames included
};

struct FetchItem {
    std::string path;  ///< relative to the host's folder that `get` names, and to the local one
    std::uint64_t bytes = 0;
    std::string sha256;
};

enum class FetchState {
    Pending,     ///< not tried: the call ended with an error before
    Fetched,     ///< verified, lies under its name
    Had,         ///< `have` said so, or it lay under its name
    Changed,     ///< the host's file is not the announced content (any more)
    Missing,     ///< the host has no such file
    Refused,     ///< a link, a folder, or no name that may be: never read
    Unreadable,  ///< the host does not permit it
};

struct FetchOptions {
    /// Where files that have only partly come are kept between calls; empty: beside the local folder, "<folder>.parts".
    fs::path parts;
    std::function<bool(const std::string& sha256)> have;  ///< contents that need not be fetched
};

struct FetchReport {
    std::vector<FetchState> states;  ///< one an item
    std::size_t files = 0;           ///< fetched
    std::uint64_t bytes = 0;         ///< of those files
    std::uint64_t resumed = 0;       ///< bytes of them that had come before
    std::uint64_t received = 0;      ///< bytes of content that went through the connection
    std::optional<Error> error;      ///< why not everything was tried: Unreachable, Canceled, DiskFull, Corrupt, …
};

struct StoreUsage {
    std::uint64_t files = 0, bytes = 0;
    std::uint64_t incomingBytes = 0;  ///< of uploads that go on or were broken off
};

class HostStore {
public:
    /// `hostFolder` is the host's absolute folder of Flambeau; the store in it is made when something is put.
    HostStore(Transport& transport, std::string hostFolder);

    static std::string pathOf(const std::string& hostFolder, const std::string& sha256);

    /// Which of the contents (hash, bytes) are not there, or not with that size; one round trip. A large set that was
    /// all there at the last look is asked for by one hash: nothing may have come to the store or left it since.
    Result<std::vector<std::string>> missing(const std::vector<StoreItem>& items, std::stop_token stop = {});

    /// Brings what is missing there. What was verified before an error stays and is not sent again, and a large file
    /// goes on where it was. A local file that is not (any more) the content its hash says is not stored; all others
    /// are, and the call ends with Conflict and its name. Other errors: DiskFull, PermissionDenied, Unreachable,
    /// Canceled, Corrupt (the host does not answer as it should), Unsupported (it lacks a command).
    Result<PutReport> put(const std::vector<StoreItem>& items, const StoreProgress& progress = {},
                          std::stop_token stop = {});

    /// Fetches `items` of the host's folder `from` into the local folder `to`, in one stream; large ones go on where
    /// they were. A file is given its name once its hash is the announced one. Errors only for what cannot be asked
    /// for; what stopped a transfer on its way stands in the report, beside what has arrived.
    Result<FetchReport> get(const std::string& from, const std::vector<FetchItem>& items, const fs::path& to,
                            const FetchOptions& options = {}, const StoreProgress& progress = {},
                            std::stop_token stop = {});

    Result<StoreUsage> usage(std::stop_token stop = {});
    /// Removes contents; those that are not there are no error. The answer: what was removed.
    Result<StoreUsage> remove(const std::vector<std::string>& hashes, std::stop_token stop = {});

private:
    Transport& m_transport;
    std::string m_folder;
};

}  // namespace flambeau::remote
