// SPDX-License-Identifier: GPL-3.0-or-later
// The connections of a program: one a host, shared by all transports to it, whichever thread they are used on, and
// driven by one thread of its own. A connection stays until it is lost, a transport hangs it up or the pool and all its
// transports are gone. Commands beyond what a host allows at once wait for one another; few connections are made at a
// time. Owned by the program; safe on any thread.
#pragma once

#include <memory>

#include "flambeau/remote/secret_store.h"
#include "flambeau/remote/ssh_options.h"
#include "flambeau/remote/ssh_transport.h"

namespace flambeau::remote {

class SshPool {
public:
    /// Secrets that let in are kept in `secrets`; in memory, for the pool's life, where none is given.
    explicit SshPool(std::shared_ptr<SecretStore> secrets = {});
    ~SshPool();
    SshPool(const SshPool&) = delete;
    SshPool& operator=(const SshPool&) = delete;

    /// A transport for the calling thread. Nothing is connected yet; where that becomes necessary, `prompter` (which
    /// outlives the transport) is asked, on the thread that needs it.
    std::unique_ptr<SshTransport> transport(SshOptions options, SshPrompter& prompter);

private:
    std::shared_ptr<SshHub> m_hub;
};

}  // namespace flambeau::remote
