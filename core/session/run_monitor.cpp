// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/run_monitor.h"

#include <atomic>
#include <map>
#include <set>

#include <QElapsedTimer>
#include <QTimer>

#include "flambeau/session/host_following.h"
#include "flambeau/session/run_follower.h"
#include "flambeau/session/workspace.h"
#include "flambeau/store/workspace.h"
#include "run_rules.h"

namespace flambeau::session {

namespace {

constexpr int lookMilliseconds = 100;
constexpr int leastBetweenSignals = 34;
constexpr int hostsMilliseconds = 500;     ///< whether runs have gone to a host
constexpr int rulesMilliseconds = 10'000;  ///< a rule that could not be carried out is tried again

/// Carries the rules of runs out, on a thread of its own: judging a model takes minutes, and no run is followed less
/// for it. Asked only while this process leads.
class Ruling : public QObject {
public:
    Ruling(fs::path folder, RunMonitor::RulesFactory rules, std::stop_token stop, RunMonitor* monitor)
        : m_folder(std::move(folder)), m_makeRules(std::move(rules)), m_stop(stop), m_monitor(monitor) {}

    /// From any thread.
    void ask() {
        if (!m_asked.exchange(true))
            QMetaObject::invokeMethod(
                this, [this] { work(); }, Qt::QueuedConnection);
    }

private:
    void work() {
        m_asked = false;
        if (m_stop.stop_requested())
            return;
        if (!m_workspace) {
            Workspace::Options options;
            options.create = false;  // whoever asks has it open
            auto opened = Workspace::open(m_folder, options);
            if (!opened)
                return complain(opened.error());
            m_workspace = std::move(opened).value();
            m_rules = m_makeRules(*m_workspace);
        }
        const auto done = finishRules(*m_workspace, m_rules.rules, m_stop, [this](const RunId& run) {
            Q_EMIT m_monitor->runChanged(QString::fromStdString(run.str()), {}, true);
        });
        if (!done && done.error().code != ErrorCode::Canceled)
            complain(done.error());
    }

    void complain(const Error& error) {
        if (m_complaints.insert(error.message).second)
            Q_EMIT m_monitor->problem(QString::fromStdString(error.message));
    }

    fs::path m_folder;
    RunMonitor::RulesFactory m_makeRules;
    std::stop_token m_stop;
    RunMonitor* m_monitor;
    std::unique_ptr<Workspace> m_workspace;
    RunMonitor::Rules m_rules;
    std::set<std::string> m_complaints;
    std::atomic<bool> m_asked{false};
};

/// Lives on the monitor's thread; its timers run there.
class Worker : public QObject {
public:
    Worker(fs::path folder, HostConnections* connections, Ruling* ruling, std::stop_token stop, RunMonitor* monitor)
        : m_folder(std::move(folder)), m_connections(connections), m_ruling(ruling), m_stop(stop), m_monitor(monitor) {}
    ~Worker() override { m_hosts.reset(); }  // its threads call back

    void begin() {
        auto opened = Workspace::open(m_folder);
        if (!opened) {
            complain(opened.error());
            return;
        }
        m_workspace = std::move(opened).value();
        m_follower = std::make_unique<RunFollower>(*m_workspace);
        m_follower->onChange([this](const RunChange& change) { note(change); });
        if (m_connections != nullptr)
            m_hosts = std::make_unique<HostFollowing>(
                m_folder, *m_connections,
                [this](const RunChange& change) {
                    QMetaObject::invokeMethod(this, [this, change] {
                        m_hostEnded = m_hostEnded || change.record;
                        note(change);
                    });
                },
                [this](const Error& error) {
                    if (error.code != ErrorCode::Canceled)
                        QMetaObject::invokeMethod(this, [this, error] { complain(error); });
                });
        auto* timer = new QTimer(this);
        connect(timer, &QTimer::timeout, this, [this] { look(); });
        timer->start(lookMilliseconds);
        m_sinceSignal.start();
        look();
    }

private:
    struct Pending {
        std::set<std::string> series;
        bool record = false;
    };

