// SPDX-License-Identifier: GPL-3.0-or-later
// Hosts that take each other's place: a run that is to go to a cluster goes to the first of its hosts that is free,
// else to the one where the least waits. It is then that host's run: its queue, its record, its folder. One object on
// one thread, that of its workspace; placing reaches hosts, blocks and honours its stop token.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "flambeau/base/result.h"
#include "flambeau/session/run_ports.h"

namespace flambeau::session {

class Hosts;
class Workspace;
struct HostLoad;
struct HostQueue;

struct Cluster {
    std::string name;
    std::vector<std::string> hosts;  ///< names of compute targets, the first is asked first
    double added = 0;
};

/// What a run would find on a host that can be reached.
struct HostRoom {
    std::string host;
    int free = 0;     ///< slots, or GPUs for a run that wants some, that nobody holds or waits for
    int all = 0;      ///< as many as there are
    int waiting = 0;  ///< runs in front of it
    bool ready(int wanted) const { return free >= wanted && waiting == 0; }
};

/// For a run that wants so many GPUs (0: a slot). A GPU that a process is on is not free, whoever's it is.
HostRoom roomOf(const std::string& host, const HostLoad& load, const HostQueue& queue, int gpus);

struct Placement {
    std::string host;
    std::string why;  ///< "gpu2 has 1 of 2 GPUs free", for a person
};

class Clusters {
public:
    explicit Clusters(Workspace& workspace) : m_workspace(workspace) {}

    Result<std::vector<Cluster>> list() const;
    Result<Cluster> find(const std::string& name) const;
    bool has(const std::string& name) const { return find(name).ok(); }
    /// NotFound where a host is not known; AlreadyExists; InvalidArgument without hosts.
    Status add(const std::string& name, const std::vector<std::string>& hosts) const;
    /// Its hosts from now on; errors as add, and NotFound. One that was removed since may stay named.
    Status change(const std::string& name, const std::vector<std::string>& hosts) const;
    Status remove(const std::string& name) const;
    /// Knows again what was removed, as it was.
    Status restore(const Cluster& cluster) const;

    /// The host for a run that wants so many GPUs (0: a slot). Unreachable where none of them can be reached,
    /// Unavailable where none that can has enough GPUs; hosts that are away are passed over and named.
    Result<Placement> place(const std::string& name, int gpus, Hosts& hosts, std::stop_token stop,
                            const ProgressCallback& progress) const;

private:
    Status check(const std::vector<std::string>& hosts, const std::vector<std::string>& before) const;

    Workspace& m_workspace;
};

/// The first that is ready, else the one with the least waiting for what it has; -1: none has enough.
int chooseHost(const std::vector<HostRoom>& rooms, int gpus);

}  // namespace flambeau::session
