// SPDX-License-Identifier: GPL-3.0-or-later
// The one thread that drives every connection of a pool. Owned by the pool and by each of its links; safe on any
// thread but its own.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "descriptor.h"
#include "ssh_wire.h"

namespace flambeau::remote {

class SshIo {
public:
    /// An error where the system has no descriptor left for it.
    static Result<std::shared_ptr<SshIo>> make();
    ~SshIo();
    SshIo(const SshIo&) = delete;
    SshIo& operator=(const SshIo&) = delete;

    void add(SshWire& wire);
    /// Returns when the thread has let go of it.
    void remove(SshWire& wire);
    void post(SshWire& wire, std::shared_ptr<Exchange> exchange);
    /// A caller has taken something from an exchange of this connection, or put something in.
    void nudge(SshWire& wire);

private:
    explicit SshIo(int wake);
    void loop();
    void wake();
    void collect();

    Descriptor m_wake;
    std::atomic<bool> m_woken{false};
    std::vector<SshWire*> m_wires;  // the thread's alone
    std::mutex m_mutex;
    std::condition_variable m_removed;
    std::vector<SshWire*> m_coming, m_leaving;
    std::vector<std::pair<SshWire*, std::shared_ptr<Exchange>>> m_posted;
    bool m_over = false;
    std::thread m_thread;  // last: it uses all of the above
};

}  // namespace flambeau::remote
