// SPDX-License-Identifier: GPL-3.0-or-later
// A workspace in which runs are really started: the real store, supervisor and follower; in the trainer's place a shell
// script of the test's own, found as the trainer is ($FLAMBEAU_TRAINER).
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "flambeau/domain/dataset.h"
#include "flambeau/session/engine_service.h"
#include "flambeau/session/run_catalog.h"
#include "flambeau/session/run_follower.h"
#include "flambeau/session/run_service.h"
#include "flambeau/session/workspace.h"
#include "test_support.h"

namespace flambeau::test {

/// One file, whatever the source.
class FixedWeights : public session::WeightsSource {
public:
    Result<session::LocalWeights> resolve(const std::string& source, const std::string&, std::stop_token,
                                          const session::ProgressCallback&) override;
    fs::path file;
};

/// Remembers what it was asked for.
class NotingRegistrar : public session::ModelRegistrar {
public:
    Result<std::string> registerRun(const RunId& run, const domain::RegisterRule& rule, std::stop_token stop) override;
    std::vector<std::pair<RunId, std::string>> asked;
};

/// A point as the stream said it, bits and all.
struct StreamPoint {
    std::int64_t step = 0;
    std::string value;
    bool operator==(const StreamPoint&) const = default;
};
using Curves = std::map<std::string, std::vector<StreamPoint>>;

class RunBench {
public:
    /// `train` is the body of the script that stands for `flambeau-trainer train`: its working folder is the run's.
    explicit RunBench(const std::string& train);
    ~RunBench();

    void setTrainer(const std::string& train);
    /// Twelve files in two classes and two splits, as the dataset "leaves".
    void addDataset();
    fs::path dataset(const std::string& file) const { return dir / "leaves" / file; }
    session::RunRequest request() const;
    RunId start() { return must(runs->start(request(), {}, {})); }
    /// Follows until the run is over.
    session::RunView finish(const RunId& run, session::ModelRegistrar* registrar = nullptr);
    /// Follows until `done` says so of the run.
    session::RunView until(const RunId& run, const std::function<bool(const session::RunView&)>& done);
    session::RunView view(const RunId& run) { return must(catalog->view(run)); }
    fs::path folder(const RunId& run) const { return workspace->paths().runs() / run.str(); }
    Curves stored(const RunId& run);
    /// What a reader of the file must find, read by another JSON parser; whole lines alone.
    static Curves written(const fs::path& stream);

    TempDir dir;
    std::unique_ptr<session::Workspace> workspace;
    FixedWeights weights;
    session::EngineService engines;
    std::unique_ptr<session::RunService> runs;
    std::unique_ptr<session::RunCatalog> catalog;
};

/// The supervisor's process and then those of the ranks, as the run's folder says.
std::vector<int> processesOf(const fs::path& folder);
/// A checkpoint's file with this metadata and one tensor.
std::string checkpoint(const nlohmann::json& metadata, std::size_t tensorBytes = 4);

/// A run_probe that can be killed.
class Probe {
public:
    Probe(const std::string& mode, const fs::path& argument);
    ~Probe();
    void kill();
    int wait();  ///< its exit code
    bool ended();

private:
    int m_pid = 0;
    int m_status = -1;
};

}  // namespace flambeau::test
