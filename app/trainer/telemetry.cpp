// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry.h"

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>

#include "flambeau/base/clock.h"
#include "flambeau/base/files.h"
#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"

namespace flambeau::trainer {
namespace {

double cpuSeconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double residentMegabytes() {
    const auto statm = readFile("/proc/self/statm", 4096);
    if (!statm.ok())
        return 0;
    const auto fields = split(*statm, ' ');
    const auto pages = fields.size() > 1 ? parseInt(fields[1]) : std::nullopt;
    return static_cast<double>(pages.value_or(0)) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

/// Utilisation in percent and memory in MB; false without nvidia-smi.
bool gpuUse(int index, double& percent, double& megabytes) {
    ProcessSpec spec;
    spec.argv = {"nvidia-smi", "-i", std::to_string(index), "--query-gpu=utilization.gpu,memory.used",
                 "--format=csv,noheader,nounits"};
    spec.timeout = std::chrono::seconds(5);
    const auto answer = runProcess(spec);
    if (!answer.ok() || answer->exitCode != 0)
        return false;
    const auto fields = split(trim(answer->out), ',');
    const auto use = fields.size() == 2 ? parseDouble(trim(fields[0])) : std::nullopt;
    const auto memory = fields.size() == 2 ? parseDouble(trim(fields[1])) : std::nullopt;
    if (!use || !memory)
        return false;
    percent = *use;
    megabytes = *memory * 1.048576;
    return true;
}

}  // namespace

Telemetry::Telemetry(protocol::EventWriter& writer, int gpu)
    : m_writer(writer),
      m_gpu(gpu),
      m_lastCpu(cpuSeconds()),
      m_lastWall(unixNow()),
      m_thread([this](const std::stop_token& stop) { work(stop); }) {}

Telemetry::~Telemetry() {
    m_thread.request_stop();
    m_thread.join();
}

void Telemetry::work(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait_for(lock, stop, std::chrono::seconds(2), [] { return false; });
        }
        sample();
    }
}

void Telemetry::sample() {
    const double now = unixNow(), cpu = cpuSeconds();
    protocol::MetricEvent event;
    event.time = now;
    event.step = m_step;
    event.values.emplace_back("system/memory_mb", residentMegabytes());
    if (now > m_lastWall)
        event.values.emplace_back("system/cpu_percent", 100 * (cpu - m_lastCpu) / (now - m_lastWall));
    m_lastWall = now;
    m_lastCpu = cpu;
    double percent = 0, megabytes = 0;
    if (m_gpu >= 0 && gpuUse(m_gpu, percent, megabytes)) {
        event.values.emplace_back("system/gpu_percent", percent);
        event.values.emplace_back("system/gpu_memory_mb", megabytes);
    }
    // A stream that cannot be written stops the training by its own events.
    (void)m_writer.write(event);
}

}  // namespace flambeau::trainer
