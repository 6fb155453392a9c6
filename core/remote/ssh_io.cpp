// SPDX-License-Identifier: GPL-3.0-or-later
#include "ssh_io.h"

#include <sys/eventfd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>

namespace flambeau::remote {

Result<std::shared_ptr<SshIo>> SshIo::make() {
    const int wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (wake < 0)
        return systemError(errno, "Cannot watch over connections");
    return std::shared_ptr<SshIo>(new SshIo(wake));
}

SshIo::SshIo(int wake) : m_wake(wake), m_thread([this] { loop(); }) {}

SshIo::~SshIo() {
    {
        const std::lock_guard lock(m_mutex);
        m_over = true;
    }
    wake();
    m_thread.join();
}

void SshIo::wake() {
    if (m_woken.exchange(true))
        return;
    const std::uint64_t one = 1;
    (void)!::write(m_wake.get(), &one, sizeof one);
}

void SshIo::add(SshWire& wire) {
    {
        const std::lock_guard lock(m_mutex);
        m_coming.push_back(&wire);
    }
    wake();
}

void SshIo::remove(SshWire& wire) {
    std::unique_lock lock(m_mutex);
    m_leaving.push_back(&wire);
    wake();
    m_removed.wait(lock, [&] { return std::find(m_leaving.begin(), m_leaving.end(), &wire) == m_leaving.end(); });
}

void SshIo::post(SshWire& wire, std::shared_ptr<Exchange> exchange) {
    {
        const std::lock_guard lock(m_mutex);
        m_posted.emplace_back(&wire, std::move(exchange));
    }
    wake();
}

void SshIo::nudge(SshWire& wire) {
    wire.nudged = true;
    wake();
}

/// What other threads have left here; false: it is over.
void SshIo::collect() {
    m_wires.insert(m_wires.end(), m_coming.begin(), m_coming.end());
    m_coming.clear();
    for (auto& [wire, exchange] : m_posted) {
        wire->add(std::move(exchange));
        wire->nudged = true;
    }
    m_posted.clear();
    for (SshWire* wire : m_leaving)
        std::erase(m_wires, wire);
    if (!m_leaving.empty()) {
        m_leaving.clear();
        m_removed.notify_all();
    }
}

void SshIo::loop() {
    std::vector<pollfd> sockets;
    while (true) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_over)
                return;
            collect();
        }
        sockets.assign(1, {m_wake.get(), POLLIN, 0});
        auto next = SshWire::Clock::time_point::max();
        for (const SshWire* wire : m_wires) {
            sockets.push_back(wire->socket());
            next = wire->nudged ? SshWire::Clock::time_point::min() : std::min(next, wire->next());
        }
        int wait = -1;
        if (next != SshWire::Clock::time_point::max()) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(
                next == SshWire::Clock::time_point::min() ? SshWire::Clock::duration(0) : next - SshWire::Clock::now());
            wait = static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 60'000));
        }
        (void)::poll(sockets.data(), sockets.size(), wait);
        if (sockets[0].revents != 0) {
            std::uint64_t count = 0;
            (void)!::read(m_wake.get(), &count, sizeof count);
            m_woken = false;  // from here on what is left is told anew
        }
        {
            const std::lock_guard lock(m_mutex);
            // Those that came just now have no place among the sockets yet: they are nudged, and have their turn below.
            collect();
        }
        const auto now = SshWire::Clock::now();
        for (SshWire* wire : m_wires) {
            const auto one = std::find_if(sockets.begin() + 1, sockets.end(),
                                          [fd = wire->fd()](const pollfd& each) { return each.fd == fd; });
            const bool ready = one != sockets.end() && one->revents != 0;
            if (ready || wire->nudged.exchange(false) || now >= wire->next())
                wire->turn(ready);
        }
    }
}

}  // namespace flambeau::remote
