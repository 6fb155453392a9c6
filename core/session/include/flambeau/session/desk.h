// SPDX-License-Identifier: GPL-3.0-or-later
// The services of one workspace for a program with an event loop: work is asked for on the program's thread, done on a
// worker's, and answered on the program's thread again. Nothing is shared between threads but the messages: each worker
// has its own connection to the workspace and its own services. Also follows the workspace's unfinished runs.
// Lives on the thread that made it (the window's main thread) and is owned by the program; its end asks all work to
// stop and joins the workers. What was asked for and not begun is then not done.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <QObject>
#include <QPointer>
#include <QString>
#include <QStringList>

#include "flambeau/base/files.h"
#include "flambeau/base/result.h"
#include "flambeau/session/compute_service.h"
#include "flambeau/session/dataset_service.h"
#include "flambeau/session/engine_service.h"
#include "flambeau/session/host_service.h"
#include "flambeau/session/hosts.h"
#include "flambeau/session/registry_service.h"
#include "flambeau/session/run_catalog.h"
#include "flambeau/session/run_ports.h"
#include "flambeau/session/run_service.h"
#include "flambeau/session/weights_service.h"

namespace flambeau::session {

class Workspace;
class RunMonitor;

/// What a piece of work may use: one worker's services on one worker's connection.
struct Services {
    Services(Workspace& opened, HostConnections& connections, ComputePrompter* prompter)
        : workspace(opened),
          hosts(opened, connections, prompter),
          quietHosts(opened, connections, nullptr),
          catalog(opened),
          models(opened, &hosts),
          weights(models),
          runs(opened, weights, engines, hosts),
          datasets(opened, &hosts),
          looks(opened, &quietHosts),
          computes(opened, &connections),
          machines(opened, connections) {}

    Workspace& workspace;
    Hosts hosts;
    Hosts quietHosts;  ///< for what nobody asked for: no person is disturbed for it
    RunCatalog catalog;
    RegistryService models;
    WeightsService weights;
    EngineService engines;
    RunService runs;
    DatasetService datasets;
    DatasetService looks;  ///< the same datasets by way of quietHosts
    ComputeService computes;
    HostService machines;
};

/// The stop token of the work that the calling thread does for a desk, for what is asked on its way; elsewhere one that
/// never stops.
std::stop_token stopOfThisWork();

/// Each lane is a thread that does one thing after the other; lanes do not wait for each other.
enum class Lane {
    Read,      ///< what answers within milliseconds: lists, one run, its points
    Pictures,  ///< thumbnails
    Import,    ///< datasets: adding, checking, deciding
    Start,     ///< runs: starting, canceling, removing; what changes the queue
    Models,    ///< registering, judging, exporting
    Predict,   ///< pictures shown to a model: waits for no judging
    Chores,    ///< engines, disk use, cleaning, checking
    Setup,     ///< what takes minutes: preparing an engine, an environment
    Hosts,     ///< the other machine that is looked at: how busy it is, its queue, its disk
    Around,    ///< a look at all other machines, one after the other; one that is slow keeps only that waiting
    Connect,   ///< adding and testing a machine: may wait for a person
};
inline constexpr std::size_t kLanes = 11;

/// What work may ask while it is done; on the worker's thread.
struct Work {
    std::stop_token stop;
    ProgressCallback progress;  ///< at most thirty calls a second get through; the last one always
};

/// What was asked for. Cancel asks the work to stop; it then answers with ErrorCode::Canceled.
class Task {
public:
    void cancel() { m_stop.request_stop(); }
    bool canceled() const { return m_stop.stop_requested(); }
    /// Its answer has been given (or its context was gone). On the desk's thread.
    bool finished() const { return m_finished; }

private:
    friend class Desk;
    friend class LaneWorker;
    std::stop_source m_stop;
    bool m_finished = false;
    bool m_hasProgress = false;  // set before the worker sees it, like the stop source; the rest is the desk's thread's
    QPointer<QObject> m_context;
    ProgressCallback m_progress;
};
using TaskHandle = std::shared_ptr<Task>;

/// What others should look at again.
enum class Topic { Datasets, Runs, Models, Engines, Disk, Computes };

class Desk : public QObject {
    Q_OBJECT

public:
    /// Opens nothing yet: each lane opens the workspace when it is first used. `follow`: also follow unfinished runs.
    explicit Desk(fs::path workspace, bool follow = true, QObject* parent = nullptr);
    ~Desk() override;

    const fs::path& folder() const { return m_folder; }

    /// Who asks the person what a host wants to know; outlives the desk. Called on workers' threads, where it may
    /// block. Set before anything is asked for.
    void setPrompter(ComputePrompter* prompter) { m_prompter = prompter; }

    /// Does `work(Services&, const Work&)`, which returns a Result<T>, on the lane's thread, and calls
    /// `done(Result<T>)` on this thread, unless `context` has gone by then. `progress` is called on this thread. Where
    /// the workspace cannot be opened, `done` gets that error. May be called on this thread only; the handle may be
    /// dropped.
    template <class F, class Done>
    TaskHandle ask(Lane lane, QObject* context, F work, Done done, ProgressCallback progress = {}) {
        using Answer = std::invoke_result_t<F, Services&, const Work&>;
        return post(lane, context, std::move(progress),
                    [work = std::move(work), done = std::move(done)](const Result<Services*>& services,
                                                                     const Work& how) -> std::function<void()> {
                        auto answer =
                            std::make_shared<Answer>(services ? work(**services, how) : Answer(services.error()));
                        return [done, answer] { done(std::move(*answer)); };
                    });
    }

    /// Something that was asked for has not been answered yet.
    bool busy() const;

    /// Tells everybody who listens to changed(), at once.
    void announce(Topic topic) { Q_EMIT changed(topic); }

Q_SIGNALS:
    /// Something of this kind is new, other or gone: by work asked for here or by another process.
    void changed(flambeau::session::Topic topic);
    /// `series` grew by committed points; `record`: state, progress, notes or outputs changed too. At most thirty times
    /// a second a run.
    void runChanged(const QString& run, const QStringList& series, bool record);
    /// What following could not do.
    void problem(const QString& message);

private:
    using Job = std::function<std::function<void()>(const Result<Services*>&, const Work&)>;
    TaskHandle post(Lane lane, QObject* context, ProgressCallback progress, Job job);

    friend class LaneWorker;
    struct LaneThread;
    /// What following brings comes in bursts: announced once for all that came within a moment.
    void announceSoon(Topic topic);

    fs::path m_folder;
    HostConnections m_connections;
    ComputePrompter* m_prompter = nullptr;
    std::array<bool, 6> m_soon{};
    std::array<std::unique_ptr<LaneThread>, kLanes> m_lanes;
    std::vector<std::weak_ptr<Task>> m_tasks;
    std::unique_ptr<RunMonitor> m_monitor;
};

}  // namespace flambeau::session
