// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/shell/system_load.h"

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace flambeau::ui::shell {
namespace {

std::string contentOf(const char* path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

std::optional<CpuTicks> cpuTicksOf(std::string_view procStat) {
    std::istringstream line{std::string(procStat.substr(0, procStat.find('\n')))};
    std::string name;
    line >> name;
    if (name != "cpu")
        return std::nullopt;
    // user nice system idle iowait irq softirq steal; guest times are in user already.
    CpuTicks ticks;
    std::uint64_t value = 0;
    int column = 0;
    for (; column < 8 && line >> value; ++column) {
        ticks.all += value;
        if (column != 3 && column != 4)
            ticks.busy += value;
    }
    return column >= 4 ? std::optional(ticks) : std::nullopt;
}

std::optional<MemoryUse> memoryUseOf(std::string_view procMeminfo) {
    std::istringstream lines{std::string(procMeminfo)};
    std::int64_t total = -1, available = -1, kib = 0;
    std::string name, unit;
    while (lines >> name >> kib) {
        std::getline(lines, unit);
        if (name == "MemTotal:")
            total = kib;
        else if (name == "MemAvailable:")
            available = kib;
    }
    if (total <= 0 || available < 0 || available > total)
        return std::nullopt;
    return MemoryUse{(total - available) * 1024, total * 1024};
}

std::optional<double> SystemLoad::cpu() {
    const std::optional<CpuTicks> now = cpuTicksOf(contentOf("/proc/stat"));
    const std::optional<CpuTicks> before = m_last;
    m_last = now;
    if (!now || !before || now->all <= before->all || now->busy < before->busy)
        return std::nullopt;
    return static_cast<double>(now->busy - before->busy) / static_cast<double>(now->all - before->all);
}

std::optional<MemoryUse> SystemLoad::memory() const {
    return memoryUseOf(contentOf("/proc/meminfo"));
}

}  // namespace flambeau::ui::shell
