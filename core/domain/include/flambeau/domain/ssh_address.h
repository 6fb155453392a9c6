// SPDX-License-Identifier: GPL-3.0-or-later
// How a host over SSH is named: as people type it, paste it, or have it in ~/.ssh/config. Pure functions on text; what
// is read from a file or typed is hostile until it has gone through here. Any thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "flambeau/base/result.h"

namespace flambeau::domain {

/// One machine on the way. An empty user, port 0: what ~/.ssh/config says, else this user and 22.
struct SshHop {
    std::string user;
    std::string host;  ///< a name, an alias of ~/.ssh/config, or an address without brackets
    int port = 0;
    bool operator==(const SshHop&) const = default;
};

struct SshAddress {
    SshHop target;
    std::vector<SshHop> jumps;            ///< the first is reached directly
    std::vector<std::string> identities;  ///< key files, as given; may begin with "~/"
    bool operator==(const SshAddress&) const = default;
};

/// "anna@gpu1", "anna@gpu1:2222", "[fe80::1]:22", "ssh://anna@gpu1:2222", or a whole ssh command line such as
/// "ssh -p 2222 -i ~/.ssh/key -J door,inner anna@gpu1". Options that mean nothing to Flambeau (forwarding, verbosity, a
/// command at the end) are left aside; one that would change where it leads and is not known is InvalidArgument.
Result<SshAddress> parseSshAddress(std::string_view typed);
/// "door", "bob@door:2200,inner": what -J and ProxyJump take.
Result<std::vector<SshHop>> parseSshJumps(std::string_view text);
/// "anna@gpu1", with ":2222" where a port was given; the jumps are not named.
std::string toString(const SshHop& hop);

/// What ~/.ssh/config says of one name. Empty, 0: nothing.
struct SshSettings {
    std::string hostName;
    std::string user;
    int port = 0;
    std::vector<std::string> identities;
    std::vector<std::string> knownHosts;
    std::string proxyJump;     ///< "none" takes an earlier pattern's away
    std::string proxyCommand;  ///< is not run: said, so that nobody wonders
    bool identitiesOnly = false;
};

/// ~/.ssh/config, as far as Flambeau honours it: Host patterns (with !), Include, HostName, User, Port, IdentityFile,
/// IdentitiesOnly, UserKnownHostsFile, ProxyJump; "Match all". For each keyword the first value that applies wins.
class SshConfig {
public:
    /// `include` gives the texts of the files that an Include names; may be empty. Sixteen deep, a megabyte in all.
    using Include = std::function<std::vector<std::string>(const std::string& pattern)>;
    static SshConfig parse(std::string_view text, const Include& include = {});

    SshSettings settingsFor(const std::string& name) const;
    /// Names that stand there without a wildcard, in the file's order.
    std::vector<std::string> names() const;

private:
    struct Block {
        std::vector<std::vector<std::string>> conditions;  ///< each a list of patterns, from the outermost file in
        std::vector<std::pair<std::string, std::string>> values;  ///< keyword in lower case, its argument
    };
    void read(std::string_view text, const Include& include, int depth, std::size_t& room,
              const std::vector<std::vector<std::string>>& within);
    std::vector<Block> m_blocks;
};

}  // namespace flambeau::domain
