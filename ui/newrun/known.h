// SPDX-License-Identifier: GPL-3.0-or-later
// What the page knows of the world, brought by the desk's workers, and the questions that bring it. Plain values; the
// functions run on a worker's thread.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "flambeau/session/clusters.h"
#include "flambeau/session/desk.h"
#include "flambeau/session/engine_choice.h"
#include "flambeau/session/machine.h"
#include "flambeau/session/run_drafts.h"
#include "flambeau/session/run_outlook.h"
#include "form.h"

namespace flambeau::ui::newrun {

struct DatasetChoice {
    std::string name, source;
    int version = 0;
    std::int64_t images = 0, classes = 0;
    double created = 0;
    std::string reference() const { return name + "@" + std::to_string(version); }
};

/// A model of the registry as a place to start from and as what a run may become a version of.
struct ModelChoice {
    std::string name;
    int newest = 0;
    int usable = 0;              ///< the newest version whose weights can be used; 0: none
    std::optional<double> best;  ///< the best val/acc of its versions
};

/// Another machine, as its last test found it.
struct HostChoice {
    std::string name;
    std::vector<std::string> gpus;             ///< their names
    std::int64_t gpuMemory = -1, memory = -1;  ///< bytes; of the first GPU; below 0: not known
    int cores = 0;
    std::vector<std::string> missing;  ///< what it lacks to make the trainer
};

/// A host as it is now.
struct HostNow {
    session::HostLoad load;
    session::HostQueue queue;
    std::uint64_t freeBytes = 0;  ///< of its disk, in the folder that the run will be in; 0: not told
};
Result<HostNow> askHost(session::Services& services, const std::string& name, const session::Work& work);

/// The engine that a run there would use, by its title; nothing: one is made first.
using HostTrainer = std::optional<std::string>;
Result<HostTrainer> askHostEngine(session::Services& services, const std::string& name, bool gpus,
                                  const session::Work& work);

/// What there is to choose from.
struct Choices {
    std::vector<HostChoice> hosts;
    std::vector<session::Cluster> clusters;
    std::vector<DatasetChoice> datasets;  ///< imported last first
    std::vector<ModelChoice> models;
    std::vector<std::string> experiments;
    std::vector<session::RunDraft> drafts;
};
Result<Choices> askChoices(session::Services& services);

Result<DatasetFacts> askDataset(session::Services& services, const std::string& reference);

/// Whether the dataset is still as it was imported.
struct WholeReport {
    std::int64_t missing = 0, changed = 0;
    std::string first;  ///< the first file that is not as it was
};
Result<WholeReport> askWhole(session::Services& services, const std::string& reference, const session::Work& work);

struct EngineReport {
    Result<session::EngineFacts> facts = Error{};
    std::vector<session::EngineChoice> choices;
    bool gpuThere = false;  ///< on the machine, whether or not the engine can use it
    session::GpuReport gpus;
};
Result<EngineReport> askEngine(session::Services& services, const session::Work& work);

/// What depends on the whole form and on the moment.
struct Situation {
    std::string freeName;
    std::string workspace;  ///< what the command line must say; empty: it takes this one by itself
    session::MachineFacts machine;
    session::QueueView queue;
    std::vector<std::string> runningNames;  ///< of the first few
    session::TimeOutlook time;
    std::optional<session::MemoryOutlook> memory;
    std::uint64_t diskNeeded = 0, diskFree = 0;
};
Result<Situation> askSituation(session::Services& services, const Form& form, const DatasetFacts& dataset,
                               std::uint64_t weightsBytes);

Result<session::WeightsOutlook> askWeights(session::Services& services, const Form& form, int classes);

/// All of it; what is not known yet is not there.
struct Known {
    Choices choices;
    std::optional<Result<DatasetFacts>> dataset;
    std::optional<Result<WholeReport>> whole;
    std::optional<EngineReport> engine;
    std::optional<Result<session::WeightsOutlook>> weights;
    std::optional<Situation> situation;
    std::map<std::string, Result<HostNow>> hosts;         ///< those that answered or failed, by name
    std::map<std::string, Result<HostTrainer>> trainers;  ///< likewise; by trainerKey()

    const HostChoice* host(const std::string& name) const;
    const session::Cluster* cluster(const std::string& name) const;
    /// What it is now; null: it has not answered.
    const HostNow* now(const std::string& name) const;
};

/// Whether a run with this dataset may go there (empty: this machine): one that lies on a host is read there alone.
bool mayGoTo(const std::string& place, const DatasetFacts& dataset, const Known& known);

/// GPUs that a run of this form holds where it goes; the form's own choice, else one where there are some.
int gpusWanted(const Form& form, const Known& known);
/// The host that a run of this form goes to, of a cluster the one that it would be sent to now; empty: this machine, or
/// not known yet.
std::string hostOf(const Form& form, const Known& known);
std::string trainerKey(const std::string& host, bool gpus);

/// The GPU that training will take as the form is now, as its driver tells of it; nothing where the processor trains or
/// where it cannot be told which of the machine's it is. The engine counts GPUs by itself, so they are told by name.
struct TrainingGpu {
    QString name;              ///< as the engine calls it
    std::int64_t memory = -1;  ///< bytes that are free now; below 0: not known
};
std::optional<TrainingGpu> trainingGpu(const Form& form, const Known& known);

}  // namespace flambeau::ui::newrun
