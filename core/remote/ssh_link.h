// SPDX-License-Identifier: GPL-3.0-or-later
// One authenticated connection as its users see it: commands, each of which blocks its caller, from as many threads at
// once as like. Shared by the transports to that host; hangs up with its last owner.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "ssh_io.h"

namespace flambeau::remote {

/// A command on a channel. The callbacks are called on the caller's thread.
struct ChannelRequest {
    std::string command;
    /// Fills at most `size` bytes; 0: the input has ended. Negative: it cannot be read (the call fails with Io). May be
    /// called before the command begins.
    std::function<long(char* into, std::size_t size)> input;
    /// False: enough; the channel is closed and the answer is Canceled.
    std::function<bool(std::string_view)> out;
    std::function<void(std::string_view)> err;
    std::optional<std::chrono::milliseconds> timeout;
    std::stop_token stop;
    /// Whether a command that runs may be left yet. Until then it is waited for a little while.
    std::function<bool()> mayLeave;
    bool urgent = false;  ///< ends another one: may use the channel that is kept for it
};

class SshLink {
public:
    SshLink(Connected connected, std::shared_ptr<SshIo> io);
    ~SshLink();
    SshLink(const SshLink&) = delete;
    SshLink& operator=(const SshLink&) = delete;

    /// The exit status; 128 + signal where a signal ended it. Errors: Unreachable, Timeout, Canceled, Io. After
    /// Unreachable the link is of no more use.
    Result<int> run(const ChannelRequest& request);
    bool alive() const { return m_wire.alive(); }
    const std::string& who() const { return m_who; }  ///< "anna@gpu1"
    const HostKey& key() const { return m_key; }
    std::chrono::steady_clock::time_point since() const { return m_since; }

private:
    std::shared_ptr<SshIo> m_io;
    std::string m_who;
    HostKey m_key;
    std::chrono::steady_clock::time_point m_since = std::chrono::steady_clock::now();
    SshWire m_wire;
};

}  // namespace flambeau::remote
