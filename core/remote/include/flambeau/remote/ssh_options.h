// SPDX-License-Identifier: GPL-3.0-or-later
// What a connection over SSH is made of, and whom it asks. Plain values; the prompter is the program's, outlives the
// transport, and is called on the transport's thread, where it may block until a person has answered.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "flambeau/base/files.h"
#include "flambeau/domain/ssh_address.h"

namespace flambeau::remote {

/// By which a host proves that it is the one that is meant.
struct HostKey {
    std::string type;         ///< "ssh-ed25519"
    std::string fingerprint;  ///< "SHA256:…"
};

struct HostKeyQuestion {
    std::string host;         ///< "gpu1" or "[gpu1]:2222", as it will stand in known_hosts
    std::string type;         ///< "ssh-ed25519"
    std::string fingerprint;  ///< "SHA256:…"
    fs::path knownHosts;      ///< where it is written
};

struct SecretQuestion {
    enum class Kind { Passphrase, Password, Interactive };
    Kind kind = Kind::Password;
    std::string who;   ///< "anna@gpu1"
    std::string what;  ///< the key's file; what the host asks (plain text, never to be taken for ours)
    bool echo = false;
    int attempt = 1;
};

class SshPrompter {
public:
    virtual ~SshPrompter() = default;
    /// Whether a key that was never seen belongs to the host. Yes writes it to known_hosts.
    virtual bool trust(const HostKeyQuestion& question) = 0;
    /// Empty: the user does not want to say. Never stored, never logged.
    virtual std::optional<std::string> secret(const SecretQuestion& question) = 0;
};

/// Asks nobody: no key is trusted, no secret is known.
class SilentPrompter : public SshPrompter {
public:
    bool trust(const HostKeyQuestion&) override { return false; }
    std::optional<std::string> secret(const SecretQuestion&) override { return std::nullopt; }
};

struct SshOptions {
    domain::SshAddress address;
    fs::path configFile;            ///< empty: ~/.ssh/config
    fs::path knownHosts;            ///< empty: what the configuration says, else ~/.ssh/known_hosts
    std::string acceptFingerprint;  ///< "SHA256:…": an unknown key of the target with it is trusted without asking
    bool useAgent = true;
    std::chrono::milliseconds connectTimeout{15'000};
};

/// Names of ~/.ssh/config without a wildcard, in its order.
std::vector<std::string> sshConfigNames();

}  // namespace flambeau::remote
