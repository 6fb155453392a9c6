// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/launch/host_facts.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "flambeau/base/id.h"
#include "flambeau/base/strings.h"
#include "flambeau/launch/nvidia_smi.h"
#include "heading.h"

namespace flambeau::resources {
extern const std::string_view process_sh;
extern const std::string_view host_sh;
extern const std::string_view facts_sh;
}  // namespace flambeau::resources

namespace flambeau::launch {
namespace {

constexpr std::size_t kMostLines = 2000, kLongest = 400;
constexpr std::int64_t kKilo = 1024, kMega = 1024 * 1024;

Error garbled(std::string_view answer) {
    return {ErrorCode::Corrupt, "What the host says of itself cannot be read.",
            "Look whether its login shell works: ssh to it and run `sh -c true`.", toPlainText(answer.substr(0, 1000))};
}

/// Values of a line: plain, short, on one line.
std::vector<std::string> valuesOf(std::string_view line) {
    std::vector<std::string> values;
    for (const std::string& one : split(line, '\t')) {
        std::string plain = toPlainText(std::string_view(one).substr(0, kLongest));
        std::replace(plain.begin(), plain.end(), '\n', ' ');
        values.emplace_back(trim(plain));
        if (values.size() == 12)
            break;
    }
    values.resize(std::max<std::size_t>(values.size(), 8));
    return values;
}

std::int64_t amount(const std::string& text, std::int64_t unit) {
    const auto value = parseInt(text);
    return value && *value >= 0 && *value < (std::int64_t{1} << 43) ? *value * unit : -1;
}

/// "GPU-…, 0, NVIDIA A100, 550.54, 512, 40960, 37": the UUID, then what parseNvidiaSmiLine reads.
void takeGpu(HostFacts& facts, std::string_view line) {
    const auto comma = line.find(',');
    const auto gpu = comma == std::string_view::npos ? std::nullopt : parseNvidiaSmiLine(line.substr(comma + 1));
    if (gpu && facts.gpus.size() < 64)
        facts.gpus.push_back({gpu->index,
                              std::string(trim(line.substr(0, comma))),
                              gpu->name,
                              gpu->driver,
                              gpu->memoryUsed,
                              gpu->memoryTotal,
                              gpu->use,
                              {}});
}

void takeGpuProcess(HostFacts& facts, const std::vector<std::string>& v) {
    for (GpuFacts& gpu : facts.gpus) {
        if (gpu.uuid == v[1] && gpu.processes.size() < 256)
            gpu.processes.push_back(
                {parseInt(v[2]).value_or(0), v[4], v[5], amount(v[3], kMega), isUuid(v[6]) ? v[6] : std::string()});
    }
}

void take(HostFacts& facts, const std::vector<std::string>& v) {
    const std::string& key = v[0];
    if (key == "kernel")
        facts.kernel = v[1] + " " + v[2], facts.arch = v[3];
    else if (key == "hostname")
        facts.hostname = v[1];
    else if (key == "os")
        facts.os = v[1], facts.distribution = v[2];
    else if (key == "libc")
        facts.libc = v[1];
    else if (key == "cpus")
        facts.cpus = static_cast<int>(std::clamp<std::int64_t>(parseInt(v[1]).value_or(0), 0, 100'000));
    else if (key == "cpu")
        facts.cpu = v[1];
    else if (key == "memory")
        facts.memoryTotal = amount(v[1], kKilo), facts.memoryAvailable = amount(v[2], kKilo);
    else if (key == "load")
        facts.load = parseDouble(v[1]).value_or(-1);
    else if (key == "clock")
        facts.clock = static_cast<double>(std::max<std::int64_t>(amount(v[1], 1), 0));
    else if (key == "user")
        facts.user = v[1];
    else if (key == "home")
        facts.home = v[1];
    else if (key == "shell")
        facts.shell = v[1];
    else if (key == "folder")
        facts.folder = v[1],
        facts.freeBytes = static_cast<std::uint64_t>(std::max<std::int64_t>(parseInt(v[2]).value_or(0), 0)),
        facts.writable = v[3] == "yes";
    else if (key == "gpu")
        takeGpu(facts, v[1]);
    else if (key == "gpuproblem")
        facts.gpuProblem = v[1];
    else if (key == "gpuprocess")
        takeGpuProcess(facts, v);
    else if (key == "python" && facts.pythons.size() < 64)
        facts.pythons.push_back({v[1], v[2], v[3], v[4], v[5]});
    else if (key == "libtorch" && facts.libtorch.size() < 64)
        facts.libtorch.push_back(v[1]);
    else if (key == "tool" && facts.tools.size() < 100) {
        facts.tools[v[1]] = v[2];
        if (!v[3].empty())
            facts.versions[v[1]] = v[3];
    }
}

/// How the distribution installs something; for others a sentence.
std::string install(const HostFacts& facts, const std::string& debian, const std::string& fedora) {
    const std::string id = " " + facts.distribution + " ";
    if (id.find(" debian ") != std::string::npos || id.find(" ubuntu ") != std::string::npos)
        return "sudo apt-get install " + debian;
    if (id.find(" fedora ") != std::string::npos || id.find(" rhel ") != std::string::npos)
        return "sudo dnf install " + fedora;
    if (id.find(" arch ") != std::string::npos)
        return "sudo pacman -S gcc cmake make python";
    return "Ask who runs the host for " + debian + ".";
}

nlohmann::json known(std::int64_t value) {
    return value < 0 ? nlohmann::json() : nlohmann::json(value);
}

nlohmann::json gpuJson(const GpuFacts& gpu) {
    nlohmann::json processes = nlohmann::json::array();
    for (const GpuProcess& one : gpu.processes)
        processes.push_back(
            {{"pid", one.pid}, {"user", one.user}, {"program", one.program}, {"memory", known(one.memory)}});
    return {{"index", gpu.index},
            {"uuid", gpu.uuid},
            {"name", gpu.name},
            {"driver", gpu.driver},
            {"memory_used", known(gpu.memoryUsed)},
            {"memory_total", known(gpu.memoryTotal)},
            {"utilization", gpu.utilization < 0 ? nlohmann::json() : nlohmann::json(gpu.utilization)},
            {"processes", processes}};
}

}  // namespace

std::string factsScript(const std::string& folder) {
    std::string text(resources::process_sh);
    text += resources::host_sh;
    text += resources::facts_sh;
    text += "fb_plain_locale\nfb_facts " + shellQuote(folder) + "\n";
    return text;
}

Result<HostFacts> parseFacts(std::string_view out) {
    const auto begins = afterHeading(out, "flambeau-facts");
    if (!begins)
        return garbled(out);
    HostFacts facts;
    std::string_view rest = out.substr(*begins);
    for (std::size_t line = 0; line < kMostLines; ++line) {
        const std::size_t end = rest.find('\n');
        if (end == std::string_view::npos)
            return garbled(out.substr(*begins));
        if (rest.substr(0, end) == "end")
            return facts;
        take(facts, valuesOf(rest.substr(0, end)));
        rest.remove_prefix(end + 1);
    }
    return garbled(out.substr(*begins));
}

std::vector<Missing> missingOn(const HostFacts& facts) {
    std::vector<Missing> all;
    const auto has = [&](const char* tool) { return facts.tools.count(tool) > 0; };
    for (const char* tool : {"flock", "setsid"})
        if (!has(tool))
            all.push_back({tool, "to queue runs and keep them going", install(facts, "util-linux", "util-linux")});
    if (!facts.writable)
        all.push_back(
            {"a folder that may be written: " + facts.folder, "to keep runs in", "Name another one with --folder."});
    if (!has("g++") && !has("c++") && !has("clang++"))
        all.push_back({"a C++ compiler", "to build the trainer there", install(facts, "g++", "gcc-c++")});
    if (!has("cmake"))
        all.push_back({"CMake", "to build the trainer there", install(facts, "cmake", "cmake")});
    if (!has("make") && !has("ninja"))
        all.push_back({"make or ninja", "to build the trainer there", install(facts, "make", "make")});
    const bool torch = !facts.libtorch.empty() || std::any_of(facts.pythons.begin(), facts.pythons.end(),
                                                              [](const auto& one) { return !one.torch.empty(); });
    if (!torch)
        all.push_back(
            {"PyTorch", "for the trainer to stand on", "python3 -m venv ~/torch && ~/torch/bin/pip install torch"});
    if (!facts.gpuProblem.empty())
        all.push_back({"an answer of the NVIDIA driver", "to train on the GPU",
                       "Ask who runs the host: " + facts.gpuProblem + "."});
    return all;
}

nlohmann::json toJson(const HostFacts& facts) {
    nlohmann::json gpus = nlohmann::json::array(), pythons = nlohmann::json::array(), missing = nlohmann::json::array();
    for (const GpuFacts& gpu : facts.gpus)
        gpus.push_back(gpuJson(gpu));
    for (const PythonFacts& one : facts.pythons)
        pythons.push_back(
            {{"path", one.path},
             {"version", one.version},
             {"torch", one.torch.empty() ? nlohmann::json() : nlohmann::json(one.torch)},
             {"cuda", one.cuda.empty() ? nlohmann::json() : nlohmann::json(one.cuda)},
             {"torch_folder", one.torchFolder.empty() ? nlohmann::json() : nlohmann::json(one.torchFolder)}});
    for (const Missing& one : missingOn(facts))
        missing.push_back({{"what", one.what}, {"for", one.purpose}, {"mend", one.mend}});
    return {{"hostname", facts.hostname},
            {"os", facts.os},
            {"kernel", facts.kernel},
            {"arch", facts.arch},
            {"libc", facts.libc},
            {"cpu", facts.cpu},
            {"cpus", facts.cpus},
            {"memory", {{"total", known(facts.memoryTotal)}, {"available", known(facts.memoryAvailable)}}},
            {"load", facts.load < 0 ? nlohmann::json() : nlohmann::json(facts.load)},
            {"user", facts.user},
            {"home", facts.home},
            {"shell", facts.shell},
            {"disk", {{"folder", facts.folder}, {"free", facts.freeBytes}, {"writable", facts.writable}}},
            {"gpus", gpus},
            {"gpu_problem", facts.gpuProblem.empty() ? nlohmann::json() : nlohmann::json(facts.gpuProblem)},
            {"pythons", pythons},
            {"libtorch", facts.libtorch},
            {"tools", facts.tools},
            {"versions", facts.versions},
            {"missing", missing}};
}

}  // namespace flambeau::launch
