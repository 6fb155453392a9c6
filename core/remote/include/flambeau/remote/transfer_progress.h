// SPDX-License-Identifier: GPL-3.0-or-later
// How far a transfer has come, and from several of those its rate and the time left. Plain values, one thread.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>

namespace flambeau::remote {

struct TransferProgress {
    std::size_t files = 0, filesTotal = 0;  ///< complete and verified; without those that were there already
    std::uint64_t bytes = 0, bytesTotal = 0;
};
/// Called on the thread of the transfer's caller.
using StoreProgress = std::function<void(const TransferProgress&)>;

/// Rate and time left over the last seconds, so that a pause shows and an old speed is forgotten.
class TransferRate {
public:
    using Clock = std::chrono::steady_clock;

    void add(const TransferProgress& now, Clock::time_point at = Clock::now()) {
        m_left = now.bytesTotal - std::min(now.bytesTotal, now.bytes);
        m_seen.push_back({at, now.bytes});
        while (m_seen.size() > 2 && at - m_seen[1].at > kWindow)
            m_seen.pop_front();
    }
    double bytesPerSecond() const {
        if (m_seen.size() < 2 || m_seen.back().bytes < m_seen.front().bytes)
            return 0;
        const std::chrono::duration<double> seconds = m_seen.back().at - m_seen.front().at;
        return seconds.count() > 0 ? static_cast<double>(m_seen.back().bytes - m_seen.front().bytes) / seconds.count()
                                   : 0;
    }
    /// Empty: nothing moves, or nothing is known yet.
    std::optional<double> secondsLeft() const {
        const double rate = bytesPerSecond();
        if (rate <= 0)
            return std::nullopt;
        return static_cast<double>(m_left) / rate;
    }

private:
    static constexpr std::chrono::seconds kWindow{5};
    struct Seen {
        Clock::time_point at;
        std::uint64_t bytes;
    };
    std::deque<Seen> m_seen;
    std::uint64_t m_left = 0;
};

}  // namespace flambeau::remote
