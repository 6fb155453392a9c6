// SPDX-License-Identifier: GPL-3.0-or-later
// How a connection of libssh comes to be: the way through the hosts in between, each host's key, the user's proof.
// Blocks on the thread that wants it; what libssh says is turned into Errors here and in the files beside it.
#pragma once

#include <libssh/libssh.h>

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "flambeau/remote/secret_store.h"
#include "flambeau/remote/ssh_options.h"
#include "ssh_tunnel.h"

namespace flambeau::remote {

struct SessionFree {
    void operator()(ssh_session session) const;
};
using SessionPtr = std::unique_ptr<ssh_session_struct, SessionFree>;
struct KeyFree {
    void operator()(ssh_key key) const { ssh_key_free(key); }
};
using KeyPtr = std::unique_ptr<ssh_key_struct, KeyFree>;

/// Let in, and waiting for commands.
struct Connected {
    std::unique_ptr<SshTunnel> tunnel;  // before the session: it is gone after it
    SessionPtr session;
    std::string who;  ///< "anna@gpu1"
    HostKey key;      ///< that it has shown, and that is known
};

/// Goes through the jumps, checks each host's key, proves who the user is. `stop` cuts it short.
Result<Connected> connectSsh(const SshOptions& options, SshPrompter& prompter, SecretStore& secrets,
                             const std::stop_token& stop);

/// Every key and name that one hop needs, from the address and ~/.ssh/config.
struct HopSettings {
    domain::SshHop hop;  ///< complete: the true host name, the port, the user
    std::vector<fs::path> identities;
    bool identitiesGiven = false;  ///< by the address or the configuration, not the usual files
    bool identitiesOnly = false;
    fs::path knownHosts;
    std::string acceptFingerprint;
};
/// The jumps first, the target last.
Result<std::vector<HopSettings>> resolveHops(const SshOptions& options);

/// The key that it has shown; empty where it has shown none.
HostKey shownKey(ssh_session session);
/// Checks the key of the host that `session` has just connected to. Asks where it is unknown.
Status checkHostKey(ssh_session session, const HopSettings& hop, SshPrompter& prompter);
/// Proves who the user is, by what the host takes and the user has: keys, agent, codes, password. Secrets that let in
/// once are tried before anybody is asked.
Status authenticate(ssh_session session, const HopSettings& hop, bool useAgent, SshPrompter& prompter,
                    SecretStore& secrets, const std::stop_token& stop);
/// libssh's words for what went wrong last, plain.
std::string sshWords(ssh_session session);

}  // namespace flambeau::remote
