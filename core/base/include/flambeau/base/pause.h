// SPDX-License-Identifier: GPL-3.0-or-later
// Waiting that ends early where somebody wants it to. Any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace flambeau {

/// Waits `time`, or until `stop` is asked for.
inline void pauseFor(std::chrono::milliseconds time, const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, time, [] { return false; });
}

}  // namespace flambeau
