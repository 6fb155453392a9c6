// SPDX-License-Identifier: GPL-3.0-or-later
// Threads that run small jobs in the order they were given. Owned by the training; `post` is called from its thread.
// Destruction drops what has not begun and waits for what has.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace flambeau::trainer {

class WorkerPool {
public:
    /// 0 threads: `post` runs the job itself.
    explicit WorkerPool(int threads);
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    void post(std::function<void()> job);
    int threads() const { return static_cast<int>(m_threads.size()); }

private:
    void work(const std::stop_token& stop);

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<std::function<void()>> m_jobs;
    std::vector<std::jthread> m_threads;  // last: joined before the queue goes
};

}  // namespace flambeau::trainer
