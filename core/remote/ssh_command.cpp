// SPDX-License-Identifier: GPL-3.0-or-later
#include "ssh_command.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "ssh_connect.h"

namespace flambeau::remote {
namespace {

using std::chrono::milliseconds;

/// A child that keeps the command's output open does not keep the answer.
constexpr milliseconds kAfterExit{5000};
/// How long the host may take to say that a channel that was left is gone.
constexpr milliseconds kLeaveWithin{30'000};

/// A host that keeps to its window is held back long before.
constexpr std::size_t kMostHeld = 8u << 20;

int statusOf(const char* signal) {
    static constexpr std::pair<const char*, int> known[] = {{"ABRT", 6}, {"ALRM", 14}, {"FPE", 8},  {"HUP", 1},
                                                            {"ILL", 4},  {"INT", 2},   {"KILL", 9}, {"PIPE", 13},
                                                            {"QUIT", 3}, {"SEGV", 11}, {"TERM", 15}};
    for (const auto& [name, number] : known)
        if (signal != nullptr && std::string_view(name) == signal)
            return 128 + number;
    return 255;
}

/// libssh says "again" where the socket takes nothing just now, having sent but the first half.
void closeChannel(ssh_channel channel) {
    for (int half = 0; half < 3 && ssh_channel_close(channel) == SSH_AGAIN;)
        ++half;
}

}  // namespace

int SshCommand::onData(ssh_session, ssh_channel, void* data, std::uint32_t size, int isErr, void* self) {
    auto& command = *static_cast<SshCommand*>(self);
    const std::uint32_t taken = command.take({static_cast<const char*>(data), size}, isErr != 0);
    command.m_held[isErr != 0 ? 1 : 0] = size - taken;
    command.m_floods = command.m_floods || size - taken > kMostHeld;
    return static_cast<int>(taken);
}

void SshCommand::onStatus(ssh_session, ssh_channel, int status, void* self) {
    auto& command = *static_cast<SshCommand*>(self);
    command.m_status = status;
    command.m_exited = Clock::now();
}

void SshCommand::onSignal(ssh_session, ssh_channel, const char* signal, int, const char*, const char*, void* self) {
    auto& command = *static_cast<SshCommand*>(self);
    command.m_status = statusOf(signal);
    command.m_exited = Clock::now();
}

void SshCommand::onClose(ssh_session, ssh_channel, void* self) {
    static_cast<SshCommand*>(self)->m_closed = true;
}

SshCommand::SshCommand(ssh_session session, std::shared_ptr<Exchange> exchange, const std::string& who)
    : m_session(session), m_exchange(std::move(exchange)), m_who(who), m_channel(ssh_channel_new(session)) {
    if (m_channel == nullptr) {
        finish(Error{ErrorCode::Failed, "There is no memory for another channel.", {}, {}});
        m_state = State::Over;
        return;
    }
    m_callbacks.userdata = this;
    m_callbacks.channel_data_function = onData;
    m_callbacks.channel_exit_status_function = onStatus;
    m_callbacks.channel_exit_signal_function = onSignal;
    m_callbacks.channel_close_function = onClose;
    ssh_callbacks_init(&m_callbacks);
    ssh_set_channel_callbacks(m_channel, &m_callbacks);
}

SshCommand::~SshCommand() {
    if (m_channel == nullptr)
        return;
    ssh_remove_channel_callbacks(m_channel, &m_callbacks);
    if (m_state != State::Opening && m_state != State::Refused)
        closeChannel(m_channel);
    ssh_channel_free(m_channel);
}

void SshCommand::finish(Result<int> result) {
    if (m_finished)
        return;
    m_finished = true;
    const std::lock_guard lock(m_exchange->mutex);
    m_exchange->done = std::move(result);
    m_exchange->changed.notify_all();
}

bool SshCommand::abandoned() const {
    const std::lock_guard lock(m_exchange->mutex);
    return m_exchange->abandoned;
}

/// All of it or nothing: libssh keeps what is not taken, and lets the host send no more than its window.
std::uint32_t SshCommand::take(std::string_view bytes, bool isErr) {
    const auto size = static_cast<std::uint32_t>(bytes.size());
    if (m_status)
        m_exited = Clock::now();  // what was still on its way may be much: silence counts from here
    if (m_finished || (!isErr && !m_exchange->wantsOut))
        return size;
    const std::lock_guard lock(m_exchange->mutex);
    std::string& waiting = isErr ? m_exchange->err : m_exchange->out;
    if (m_exchange->abandoned)
        return size;
    if (waiting.size() >= Exchange::kMostWaiting) {
        m_exchange->held = true;
        return 0;
    }
    m_told = m_told && !waiting.empty();
    waiting += bytes;
    return size;
}

void SshCommand::tell() {
    if (std::exchange(m_told, true))
        return;
    const std::lock_guard lock(m_exchange->mutex);
    m_exchange->changed.notify_all();
}

/// What was held back for a slow caller, all at once: libssh opens the window again whatever little is read.
void SshCommand::drain() {
    for (int stream = 0; stream < 2; ++stream) {
        if (m_held[stream] == 0)
            continue;
        {
            const std::lock_guard lock(m_exchange->mutex);
            if ((stream == 1 ? m_exchange->err : m_exchange->out).size() >= Exchange::kMostWaiting)
                continue;
            m_exchange->held = false;
        }
        std::string all;
        std::array<char, 64u << 10> some;
        while (m_held[stream] > 0) {
            const int got = ssh_channel_read_nonblocking(m_channel, some.data(), some.size(), stream);
            if (got <= 0) {
                m_held[stream] = 0;  // libssh has thrown it away
                m_floods = true;
                break;
            }
            m_held[stream] -= std::min(m_held[stream], static_cast<std::size_t>(got));
            all.append(some.data(), static_cast<std::size_t>(got));
        }
        take(all, stream == 1);
    }
}

/// False: there is nothing to send just now, or for good.
bool SshCommand::nextChunk() {
    {
        const std::lock_guard lock(m_exchange->mutex);
        if (m_chunk.bytes)
            m_exchange->spare.push_back(std::exchange(m_chunk, {}));
        if (!m_exchange->toSend.empty()) {
            m_chunk = std::move(m_exchange->toSend.front());
            m_exchange->toSend.pop_front();
            m_exchange->changed.notify_all();
            return true;
        }
        m_exchange->hungry = !m_exchange->inputEnded;
        if (!m_exchange->inputEnded)
            return false;
    }
    // Without the lock: libssh may take packets in here, and gives them to our callbacks.
    m_inputOver = true;
    ssh_channel_send_eof(m_channel);
    return false;
}

void SshCommand::feed() {
    while (!m_inputOver && !m_closed) {
        if (m_chunk.at == m_chunk.size && !nextChunk())
            return;
        const std::size_t window = ssh_channel_window_size(m_channel);
        const auto size = static_cast<std::uint32_t>(std::min(window, m_chunk.size - m_chunk.at));
        if (size == 0 || (ssh_get_status(m_session) & SSH_WRITE_PENDING) != 0)
            return;
        const int sent = ssh_channel_write(m_channel, m_chunk.bytes.get() + m_chunk.at, size);
        if (sent == SSH_AGAIN || sent == 0)
            return;
        if (sent < 0) {  // the command takes no more: its status will say why
            m_inputOver = true;
            const std::lock_guard lock(m_exchange->mutex);
            m_exchange->inputRefused = true;
            return;
        }
        m_chunk.at += static_cast<std::size_t>(sent);
        m_sent = true;
    }
}

void SshCommand::leave(Clock::time_point now) {
    m_state = State::Leaving;
    m_leftAt = now;
    if (!m_closed && !m_status)
        ssh_channel_request_send_signal(m_channel, "TERM");  // not every host does; the caller ends it by name as well
    closeChannel(m_channel);
}

SshCommand::State SshCommand::run(Clock::time_point now) {
    if (abandoned()) {
        m_finished = true;
        leave(now);
        return m_state;
    }
    if (!m_floods)
        drain();
    if (m_floods) {
        finish(Error{
            ErrorCode::Corrupt, m_who + " sends more than it may.", "Its sshd does not keep to the protocol.", {}});
        leave(now);
        return m_state;
    }
    feed();
    if (m_held[0] + m_held[1] > 0) {
        m_exited = now;
        return m_state;
    }
    if (m_closed) {
        finish(m_status.value_or(255));
        return m_state = State::Over;
    }
    if (m_status && now - m_exited > kAfterExit) {
        finish(*m_status);
        leave(now);
    }
    return m_state;
}

SshCommand::State SshCommand::step(Clock::time_point now) {
    if (m_state == State::Opening) {
        const int code = ssh_channel_open_session(m_channel);
        m_left = abandoned();
        if (code == SSH_AGAIN)
            return m_state;
        if (code != SSH_OK)
            return ssh_is_connected(m_session) != 0 ? m_state = State::Refused : m_state;
        m_state = State::Requesting;
        if (m_left) {
            m_status = 0;  // nothing runs there
            leave(now);
        }
    }
    if (m_state == State::Requesting && m_exchange->started && abandoned()) {
        m_finished = true;  // a host that never says whether it starts the command
        leave(now);
    }
    if (m_state == State::Requesting) {
        {
            const std::lock_guard lock(m_exchange->mutex);
            m_exchange->started = true;
        }
        const int code = ssh_channel_request_exec(m_channel, m_exchange->command.c_str());
        if (code == SSH_OK || (code == SSH_AGAIN && m_closed)) {
            m_state = State::Running;
        } else if (code == SSH_AGAIN) {
            feed();  // what the command reads may follow its name at once
        } else if (ssh_is_connected(m_session) != 0) {
            finish(Error{ErrorCode::Failed, m_who + " starts no command.",
                         "It may allow none for this user, or none of this kind.", sshWords(m_session)});
            m_status = 255;
            leave(now);
        }
    }
    if (m_state == State::Running)
        run(now);
    if (m_state == State::Leaving && (m_closed || now - m_leftAt > kLeaveWithin))
        m_state = State::Over;
    return m_state;
}

std::optional<SshCommand::Clock::time_point> SshCommand::next() const {
    if (m_state == State::Leaving)
        return m_leftAt + kLeaveWithin + milliseconds(1);
    if (m_state == State::Running && m_status)
        return m_exited + kAfterExit + milliseconds(1);
    return std::nullopt;
}

}  // namespace flambeau::remote
