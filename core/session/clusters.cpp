// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/clusters.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "flambeau/base/strings.h"
#include "flambeau/launch/host_use.h"
#include "flambeau/launch/scripts.h"
#include "flambeau/session/host_service.h"
#include "flambeau/session/hosts.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/computes.h"
#include "host_ask.h"
#include "host_readings.h"

namespace flambeau::session {

namespace {

using nlohmann::json;

constexpr AskLimits kLimits{std::chrono::seconds(30), 1u << 20};

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

std::string definitionOf(const std::vector<std::string>& hosts) {
    return json{{"kind", "cluster"}, {"hosts", hosts}}.dump();
}

Result<HostRoom> roomOn(const HostPlace& place, int gpus, std::stop_token stop) {
    FLAMBEAU_TRY(const auto said,
                 executeThere(place, launch::queueScript(place.folder), "Looking at the queue", stop, kLimits));
    FLAMBEAU_TRY(const auto queue, launch::parseQueue(said));
    HostLoad load;
    if (gpus > 0) {
        FLAMBEAU_TRY(const auto busy, executeThere(place, launch::useScript(), "Looking at the GPUs", stop, kLimits));
        FLAMBEAU_TRY(const auto use, launch::parseUse(busy));
        load = loadOf(use);
    }
    return roomOf(place.name, load, queueOf(queue), gpus);
}

std::string wordsFor(const HostRoom& room, int gpus) {
    const std::string what = gpus > 0 ? (room.all == 1 ? " GPU" : " GPUs") : (room.all == 1 ? " slot" : " slots");
    return room.host + " has " + std::to_string(std::max(0, room.free)) + " of " + std::to_string(room.all) + what +
           " free" + (room.waiting > 0 ? ", " + std::to_string(room.waiting) + " waiting" : "");
}

}  // namespace

HostRoom roomOf(const std::string& host, const HostLoad& load, const HostQueue& queue, int gpus) {
    const auto count = [&](bool running) {
        return static_cast<int>(std::count_if(queue.runs.begin(), queue.runs.end(), [&](const HostRun& run) {
            return run.running == running && (run.gpusAsked > 0) == (gpus > 0);
        }));
    };
    HostRoom room{host, 0, 0, count(false)};
    room.all = gpus > 0 ? static_cast<int>(load.gpus.size()) : queue.atOnce;
    room.free = room.all - (gpus > 0 ? static_cast<int>(busyGpus(load, queue)) : count(true));
    return room;
}

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

/// Those of `before` need not be known any more.
Status Clusters::check(const std::vector<std::string>& hosts, const std::vector<std::string>& before) const {
    if (hosts.empty())
        return Error{ErrorCode::InvalidArgument, "A cluster has one host at least", "Name its hosts.", ""};
    const store::Computes computes(m_workspace.store());
    std::set<std::string> named;
    for (const auto& host : hosts) {
        if (!named.insert(host).second)
            return Error{ErrorCode::InvalidArgument, host + " is named twice", "Name each host once.", ""};
        if (std::find(before.begin(), before.end(), host) != before.end())
            continue;
        FLAMBEAU_TRY(const auto record, computes.get(host));
        if (!membersOf(record).empty())
            return Error{ErrorCode::InvalidArgument, host + " is a cluster itself", "Name its hosts instead.", ""};
    }
    return {};
}

Status Clusters::add(const std::string& name, const std::vector<std::string>& hosts) const {
    const store::Computes computes(m_workspace.store());
    FLAMBEAU_CHECK(computes.mayAdd(name));
    FLAMBEAU_CHECK(check(hosts, {}));
    return computes.add(name, definitionOf(hosts), "");
}

Status Clusters::change(const std::string& name, const std::vector<std::string>& hosts) const {
    FLAMBEAU_TRY(const auto now, find(name));
    FLAMBEAU_CHECK(check(hosts, now.hosts));
    return store::Computes(m_workspace.store()).setDefinition(name, definitionOf(hosts));
}

Status Clusters::restore(const Cluster& cluster) const {
    return store::Computes(m_workspace.store())
        .restore({cluster.name, definitionOf(cluster.hosts), cluster.added, 0, ""});
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
