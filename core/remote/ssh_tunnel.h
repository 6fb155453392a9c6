// SPDX-License-Identifier: GPL-3.0-or-later
// A way through a host to another one: bytes of a socket pair go through a forwarded channel ("direct-tcpip") of a
// connection, on a thread of its own that then owns the connection. Its end closes both.
#pragma once

#include <libssh/libssh.h>

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <thread>

#include "flambeau/base/result.h"

namespace flambeau::remote {

class SshTunnel {
public:
    /// `session` is authenticated and nobody else's from now on; `below` is the way to it, if there is one.
    static Result<std::unique_ptr<SshTunnel>> open(ssh_session session, const std::string& host, int port,
                                                   std::unique_ptr<SshTunnel> below, std::chrono::milliseconds timeout,
                                                   const std::stop_token& stop);
    ~SshTunnel();
    SshTunnel(const SshTunnel&) = delete;
    SshTunnel& operator=(const SshTunnel&) = delete;

    /// The near end, to be handed on once: whoever takes it closes it.
    int takeSocket();

private:
    SshTunnel() = default;
    void pump(const std::stop_token& stop);

    std::unique_ptr<SshTunnel> m_below;
    ssh_session m_session = nullptr;
    ssh_channel m_channel = nullptr;
    int m_near = -1, m_far = -1, m_wake = -1;
    std::jthread m_thread;
};

}  // namespace flambeau::remote
