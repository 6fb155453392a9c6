// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu_host.h"

#include <signal.h>

#include "flambeau/base/id.h"
#include "flambeau/base/strings.h"
#include "flambeau/launch/launch_plan.h"
#include "flambeau/launch/scripts.h"

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
                               ":$PATH\nFLAMBEAU_LOCK_BASE=" + shellQuote(folder.string()) +
                               "\nexport HOME PATH FLAMBEAU_LOCK_BASE\nexec sh -c \"$SSH_ORIGINAL_COMMAND\"\n");
    for (const char* program : {"nvidia-smi", "login"})
        fs::permissions(tools / program, fs::perms::owner_all);
    tell();
    Sshd::Options options;
    options.shell = (tools / "login").string();
    m_sshd = std::make_unique<Sshd>(folder / "sshd", options);
}

GpuHost::~GpuHost() {
    for (const std::string& run : m_runs) {
        const std::string pid = read(flambeau() / "runs" / run / "pid");
        const auto words = split(pid, ' ');
        // The supervisor first, so that it starts nothing more; then what it started.
        for (std::size_t i = 0; i + 1 < words.size(); ++i)
            if (words[i].ends_with("supervisor"))
                ::kill(static_cast<pid_t>(parseInt(words[i + 1]).value_or(0)), SIGKILL);
        for (const auto& entry : fs::directory_iterator("/proc")) {
            const auto number = parseInt(entry.path().filename().string());
            const auto environment = number ? readFile(entry.path() / "environ", 1 << 20) : Result<std::string>("");
            if (number && environment && environment->find("FLAMBEAU_RUN=" + run) != std::string::npos)
                ::kill(static_cast<pid_t>(*number), SIGKILL);
        }
    }
}

std::string GpuHost::say(const std::string& script) {
    ScriptedPrompter nobody;
    remote::SshOptions options = m_sshd->options();
    write(options.knownHosts, m_sshd->knownHostsLine() + "\n");
    remote::SshTransport transport(options, nobody);
    remote::Command command;
    command.script = script;
    return must(transport.exec(command)).out;
}

std::string GpuHost::start(const std::string& name, int wanted) {
    launch::LaunchPlan plan;
    plan.hostFolder = flambeau().string();
    plan.run = newUuid();
    plan.name = name;
    plan.gpus = wanted;
    plan.graceSeconds = 0.5;
    plan.ranks.push_back({{"sh", "-c", "until [ -e finish ]; do sleep 0.05; done"}, {}});
    must(launch::validate(plan));
    m_runs.push_back(plan.run);
    must(launch::parsePrepare(say(launch::prepareScript(plan.hostFolder, plan.run))));
    REQUIRE(must(launch::parseStart(say(launch::startScript(plan)))).startedNow);
    REQUIRE(until([&] { return fs::exists(flambeau() / "runs" / plan.run / "state.jsonl"); }));
    return plan.run;
}

void GpuHost::finish(const std::string& run) {
    write(flambeau() / "runs" / run / "finish", "");
    REQUIRE(until([&] { return fs::exists(flambeau() / "runs" / run / "exit.json"); }));
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
