// SPDX-License-Identifier: GPL-3.0-or-later
#include "ssh_link.h"

namespace flambeau::remote {
namespace {

using Clock = std::chrono::steady_clock;

/// A command that was just started and is to be stopped may take so long to say how it can be ended.
constexpr std::chrono::milliseconds kLeaveWithin{2000};

/// The side of the thread that waits.
class Caller {
public:
    Caller(const ChannelRequest& request, SshIo& io, SshWire& wire, const std::string& who)
        : m_request(request),
          m_io(io),
          m_wire(wire),
          m_who(who),
          m_exchange(std::make_shared<Exchange>(request.command, static_cast<bool>(request.out), request.urgent)) {
        m_exchange->inputEnded = !request.input;
        if (request.timeout)
            m_deadline = Clock::now() + *request.timeout;
    }

    Result<int> run();

private:
    using Lock = std::unique_lock<std::mutex>;

    std::optional<Error> ended() const;
    bool mayLeave();
    Error leave(Lock& lock, Error error);
    void deliver(Lock& lock);
    bool fetch(Lock& lock);
    void wait(Lock& lock);
    void nudge() { m_io.nudge(m_wire); }

    const ChannelRequest& m_request;
    SshIo& m_io;
    SshWire& m_wire;
    const std::string& m_who;
    const std::shared_ptr<Exchange> m_exchange;
    std::string m_out, m_err;
    bool m_enough = false, m_inputBroken = false;
    std::optional<Clock::time_point> m_deadline, m_leaveBy;
};

std::optional<Error> Caller::ended() const {
    if (m_request.stop.stop_requested())
        return Error{ErrorCode::Canceled, "It was stopped.", {}, {}};
    if (m_enough)
        return Error{ErrorCode::Canceled, "It was ended.", {}, {}};
    if (m_inputBroken)
        return Error{ErrorCode::Io, "What is sent cannot be read any more.", {}, {}};
    if (m_deadline && Clock::now() >= *m_deadline && !m_exchange->done)
        return Error{
            ErrorCode::Timeout, m_who + " did not answer in time.", "Try again; the host may be overloaded.", {}};
    return std::nullopt;
}

bool Caller::mayLeave() {
    if (!m_exchange->started || m_exchange->done || !m_request.mayLeave || m_request.mayLeave())
        return true;
    if (!m_leaveBy)
        m_leaveBy = Clock::now() + kLeaveWithin;
    return Clock::now() >= *m_leaveBy;
}

Error Caller::leave(Lock& lock, Error error) {
    m_exchange->abandoned = true;
    m_err.clear();
    m_err.swap(m_exchange->err);
    lock.unlock();
    nudge();
    if (!m_err.empty() && m_request.err)
        m_request.err(m_err);
    return error;
}

void Caller::deliver(Lock& lock) {
    m_out.clear();
    m_err.clear();
    m_out.swap(m_exchange->out);
    m_err.swap(m_exchange->err);
    const bool held = std::exchange(m_exchange->held, false);
    lock.unlock();
    if (held)
        nudge();
    if (!m_err.empty() && m_request.err)
        m_request.err(m_err);
    if (!m_out.empty() && m_request.out && !m_enough && !m_request.stop.stop_requested())
        m_enough = !m_request.out(m_out);
    lock.lock();
}

/// False: the input cannot be read.
bool Caller::fetch(Lock& lock) {
    Chunk chunk;
    if (!m_exchange->spare.empty()) {
        chunk = std::move(m_exchange->spare.back());
        m_exchange->spare.pop_back();
    }
    lock.unlock();
    if (!chunk.bytes)
        chunk.bytes = std::make_unique_for_overwrite<char[]>(Exchange::kChunk);
    const long got = m_request.input(chunk.bytes.get(), Exchange::kChunk);
    lock.lock();
    if (got < 0)
        return false;
    chunk.at = 0;
    chunk.size = static_cast<std::size_t>(got);
    m_exchange->inputEnded = got == 0;
    if (got > 0)
        m_exchange->toSend.push_back(std::move(chunk));
    if (std::exchange(m_exchange->hungry, false))
        nudge();
    return true;
}

void Caller::wait(Lock& lock) {
    const auto by = m_leaveBy ? m_leaveBy : m_deadline;
    if (by)
        m_exchange->changed.wait_until(lock, *by);
    else
        m_exchange->changed.wait(lock);
}

Result<int> Caller::run() {
    m_io.post(m_wire, m_exchange);
    const std::stop_callback wake(m_request.stop, [this] {
        const std::lock_guard lock(m_exchange->mutex);
        m_exchange->changed.notify_all();
    });
    Lock lock(m_exchange->mutex);
    while (true) {
        if (auto why = ended(); why && mayLeave())
            return leave(lock, std::move(*why));
        if (!m_exchange->out.empty() || !m_exchange->err.empty()) {
            deliver(lock);
        } else if (m_exchange->done) {
            return *m_exchange->done;
        } else if (!m_inputBroken && !m_exchange->inputEnded && !m_exchange->inputRefused &&
                   m_exchange->toSend.size() < Exchange::kMostChunks) {
            m_inputBroken = !fetch(lock);  // it is left as after a stop: once it can be ended by name
        } else {
            wait(lock);
        }
    }
}

}  // namespace

SshLink::SshLink(Connected connected, std::shared_ptr<SshIo> io)
    : m_io(std::move(io)), m_who(connected.who), m_key(connected.key), m_wire(std::move(connected)) {
    m_io->add(m_wire);
}

SshLink::~SshLink() {
    m_io->remove(m_wire);
}

Result<int> SshLink::run(const ChannelRequest& request) {
    if (!alive())
        return Error{ErrorCode::Unreachable, "The connection to " + m_who + " is gone.", {}, {}};
    return Caller(request, *m_io, m_wire, m_who).run();
}

}  // namespace flambeau::remote
