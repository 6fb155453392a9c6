// SPDX-License-Identifier: GPL-3.0-or-later
// What this machine is and how busy it is: processor, memory, NVIDIA GPUs. Reads /proc; GPUs are asked of nvidia-smi,
// which blocks for a moment, or, where that is missing, told from the driver's files. Plain functions, safe on any
// thread; LoadMeter is one thread's.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "flambeau/base/files.h"

namespace flambeau::session {

struct MachineFacts {
    std::string host;
    std::string system;       ///< "Debian GNU/Linux 12 (bookworm)"
    std::string kernel;       ///< "Linux 6.1.0 x86_64"
    std::string processor;    ///< "AMD EPYC 9B14"
    int cores = 0;            ///< that this process may use
    std::int64_t memory = 0;  ///< bytes
};
MachineFacts machineFacts();

struct Gpu {
    int index = 0;
    std::string name;
    std::string driver;                              ///< "550.90"; empty: not known
    std::int64_t memoryUsed = -1, memoryTotal = -1;  ///< bytes; below 0: not known
    double use = -1;                                 ///< 0 to 1; below 0: not known
};

struct GpuReport {
    std::vector<Gpu> gpus;
    std::string toldBy;   ///< "nvidia-smi" or "/proc/driver/nvidia"; empty: nothing of NVIDIA is here
    std::string problem;  ///< what is wrong with the driver where it is there and does not answer
};
/// `proc` is the driver's folder (tests have their own).
GpuReport findGpus(std::stop_token stop, const fs::path& proc = "/proc/driver/nvidia");
/// The lines of `nvidia-smi --query-gpu=index,name,driver_version,memory.used,memory.total,utilization.gpu
/// --format=csv,noheader,nounits`; what is "[N/A]" is not known.
std::vector<Gpu> parseNvidiaSmi(std::string_view csv);

struct MachineLoad {
    double cpu = -1;   ///< share of all cores since the last sample; below 0: not known yet
    double load = -1;  ///< processes that want to run, averaged over a minute
    std::int64_t memoryUsed = -1, memoryTotal = -1;  ///< bytes; caches that can be given up are not used
};

class LoadMeter {
public:
    MachineLoad sample();

private:
    std::uint64_t m_busy = 0, m_all = 0;
};

}  // namespace flambeau::session
