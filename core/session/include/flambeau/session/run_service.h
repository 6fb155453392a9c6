// SPDX-License-Identifier: GPL-3.0-or-later
// Starts, cancels, resumes, copies and removes runs. One object on one thread; calls block (a start reads the dataset's
// file times, may download weights and copies them) and honour their stop token. Following a run is RunFollower's.
//
// The order of a start, of which each step can be the last one of this process: the definition is complete and
// immutable; the row (Preparing); the run's folder with run.json and data/manifest.json, initial weights and the
// checkpoint to resume from; the handle is saved; the supervisor is started. A start that fails after the row leaves a
// Failed run that says why, and no folder; one of which nobody can tell whether it failed leaves all as it is, for the
// follower to settle.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"
#include "flambeau/domain/dataset.h"
#include "flambeau/domain/run_definition.h"
#include "flambeau/session/host_engine.h"
#include "flambeau/session/run_ports.h"

namespace flambeau::session {

class HostConnections;
class Hosts;
class Workspace;
struct HostPlace;

/// What a person asks for; everything is checked by `define`.
struct RunRequest {
    std::string recipe;
    std::string dataset;                     ///< NAME or NAME@VERSION
    std::string name;                        ///< empty: from the dataset's, with the next free number
    std::string experiment;                  ///< empty: "default"
    std::map<std::string, std::string> set;  ///< parameters as typed
    std::string registerAs;                  ///< a model's name: the run becomes a version of it; empty: no rule
    std::string compute;                     ///< where: empty or "local": this machine; else a host or a cluster
    int priority = 0;                        ///< -1000 to 1000: of those that wait there the highest goes first
    double timeLimit = 0;                    ///< seconds of running; 0: none
    int resumes = 0;                         ///< how often it goes on by itself when it is lost
    std::optional<int> gpus;                 ///< how many of the host's it holds; empty: one where the host has any
    std::string notes;
    std::vector<std::string> tags;
};

/// What a copy or a resumed run does differently.
struct RunChanges {
    RunId id;  ///< empty: a new one
    std::string name;
    std::string experiment;
    std::map<std::string, std::string> set;
    std::optional<std::string> registerAs;
    std::optional<int> resumes;
};

/// Where the runs of this machine stand.
struct QueueView {
    int concurrent = 1;          ///< how many go on at once
    std::vector<RunId> running;  ///< those that hold a slot
    std::vector<RunId> waiting;  ///< the next first
};

class RunService : public LostRunResumer {
public:
    /// All outlive the service. `freeBytes` tells the space at a path of this machine (tests replace it).
    RunService(Workspace& workspace, WeightsSource& weights, EngineSource& engines, Hosts& hosts,
               std::function<Result<std::uint64_t>(const fs::path&)> freeBytes = freeDiskBytes);
    /// With connections of its own, and nobody to ask.
    RunService(Workspace& workspace, WeightsSource& weights, EngineSource& engines,
               std::function<Result<std::uint64_t>(const fs::path&)> freeBytes = freeDiskBytes);
    ~RunService() override;
    /// Who makes engines on hosts (tests replace it); ensureHostEngine unless this is called.
    void makeHostEnginesBy(HostEngineMaker maker) { m_hostEngines = std::move(maker); }

    /// Checks everything that needs no other program: every problem in one error. Nothing is written. Engine and
    /// weights are not resolved yet.
    Result<domain::RunDefinition> define(const RunRequest& request) const;

    /// Returns once the supervisor runs (or stands in the queue). Where it fails after the run was recorded, the run is
    /// Failed with the same words (still Preparing where it may yet have started) and `failedRun` names it.
    Result<RunId> start(const RunRequest& request, std::stop_token stop, const ProgressCallback& progress);
    /// A new run that goes on from the checkpoint of `run`, which must be over. NotFound where it left none; Conflict
    /// while it is going on. Only what decides nothing that was trained already may change (epochs, threads, …).
    Result<RunId> resume(const RunId& run, const RunChanges& changes, std::stop_token stop,
                         const ProgressCallback& progress);
    Result<RunId> goOn(const RunId& lost, const RunId& as, std::stop_token stop) override;
    /// A new run of the same definition but for the changes.
    Result<RunId> clone(const RunId& run, const RunChanges& changes, std::stop_token stop,
                        const ProgressCallback& progress);
    /// The run that the last start, resume or clone recorded before it failed; empty where it recorded none.
    const RunId& failedRun() const { return m_failedRun; }

    /// Sets the cancel mark; the supervisor ends every process of the run, the follower says when it is done. Conflict
    /// where the run is over, or is still being prepared by another program.
    Status cancel(const RunId& run);

    /// To the trash; Conflict while it is going on.
    Status remove(const RunId& run);
    Status restore(const RunId& run);
    /// Deletes a run of the trash, its points and its folder. Outputs that a model version uses stay.
    Status purge(const RunId& run);

    Result<QueueView> queue() const;
    /// 1 to 64; runs that wait obey at once.
    Status setSlots(int count);

private:
    struct Inputs;

    Result<domain::DatasetManifest> dataset(const std::string& name, int version) const;
    Result<domain::RunDefinition> definitionOf(const RunId& run) const;
    Status resolveInputs(domain::RunDefinition& definition, Inputs& inputs, std::stop_token stop,
                         const ProgressCallback& progress);
    Status resolveEngine(domain::RunDefinition& definition, Inputs& inputs, std::stop_token stop);
    Result<RunId> launch(domain::RunDefinition definition, const std::string& notes,
                         const std::vector<std::string>& tags, Inputs inputs, std::stop_token stop,
                         const ProgressCallback& progress);
    Status prepare(domain::RunDefinition& definition, Inputs& inputs, std::stop_token stop,
                   const ProgressCallback& progress);
    Status fillFolder(const domain::RunDefinition& definition, const Inputs& inputs, std::stop_token stop);
    class OnHost;
    /// `settled` becomes false where it fails and nobody can tell whether the supervisor was started.
    Status startSupervisor(const domain::RunDefinition& definition, const Inputs& inputs, bool& settled);

    Workspace& m_workspace;
    WeightsSource& m_weights;
    EngineSource& m_engines;
    std::unique_ptr<HostConnections> m_ownConnections;
    std::unique_ptr<Hosts> m_ownHosts;
    Hosts& m_hosts;
    std::function<Result<std::uint64_t>(const fs::path&)> m_freeBytes;
    HostEngineMaker m_hostEngines = ensureHostEngine;
    RunId m_failedRun;
};

/// Taken by whoever prepares a run, for as long as it does: a run in Preparing whose lock is free was abandoned.
fs::path preparingLock(const Workspace& workspace, const RunId& run);

}  // namespace flambeau::session
