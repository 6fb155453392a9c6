// SPDX-License-Identifier: GPL-3.0-or-later
// One command on one channel of a connection, as a state machine: it never waits, and goes on as far as it can whenever
// the connection has moved. Owned by the connection; used on the thread that drives it alone.
#pragma once

#include <libssh/callbacks.h>
#include <libssh/libssh.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "ssh_exchange.h"

namespace flambeau::remote {

class SshCommand {
public:
    using Clock = std::chrono::steady_clock;
    /// Refused: the host opened no channel for it; nobody has been told. Over: the channel is gone on both sides, or
    /// was never there.
    enum class State { Opening, Requesting, Running, Leaving, Refused, Over };

    SshCommand(ssh_session session, std::shared_ptr<Exchange> exchange, const std::string& who);
    ~SshCommand();
    SshCommand(const SshCommand&) = delete;
    SshCommand& operator=(const SshCommand&) = delete;

    State step(Clock::time_point now);
    State state() const { return m_state; }
    /// Its caller has left before the host has opened a channel: it holds none, as far as anybody can tell.
    bool waitsForNobody() const { return m_state == State::Opening && m_left; }
    /// Whether it has sent something since this was last asked.
    bool hasSent() { return std::exchange(m_sent, false); }
    /// When it wants a step though nothing comes.
    std::optional<Clock::time_point> next() const;
    const std::shared_ptr<Exchange>& exchange() const { return m_exchange; }
    /// Wakes the caller where something has come for it: once for all that a turn has brought.
    void tell();
    /// Tells the caller how it ended, once.
    void finish(Result<int> result);

private:
    static int onData(ssh_session, ssh_channel, void* data, std::uint32_t size, int isErr, void* self);
    static void onStatus(ssh_session, ssh_channel, int status, void* self);
    static void onSignal(ssh_session, ssh_channel, const char* signal, int, const char*, const char*, void* self);
    static void onClose(ssh_session, ssh_channel, void* self);

    std::uint32_t take(std::string_view bytes, bool isErr);
    State run(Clock::time_point now);
    void drain();
    void feed();
    bool nextChunk();
    void leave(Clock::time_point now);
    bool abandoned() const;

    ssh_session m_session;
    const std::shared_ptr<Exchange> m_exchange;
    const std::string& m_who;
    State m_state = State::Opening;
    ssh_channel m_channel = nullptr;
    ssh_channel_callbacks_struct m_callbacks{};
    Chunk m_chunk;
    bool m_left = false;  ///< the caller has
    bool m_sent = false, m_floods = false;
    bool m_told = true;              ///< the caller knows that something waits for it
    std::size_t m_held[2] = {0, 0};  ///< of stdout and stderr: what libssh holds since the caller was behind
    bool m_finished = false, m_closed = false, m_inputOver = false;
    std::optional<int> m_status;
    Clock::time_point m_exited, m_leftAt;
};

}  // namespace flambeau::remote
