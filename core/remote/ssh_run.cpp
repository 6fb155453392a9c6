// SPDX-License-Identifier: GPL-3.0-or-later
// SshLink::run: one command on one channel, driven by the events of the connection.
#include <libssh/callbacks.h>
#include <libssh/server.h>  // of it ssh_send_keepalive alone
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <vector>

#include "flambeau/base/strings.h"
#include "ssh_link.h"

namespace flambeau::remote {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// A host that says nothing for so long is asked whether it is there; where it stays silent it is not.
constexpr milliseconds kAskAfter{3000}, kGoneAfter{6000};
// A child that keeps the command's output open does not keep the answer.
constexpr milliseconds kAfterExit{5000};
constexpr std::size_t kChunk = 128u << 10;

class Run {
public:
    Run(ssh_session session, const ChannelRequest& request, const std::string& who)
        : m_session(session), m_request(request), m_who(who) {}
    ~Run();
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    Result<int> go();

private:
    static int onData(ssh_session, ssh_channel, void* data, std::uint32_t size, int isErr, void* self);
    static void onStatus(ssh_session, ssh_channel, int status, void* self);
    static void onSignal(ssh_session, ssh_channel, const char* signal, int, const char*, const char*, void* self);
    static void onClose(ssh_session, ssh_channel, void* self);

    /// Repeats `step` until it is done; an Error where it fails or takes too long.
    template <class Step>
    Status drive(Step step);
    Status wait();
    Status feed();
    Status ended() const;
    Error gone() const;

