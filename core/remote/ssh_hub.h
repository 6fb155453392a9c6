// SPDX-License-Identifier: GPL-3.0-or-later
// The connections of a pool by whom they reach: made once however many threads ask, few at a time, after a failure not
// again at once. Shared by a pool and the transports that it gave; safe on any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "flambeau/remote/ssh_transport.h"
#include "ssh_link.h"

namespace flambeau::remote {

class SshHub {
public:
    explicit SshHub(std::shared_ptr<SecretStore> secrets) : m_secrets(std::move(secrets)) {}

    /// The connection there is, or a new one. Errors: as SshTransport::connect.
    Result<std::shared_ptr<SshLink>> link(const SshOptions& options, SshPrompter& prompter, Retry retry,
                                          const std::stop_token& stop);
    /// Nobody else is given it from now on.
    void forget(const std::shared_ptr<SshLink>& link);

private:
    using Clock = std::chrono::steady_clock;
    using Lock = std::unique_lock<std::mutex>;
    struct Host {
        std::shared_ptr<SshLink> link;
        bool connecting = false;
        std::uint64_t attempts = 0;  ///< that have ended
        int failures = 0;            ///< in a row
        int losses = 0;              ///< in a row, each as soon as it was made
        Clock::time_point notBefore;
        std::optional<Error> reason;  ///< of the last failure
        std::string accepted;         ///< the fingerprint that the last attempt would have taken
        bool asked = false;           ///< the last attempt was one that a person waits for
    };
    class Turn;

    Result<std::shared_ptr<SshLink>> connect(Host& host, const SshOptions& options, SshPrompter& prompter, Retry retry,
                                             const std::stop_token& stop, Lock& lock);
    void failed(Host& host, Error reason);

    const std::shared_ptr<SecretStore> m_secrets;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::map<std::string, Host> m_hosts;
    int m_connecting = 0;  ///< connections that are being made and wait for no person
    std::shared_ptr<SshIo> m_io;
};

}  // namespace flambeau::remote
