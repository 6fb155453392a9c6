// SPDX-License-Identifier: GPL-3.0-or-later
// The connections of a program: one a host, shared by all transports to it, whichever thread they are used on. Owned by
// the program, outlives the transports that it gave; safe on any thread.
#pragma once

#include <memory>

#include "flambeau/remote/ssh_options.h"
#include "flambeau/remote/ssh_transport.h"

namespace flambeau::remote {

class SshPool {
public:
    SshPool();
    ~SshPool();
    SshPool(const SshPool&) = delete;
    SshPool& operator=(const SshPool&) = delete;

    /// A transport for the calling thread. Nothing is connected yet; where that becomes necessary, `prompter` (which
    /// outlives the transport) is asked, on the thread that needs it.
    std::unique_ptr<SshTransport> transport(SshOptions options, SshPrompter& prompter);
};

}  // namespace flambeau::remote
