// SPDX-License-Identifier: GPL-3.0-or-later
// One authenticated connection of libssh, and commands on it. Lives on one thread; what libssh says is turned into
// Errors here and nowhere else.
#pragma once

#include <libssh/libssh.h>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "flambeau/remote/ssh_options.h"
#include "ssh_tunnel.h"

namespace flambeau::remote {

/// A command on a channel. The callbacks are called on the caller's thread.
struct ChannelRequest {
    std::string command;
    /// Fills at most `size` bytes; 0: the input has ended. Negative: it cannot be read (the call fails with Io).
    std::function<long(char* into, std::size_t size)> input;
    /// False: enough; the channel is closed and the answer is Canceled.
    std::function<bool(std::string_view)> out;
    std::function<void(std::string_view)> err;
    std::optional<std::chrono::milliseconds> timeout;
    std::stop_token stop;
};

struct SessionFree {
    void operator()(ssh_session session) const;
};
using SessionPtr = std::unique_ptr<ssh_session_struct, SessionFree>;
struct KeyFree {
    void operator()(ssh_key key) const { ssh_key_free(key); }
};
using KeyPtr = std::unique_ptr<ssh_key_struct, KeyFree>;

class SshLink {
public:
    /// Goes through the jumps, checks each host's key, proves who the user is. Blocks; `stop` cuts it short.
    static Result<std::unique_ptr<SshLink>> open(const SshOptions& options, SshPrompter& prompter,
                                                 const std::stop_token& stop);

    /// The exit status; 128 + signal where a signal ended it. Errors: Unreachable, Timeout, Canceled, Io. After
    /// Unreachable the link is of no more use.
    Result<int> run(const ChannelRequest& request);
    bool alive() const;
    const std::string& who() const { return m_who; }  ///< "anna@gpu1"

private:
    SshLink(SessionPtr session, std::unique_ptr<SshTunnel> tunnel, std::string who);

    std::unique_ptr<SshTunnel> m_tunnel;  // before the session: it is gone after it
    SessionPtr m_session;
    std::string m_who;
    bool m_dead = false;
};

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

/// Checks the key of the host that `session` has just connected to. Asks where it is unknown.
Status checkHostKey(ssh_session session, const HopSettings& hop, SshPrompter& prompter);
/// Proves who the user is, by what the host takes and the user has: keys, agent, codes, password.
Status authenticate(ssh_session session, const HopSettings& hop, bool useAgent, SshPrompter& prompter,
                    const std::stop_token& stop);
/// libssh's words for what went wrong last, plain.
std::string sshWords(ssh_session session);

}  // namespace flambeau::remote
