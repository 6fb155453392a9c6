// SPDX-License-Identifier: GPL-3.0-or-later
// How busy this machine is, for the status bar. Reads /proc, which never waits for a disk; plain class for one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace flambeau::ui::shell {

struct CpuTicks {
    std::uint64_t busy = 0, all = 0;
};
/// The first line of /proc/stat; nothing where it is no such line.
std::optional<CpuTicks> cpuTicksOf(std::string_view procStat);

struct MemoryUse {
    std::int64_t used = 0, total = 0;  ///< bytes; caches that can be given up are not used
};
std::optional<MemoryUse> memoryUseOf(std::string_view procMeminfo);

class SystemLoad {
public:
    /// Share of the time since the last call; nothing at the first.
    std::optional<double> cpu();
    std::optional<MemoryUse> memory() const;

private:
    std::optional<CpuTicks> m_last;
};

}  // namespace flambeau::ui::shell
