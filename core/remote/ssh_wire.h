// SPDX-License-Identifier: GPL-3.0-or-later
// One authenticated connection and the commands on it, within the number of channels that the host allows at once. Made
// on any thread; once it is in an SshIo, all but alive() and nudged are that thread's alone until it is taken out.
#pragma once

#include <poll.h>

#include <atomic>
#include <deque>
#include <list>

#include "ssh_command.h"
#include "ssh_connect.h"

namespace flambeau::remote {

class SshWire {
public:
    using Clock = SshCommand::Clock;

    explicit SshWire(Connected connected);
    ~SshWire();
    SshWire(const SshWire&) = delete;
    SshWire& operator=(const SshWire&) = delete;

    bool alive() const { return m_alive; }
    std::atomic<bool> nudged{false};  ///< a caller has something for one of its commands

    void add(std::shared_ptr<Exchange> exchange);
    /// What to wait for at the socket; fd -1: nothing any more.
    pollfd socket() const;
    int fd() const { return m_alive ? m_fd : -1; }
    /// When it wants a turn though nothing comes.
    Clock::time_point next() const { return m_next; }
    /// Takes in what came, moves every command on, looks whether the host is still there.
    void turn(bool ready);
    Error gone() const;

private:
    void receive();
    void step(Clock::time_point now);
    void admit(Clock::time_point now);
    void refused(std::list<SshCommand>::iterator command, Clock::time_point now);
    void watch(Clock::time_point now);
    void plan(Clock::time_point now);
    Clock::duration askAfter() const;
    void die();
    void release();
    std::size_t inUse() const;

    Connected m_connected;  // empty once it is dead and nobody has a command on it
    Error m_gone;           ///< why, once it is dead
    int m_fd = -1;
    ssh_event m_event = nullptr;
    ssh_counter_struct m_socketBytes{}, m_packets{};
    std::deque<std::shared_ptr<Exchange>> m_waiting;
    std::list<SshCommand> m_commands;
    std::size_t m_limit;
    Clock::time_point m_limitLearned, m_heard, m_asked, m_lastOver, m_notBefore;
    int m_refusals = 0;  ///< in a row
    std::uint64_t m_heardBytes = 0, m_askedAt = 0, m_taken = 0;
    bool m_hasAsked = false, m_again = false;
    Clock::time_point m_next = Clock::time_point::max();
    std::atomic<bool> m_alive{true};
};

}  // namespace flambeau::remote
