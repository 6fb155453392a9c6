// SPDX-License-Identifier: GPL-3.0-or-later
// Every run of the workspace, in memory and up to date: what the table, the palette and the pages look runs up in. Read
// on the desk's worker in pieces and, after that, only what changed. One for each desk, of(desk); GUI thread.
#pragma once

#include <memory>

#include <QHash>
#include <QObject>
#include <QSet>
#include <QStringList>
#include <QTimer>

#include "flambeau/session/desk.h"
#include "flambeau/session/run_table.h"
#include "flambeau/ui/common/one_at_a_time.h"

namespace flambeau::ui::runs {

class RunList : public QObject {
    Q_OBJECT
public:
    /// The desk's own; reads nothing before it is first wanted.
    static RunList& of(session::Desk& desk);
    explicit RunList(session::Desk& desk, QObject* parent = nullptr);

    /// Reads at once, as F5 asks; cheap where nothing changed.
    void refresh();
    /// Somebody looks: what changes is there within a fifth of a second, else within two.
    void watch(QObject* looker);
    void unwatch(QObject* looker);

    const QHash<QString, session::RunRowPtr>& rows() const { return m_rows; }
    session::RunRowPtr row(const QString& id) const { return m_rows.value(id); }
    /// All that there were when reading began are here.
    bool loaded() const { return m_loaded; }
    /// Rows that the worker has read so far; for tests of what a signal costs.
    qint64 readEver() const { return m_readEver; }

signals:
    /// New or other.
    void changed(const QStringList& runs);
    void gone(const QStringList& runs);
    void loadedChanged();
    void failed(const flambeau::Error& error);

private:
    void read();
    void readDirty();
    void take(const std::vector<session::RunRowPtr>& rows, const std::vector<RunId>& gone);
    void schedule();

    session::Desk& m_desk;
    std::shared_ptr<session::KnownRuns> m_known;  // used on the lane's thread only
    QHash<QString, session::RunRowPtr> m_rows;
    QSet<QString> m_dirty;
    QSet<QObject*> m_lookers;
    QTimer m_soon;
    OneAtATime m_reading;
    bool m_loaded = false, m_stale = true;
    qint64 m_readEver = 0;
};

}  // namespace flambeau::ui::runs
