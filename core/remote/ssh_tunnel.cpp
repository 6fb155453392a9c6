// SPDX-License-Identifier: GPL-3.0-or-later
#include "ssh_tunnel.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>

#include "ssh_connect.h"

namespace flambeau::remote {
namespace {

constexpr std::size_t kChunk = 64u << 10;

void closeFd(int& fd) {
    if (fd >= 0)
        ::close(fd);
    fd = -1;
}

}  // namespace

Result<std::unique_ptr<SshTunnel>> SshTunnel::open(ssh_session session, const std::string& host, int port,
                                                   std::unique_ptr<SshTunnel> below, std::chrono::milliseconds timeout,
                                                   const std::stop_token& stop) {
    std::unique_ptr<SshTunnel> tunnel(new SshTunnel);
    tunnel->m_session = session;
    tunnel->m_below = std::move(below);
    tunnel->m_channel = ssh_channel_new(session);
    if (tunnel->m_channel == nullptr)
        return Error{ErrorCode::Failed, "There is no memory for another channel.", {}, {}};
    // A host in between waits for the next one as long as its own system does, which is minutes.
    ssh_set_blocking(session, 0);
    // libssh has made it a blocking one; what is stuck behind it must not keep this thread.
    const int fd = ssh_get_fd(session);
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    int code = SSH_AGAIN;
    while ((code = ssh_channel_open_forward(tunnel->m_channel, host.c_str(), port, "127.0.0.1", 0)) == SSH_AGAIN &&
           !stop.stop_requested() && std::chrono::steady_clock::now() < deadline) {
        pollfd one{ssh_get_fd(session), POLLIN, 0};
        (void)::poll(&one, 1, 50);
    }
    if (stop.stop_requested())
        return Error{ErrorCode::Canceled, "Connecting to " + host + " was stopped.", {}, {}};
    if (code != SSH_OK)
        return Error{ErrorCode::Unreachable,
                     "The host in between opens no way to " + host + ", port " + std::to_string(port) + ".",
                     "Look whether it may forward (AllowTcpForwarding) and reaches that host.", sshWords(session)};
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) != 0)
        return systemError(errno, "Cannot make a socket pair");
    tunnel->m_near = ends[0];
    tunnel->m_far = ends[1];
    tunnel->m_wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (tunnel->m_wake < 0)
        return systemError(errno, "Cannot watch over the way through a host");
    tunnel->m_thread = std::jthread([raw = tunnel.get()](const std::stop_token& stop) { raw->pump(stop); });
    return tunnel;
}

SshTunnel::~SshTunnel() {
    if (m_thread.joinable()) {
        m_thread.request_stop();
        const std::uint64_t one = 1;
        (void)!::write(m_wake, &one, sizeof one);
        m_thread.join();
    }
    if (m_channel != nullptr)
        ssh_channel_free(m_channel);
    closeFd(m_near);
    closeFd(m_far);
    closeFd(m_wake);
    SessionFree()(m_session);
}

int SshTunnel::takeSocket() {
    return std::exchange(m_near, -1);
}

void SshTunnel::pump(const std::stop_token& stop) {
    std::array<char, kChunk> buffer;
    std::string toSocket, toChannel;
    bool ended = false;
    while (!stop.stop_requested() && !ended) {
        bool moved = true;
        while (moved && !ended) {
            moved = false;
            // Reading comes last in each round: it alone takes packets in, so that none lies unseen while we wait.
            if (toChannel.empty()) {
                const ssize_t got = ::recv(m_far, buffer.data(), buffer.size(), MSG_DONTWAIT);
                if (got == 0)
                    ended = true;  // the near end is closed: nobody needs the way any more
                if (got > 0)
                    toChannel.assign(buffer.data(), static_cast<std::size_t>(got));
            }
            const auto window = ssh_channel_window_size(m_channel);
            if (!toChannel.empty() && window > 0 && (ssh_get_status(m_session) & SSH_WRITE_PENDING) == 0) {
                const auto size = static_cast<std::uint32_t>(std::min<std::size_t>(window, toChannel.size()));
                const int sent = ssh_channel_write(m_channel, toChannel.data(), size);
                ended = ended || (sent < 0 && sent != SSH_AGAIN);
                if (sent > 0) {
                    toChannel.erase(0, static_cast<std::size_t>(sent));
                    moved = true;
                }
            }
            if (toSocket.empty()) {
                const int got = ssh_channel_read_nonblocking(m_channel, buffer.data(), buffer.size(), 0);
                if (got > 0)
                    toSocket.assign(buffer.data(), static_cast<std::size_t>(got));
                else if ((got < 0 && got != SSH_AGAIN) || ssh_channel_is_eof(m_channel) != 0)
                    ended = true;
                // It may have brought room for what waits to be sent.
                moved = moved || (!toChannel.empty() && window == 0 && ssh_channel_window_size(m_channel) > 0);
            }
            if (!toSocket.empty()) {
                const ssize_t sent = ::send(m_far, toSocket.data(), toSocket.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
                if (sent > 0) {
                    toSocket.erase(0, static_cast<std::size_t>(sent));
                    moved = true;
                } else if (sent < 0 && errno != EAGAIN && errno != EINTR) {
                    ended = true;
                }
            }
        }
        const bool writes = (ssh_get_poll_flags(m_session) & SSH_WRITE_PENDING) != 0;
        std::array<pollfd, 3> fds{
            {{ssh_get_fd(m_session), static_cast<short>(POLLIN | (writes ? POLLOUT : 0)), 0},
             {m_far, static_cast<short>((toChannel.empty() ? POLLIN : 0) | (toSocket.empty() ? 0 : POLLOUT)), 0},
             {m_wake, POLLIN, 0}}};
        // Where the near end takes nothing, the host's bytes stay where they are.
        if (!toSocket.empty())
            fds[0].events = static_cast<short>(writes ? POLLOUT : 0);
        if (!ended)
            (void)::poll(fds.data(), fds.size(), 1000);
    }
    // The near end sees that the way has ended.
    ::shutdown(m_far, SHUT_RDWR);
}

}  // namespace flambeau::remote
