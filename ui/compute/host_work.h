// SPDX-License-Identifier: GPL-3.0-or-later
// The other machines that are known, what was last seen of each, and the one that is being connected to. One for each
// desk, a child of it, so that adding goes on whichever page is shown; the page and the commands are views of it. GUI
// thread; the work is the desk's.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include "flambeau/session/clusters.h"
#include "flambeau/session/desk.h"
#include "flambeau/ui/common/page.h"
#include "questions.h"

namespace flambeau::ui::compute {

/// What a machine answered last.
struct Seen {
    enum class What { Nothing, Reached, Unreachable, Refused };
    What what = What::Nothing;
    double since = 0;     ///< when that began
    double answered = 0;  ///< when it answered last; 0: never since the window opened
    Error error;          ///< of Unreachable and Refused
    std::optional<session::HostLoad> load;
    std::optional<session::HostQueue> queue;
};

/// In a word or two beside its name.
struct SeenWords {
    QString text;
    Tone tone = Tone::Neutral;
};
SeenWords wordsOf(const session::ComputeTarget& host, const Seen& seen);
/// "12:03" today, "3 Nov" before.
QString clockText(double seconds);

class HostWork : public QObject {
    Q_OBJECT
public:
    static HostWork& of(PageHost& host, session::Desk& desk);

    const std::vector<session::ComputeTarget>& hosts() const { return m_hosts; }
    const std::vector<session::Cluster>& clusters() const { return m_clusters; }
    const session::Cluster* cluster(const QString& name) const;
    bool listed() const { return m_listed; }  ///< whether hosts() is what there is
    const session::ComputeTarget* find(const QString& name) const;
    const Seen& seen(const QString& name) const;

    /// One at a time: nothing happens while one is under way.
    void add(const session::ComputeRequest& request);
    void test(const QString& name);
    void cancel();
    struct Progress {
        bool running = false;
        QString name;  ///< that is tested; empty: one is being added
        QString doing;
        double seconds = 0;
        Error failure;  ///< of the last one; an empty message: it went well, was canceled, or there was none
    };
    Progress progress() const;
    void clearFailure();

    /// With undo; a host or a cluster.
    void remove(const QString& name);
    /// Makes it, or (`edits`) gives one that is there other hosts; with undo. `done` is told what came of it.
    void keepCluster(const session::Cluster& cluster, bool edits, std::function<void(const Status&)> done);
    void refresh();
    /// Looks at them, one after the other.
    void lookAt(const std::vector<std::string>& names);
    /// The one that its page looks at; empty: none.
    void setShown(const QString& name) { m_shown = name; }
    /// What the one that is looked at answered.
    void saw(const QString& name, const Result<session::HostLoad>& load);
    void sawQueue(const QString& name, const session::HostQueue& queue);

signals:
    void listChanged();
    void seenChanged(const QString& name);
    void progressed();
    /// Of one that the list has by now.
    void added(const QString& name);

private:
    HostWork(PageHost& host, session::Desk& desk);
    using Work = std::function<Result<session::ComputeTarget>(session::Services&, const session::Work&)>;
    void begin(const QString& name, const QString& doing, Work work);
    void end(const Result<session::ComputeTarget>& done);
    void showTask();
    void tellQuestion();
    void watch();
    void removeCluster(const session::Cluster& cluster);
    void tellDone(const Result<bool>& done);
    PageHost* host() const { return m_alive ? &m_host : nullptr; }

    PageHost& m_host;
    session::Desk& m_desk;
    QPointer<QObject> m_alive;  // the host, as long as it is there
    Questions& m_questions;
    std::vector<session::ComputeTarget> m_hosts;
    std::vector<session::Cluster> m_clusters;
    std::set<std::string> m_looking;  ///< that are being looked at
    bool m_listed = false;
    std::map<QString, Seen> m_seen;
    session::TaskHandle m_task, m_listTask, m_watchTask;
    bool m_listAgain = false;
    QString m_added;  ///< is told of when the list has it
    QString m_name, m_doing;
    QElapsedTimer m_clock;
    Error m_failure;
    bool m_refused = false;  ///< a person said no to what the host asked
    QTimer m_tick, m_watch;
    QString m_shown;  ///< is looked at by its page
};

}  // namespace flambeau::ui::compute