    ssh_session m_session;
    const ChannelRequest& m_request;
    const std::string& m_who;
    ssh_channel m_channel = nullptr;
    ssh_event m_event = nullptr;
    ssh_channel_callbacks_struct m_callbacks{};
    ssh_counter_struct m_in{}, m_out{};
    int m_wake = -1;
    Clock::time_point m_begun = Clock::now(), m_heard = Clock::now(), m_exited;
    std::uint64_t m_heardBytes = 0;
    bool m_asked = false, m_inputEnded = false, m_closed = false, m_enough = false;
    std::vector<char> m_chunk;
    std::size_t m_chunkAt = 0, m_chunkSize = 0;
    std::optional<int> m_status;
};

int Run::onData(ssh_session, ssh_channel, void* data, std::uint32_t size, int isErr, void* self) {
    auto& run = *static_cast<Run*>(self);
    run.m_exited = Clock::now();  // what was still on its way may be much: silence counts from here
    const std::string_view bytes(static_cast<const char*>(data), size);
    if (isErr != 0) {
        if (run.m_request.err)
            run.m_request.err(bytes);
    } else if (run.m_request.out && !run.m_enough && !run.m_request.out(bytes)) {
        run.m_enough = true;
    }
    return static_cast<int>(size);
}

void Run::onStatus(ssh_session, ssh_channel, int status, void* self) {
    auto& run = *static_cast<Run*>(self);
    run.m_status = status;
    run.m_exited = Clock::now();
}

void Run::onSignal(ssh_session, ssh_channel, const char* signal, int, const char*, const char*, void* self) {
    static constexpr std::pair<const char*, int> known[] = {{"ABRT", 6}, {"ALRM", 14}, {"FPE", 8},  {"HUP", 1},
                                                            {"ILL", 4},  {"INT", 2},   {"KILL", 9}, {"PIPE", 13},
                                                            {"QUIT", 3}, {"SEGV", 11}, {"TERM", 15}};
    auto& run = *static_cast<Run*>(self);
    run.m_status = 255;
    for (const auto& [name, number] : known)
        if (signal != nullptr && std::string_view(name) == signal)
            run.m_status = 128 + number;
    run.m_exited = Clock::now();
}

void Run::onClose(ssh_session, ssh_channel, void* self) {
    static_cast<Run*>(self)->m_closed = true;
}

Run::~Run() {
    ssh_set_counters(m_session, nullptr, nullptr);
    if (m_channel != nullptr) {
        ssh_remove_channel_callbacks(m_channel, &m_callbacks);
        ssh_channel_free(m_channel);  // closes it where it is open
    }
    if (m_event != nullptr) {
        ssh_event_remove_session(m_event, m_session);
        if (m_wake >= 0)
            ssh_event_remove_fd(m_event, m_wake);
        ssh_event_free(m_event);
    }
    if (m_wake >= 0)
        ::close(m_wake);
}

Error Run::gone() const {
    return {ErrorCode::Unreachable, "The connection to " + m_who + " is gone.",
            "Nothing is lost there: Flambeau goes on when the host can be reached again.", sshWords(m_session)};
}

Status Run::ended() const {
    if (m_request.stop.stop_requested())
        return Error{ErrorCode::Canceled, "It was stopped.", {}, {}};
    if (m_enough)
        return Error{ErrorCode::Canceled, "It was ended.", {}, {}};
    if (m_request.timeout && Clock::now() - m_begun > *m_request.timeout)
        return Error{
            ErrorCode::Timeout, m_who + " did not answer in time.", "Try again; the host may be overloaded.", {}};
    if (ssh_is_connected(m_session) == 0)
        return gone();
    return {};
}

Status Run::wait() {
    if (ssh_event_dopoll(m_event, 500) == SSH_ERROR && ssh_is_connected(m_session) == 0)
        return gone();
    const auto now = Clock::now();
    if (m_in.in_bytes != m_heardBytes) {
        m_heardBytes = m_in.in_bytes;
        m_heard = now;
        m_asked = false;
    } else if (!m_asked && now - m_heard > kAskAfter) {
        // Asks for an answer, whichever it is. Twice: after one that was answered, libssh's next call only clears its
        // state and sends nothing; a second one while an answer is awaited does nothing.
        ssh_send_keepalive(m_session);
        ssh_send_keepalive(m_session);
        m_asked = true;
    } else if (now - m_heard > kGoneAfter) {
        return gone();
    }
    return ended();
}

template <class Step>
Status Run::drive(Step step) {
    while (true) {
        const int code = step();
        if (code == SSH_OK)
            return {};
        if (code != SSH_AGAIN) {
            FLAMBEAU_CHECK(ended());
            return Error{ErrorCode::Failed, m_who + " starts no command.",
                         "It may allow few at once (MaxSessions), or none for this user.", sshWords(m_session)};
        }
        FLAMBEAU_CHECK(wait());
    }
}

Status Run::feed() {
    while (!m_inputEnded && !m_closed) {
        if (m_chunkAt == m_chunkSize) {
            m_chunk.resize(kChunk);
            const long got = m_request.input ? m_request.input(m_chunk.data(), m_chunk.size()) : 0;
            if (got < 0)
                return Error{ErrorCode::Io, "What is sent cannot be read any more.", {}, {}};
            m_chunkAt = 0;
            m_chunkSize = static_cast<std::size_t>(got);
            if (got == 0) {
                m_inputEnded = true;
                ssh_channel_send_eof(m_channel);
                return {};
            }
        }
        const std::size_t window = ssh_channel_window_size(m_channel);
        const auto size = static_cast<std::uint32_t>(std::min(window, m_chunkSize - m_chunkAt));
        if (size == 0)
            return {};
        const int sent = ssh_channel_write(m_channel, m_chunk.data() + m_chunkAt, size);
        if (sent == SSH_AGAIN || sent == 0)
            return {};
        if (sent < 0) {  // the command takes no more: its status will say why
            m_inputEnded = true;
            return {};
        }
        m_chunkAt += static_cast<std::size_t>(sent);
    }
    return {};
}

Result<int> Run::go() {
    m_wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    m_event = ssh_event_new();
    m_channel = ssh_channel_new(m_session);
    if (m_wake < 0 || m_event == nullptr || m_channel == nullptr)
        return gone();
    ssh_event_add_session(m_event, m_session);
    ssh_event_add_fd(
        m_event, m_wake, POLLIN, [](socket_t, int, void*) { return SSH_OK; }, nullptr);
    const std::stop_callback wake(m_request.stop, [fd = m_wake] {
        const std::uint64_t one = 1;
        (void)!::write(fd, &one, sizeof one);
    });
    ssh_set_counters(m_session, &m_out, &m_in);
    m_callbacks.userdata = this;
    m_callbacks.channel_data_function = onData;
    m_callbacks.channel_exit_status_function = onStatus;
    m_callbacks.channel_exit_signal_function = onSignal;
    m_callbacks.channel_close_function = onClose;
    ssh_callbacks_init(&m_callbacks);
    ssh_set_channel_callbacks(m_channel, &m_callbacks);
    FLAMBEAU_CHECK(drive([&] { return ssh_channel_open_session(m_channel); }));
    FLAMBEAU_CHECK(drive([&] { return ssh_channel_request_exec(m_channel, m_request.command.c_str()); }));
    while (!m_closed) {
        FLAMBEAU_CHECK(feed());
        if (m_closed)
            break;
        FLAMBEAU_CHECK(wait());
        if (m_status && Clock::now() - m_exited > kAfterExit)
            break;
    }
    if (!m_status)
        return ssh_is_connected(m_session) == 0 ? Result<int>(gone()) : Result<int>(255);
    return *m_status;
}

}  // namespace

Result<int> SshLink::run(const ChannelRequest& request) {
    if (!alive())
        return Error{ErrorCode::Unreachable, "The connection to " + m_who + " is gone.", {}, {}};
    Result<int> status = Run(m_session.get(), request, m_who).go();
    m_dead = !status && status.error().code == ErrorCode::Unreachable;
    return status;
}

}  // namespace flambeau::remote
