// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/machine.h"

#include <sched.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <sstream>
#include <thread>

#include "flambeau/base/strings.h"
#include "flambeau/base/subprocess.h"
#include "flambeau/launch/nvidia_smi.h"

namespace flambeau::session {

namespace {

constexpr std::size_t kSmallFile = 4u << 20;

/// Files of /proc say nothing of their size.
std::string contentOf(const fs::path& path) {
    std::ifstream file(path);
    std::string text;
    char block[4096];
    while (text.size() < kSmallFile && (file.read(block, sizeof block) || file.gcount() > 0))
        text.append(block, static_cast<std::size_t>(file.gcount()));
    return text;
}

/// The value of the first line "key : value" (or key=value).
std::string valueOf(const std::string& text, std::string_view key, char separator) {
    for (const std::string& line : split(text, '\n')) {
        const auto at = line.find(separator);
        if (at != std::string::npos && trim(std::string_view(line).substr(0, at)) == key) {
            std::string value(trim(std::string_view(line).substr(at + 1)));
            if (value.size() > 1 && value.front() == '"' && value.back() == '"')
                value = value.substr(1, value.size() - 2);
            return toPlainText(value);
        }
    }
    return {};
}

struct Memory {
    std::int64_t used = -1, total = -1;
};

Memory memoryNow() {
    const std::string text = contentOf("/proc/meminfo");
    const auto kib = [&](std::string_view key) {
        const std::string value = valueOf(text, key, ':');
        return parseInt(value.substr(0, value.find(' ')));
    };
    const auto total = kib("MemTotal"), available = kib("MemAvailable");
    if (!total || !available || *available > *total)
        return {};
    return {(*total - *available) * 1024, *total * 1024};
}

/// Without nvidia-smi the driver still says which cards it has.
std::vector<Gpu> gpusOfDriver(const fs::path& proc) {
    std::vector<fs::path> cards;
    std::error_code error;
    for (fs::directory_iterator each(proc / "gpus", error); !error && each != fs::directory_iterator();
         each.increment(error))
        cards.push_back(each->path());
    std::sort(cards.begin(), cards.end());
    std::string driver;
    std::istringstream words(contentOf(proc / "version"));
    for (std::string word; words >> word;) {
        if (word.find('.') != std::string::npos && word.find_first_not_of("0123456789.") == std::string::npos) {
            driver = word;
            break;
        }
    }
    std::vector<Gpu> gpus;
    for (const fs::path& card : cards) {
        Gpu gpu;
        gpu.index = static_cast<int>(gpus.size());
        gpu.name = valueOf(contentOf(card / "information"), "Model", ':');
        gpu.driver = driver;
        if (!gpu.name.empty())
            gpus.push_back(std::move(gpu));
    }
    return gpus;
}

}  // namespace

MachineFacts machineFacts() {
    MachineFacts facts;
    struct utsname names {};
    if (uname(&names) == 0) {
        facts.host = toPlainText(names.nodename);
        facts.kernel = toPlainText(std::string(names.sysname) + " " + names.release + " " + names.machine);
    }
    facts.system = valueOf(contentOf("/etc/os-release"), "PRETTY_NAME", '=');
    facts.processor = valueOf(contentOf("/proc/cpuinfo"), "model name", ':');
    cpu_set_t allowed;
    facts.cores = sched_getaffinity(0, sizeof allowed, &allowed) == 0
                      ? CPU_COUNT(&allowed)
                      : static_cast<int>(std::thread::hardware_concurrency());
    facts.memory = memoryNow().total;
    return facts;
}

std::vector<Gpu> parseNvidiaSmi(std::string_view csv) {
    std::vector<Gpu> gpus;
    for (const std::string& line : split(csv, '\n')) {
        if (const auto gpu = launch::parseNvidiaSmiLine(line))
            gpus.push_back({gpu->index, gpu->name, gpu->driver, gpu->memoryUsed, gpu->memoryTotal, gpu->use});
    }
    return gpus;
}

GpuReport findGpus(std::stop_token stop, const fs::path& proc) {
    GpuReport report;
    ProcessSpec spec;
    spec.argv = {"nvidia-smi", "--query-gpu=index,name,driver_version,memory.used,memory.total,utilization.gpu",
                 "--format=csv,noheader,nounits"};
    spec.timeout = std::chrono::seconds(20);
    spec.maxOutput = 1 << 20;
    spec.stop = stop;
    const auto said = runProcess(spec);
    if (said && said->exitCode == 0) {
        report.gpus = parseNvidiaSmi(said->out);
        report.toldBy = "nvidia-smi";
        return report;
    }
    report.gpus = gpusOfDriver(proc);
    if (!report.gpus.empty())
        report.toldBy = proc.string();
    if (said) {
        report.problem = std::string(trim(toPlainText(said->out + said->err)));
        if (report.problem.empty())
            report.problem = "nvidia-smi ended with exit code " + std::to_string(said->exitCode);
    } else if (said.error().code != ErrorCode::NotFound && said.error().code != ErrorCode::Canceled) {
        report.problem = said.error().message;
    }
    return report;
}

MachineLoad LoadMeter::sample() {
    MachineLoad load;
    std::istringstream line(contentOf("/proc/stat"));
    std::string name;
    line >> name;
    std::uint64_t busy = 0, all = 0, value = 0;
    // user nice system idle iowait irq softirq steal; guest times are in user already.
    int column = 0;
    for (; name == "cpu" && column < 8 && line >> value; ++column) {
        all += value;
        busy += column == 3 || column == 4 ? 0 : value;
    }
    if (column >= 4) {
        if (m_all > 0 && all > m_all && busy >= m_busy)
            load.cpu = static_cast<double>(busy - m_busy) / static_cast<double>(all - m_all);
        m_busy = busy;
        m_all = all;
    }
    double average = 0;
    if (std::istringstream text(contentOf("/proc/loadavg")); text >> average)
        load.load = average;
    const Memory memory = memoryNow();
    load.memoryUsed = memory.used;
    load.memoryTotal = memory.total;
    return load;
}

}  // namespace flambeau::session
