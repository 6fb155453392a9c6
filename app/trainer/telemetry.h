// SPDX-License-Identifier: GPL-3.0-or-later
// Samples memory, processor and GPU use every two seconds on a thread of its own and writes them as system/… metrics at
// the step the training has reached. Owned by the training; the writer outlives it.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "flambeau/protocol/writer.h"

namespace flambeau::trainer {

class Telemetry {
public:
    /// `gpu`: the index of the GPU in use, -1 for none.
    Telemetry(protocol::EventWriter& writer, int gpu);
    /// Takes one last sample, so that the shortest run has one.
    ~Telemetry();
    Telemetry(const Telemetry&) = delete;
    Telemetry& operator=(const Telemetry&) = delete;

    void setStep(std::int64_t step) { m_step = step; }

private:
    void work(const std::stop_token& stop);
    void sample();

    protocol::EventWriter& m_writer;
    int m_gpu;
    std::atomic<std::int64_t> m_step = 0;
    double m_lastCpu = 0, m_lastWall = 0;  ///< seconds; the thread's own
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::jthread m_thread;
};

}  // namespace flambeau::trainer
