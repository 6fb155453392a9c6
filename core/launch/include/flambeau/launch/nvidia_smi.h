// SPDX-License-Identifier: GPL-3.0-or-later
// What nvidia-smi says of a GPU, on this machine or another. Pure text; what it says is foreign until it was read here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace flambeau::launch {

struct NvidiaGpu {
    int index = 0;
    std::string name, driver;
    std::int64_t memoryUsed = -1, memoryTotal = -1;  ///< bytes; below 0: not known
    double use = -1;                                 ///< 0 to 1; below 0: not known
};

/// A line of `nvidia-smi --query-gpu=index,name,driver_version,memory.used,memory.total,utilization.gpu
/// --format=csv,noheader,nounits`; what is "[N/A]" is not known. Empty: it is no such line.
std::optional<NvidiaGpu> parseNvidiaSmiLine(std::string_view line);

}  // namespace flambeau::launch
