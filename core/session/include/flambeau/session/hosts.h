// SPDX-License-Identifier: GPL-3.0-or-later
// The machines that runs go to, this one included, as the services see them: a name, a folder there, and a way to it.
// HostConnections: one a program, shared by its threads, outlives all Hosts. Hosts: one object on one thread, that of
// its workspace. Calls that reach a host block and honour their stop token.
#pragma once

#include <map>
#include <memory>
#include <stop_token>
#include <string>

#include <nlohmann/json.hpp>

#include "flambeau/base/result.h"

namespace flambeau::remote {
class SshPool;
class SshPrompter;
class SshTransport;
class Transport;
struct SshOptions;
}  // namespace flambeau::remote

namespace flambeau::session {

class ComputePrompter;
class Workspace;
struct ComputeTarget;

/// The authenticated connections of this program, one a host.
class HostConnections {
public:
    HostConnections();
    ~HostConnections();
    HostConnections(const HostConnections&) = delete;
    HostConnections& operator=(const HostConnections&) = delete;

    remote::SshPool& pool() { return *m_pool; }

private:
    std::unique_ptr<remote::SshPool> m_pool;
};

/// A machine and the way to it; valid as long as the Hosts that gave it.
struct HostPlace {
    std::string name;  ///< "local", or the compute target's
    bool local = true;
    std::string folder;    ///< Flambeau's folder there, absolute
    std::string libtorch;  ///< what engines are to be built with there, absolute; empty: the best one found
    remote::Transport* transport = nullptr;
    nlohmann::json facts;  ///< what its last test found; null: none, or this machine
};

class Hosts {
public:
    /// Both outlive this object. Without a prompter nobody is asked: hosts that want an answer are then refused, and one
    /// that could not be reached is not tried again at once.
    Hosts(Workspace& workspace, HostConnections& connections, ComputePrompter* prompter = nullptr);
    ~Hosts();
    Hosts(const Hosts&) = delete;
    Hosts& operator=(const Hosts&) = delete;

    /// "local" or "" is this machine. NotFound where no host has that name; else as Transport::exec: the first call
    /// connects. The target is read anew each time, so a changed one is reached in its new way.
    Result<HostPlace> place(const std::string& compute, std::stop_token stop = {});
    /// A way to any address, kept in no list: to test one before it is added.
    std::unique_ptr<remote::SshTransport> transport(const ComputeTarget& target,
                                                    const std::string& acceptFingerprint = {});

private:
    struct Known;
    Workspace& m_workspace;
    HostConnections& m_connections;
    bool m_personWaits;
    std::unique_ptr<remote::SshPrompter> m_prompter;
    std::unique_ptr<remote::Transport> m_local;
    std::map<std::string, std::unique_ptr<Known>> m_known;
};

/// "this machine" or the host's name, for a person.
std::string placeTitle(const std::string& compute);

}  // namespace flambeau::session
