// SPDX-License-Identifier: GPL-3.0-or-later
// Other machines: adding, testing, listing and forgetting them. One object on one thread; what reaches a host blocks
// and honours its stop token. Secrets are asked for when they are needed, kept in memory by who asks, never stored.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "flambeau/base/result.h"
#include "flambeau/domain/ssh_address.h"
#include "flambeau/session/run_ports.h"

namespace flambeau::session {

class HostConnections;
class Workspace;

/// Asks the person who sits there. Called on the service's thread; may block.
class ComputePrompter {
public:
    virtual ~ComputePrompter() = default;
    struct HostKey {
        std::string host, type, fingerprint;
        fs::path knownHosts;
    };
    struct Secret {
        enum class Kind { Passphrase, Password, Interactive } kind;
        std::string who;   ///< "anna@gpu1"
        std::string what;  ///< the key's file, or the host's own words (plain)
        bool echo = false;
        int attempt = 1;
    };
    virtual bool trust(const HostKey& key) = 0;
    virtual std::optional<std::string> secret(const Secret& secret) = 0;
};

struct ComputeRequest {
    std::string address;  ///< USER@HOST[:PORT], a name of ~/.ssh/config, or an ssh command line
    std::string name;     ///< empty: the host's
    std::vector<std::string> identities;
    std::string jumps;              ///< "door,inner"; empty: what the address or the configuration says
    std::string folder;             ///< empty: ~/.flambeau
    std::string libtorch;           ///< empty: the best one found there
    std::string acceptFingerprint;  ///< "SHA256:…"
};

struct ComputeTarget {
    std::string name;
    domain::SshAddress address;
    std::string folder = "~/.flambeau";
    std::string libtorch;          ///< a Python, an environment or a prefix there to build with; empty: the best one
    double added = 0, tested = 0;  ///< tested 0: never
    nlohmann::json facts;          ///< what the last test found; null: none
};

class ComputeService {
public:
    /// Connects over `connections`, which outlives it; without, over ones of its own that end with each call.
    explicit ComputeService(Workspace& workspace, HostConnections* connections = nullptr)
        : m_workspace(workspace), m_connections(connections) {}

    /// Connects, asks the host what it is, and keeps it: nothing is kept where it cannot be reached.
    Result<ComputeTarget> add(const ComputeRequest& request, ComputePrompter& prompter, std::stop_token stop,
                              const ProgressCallback& progress);
    Result<std::vector<ComputeTarget>> list() const;
    Result<ComputeTarget> find(const std::string& name) const;
    /// Asks it anew and keeps the answer. Where it cannot be reached, what was known stays.
    Result<ComputeTarget> test(const std::string& name, ComputePrompter& prompter, std::stop_token stop,
                               const ProgressCallback& progress);
    /// Forgets it. Its folder on the host stays.
    Status remove(const std::string& name);
    /// Knows again what was forgotten, as it was; asks nobody.
    Status restore(const ComputeTarget& target);

    /// What can be picked: names of ~/.ssh/config without a wildcard.
    static std::vector<std::string> knownHosts();

private:
    Result<nlohmann::json> ask(const ComputeTarget& target, const std::string& acceptFingerprint,
                               ComputePrompter& prompter, std::stop_token stop, const ProgressCallback& progress);

    Workspace& m_workspace;
    HostConnections* m_connections;
};

/// The command that enters it by hand: "ssh", "-p", "2222", "anna@gpu1".
std::vector<std::string> sshCommand(const ComputeTarget& target);

nlohmann::json toJson(const ComputeTarget& target);

}  // namespace flambeau::session
