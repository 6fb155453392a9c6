// SPDX-License-Identifier: GPL-3.0-or-later
// A way to a host that breaks as networks do: a TCP proxy on loopback that cuts connections after so many bytes, or
// lets everything hang as behind a firewall that drops. One thread of its own; ends with the object.
#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <map>
#include <thread>

namespace flambeau::test {

class CutProxy {
public:
    explicit CutProxy(int to);
    ~CutProxy();
    CutProxy(const CutProxy&) = delete;
    CutProxy& operator=(const CutProxy&) = delete;

    int port() const { return m_port; }
    /// After so many more bytes, both ways together, every connection is reset.
    void cutAfter(std::uint64_t bytes) { m_left = bytes; }
    void cutNow() { m_left = 0; }
    /// Nothing goes through any more, and nobody is told.
    void hang(bool on) { m_hang = on; }
    /// New connections are refused at once.
    void refuse(bool on) { m_refuse = on; }
    std::uint64_t bytes() const { return m_bytes; }
    int cuts() const { return m_cuts; }

private:
    struct Pair {
        int client = -1, server = -1;
    };
    static constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();
    void work(const std::stop_token& stop);
    void accept();
    bool move(int from, int to);
    void drop(Pair& pair);

    int m_to, m_listen = -1, m_port = 0;
    std::map<int, Pair> m_pairs;  // by client; the thread's
    std::atomic<std::uint64_t> m_left{kNever}, m_bytes{0};
    std::atomic<int> m_cuts{0};
    std::atomic<bool> m_hang{false}, m_refuse{false};
    std::jthread m_thread;
};

}  // namespace flambeau::test
