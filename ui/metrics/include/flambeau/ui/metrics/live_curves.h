// SPDX-License-Identifier: GPL-3.0-or-later
// The curves of one run (and of the runs that it continues), read from the store on a worker and kept growing while the
// run goes on. Every point, in the order in which they came. Owned by the page that shows them; GUI thread. The desk
// must outlive it.
#pragma once

#include <map>

#include <QObject>
#include <QStringList>

#include "flambeau/session/desk.h"
#include "flambeau/ui/common/one_at_a_time.h"
#include "flambeau/ui/metrics/curve_source.h"

namespace flambeau::ui::metrics {

class LiveCurves : public QObject {
    Q_OBJECT
public:
    /// Begins to read at once.
    LiveCurves(session::Desk& desk, const QString& run, QObject* parent = nullptr);

    const QString& run() const { return m_run; }
    /// By name.
    QStringList names() const;
    /// Null where there is no such series; stays valid as long as this object.
    MemoryCurve* curve(const QString& series) const;
    /// All that the store had when this was made has been read.
    bool loaded() const { return m_loaded; }

signals:
    void seriesAdded(const QString& series);
    void loadedChanged();
    void failed(const flambeau::Error& error);

private:
    struct Entry {
        MemoryCurve* curve = nullptr;
        session::SeriesCursor cursor;
        OneAtATime reading;
    };
    void list();
    void grow(const QStringList& series);
    void read(const QString& series);

    session::Desk& m_desk;
    QString m_run;
    std::map<QString, Entry> m_entries;
    OneAtATime m_listing;
    bool m_listed = false, m_loaded = false;
};

}  // namespace flambeau::ui::metrics
