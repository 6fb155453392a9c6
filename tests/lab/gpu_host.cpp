// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu_host.h"

#include "flambeau/base/strings.h"

namespace flambeau::test {

GpuHost::GpuHost(const fs::path& folder, int gpus) : m_folder(folder), m_gpus(static_cast<std::size_t>(gpus)) {
    fs::create_directories(home());
    const fs::path tools = folder / "tools";
    fs::create_directories(tools);
    write(tools / "nvidia-smi", "#!/bin/sh\ncd " + shellQuote(tools.string()) +
                                    "\ncase $1 in\n*query-gpu=uuid,*) cat gpus ;;\n"
                                    "*query-gpu=index,uuid*) cat uuids ;;\n*compute-apps*) cat apps ;;\nesac\n");
    // Its own home and programs, whoever's account it is.
    write(tools / "login", "#!/bin/sh\nHOME=" + shellQuote(home().string()) + "\nPATH=" + shellQuote(tools.string()) +
                               ":$PATH\nexport HOME PATH\nexec sh -c \"$SSH_ORIGINAL_COMMAND\"\n");
    for (const char* program : {"nvidia-smi", "login"})
        fs::permissions(tools / program, fs::perms::owner_all);
    tell();
    Sshd::Options options;
    options.shell = (tools / "login").string();
    m_sshd = std::make_unique<Sshd>(folder / "sshd", options);
}

void GpuHost::setUse(int gpu, int megabytes, int percent) {
    m_gpus.at(static_cast<std::size_t>(gpu)).megabytes = megabytes;
    m_gpus.at(static_cast<std::size_t>(gpu)).percent = percent;
    tell();
}

void GpuHost::setProcess(int gpu, int pid, int megabytes) {
    m_gpus.at(static_cast<std::size_t>(gpu)).processes +=
        uuid(gpu) + ", " + std::to_string(pid) + ", " + std::to_string(megabytes) + "\n";
    tell();
}

void GpuHost::tell() {
    std::string gpus, uuids, apps;
    for (int i = 0; i < static_cast<int>(m_gpus.size()); ++i) {
        const Gpu& gpu = m_gpus[static_cast<std::size_t>(i)];
        gpus += uuid(i) + ", " + std::to_string(i) + ", NVIDIA GeForce RTX 4090, 550.90, " +
                std::to_string(gpu.megabytes) + ", 24564, " + std::to_string(gpu.percent) + "\n";
        uuids += std::to_string(i) + ", " + uuid(i) + "\n";
        apps += gpu.processes;
    }
    const fs::path tools = m_folder / "tools";
    for (const auto& [name, text] : {std::pair("gpus", &gpus), {"uuids", &uuids}, {"apps", &apps}}) {
        write(tools / (std::string(".") + name), *text);
        fs::rename(tools / (std::string(".") + name), tools / name);
    }
}

}  // namespace flambeau::test
