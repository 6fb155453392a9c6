// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/session/desk.h"

#include <algorithm>

#include <QElapsedTimer>
#include <QMetaObject>
#include <QThread>
#include <QTimer>
#include <QVariant>

#include "flambeau/session/run_monitor.h"
#include "flambeau/session/workspace.h"

namespace flambeau::session {

namespace {
constexpr int leastBetweenProgress = 34;
constexpr int announceAfter = 150;
/// Of the desk: some lane has had the workspace open. One that opens later makes none in a folder that has vanished.
constexpr const char* wasOpen = "workspaceWasOpen";
thread_local std::stop_token thisWork;
}  // namespace

std::stop_token stopOfThisWork() {
    return thisWork;
}

/// Lives on its lane's thread, and so do the workspace and the services that it opens.
class LaneWorker : public QObject {
public:
    LaneWorker(fs::path folder, Desk* desk)
        : m_folder(std::move(folder)), m_desk(desk), m_connections(desk->m_connections), m_prompter(desk->m_prompter) {}

    void work(const TaskHandle& task, const Desk::Job& job, bool mayMake) {
        auto services = open(mayMake);
        const bool opened = services.ok();
        if (services && task->m_stop.stop_requested())
            services = Error{ErrorCode::Canceled, "Canceled", "", ""};
        Work how{task->m_stop.get_token(), {}};
        if (task->m_hasProgress)
            how.progress = [this, task](const std::string& what, std::uint64_t done, std::uint64_t total) {
                tell(task, what, done, total);
            };
        else
            how.progress = [](const std::string&, std::uint64_t, std::uint64_t) {};
        m_sinceTold.invalidate();
        thisWork = how.stop;
        auto answer = job(services, how);
        thisWork = {};
        QMetaObject::invokeMethod(
            m_desk,
            [desk = m_desk, task, opened, answer = std::move(answer)] {
                if (opened)
                    desk->setProperty(wasOpen, true);
                task->m_finished = true;
                if (task->m_context)
                    answer();
            },
            Qt::QueuedConnection);
    }

private:
    Result<Services*> open(bool mayMake) {
        if (!m_services) {
            Workspace::Options options;
            options.create = mayMake;
            auto opened = Workspace::open(m_folder, options);
            if (!opened)
                return opened.error();
            m_workspace = std::move(opened).value();
            m_services = std::make_unique<Services>(*m_workspace, m_connections, m_prompter);
        }
        return m_services.get();
    }

    void tell(const TaskHandle& task, const std::string& what, std::uint64_t done, std::uint64_t total) {
        const bool last = total > 0 && done >= total;
        if (!last && m_sinceTold.isValid() && m_sinceTold.elapsed() < leastBetweenProgress)
            return;
        m_sinceTold.start();
        QMetaObject::invokeMethod(
            m_desk,
            [task, what, done, total] {
                if (!task->m_finished && task->m_context)
                    task->m_progress(what, done, total);
            },
            Qt::QueuedConnection);
    }

    fs::path m_folder;
    Desk* m_desk;
    HostConnections& m_connections;
    ComputePrompter* m_prompter;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<Services> m_services;
    QElapsedTimer m_sinceTold;
};

struct Desk::LaneThread {
    QThread thread;
    LaneWorker* worker = nullptr;
};

Desk::Desk(fs::path workspace, bool follow, QObject* parent) : QObject(parent), m_folder(std::move(workspace)) {
    if (!follow)
        return;
    m_monitor = std::make_unique<RunMonitor>(
        m_folder,
        [this](Workspace& opened) {
            const auto services = std::make_shared<Services>(opened, m_connections, nullptr);
            return RunMonitor::Rules{services, {&services->models, &services->runs}};
        },
        &m_connections);
    connect(m_monitor.get(), &RunMonitor::runChanged, this,
            [this](const QString& run, const QStringList& series, bool record) {
                Q_EMIT runChanged(run, series, record);
                if (!record)
                    return;
                announceSoon(Topic::Runs);
                announceSoon(Topic::Models);  // a rule may have made a version of it
            });
    connect(m_monitor.get(), &RunMonitor::storeChanged, this, [this] {
        for (const auto topic : {Topic::Runs, Topic::Datasets, Topic::Models, Topic::Computes})
            announceSoon(topic);
    });
    connect(m_monitor.get(), &RunMonitor::problem, this, &Desk::problem);
}

Desk::~Desk() {
    for (const auto& waiting : m_tasks) {
        if (const auto task = waiting.lock())
            task->cancel();
    }
    m_monitor.reset();
    for (auto& lane : m_lanes) {
        if (!lane)
            continue;
        lane->thread.quit();
        lane->thread.wait();
    }
}

bool Desk::busy() const {
    return std::any_of(m_tasks.begin(), m_tasks.end(), [](const auto& waiting) {
        const auto task = waiting.lock();
        return task && !task->finished();
    });
}

void Desk::announceSoon(Topic topic) {
    auto& waiting = m_soon[static_cast<std::size_t>(topic)];
    if (waiting)
        return;
    waiting = true;
    QTimer::singleShot(announceAfter, this, [this, topic] {
        m_soon[static_cast<std::size_t>(topic)] = false;
        Q_EMIT changed(topic);
    });
}

TaskHandle Desk::post(Lane lane, QObject* context, ProgressCallback progress, Job job) {
    auto& entry = m_lanes[static_cast<std::size_t>(lane)];
    if (!entry) {
        entry = std::make_unique<LaneThread>();
        entry->worker = new LaneWorker(m_folder, this);
        entry->worker->moveToThread(&entry->thread);
        connect(&entry->thread, &QThread::finished, entry->worker, &QObject::deleteLater);
        entry->thread.start();
    }
    auto task = std::make_shared<Task>();
    task->m_context = context;
    task->m_hasProgress = static_cast<bool>(progress);
    task->m_progress = std::move(progress);
    std::erase_if(m_tasks, [](const auto& old) { return old.expired(); });
    m_tasks.push_back(task);
    auto* worker = entry->worker;
    QMetaObject::invokeMethod(
        worker,
        [worker, task, job = std::move(job), mayMake = !property(wasOpen).toBool()] {
            worker->work(task, job, mayMake);
        },
        Qt::QueuedConnection);
    return task;
}

}  // namespace flambeau::session
