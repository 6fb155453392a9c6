// SPDX-License-Identifier: GPL-3.0-or-later
#include <pwd.h>
#include <unistd.h>

#include "flambeau/base/strings.h"
#include "flambeau/remote/local_transport.h"
#include "ssh_connect.h"

#include <glob.h>

namespace flambeau::remote {
namespace {

constexpr std::size_t kMostConfig = 1u << 20;

fs::path homeFolder() {
    return LocalTransport().home().valueOr("/");
}

std::string thisUser() {
    const passwd* user = ::getpwuid(::getuid());
    return user && user->pw_name ? user->pw_name : "";
}

/// "~/x" and "x" (of ~/.ssh) as ssh_config means them.
fs::path expanded(const std::string& given) {
    if (startsWith(given, "~/"))
        return homeFolder() / given.substr(2);
    return given;
}

std::vector<std::string> included(const std::string& pattern) {
    const std::string whole = startsWith(pattern, "~/") || startsWith(pattern, "/")
                                  ? expanded(pattern).string()
                                  : (homeFolder() / ".ssh" / pattern).string();
    glob_t found{};
    std::vector<std::string> texts;
    if (::glob(whole.c_str(), 0, nullptr, &found) == 0) {
        for (std::size_t i = 0; i < found.gl_pathc && i < 64; ++i) {
            if (auto text = readFile(found.gl_pathv[i], kMostConfig))
                texts.push_back(std::move(*text));
        }
    }
    ::globfree(&found);
    return texts;
}

HopSettings resolveHop(const domain::SshHop& given, const domain::SshSettings& said, const SshOptions& options) {
    HopSettings hop;
    hop.hop = given;
    if (!said.hostName.empty())
        hop.hop.host = said.hostName;
    if (hop.hop.user.empty())
        hop.hop.user = said.user.empty() ? thisUser() : said.user;
    if (hop.hop.port == 0)
        hop.hop.port = said.port == 0 ? 22 : said.port;
    hop.identitiesOnly = said.identitiesOnly;
    hop.knownHosts = !options.knownHosts.empty() ? options.knownHosts
                     : !said.knownHosts.empty()  ? expanded(said.knownHosts.front())
                                                 : homeFolder() / ".ssh" / "known_hosts";
    for (const std::string& file : said.identities)
        hop.identities.push_back(expanded(file));
    return hop;
}

domain::SshConfig configOf(const fs::path& given) {
    const auto text = readFile(given.empty() ? homeFolder() / ".ssh" / "config" : given, kMostConfig);
    return domain::SshConfig::parse(text ? *text : std::string(), included);
}

}  // namespace

std::vector<std::string> sshConfigNames() {
    return configOf({}).names();
}

Result<std::vector<HopSettings>> resolveHops(const SshOptions& options) {
    const auto config = configOf(options.configFile);
    const auto target = config.settingsFor(options.address.target.host);
    std::vector<domain::SshHop> jumps = options.address.jumps;
    if (jumps.empty() && !target.proxyJump.empty()) {
        FLAMBEAU_TRY(jumps, domain::parseSshJumps(target.proxyJump));
    }
    if (jumps.empty() && !target.proxyCommand.empty() && toLowerAscii(target.proxyCommand) != "none")
        return Error{ErrorCode::Unsupported,
                     "~/.ssh/config reaches " + escapeControls(options.address.target.host) +
                         " by a ProxyCommand, which Flambeau does not run.",
                     "Name the hosts in between instead: ProxyJump there, or --jump.",
                     {}};
    std::vector<HopSettings> hops;
    for (const auto& jump : jumps)
        hops.push_back(resolveHop(jump, config.settingsFor(jump.host), options));
    hops.push_back(resolveHop(options.address.target, target, options));
    hops.back().acceptFingerprint = options.acceptFingerprint;
    for (HopSettings& hop : hops) {
        // Keys of the address are meant for every host on the way, as -i of ssh is.
        std::vector<fs::path> own;
        for (const std::string& key : options.address.identities)
            own.push_back(expanded(key));
        hop.identities.insert(hop.identities.begin(), own.begin(), own.end());
        hop.identitiesGiven = !hop.identities.empty();
        if (!hop.identitiesGiven)
            for (const char* name : {"id_ed25519", "id_ecdsa", "id_rsa"})
                hop.identities.push_back(homeFolder() / ".ssh" / name);
    }
    return hops;
}

}  // namespace flambeau::remote
