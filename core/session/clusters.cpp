// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/clusters.h"

#include <algorithm>
#include <chrono>
#include <set>

#include <nlohmann/json.hpp>

#include "flambeau/base/strings.h"
#include "flambeau/launch/host_use.h"
#include "flambeau/launch/scripts.h"
#include "flambeau/remote/transport.h"
#include "flambeau/session/hosts.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/computes.h"

namespace flambeau::session {

namespace {

using nlohmann::json;

constexpr std::chrono::seconds kAnswerWithin{30};
constexpr std::size_t kMostAnswer = 1u << 20;

/// Empty: the record is a host's.
std::vector<std::string> membersOf(const store::ComputeRecord& record) {
    std::vector<std::string> hosts;
    const auto definition = json::parse(record.definition, nullptr, false);
    if (!definition.is_object() || definition.value("kind", json()) != "cluster")
        return hosts;
    for (const auto& host : definition.value("hosts", json::array())) {
        if (host.is_string())
            hosts.push_back(host.get<std::string>());
    }
    return hosts;
}

Result<std::string> ask(const HostPlace& place, std::string script, std::stop_token stop) {
    remote::Command command;
    command.script = std::move(script);
    command.timeout = kAnswerWithin;
    command.maxOutput = kMostAnswer;
    command.stop = stop;
    FLAMBEAU_TRY(auto said, place.transport->exec(command));
    return std::move(said.out);
}

/// Nobody's lease and no process on it: another user's counts as busy.
int freeGpus(const launch::HostUse& use, const launch::QueueAnswer& queue) {
    std::set<std::string> leased;
    for (const auto& [id, run] : queue.runs) {
        for (const auto& gpu : run.gpus)
            leased.insert(gpu.uuid);
    }
    return static_cast<int>(std::count_if(use.now.gpus.begin(), use.now.gpus.end(), [&](const auto& gpu) {
        return gpu.processes.empty() && !leased.contains(gpu.uuid);
    }));
}

Result<HostRoom> roomOn(const HostPlace& place, int gpus, std::stop_token stop) {
    FLAMBEAU_TRY(const auto said, ask(place, launch::queueScript(place.folder), stop));
    FLAMBEAU_TRY(const auto queue, launch::parseQueue(said));
    HostRoom room;
    room.host = place.name;
    const auto alike = [&](const std::string& run) {
        const auto known = queue.runs.find(run);
        return (known != queue.runs.end() && known->second.gpusAsked > 0) == (gpus > 0);
    };
    room.waiting = static_cast<int>(std::count_if(queue.waiting.begin(), queue.waiting.end(), alike));
    if (gpus == 0) {
        room.all = queue.slots;
        room.free = queue.slots - static_cast<int>(std::count_if(queue.running.begin(), queue.running.end(), alike));
        return room;
    }
    FLAMBEAU_TRY(const auto busy, ask(place, launch::useScript(), stop));
    FLAMBEAU_TRY(const auto use, launch::parseUse(busy));
    room.all = static_cast<int>(use.now.gpus.size());
    room.free = freeGpus(use, queue);
    return room;
}

std::string wordsFor(const HostRoom& room, int gpus) {
    const std::string what = gpus > 0 ? (room.all == 1 ? " GPU" : " GPUs") : (room.all == 1 ? " slot" : " slots");
    return room.host + " has " + std::to_string(std::max(0, room.free)) + " of " + std::to_string(room.all) + what +
           " free" + (room.waiting > 0 ? ", " + std::to_string(room.waiting) + " waiting" : "");
}

}  // namespace

int chooseHost(const std::vector<HostRoom>& rooms, int gpus) {
    const int wanted = std::max(1, gpus);
    int best = -1;
    for (std::size_t i = 0; i < rooms.size(); ++i) {
        const auto& room = rooms[i];
        if (room.all < wanted)
            continue;
        if (room.ready(wanted))
            return static_cast<int>(i);
        const auto less = [](const HostRoom& a, const HostRoom& b) {
            // Fewer in front of it for each of what there is; then the one with more free already.
            const auto left = static_cast<long>(a.waiting) * b.all, right = static_cast<long>(b.waiting) * a.all;
            return left != right ? left < right : a.free > b.free;
        };
        if (best < 0 || less(room, rooms[static_cast<std::size_t>(best)]))
            best = static_cast<int>(i);
    }
    return best;
}

Result<std::vector<Cluster>> Clusters::list() const {
    FLAMBEAU_TRY(const auto records, store::Computes(m_workspace.store()).list());
    std::vector<Cluster> clusters;
    for (const auto& record : records) {
        if (auto hosts = membersOf(record); !hosts.empty())
            clusters.push_back({record.name, std::move(hosts), record.added});
    }
    return clusters;
}

Result<Cluster> Clusters::find(const std::string& name) const {
    FLAMBEAU_TRY(const auto record, store::Computes(m_workspace.store()).get(name));
    auto hosts = membersOf(record);
    if (hosts.empty())
        return Error{ErrorCode::NotFound, name + " is a host, no cluster of hosts", "", ""};
    return Cluster{record.name, std::move(hosts), record.added};
}

Status Clusters::add(const std::string& name, const std::vector<std::string>& hosts) const {
    const store::Computes computes(m_workspace.store());
    FLAMBEAU_CHECK(computes.mayAdd(name));
    if (hosts.empty())
        return Error{ErrorCode::InvalidArgument, "A cluster has one host at least", "Name its hosts.", ""};
    std::set<std::string> known;
    for (const auto& host : hosts) {
        FLAMBEAU_TRY(const auto record, computes.get(host));
        if (!membersOf(record).empty())
            return Error{ErrorCode::InvalidArgument, host + " is a cluster itself", "Name its hosts instead.", ""};
        if (!known.insert(host).second)
            return Error{ErrorCode::InvalidArgument, host + " is named twice", "", ""};
    }
    return computes.add(name, json{{"kind", "cluster"}, {"hosts", hosts}}.dump(), "");
}

Status Clusters::remove(const std::string& name) const {
    FLAMBEAU_CHECK(find(name));
    return store::Computes(m_workspace.store()).remove(name);
}

Result<Placement> Clusters::place(const std::string& name, int gpus, Hosts& hosts, std::stop_token stop,
                                  const ProgressCallback& progress) const {
    FLAMBEAU_TRY(const auto cluster, find(name));
    std::vector<HostRoom> rooms;
    std::vector<std::string> away;
    for (const auto& host : cluster.hosts) {
        if (progress)
            progress("asking " + host + " what is free", 0, 0);
        const auto look = [&]() -> Result<HostRoom> {
            FLAMBEAU_TRY(const auto place, hosts.place(host, stop));
            return roomOn(place, gpus, stop);
        };
        auto room = look();
        if (!room && stop.stop_requested())
            return Error{ErrorCode::Canceled, "Looking for a free host was stopped", "", ""};
        if (!room) {
            away.push_back(host + ": " + room.error().message);
            continue;
        }
        rooms.push_back(*room);
        if (rooms.back().ready(std::max(1, gpus)))
            break;  // the first that is free: the rest need not be asked
    }
    const int chosen = chooseHost(rooms, gpus);
    if (chosen >= 0)
        return Placement{rooms[static_cast<std::size_t>(chosen)].host,
                         wordsFor(rooms[static_cast<std::size_t>(chosen)], gpus)};
    if (rooms.empty())
        return Error{ErrorCode::Unreachable, "No host of " + name + " can be reached",
                     "Look whether they are switched on and this machine is in their network.", join(away, "\n")};
    return Error{
        ErrorCode::Unavailable,
        "No host of " + name + " that can be reached has " + std::to_string(gpus) + (gpus == 1 ? " GPU" : " GPUs"),
        "Ask for fewer.", join(away, "\n")};
}

}  // namespace flambeau::session
