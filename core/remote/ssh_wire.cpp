// SPDX-License-Identifier: GPL-3.0-or-later
#include "ssh_wire.h"

#include <fcntl.h>
#include <libssh/server.h>  // of it ssh_send_keepalive alone
#include <linux/sockios.h>
#include <sys/ioctl.h>

#include <algorithm>

namespace flambeau::remote {
namespace {

using std::chrono::milliseconds;

// A host that says nothing for so long is asked whether it is there; where it stays silent it is not.
constexpr milliseconds kAskAfter{3000}, kAnswerWithin{3000};
/// While an answer is awaited: how often it is looked whether the question has got there.
constexpr milliseconds kLook{500};
/// What sshd allows at once where it is not told otherwise; one of them is kept for ending the others.
constexpr std::size_t kMostChannels = 10;
/// After so long a host that refused a channel is tried with one more.
constexpr milliseconds kTryMoreAfter{30'000};
/// A channel that has ended may still count at the host for so long.
constexpr milliseconds kCountsFor{1000}, kRefusedPause{20};
constexpr int kMostRefusals = 40;
/// One that nobody uses is asked now and then: who comes next shall not be the one to find out that it is dead.
constexpr std::chrono::minutes kAskIdleAfter{2};
/// A host that leaves so many channels unanswered answers none.
constexpr std::size_t kMostUnanswered = 64;
/// Packets taken in before the other connections have their turn.
constexpr int kMostReads = 64, kMostRounds = 8;

}  // namespace

SshWire::SshWire(Connected connected)
    : m_connected(std::move(connected)),
      m_limit(kMostChannels),
      m_limitLearned(Clock::now()),
      m_heard(m_limitLearned),
      m_asked(m_limitLearned) {
    ssh_session session = m_connected.session.get();
    ssh_set_blocking(session, 0);
    // libssh has made it a blocking one; a host that takes nothing must not keep the others waiting.
    m_fd = ssh_get_fd(session);
    ::fcntl(m_fd, F_SETFL, ::fcntl(m_fd, F_GETFL) | O_NONBLOCK);
    m_event = ssh_event_new();
    if (m_event == nullptr || ssh_event_add_session(m_event, session) != SSH_OK)
        m_alive = false;
    ssh_set_counters(session, &m_socketBytes, &m_packets);
}

SshWire::~SshWire() {
    die();
}

/// The socket and all that hangs on it: whoever still knows this connection may not come back for hours.
void SshWire::release() {
    if (!m_connected.session)
        return;
    ssh_set_counters(m_connected.session.get(), nullptr, nullptr);
    if (m_event != nullptr) {
        ssh_event_remove_session(m_event, m_connected.session.get());
        ssh_event_free(std::exchange(m_event, nullptr));
    }
    m_connected.session.reset();
    m_connected.tunnel.reset();
}

Error SshWire::gone() const {
    return {ErrorCode::Unreachable, "The connection to " + m_connected.who + " is gone.",
            "Nothing is lost there: Flambeau goes on when the host can be reached again.",
            sshWords(m_connected.session.get())};
}

void SshWire::add(std::shared_ptr<Exchange> exchange) {
    m_waiting.push_back(std::move(exchange));
}

pollfd SshWire::socket() const {
    if (!m_alive)
        return {-1, 0, 0};
    ssh_session session = m_connected.session.get();
    const bool writes = (ssh_get_poll_flags(session) & SSH_WRITE_PENDING) != 0;
    return {m_fd, static_cast<short>(POLLIN | (writes ? POLLOUT : 0)), 0};
}

void SshWire::receive() {
    for (int i = 0; i < kMostReads && ssh_event_dopoll(m_event, 0) == SSH_OK;)
        ++i;
}

void SshWire::turn(bool ready) {
    if (!m_alive)
        return die();
    if (ready)
        receive();
    // Whatever is asked of libssh may take packets in, for any of the commands: none is left unseen.
    std::uint64_t seen = 0;
    int rounds = 0;
    do {
        seen = m_packets.in_packets;
        step(Clock::now());
    } while (m_alive && m_packets.in_packets != seen && ++rounds < kMostRounds);
    m_again = m_packets.in_packets != seen;
    if (!m_alive)
        return;
    for (SshCommand& command : m_commands)
        command.tell();
    const auto now = Clock::now();
    watch(now);
    if (m_alive && ssh_is_connected(m_connected.session.get()) == 0)
        die();
    plan(now);
}

void SshWire::step(Clock::time_point now) {
    // Who has sent goes behind the others, so that a large upload leaves each of them its turn.
    auto command = m_commands.begin();
    for (std::size_t left = m_commands.size(); left > 0 && command != m_commands.end(); --left) {
        const auto state = command->step(now);
        const auto at = command++;
        if (at->hasSent() && state != SshCommand::State::Refused && state != SshCommand::State::Over)
            m_commands.splice(m_commands.end(), m_commands, at);
        if (state == SshCommand::State::Refused)
            refused(at, now);
        else if (state == SshCommand::State::Over) {
            m_commands.erase(at);
            m_lastOver = now;
        } else if (state != SshCommand::State::Opening) {
            m_refusals = 0;
        }
    }
    admit(now);
}

/// The host allows fewer at once than were tried: the command waits for one of the others to end. A host may take a
/// moment until one that has ended no longer counts.
void SshWire::refused(std::list<SshCommand>::iterator command, Clock::time_point now) {
    const std::size_t others = inUse() - (command->waitsForNobody() ? 0 : 1);
    const bool mayCount = now - m_lastOver < kCountsFor && ++m_refusals < kMostRefusals;
    if (mayCount) {
        m_notBefore = now + kRefusedPause;
        m_waiting.push_front(command->exchange());
    } else if (others == 0) {
        command->finish(Error{ErrorCode::Failed, m_connected.who + " starts no command.",
                              "It may allow none for this user (MaxSessions).", sshWords(m_connected.session.get())});
    } else {
        m_limit = others;
        m_limitLearned = now;
        m_waiting.push_front(command->exchange());
    }
    m_commands.erase(command);
}

/// Channels that count at the host.
std::size_t SshWire::inUse() const {
    return static_cast<std::size_t>(std::count_if(m_commands.begin(), m_commands.end(),
                                                  [](const SshCommand& each) { return !each.waitsForNobody(); }));
}

void SshWire::admit(Clock::time_point now) {
    if (m_commands.size() - inUse() > kMostUnanswered)
        return die();
    if (!m_waiting.empty() && m_limit < kMostChannels && now - m_limitLearned > kTryMoreAfter) {
        ++m_limit;
        m_limitLearned = now;
    }
    if (now < m_notBefore)
        return;
    for (auto at = m_waiting.begin(); at != m_waiting.end();) {
        bool abandoned = false;
        {
            const std::lock_guard lock((*at)->mutex);
            abandoned = (*at)->abandoned;
        }
        const std::size_t room = (*at)->urgent ? m_limit : std::max<std::size_t>(1, m_limit - 1);
        if (!abandoned && inUse() >= room) {
            ++at;
            continue;
        }
        if (!abandoned && m_commands.empty())
            m_heard = now;  // what was not asked for anything had nothing to say
        if (!abandoned)
            m_commands.emplace_back(m_connected.session.get(), *at, m_connected.who).step(now);
        at = m_waiting.erase(at);
    }
}

void SshWire::watch(Clock::time_point now) {
    if (m_packets.in_bytes != m_heardBytes) {
        m_heardBytes = m_packets.in_bytes;
        m_heard = now;
        m_hasAsked = false;
        return;
    }
    ssh_session session = m_connected.session.get();
    if (!m_hasAsked) {
        if (now - m_heard < askAfter())
            return;
        // Asks for an answer, whichever it is. Twice: after one that was answered, libssh's next call only clears its
        // state and sends nothing; a second one while an answer is awaited does nothing.
        ssh_send_keepalive(session);
        ssh_send_keepalive(session);
        m_hasAsked = true;
        m_asked = now;
        m_askedAt = 0;
        m_taken = 0;
    }
    // On a slow way much may be sent before the question: while that goes on, the answer has time.
    int waiting = 0;
    if (::ioctl(ssh_get_fd(session), SIOCOUTQ, &waiting) == 0) {
        const std::uint64_t taken = m_socketBytes.out_bytes - static_cast<std::uint64_t>(std::max(0, waiting));
        if (m_askedAt == 0 && (ssh_get_status(session) & SSH_WRITE_PENDING) == 0)
            m_askedAt = m_socketBytes.out_bytes;
        if (taken > m_taken && m_taken != 0 && (m_askedAt == 0 || m_taken < m_askedAt))
            m_asked = now;
        m_taken = std::max<std::uint64_t>(taken, 1);
    }
    if (now - m_asked >= kAnswerWithin)
        die();
}

SshWire::Clock::duration SshWire::askAfter() const {
    return m_commands.empty() ? Clock::duration(kAskIdleAfter) : Clock::duration(kAskAfter);
}

void SshWire::plan(Clock::time_point now) {
    m_next = Clock::time_point::max();
    if (!m_alive)
        return;
    if (m_again)
        m_next = now;
    m_next = std::min(m_next, m_hasAsked ? now + kLook : m_heard + askAfter());
    if (!m_waiting.empty() && now < m_notBefore)
        m_next = std::min(m_next, m_notBefore);
    if (!m_waiting.empty() && m_limit < kMostChannels)
        m_next = std::min(m_next, m_limitLearned + kTryMoreAfter + milliseconds(1));
    for (const SshCommand& command : m_commands)
        m_next = std::min(m_next, command.next().value_or(Clock::time_point::max()));
}

void SshWire::die() {
    if (m_connected.session)
        m_gone = gone();
    m_alive = false;
    m_next = Clock::time_point::max();
    for (SshCommand& command : m_commands)
        command.finish(m_gone);
    m_commands.clear();
    release();
    for (const auto& exchange : m_waiting) {
        const std::lock_guard lock(exchange->mutex);
        exchange->done = m_gone;
        exchange->changed.notify_all();
    }
    m_waiting.clear();
}

}  // namespace flambeau::remote
