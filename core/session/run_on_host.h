// SPDX-License-Identifier: GPL-3.0-or-later
// What a start does on the machine that the run goes to, this one included. Private to the run service; functions and a
// short-lived object on its thread.
#pragma once

#include <stop_token>
#include <string>

#include "flambeau/launch/scripts.h"
#include "flambeau/session/hosts.h"
#include "flambeau/session/run_service.h"
#include "host_ask.h"
#include "run_inputs.h"

namespace flambeau::session {

/// Makes the run's folder there; Unavailable where the machine lacks what runs are supervised with.
Result<launch::PrepareAnswer> makeRunFolder(const HostPlace& place, const RunId& run, std::stop_token stop);

/// Prepares one run on a host: its folder, an engine, the content that is missing there, its files.
class RunService::OnHost {
public:
    OnHost(Workspace& workspace, domain::RunDefinition& definition, Inputs& inputs, std::stop_token stop,
           const ProgressCallback& progress);
    /// Completes the definition with the engine's key. Each stage stands in the run's record while it goes on.
    Status prepare();

private:
    Status makeEngine();
    Status send(std::uint64_t freeBytes);
    Status writeFiles();
    Status writeHere() const;
    Status stage(const std::string& what);
    void tell(const std::string& what, std::uint64_t done, std::uint64_t total);

    Workspace& m_workspace;
    domain::RunDefinition& m_definition;
    Inputs& m_inputs;
    std::stop_token m_stop;
    const ProgressCallback& m_progress;
    double m_told = 0;
};

}  // namespace flambeau::session
