// SPDX-License-Identifier: GPL-3.0-or-later
// RunFollower on a thread of its own, for a program with an event loop (the window): follows the workspace's unfinished
// runs from construction to destruction, and says what grew in signals that come at most thirty times a second.
// Lives on the thread that made it; the worker has its own connection to the workspace. While another process follows,
// it watches for the database to change and says that instead, and takes over when that process ends.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include <QObject>
#include <QString>
#include <QStringList>
#include <QThread>

#include "flambeau/base/files.h"
#include "flambeau/session/run_ports.h"

namespace flambeau::session {

class HostConnections;
class Workspace;

class RunMonitor : public QObject {
    Q_OBJECT

public:
    /// Makes who carries out the rules, on a thread and on a workspace of their own: following goes on while a model is
    /// judged. May be empty.
    struct Rules {
        std::shared_ptr<void> owner;
        RunRules rules;
    };
    using RulesFactory = std::function<Rules(Workspace&)>;

    /// `connections` (may be null: then only this machine's runs are followed) outlives the monitor.
    explicit RunMonitor(const fs::path& workspace, RulesFactory rules = {},
                        HostConnections* connections = nullptr, QObject* parent = nullptr);
    /// Stops and joins the workers; a rule that was being carried out is done another time.
    ~RunMonitor() override;

Q_SIGNALS:
    /// `series` grew by committed points; `record`: state, progress, notes or outputs of the run changed too.
    void runChanged(const QString& run, const QStringList& series, bool record);
    /// Another process committed something; which runs it concerns is not known.
    void storeChanged();
    /// What could not be done, in the words of an Error; each only when it first occurs.
    void problem(const QString& message);

private:
    QThread m_thread, m_ruling;
    std::stop_source m_stop;
};

}  // namespace flambeau::session
