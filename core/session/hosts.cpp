// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/hosts.h"

#include "flambeau/base/strings.h"
#include "flambeau/domain/this_machine.h"
#include "flambeau/remote/local_transport.h"
#include "flambeau/remote/ssh_pool.h"
#include "flambeau/session/compute_service.h"
#include "flambeau/session/workspace.h"
#include "program_secrets.h"

namespace flambeau::session {

namespace {

/// The services' prompter as the connection's.
class Asker : public remote::SshPrompter {
public:
    explicit Asker(ComputePrompter* prompter) : m_prompter(prompter) {}
    bool trust(const remote::HostKeyQuestion& q) override {
        return m_prompter != nullptr && m_prompter->trust({q.host, q.type, q.fingerprint, q.knownHosts});
    }
    std::optional<std::string> secret(const remote::SecretQuestion& q) override {
        if (m_prompter == nullptr)
            return std::nullopt;
        using Kind = ComputePrompter::Secret::Kind;
        const Kind kind = q.kind == remote::SecretQuestion::Kind::Passphrase ? Kind::Passphrase
                          : q.kind == remote::SecretQuestion::Kind::Password ? Kind::Password
                                                                             : Kind::Interactive;
        return m_prompter->secret({kind, q.who, q.what, q.echo, q.attempt});
    }

private:
    ComputePrompter* m_prompter;
};

}  // namespace

struct Hosts::Known {
    std::string way;  ///< toJson of the target, without its facts: another way needs another transport
    std::unique_ptr<remote::SshTransport> transport;
    std::string folder, libtorch;
};

HostConnections::HostConnections() : m_pool(std::make_unique<remote::SshPool>(programSecrets())) {}
HostConnections::~HostConnections() = default;

Hosts::Hosts(Workspace& workspace, HostConnections& connections, ComputePrompter* prompter)
    : m_workspace(workspace),
      m_connections(connections),
      m_personWaits(prompter != nullptr),
      m_prompter(std::make_unique<Asker>(prompter)),
      m_local(std::make_unique<remote::LocalTransport>()) {}

Hosts::~Hosts() = default;

std::unique_ptr<remote::SshTransport> Hosts::transport(const ComputeTarget& target,
                                                       const std::string& acceptFingerprint) {
    remote::SshOptions options;
    options.address = target.address;
    options.acceptFingerprint = acceptFingerprint;
    return m_connections.pool().transport(options, *m_prompter);
}

Result<HostPlace> Hosts::place(const std::string& compute, std::stop_token stop) {
    HostPlace place;
    if (domain::isThisMachine(compute)) {
        place.name = domain::kThisMachine;
        place.folder = m_workspace.paths().local().string();
        place.transport = m_local.get();
        return place;
    }
    FLAMBEAU_TRY(ComputeTarget target, ComputeService(m_workspace).find(compute));
    place.name = target.name;
    place.local = false;
    place.facts = std::move(target.facts);
    target.facts = nullptr;
    auto way = toJson(target);
    way.erase("tested");
    auto& known = m_known[compute];
    if (!known || known->way != way.dump()) {
        known = std::make_unique<Known>();
        known->way = way.dump();
        known->transport = transport(target);
    }
    place.transport = known->transport.get();
    FLAMBEAU_CHECK(known->transport->connect(stop, m_personWaits ? remote::Retry::Now : remote::Retry::AfterPause));
    if (known->folder.empty()) {
        for (std::string* path : {&target.folder, &target.libtorch}) {
            if (!startsWith(*path, "~/"))
                continue;
            FLAMBEAU_TRY(const std::string home, known->transport->home());
            *path = (home == "/" ? "" : home) + path->substr(1);
        }
        known->libtorch = target.libtorch;
        known->folder = target.folder;
    }
    place.libtorch = known->libtorch;
    place.folder = known->folder;
    return place;
}

std::string placeTitle(const std::string& compute) {
    return domain::isThisMachine(compute) ? "this machine" : compute;
}

}  // namespace flambeau::session
