// SPDX-License-Identifier: GPL-3.0-or-later
// Imports that run and wait, one after the other on the desk's lane for imports, whichever page is shown. Owned by the
// window's program (install()); GUI thread.
#pragma once

#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include "flambeau/session/desk.h"
#include "flambeau/ui/common/page.h"
#include "import_plan.h"

namespace flambeau::ui::datasets {

struct ImportJob {
    enum class State { Waiting, Running, Failed } state = State::Waiting;
    int number = 0;
    ImportPlan plan;
    QString what;                ///< the stage, for people
    qint64 done = 0, total = 0;  ///< of the stage; total 0: not known
    double secondsLeft = -1;     ///< of the stage; below 0: not known
    double seconds = 0;          ///< since it began
    Error error;                 ///< of a failed one
    double share() const { return total > 0 ? static_cast<double>(done) / static_cast<double>(total) : -1; }
};

class ImportQueue : public QObject {
    Q_OBJECT
public:
    /// The one of this desk that lives; made with `owner` where there is none.
    static ImportQueue& of(PageHost& host, session::Desk& desk, QObject* owner);
    ~ImportQueue() override;

    /// Queues it at once.
    void add(const ImportPlan& plan);
    void addPaths(const QStringList& paths);
    void addSample();
    /// A waiting one is taken away, a running one ends as soon as it can. A failed one is dismissed.
    void cancel(int number);

    const std::vector<ImportJob>& jobs() const { return m_jobs; }
    /// Newest versions, as the store had them last.
    const std::vector<session::DatasetEntry>& known() const { return m_known; }
    std::vector<ImportPlan> plans(const QStringList& paths) const;
    /// Names of the hosts that a folder may lie on.
    const std::vector<std::string>& hosts() const { return m_hosts; }

signals:
    /// Something about jobs() is other; not more often than ten times a second.
    void changed();
    void imported(const QString& name, int version);
    /// Datasets have been listed again.
    void listed();
    /// Somebody wants to set options first; empty where nothing was chosen yet.
    void optionsWanted(const flambeau::ui::datasets::ImportPlan& plan);

private:
    ImportQueue(PageHost& host, session::Desk& desk, QObject* owner);
    struct Running {
        session::TaskHandle task;
        QElapsedTimer clock, stageClock;
        qint64 stageBegin = 0;
        std::string stage;
    };
    void list();
    ImportJob* find(int number);
    void next();
    void advance(int number, const std::string& what, std::uint64_t done, std::uint64_t total);
    void finish(int number, Result<session::AddResult> result);
    void succeed(const ImportJob& job, const session::AddResult& result);
    void showTask();
    void tell();

    PageHost& m_host;
    session::Desk& m_desk;
    std::vector<ImportJob> m_jobs;
    std::vector<session::DatasetEntry> m_known;
    std::vector<std::string> m_hosts;
    Running m_running;
    int m_runningNumber = 0, m_lastNumber = 0;
    bool m_taskShown = false, m_listing = false, m_listAgain = false;
    QTimer m_tell, m_tick;
};

}  // namespace flambeau::ui::datasets
