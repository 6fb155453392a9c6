// SPDX-License-Identifier: GPL-3.0-or-later
// A host with GPUs as far as its nvidia-smi goes, which is a script that tells what it is told; with a home of its own.
// It needs no GPU. Programs that look for one there find none.
#pragma once

#include "sshd.h"

namespace flambeau::test {

class GpuHost {
public:
    /// `gpus` of 24 GB each, idle.
    GpuHost(const fs::path& folder, int gpus);
    /// Ends its runs.
    ~GpuHost();
    GpuHost(const GpuHost&) = delete;
    GpuHost& operator=(const GpuHost&) = delete;

    Sshd& sshd() { return *m_sshd; }
    const Sshd& sshd() const { return *m_sshd; }
    /// The account's home there; ~/.flambeau is in it.
    fs::path home() const { return m_folder / "home"; }
    fs::path flambeau() const { return home() / ".flambeau"; }
    /// A run of some workspace that goes on until it is ended; its id. Its supervisor has taken it, or put it in the
    /// line.
    std::string start(const std::string& name, int wanted);
    /// Has ended, and is no more in the queue.
    void finish(const std::string& run);
    static std::string uuid(int index) { return "GPU-0000000" + std::to_string(index) + "-aaaa"; }
    /// From now on: megabytes used, and how busy it is, in percent.
    void setUse(int gpu, int megabytes, int percent);
    /// That process is on it.
    void setProcess(int gpu, int pid, int megabytes);

private:
    void tell();
    std::string say(const std::string& script);
    struct Gpu {
        int megabytes = 1, percent = 0;
        std::string processes;
    };
    fs::path m_folder;
    std::vector<Gpu> m_gpus;
    std::vector<std::string> m_runs;
    std::unique_ptr<Sshd> m_sshd;
};

}  // namespace flambeau::test
