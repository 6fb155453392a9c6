// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/host_service.h"

#include <algorithm>
#include <chrono>

#include "flambeau/base/strings.h"
#include "flambeau/launch/host_use.h"
#include "flambeau/launch/scripts.h"
#include "flambeau/remote/transport.h"
#include "flambeau/session/run_catalog.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/runs.h"

namespace flambeau::session {
namespace {

constexpr std::chrono::seconds kWithin{60};  ///< `du` over a slow network home takes its time
constexpr std::size_t kMostAnswer = 1u << 20;
constexpr std::size_t kShortId = 8;

HostRun runOf(const RunCatalog& catalog, const std::string& id, bool running) {
    HostRun run;
    run.id = id;
    run.running = running;
    run.name = id.substr(0, kShortId);
    run.state = running ? domain::RunState::Running : domain::RunState::Queued;
    if (const auto view = catalog.view(RunId(id))) {
        run.name = view->name;
        run.ours = true;
        run.since = view->since;
        run.doing = view->progress.what;
        if (running && !domain::isFinal(view->state) && view->state != domain::RunState::Queued)
            run.state = view->state;
    }
    return run;
}

}  // namespace

const HostRun* holderOf(const HostGpu& gpu, const HostQueue& queue) {
    for (const HostRun& run : queue.runs)
        if (run.running && std::find(run.gpus.begin(), run.gpus.end(), gpu.index) != run.gpus.end())
            return &run;
    return nullptr;
}

std::size_t busyGpus(const HostLoad& load, const HostQueue& queue) {
    return static_cast<std::size_t>(std::count_if(load.gpus.begin(), load.gpus.end(), [&](const HostGpu& gpu) {
        return gpu.taken() || holderOf(gpu, queue) != nullptr;
    }));
}

HostService::HostService(Workspace& workspace, HostConnections& connections)
    : m_workspace(workspace), m_hosts(workspace, connections) {}

Result<std::string> HostService::ask(const std::string& host, const std::string& script, std::stop_token stop) {
    FLAMBEAU_TRY(const HostPlace place, m_hosts.place(host, stop));
    remote::Command command;
    command.script = script;
    command.timeout = kWithin;
    command.maxOutput = kMostAnswer;
    command.stop = stop;
    FLAMBEAU_TRY(auto said, place.transport->exec(command));
    return std::move(said.out);
}

Result<HostLoad> HostService::load(const std::string& host, std::stop_token stop) {
    FLAMBEAU_CHECK(m_hosts.place(host, stop));  // connecting is no part of how far it is
    const auto begun = std::chrono::steady_clock::now();
    FLAMBEAU_TRY(const std::string said, ask(host, launch::useScript(), stop));
    HostLoad load;
    load.latency = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    FLAMBEAU_TRY(const launch::HostUse use, launch::parseUse(said));
    Ticks& before = m_ticks[host];
    if (before.all > 0 && use.allTicks > before.all && use.busyTicks >= before.busy)
        load.cpu = std::min(
            1.0, static_cast<double>(use.busyTicks - before.busy) / static_cast<double>(use.allTicks - before.all));
    before = {use.busyTicks, use.allTicks};
    load.load = use.now.load;
    load.cores = use.now.cpus;
    load.memoryTotal = use.now.memoryTotal;
    if (use.now.memoryTotal >= 0 && use.now.memoryAvailable >= 0)
        load.memoryUsed = std::max<std::int64_t>(0, use.now.memoryTotal - use.now.memoryAvailable);
    load.gpuProblem = use.now.gpuProblem;
    for (const auto& gpu : use.now.gpus) {
        HostGpu one{gpu.index, gpu.name, gpu.utilization, gpu.memoryUsed, gpu.memoryTotal, {}};
        for (const auto& process : gpu.processes)
            one.others.push_back(process.user.empty() ? process.program : process.user + ": " + process.program);
        load.gpus.push_back(std::move(one));
    }
    return load;
}

Result<HostQueue> HostService::queue(const std::string& host, std::stop_token stop) {
    FLAMBEAU_TRY(const HostPlace place, m_hosts.place(host, stop));
    FLAMBEAU_TRY(const std::string said, ask(host, launch::queueScript(place.folder), stop));
    FLAMBEAU_TRY(const auto answer, launch::parseQueue(said));
    HostQueue queue;
    queue.atOnce = answer.slots;
    const RunCatalog catalog(m_workspace);
    const auto add = [&](const std::string& id, bool running) {
        HostRun run = runOf(catalog, id, running);
        if (const auto told = answer.runs.find(id); told != answer.runs.end()) {
            if (!run.ours && !told->second.name.empty())
                run.name = told->second.name;
            if (run.since <= 0)
                run.since = told->second.since;
            for (const auto& gpu : told->second.gpus)
                run.gpus.push_back(gpu.index);
            run.why = told->second.reason;
        }
        queue.runs.push_back(std::move(run));
    };
    for (const auto& id : answer.running)
        add(id, true);
    for (const auto& id : answer.waiting)
        add(id, false);
    return queue;
}

Result<HostDisk> HostService::disk(const std::string& host, std::stop_token stop) {
    FLAMBEAU_TRY(const HostPlace place, m_hosts.place(host, stop));
    FLAMBEAU_TRY(const std::string said, ask(host, launch::diskScript(place.folder), stop));
    FLAMBEAU_TRY(const auto answer, launch::parseDisk(said));
    return HostDisk{answer.freeBytes, answer.runsBytes, answer.runs.size()};
}

Result<HostCleanPlan> HostService::cleanPlan(const std::string& host, std::stop_token stop) {
    FLAMBEAU_TRY(const HostPlace place, m_hosts.place(host, stop));
    FLAMBEAU_TRY(const std::string said, ask(host, launch::diskScript(place.folder), stop));
    FLAMBEAU_TRY(const auto answer, launch::parseDisk(said));
    HostCleanPlan plan;
    const store::Runs runs(m_workspace.store());
    for (const auto& id : answer.runs) {
        const auto run = runs.get(RunId(id));
        if (!run || run->compute != host || !domain::isFinal(run->state)) {
            ++plan.others;
        } else if (!run->outputsKept) {
            ++plan.needed;
        } else {
            plan.runs.push_back(id);
            plan.names.push_back(run->name);
        }
    }
    return plan;
}

Result<HostCleaned> HostService::clean(const std::string& host, const HostCleanPlan& plan, std::stop_token stop) {
    FLAMBEAU_TRY(const HostPlace place, m_hosts.place(host, stop));
    FLAMBEAU_TRY(const HostCleanPlan now, cleanPlan(host, stop));
    std::vector<std::string> going;
    for (const auto& id : plan.runs)
        if (std::find(now.runs.begin(), now.runs.end(), id) != now.runs.end())
            going.push_back(id);
    HostCleaned cleaned;
    cleaned.kept = plan.runs.size() - going.size();
    if (going.empty())
        return cleaned;
    FLAMBEAU_TRY(const HostDisk before, disk(host, stop));
    FLAMBEAU_TRY(const std::string said, ask(host, launch::cleanScript(place.folder, going), stop));
    FLAMBEAU_TRY(const auto answer, launch::parseClean(said));
    FLAMBEAU_TRY(const HostDisk after, disk(host, stop));
    cleaned.removed = answer.removed.size();
    cleaned.kept += answer.kept.size();
    cleaned.freed = before.runsBytes > after.runsBytes ? before.runsBytes - after.runsBytes : 0;
    return cleaned;
}

}  // namespace flambeau::session