    void look() {
        if (m_stop.stop_requested())
            return;
        const auto leads = m_follower->tryLead();
        if (!leads) {
            complain(leads.error());
            return;
        }
        if (!*leads) {
            if (m_hosts)
                m_hosts->stop();
            watchOther();
            return;
        }
        if (m_hosts && (!m_sinceHosts.isValid() || m_sinceHosts.elapsed() >= hostsMilliseconds)) {
            m_sinceHosts.start();
            if (const auto looked = m_hosts->look(*m_workspace); !looked)
                complain(looked.error());
        }
        const auto pass = m_follower->pass(m_stop);
        for (const auto& problem : pass ? pass->problems : std::vector<Error>{pass.error()}) {
            if (problem.code != ErrorCode::Canceled)
                complain(problem);
        }
        if (m_ruling && pass &&
            (pass->ended > 0 || m_hostEnded || !m_sinceAsked.isValid() ||
             m_sinceAsked.elapsed() >= rulesMilliseconds)) {
            m_sinceAsked.start();
            m_hostEnded = false;
            m_ruling->ask();
        }
        flush();
    }

    void watchOther() {
        const auto version = m_workspace->store().dataVersion();
        if (!version || *version == m_dataVersion)
            return;
        m_dataVersion = *version;
        Q_EMIT m_monitor->storeChanged();
    }

    /// A pass over a fast stream commits more often than anybody can look: what comes in between is gathered.
    void note(const RunChange& change) {
        auto& pending = m_pending[change.run.str()];
        pending.series.insert(change.series.begin(), change.series.end());
        pending.record = pending.record || change.record;
        if (m_sinceSignal.elapsed() >= leastBetweenSignals)
            flush();
    }

    void flush() {
        if (m_pending.empty() || m_sinceSignal.elapsed() < leastBetweenSignals)
            return;
        m_sinceSignal.restart();
        for (const auto& [run, pending] : m_pending) {
            QStringList series;
            for (const auto& name : pending.series)
                series.append(QString::fromStdString(name));
            Q_EMIT m_monitor->runChanged(QString::fromStdString(run), series, pending.record);
        }
        m_pending.clear();
    }

    void complain(const Error& error) {
        if (m_complaints.insert(error.message).second)
            Q_EMIT m_monitor->problem(QString::fromStdString(error.message));
    }

    fs::path m_folder;
    HostConnections* m_connections;  ///< may be null: hosts are not followed
    std::unique_ptr<HostFollowing> m_hosts;
    bool m_hostEnded = false;  ///< a run on a host may have ended
    Ruling* m_ruling;          ///< may be null; lives on another thread and longer
    std::stop_token m_stop;
    RunMonitor* m_monitor;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<RunFollower> m_follower;
    std::map<std::string, Pending> m_pending;
    std::set<std::string> m_complaints;
    QElapsedTimer m_sinceSignal, m_sinceAsked, m_sinceHosts;
    std::int64_t m_dataVersion = -1;
};

}  // namespace

RunMonitor::RunMonitor(const fs::path& workspace, RulesFactory rules, HostConnections* connections, QObject* parent)
    : QObject(parent) {
    Ruling* ruling = nullptr;
    if (rules) {
        ruling = new Ruling(workspace, std::move(rules), m_stop.get_token(), this);
        ruling->moveToThread(&m_ruling);
        connect(&m_ruling, &QThread::finished, ruling, &QObject::deleteLater);
        m_ruling.start();
    }
    auto* worker = new Worker(workspace, connections, ruling, m_stop.get_token(), this);
    worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::started, worker, [worker] { worker->begin(); });
    connect(&m_thread, &QThread::finished, worker, &QObject::deleteLater);
    m_thread.start();
}

RunMonitor::~RunMonitor() {
    m_stop.request_stop();
    m_thread.quit();
    m_thread.wait();
    m_ruling.quit();
    m_ruling.wait();
}

}  // namespace flambeau::session
