// SPDX-License-Identifier: GPL-3.0-or-later
// The Transport to a host over SSH: one authenticated connection (shared with the other transports of its pool, see
// ssh_pool.h), made when it is first needed and again after it was lost, and a channel for each command. Works with any
// login shell and whatever it prints. What is put and fetched goes through one channel as a stream. Thread rules as in
// transport.h; the prompter outlives it and is called on its thread.
#pragma once

#include <memory>

#include "flambeau/remote/exec_transport.h"
#include "flambeau/remote/ssh_options.h"

namespace flambeau::remote {

class SshHub;
class SshLink;

/// What happens where a connection was not to be had a moment ago: it is tried at once (a person waits), or the last
/// reason is given again until a pause has passed, which grows with each failure.
enum class Retry { Now, AfterPause };

class SshTransport : public ExecTransport {
public:
    /// With a connection of its own.
    SshTransport(SshOptions options, SshPrompter& prompter);
    /// Of a pool.
    SshTransport(SshOptions options, SshPrompter& prompter, std::shared_ptr<SshHub> hub);
    ~SshTransport() override;

    /// Connects where that has not been done; every other call does so with Retry::AfterPause. Errors: Unreachable,
    /// PermissionDenied (the host's key or the user's), Unsupported, Canceled.
    Status connect(std::stop_token stop = {}, Retry retry = Retry::Now);
    bool connected() const;
    /// The host's, of the connection that there is; empty: none.
    HostKey hostKey() const;
    /// Hangs up (what other threads have running ends first); the next call connects again.
    void disconnect();

    std::string name() const override;
    void stopBy(std::stop_token stop) override { m_stopBy = std::move(stop); }
    Result<CommandResult> exec(const Command& command) override;
    Result<CommandResult> stream(const StreamCommand& command) override;
    Status putBytes(const std::string& path, std::string_view bytes, unsigned mode = 0644) override;
    Status putFile(const fs::path& from, const std::string& to, const Progress& progress = {},
                   std::stop_token stop = {}) override;
    Status getFile(const std::string& from, const fs::path& to, const Progress& progress = {},
                   std::stop_token stop = {}) override;

private:
    struct Channel;
    Result<int> run(Channel& channel);
    void endGroup(const std::string& group);
    Result<std::string> putStream(const std::string& path, unsigned mode, std::function<long(char*, std::size_t)> input,
                                  std::stop_token stop);
    Status settle(const std::string& part, const std::string& to, std::uint64_t bytes);
    void discard(const std::string& part);

    SshOptions m_options;
    std::stop_token m_stopBy;
    SshPrompter& m_prompter;
    std::shared_ptr<SshHub> m_hub;
    std::shared_ptr<SshLink> m_link;
};

}  // namespace flambeau::remote
