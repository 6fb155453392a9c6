// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/host_service.h"

#include <algorithm>
#include <chrono>
#include <numeric>

#include "flambeau/launch/host_disk.h"
#include "flambeau/session/host_engine.h"
#include "flambeau/session/run_catalog.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/runs.h"
#include "host_ask.h"
#include "host_readings.h"

namespace flambeau::session {
namespace {

constexpr std::size_t kShortId = 8;
constexpr AskLimits kWithDu{std::chrono::seconds(300), 8u << 20};  ///< over a slow network home it takes its time
constexpr double kDay = 86400, kKitsUnused = 60 * kDay;

/// What this workspace knows of it.
void tell(const RunCatalog& catalog, HostRun& run) {
    const auto view = catalog.view(RunId(run.id));
    if (!view)
        return;
    run.name = view->name;
    run.ours = true;
    if (view->since > 0)
        run.since = view->since;
    run.doing = view->progress.what;
    if (run.running && !domain::isFinal(view->state) && view->state != domain::RunState::Queued)
        run.state = view->state;
}

HostCleanItem::Kind kindOf(launch::DiskItem::Kind kind) {
    using From = launch::DiskItem::Kind;
    using To = HostCleanItem::Kind;
    return kind == From::Run ? To::Run : kind == From::Environment ? To::Environment : To::Engine;
}

HostCleanItem itemOf(const launch::DiskItem& item) {
    return {kindOf(item.kind), item.name, item.name.substr(0, kShortId), item.bytes, item.age};
}

/// What the launch folder takes for a plan again.
launch::CleanPlan planOf(const HostCleanPlan& plan) {
    launch::CleanPlan back;
    for (const HostCleanItem& item : plan.items) {
        launch::DiskItem one;
        one.kind = item.kind == HostCleanItem::Kind::Run           ? launch::DiskItem::Kind::Run
                   : item.kind == HostCleanItem::Kind::Environment ? launch::DiskItem::Kind::Environment
                                                                   : launch::DiskItem::Kind::Engine;
        one.name = item.name;
        back.items.push_back(std::move(one));
    }
    back.store = plan.contentFiles > 0;
    back.leftBytes = plan.leftBytes;
    return back;
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

HostLoad loadOf(const launch::HostUse& use) {
    HostLoad load;
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

HostQueue queueOf(const launch::QueueAnswer& answer) {
    HostQueue queue;
    queue.atOnce = answer.slots;
    const auto add = [&](const std::string& id, bool running) {
        HostRun run;
        run.id = id;
        run.running = running;
        run.name = id.substr(0, kShortId);
        run.state = running ? domain::RunState::Running : domain::RunState::Queued;
        if (const auto told = answer.runs.find(id); told != answer.runs.end()) {
            if (!told->second.name.empty())
                run.name = told->second.name;
            run.since = told->second.since;
            run.gpusAsked = told->second.gpusAsked;
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

std::uint64_t HostCleanPlan::bytes() const {
    return std::accumulate(items.begin(), items.end(), contentBytes + leftBytes,
                           [](std::uint64_t sum, const HostCleanItem& item) { return sum + item.bytes; });
}

Result<std::string> HostService::ask(const std::string& host, std::string script, std::stop_token stop) {
    FLAMBEAU_TRY(const HostPlace place, m_hosts.place(host, stop));
    return executeThere(place, std::move(script), "Asking " + host, stop);
}

Result<HostLoad> HostService::load(const std::string& host, std::stop_token stop) {
    FLAMBEAU_CHECK(m_hosts.place(host, stop));  // connecting is no part of how far it is
    const auto begun = std::chrono::steady_clock::now();
    FLAMBEAU_TRY(const std::string said, ask(host, launch::useScript(), stop));
    const double latency = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    FLAMBEAU_TRY(const launch::HostUse use, launch::parseUse(said));
    HostLoad load = loadOf(use);
    load.latency = latency;
    Ticks& before = m_ticks[host];
    if (before.all > 0 && use.allTicks > before.all && use.busyTicks >= before.busy)
        load.cpu = std::min(
            1.0, static_cast<double>(use.busyTicks - before.busy) / static_cast<double>(use.allTicks - before.all));
    before = {use.busyTicks, use.allTicks};
    return load;
}

Result<HostQueue> HostService::queue(const std::string& host, std::stop_token stop) {
    FLAMBEAU_TRY(const HostPlace place, m_hosts.place(host, stop));
    FLAMBEAU_TRY(const std::string said, ask(host, launch::queueScript(place.folder), stop));
    FLAMBEAU_TRY(const auto answer, launch::parseQueue(said));
    HostQueue queue = queueOf(answer);
    const RunCatalog catalog(m_workspace);
    for (HostRun& run : queue.runs)
        tell(catalog, run);
    return queue;
}

Result<std::uint64_t> HostService::room(const std::string& host, std::stop_token stop) {
    FLAMBEAU_TRY(const HostPlace place, m_hosts.place(host, stop));
    FLAMBEAU_TRY(const std::string said, ask(host, launch::roomScript(place.folder), stop));
    return launch::parseRoom(said);
}

Result<std::optional<std::string>> HostService::engine(const std::string& host, bool gpus, const Engine& desktops,
                                                       std::stop_token stop) {
    FLAMBEAU_TRY(const HostPlace place, m_hosts.place(host, stop));
    HostEngineRequest request;
    request.hostFolder = place.folder;
    request.libtorch = place.libtorch;
    request.wantCuda = gpus;
    FLAMBEAU_TRY(const auto there, findHostEngine(*place.transport, place.facts, request, desktops, stop));
    return there ? std::optional(there->title) : std::nullopt;
}

Result<HostDisk> HostService::disk(const std::string& host, std::stop_token stop) {
    FLAMBEAU_TRY(const auto contents, this->contents(host, stop));
    using Kind = launch::DiskItem::Kind;
    const auto part = [&](Kind kind) { return HostDisk::Part{contents.bytes(kind), contents.count(kind)}; };
    return HostDisk{contents.freeBytes,
                    part(Kind::Run),
                    part(Kind::Environment),
                    part(Kind::Engine),
                    {contents.storeBytes, contents.storeFiles},
                    contents.leftBytes};
}

Result<launch::HostContents> HostService::contents(const std::string& host, std::stop_token stop) {
    FLAMBEAU_TRY(const HostPlace place, m_hosts.place(host, stop));
    FLAMBEAU_TRY(const std::string said, executeThere(place, launch::contentsScript(place.folder),
                                                      "Looking at the disk of " + host, stop, kWithDu));
    return launch::parseContents(said);
}

Result<HostCleanPlan> HostService::cleanPlan(const std::string& host, bool kits, std::stop_token stop) {
    FLAMBEAU_TRY(const auto contents, this->contents(host, stop));
    launch::CleanRule rule;
    rule.runs = 0;
    rule.kits = kits ? 0 : kKitsUnused;
    const launch::CleanPlan could = launch::cleanPlan(contents, rule);
    HostCleanPlan plan;
    plan.kitsGo = kits;
    plan.contentBusy = contents.storeBusy;
    plan.contentFiles = could.storeFiles;
    plan.contentBytes = could.storeBytes;
    plan.leftBytes = could.leftBytes;
    const store::Runs runs(m_workspace.store());
    using Kind = launch::DiskItem::Kind;
    using State = launch::DiskItem::State;
    const auto goes = [&](const launch::DiskItem& item) {
        return std::any_of(could.items.begin(), could.items.end(),
                           [&](const auto& one) { return one.kind == item.kind && one.name == item.name; });
    };
    for (const launch::DiskItem& item : contents.items) {
        HostCleanItem one = itemOf(item);
        if (item.kind != Kind::Run) {
            const bool lately = !item.needed && item.state == State::Ready && item.age < kKitsUnused;
            plan.kits += lately ? 1 : 0;
            plan.kitBytes += lately ? item.bytes : 0;
            if (goes(item))
                plan.items.push_back(std::move(one));
            continue;
        }
        const auto run = runs.get(RunId(item.name));
        if (!run && run.error().code != ErrorCode::NotFound)
            return run.error();
        if (run)
            one.title = run->name;
        const bool over = run ? domain::isFinal(run->state) : item.state == State::Preparing;
        if (!over || !goes(item))
            ++plan.others;
        else if (run && !run->outputsKept && item.state != State::Preparing)
            ++plan.needed;
        else
            plan.items.push_back(std::move(one));
    }
    return plan;
}

Result<HostCleaned> HostService::clean(const std::string& host, const HostCleanPlan& plan, std::stop_token stop) {
    FLAMBEAU_TRY(const HostPlace place, m_hosts.place(host, stop));
    FLAMBEAU_TRY(const HostCleanPlan now, cleanPlan(host, plan.kitsGo, stop));
    HostCleanPlan going = plan;
    std::erase_if(going.items, [&](const HostCleanItem& item) {
        return std::none_of(now.items.begin(), now.items.end(),
                            [&](const auto& one) { return one.kind == item.kind && one.name == item.name; });
    });
    HostCleaned cleaned;
    cleaned.kept = plan.items.size() - going.items.size();
    if (going.empty())
        return cleaned;
    FLAMBEAU_TRY(const std::string said, executeThere(place, launch::cleanUpScript(place.folder, planOf(going)),
                                                      "Cleaning up on " + host, stop, kWithDu));
    FLAMBEAU_TRY(const auto done, launch::parseCleanUp(said));
    cleaned.freed = done.storeBytes + done.leftBytes;
    std::vector<const HostCleanItem*> stayed;
    for (const HostCleanItem& item : going.items) {
        if (std::find(done.removed.begin(), done.removed.end(), item.name) == done.removed.end()) {
            stayed.push_back(&item);
            continue;
        }
        ++cleaned.removed;
        cleaned.freed += item.bytes;
    }
    if (stayed.empty())
        return cleaned;
    // The host does not say why. What it still has and would not give is needed by now; what it would give, or has only
    // half, could not be removed.
    FLAMBEAU_TRY(const auto contents, this->contents(host, stop));
    launch::CleanRule rule;
    rule.runs = rule.kits = 0;
    const launch::CleanPlan could = launch::cleanPlan(contents, rule);
    const auto has = [](const std::vector<launch::DiskItem>& items, const HostCleanItem& wanted) {
        return std::any_of(items.begin(), items.end(), [&](const launch::DiskItem& item) {
            return itemOf(item).kind == wanted.kind && item.name == wanted.name;
        });
    };
    for (const HostCleanItem* item : stayed)
        ++(has(contents.items, *item) && !has(could.items, *item) ? cleaned.kept : cleaned.failed);
    return cleaned;
}

}  // namespace flambeau::session
