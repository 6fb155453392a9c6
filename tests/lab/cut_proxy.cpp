// SPDX-License-Identifier: GPL-3.0-or-later
#include "cut_proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <vector>

namespace flambeau::test {

namespace {

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

}  // namespace

CutProxy::CutProxy(int to) : m_to(to) {
    m_listen = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto address = loopback(0);
    ::bind(m_listen, reinterpret_cast<sockaddr*>(&address), sizeof address);
    ::listen(m_listen, 64);
    socklen_t size = sizeof address;
    ::getsockname(m_listen, reinterpret_cast<sockaddr*>(&address), &size);
    m_port = ntohs(address.sin_port);
    m_thread = std::jthread([this](const std::stop_token& stop) { work(stop); });
}

CutProxy::~CutProxy() {
    m_thread.request_stop();
    m_thread.join();
    for (auto& [fd, pair] : m_pairs)
        drop(pair);
    ::close(m_listen);
}

void CutProxy::accept() {
    const int client = ::accept4(m_listen, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0)
        return;
    const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto address = loopback(m_to);
    Pair pair{client, server};
    if (m_refuse || ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        drop(pair);
    else
        m_pairs[client] = pair;
}

void CutProxy::drop(Pair& pair) {
    const linger reset{1, 0};
    for (int* fd : {&pair.client, &pair.server}) {
        if (*fd < 0)
            continue;
        ::setsockopt(*fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        ::close(*fd);
        *fd = -1;
    }
}

/// False: that way has ended.
bool CutProxy::move(int from, int to) {
    std::array<char, 16384> some{};
    const auto got = ::recv(from, some.data(), some.size(), MSG_DONTWAIT);
    if (got < 0)
        return true;
    if (got == 0)
        return false;
    auto many = static_cast<std::size_t>(got);
    m_bytes += many;
    if (const std::uint64_t left = m_left; left != kNever) {
        if (left <= many) {
            m_left = kNever;
            ++m_cuts;
            for (auto& [fd, pair] : m_pairs)
                drop(pair);
            return true;
        }
        m_left = left - many;
    }
    for (std::size_t at = 0; at < many;) {
        const auto sent = ::send(to, some.data() + at, many - at, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        at += static_cast<std::size_t>(sent);
    }
    return true;
}

void CutProxy::work(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        std::vector<pollfd> fds{{m_listen, POLLIN, 0}};
        if (!m_hang) {
            for (const auto& [fd, pair] : m_pairs) {
                fds.push_back({pair.client, POLLIN, 0});
                fds.push_back({pair.server, POLLIN, 0});
            }
        }
        ::poll(fds.data(), fds.size(), 20);
        if (m_left == 0) {
            m_left = kNever;
            ++m_cuts;
            for (auto& [fd, pair] : m_pairs)
                drop(pair);
        }
        if (!m_hang) {
            for (auto& [fd, pair] : m_pairs) {
                const bool alive = pair.client >= 0 && move(pair.client, pair.server) && pair.client >= 0 &&
                                   move(pair.server, pair.client);
                if (!alive)
                    drop(pair);
            }
        }
        std::erase_if(m_pairs, [](const auto& each) { return each.second.client < 0; });
        if ((fds[0].revents & POLLIN) != 0 && !m_hang)
            accept();
    }
}

}  // namespace flambeau::test
