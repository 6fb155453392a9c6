// SPDX-License-Identifier: GPL-3.0-or-later
// A code folder on its way to a host: what is missing there goes by content (resumed where it broke off), and then all
// of it is placed as files, with their executable bits, in a folder that appears whole or not at all. A function on the
// thread of the place's transport; it blocks and honours its stop token.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>

#include "flambeau/session/hosts.h"
#include "flambeau/session/run_ports.h"
#include "flambeau/snapshot/snapshot.h"

namespace flambeau::session {

struct SentCode {
    std::string sha256;  ///< the snapshot's
    std::string folder;  ///< there
    std::size_t files = 0;
    std::uint64_t bytes = 0;
    std::size_t sentFiles = 0;    ///< those that the host did not have
    std::uint64_t sentBytes = 0;  ///< of these
    bool had = false;             ///< the folder was there already, with this content
};

/// `code` was taken of the folder `from`; `to` is an absolute path there, which does not exist yet or holds the same.
/// Conflict, naming the file, where one is not (any more) what the snapshot says: then nothing is placed. AlreadyExists
/// where something else is at `to`.
Result<SentCode> sendCode(const snapshot::Snapshot& code, const fs::path& from, const HostPlace& place,
                          const std::string& to, std::stop_token stop, const ProgressCallback& progress);

/// Where a snapshot goes if nobody says otherwise: <Flambeau's folder there>/code/<its SHA-256>.
std::string codeFolder(const HostPlace& place, const snapshot::Snapshot& code);

}  // namespace flambeau::session
