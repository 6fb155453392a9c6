// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/metrics/live_curves.h"

#include <algorithm>

namespace flambeau::ui::metrics {
namespace {
/// Points a step: taking them into a curve is done in a few milliseconds, so that the window never stands still.
constexpr std::int64_t kSlice = 20000;

struct Slice {
    std::vector<series::Point> points;
    session::SeriesCursor cursor;
};
}  // namespace

LiveCurves::LiveCurves(session::Desk& desk, const QString& run, QObject* parent)
    : QObject(parent), m_desk(desk), m_run(run) {
    connect(&desk, &session::Desk::runChanged, this, [this](const QString& changed, const QStringList& series, bool) {
        if (changed == m_run)
            grow(series);
    });
    // Another process may be the one that follows; then only this is heard.
    connect(&desk, &session::Desk::changed, this, [this](session::Topic topic) {
        if (topic == session::Topic::Runs)
            list();
    });
    list();
}

QStringList LiveCurves::names() const {
    QStringList names;
    for (const auto& [name, entry] : m_entries)
        names.append(name);
    return names;
}

MemoryCurve* LiveCurves::curve(const QString& series) const {
    const auto found = m_entries.find(series);
    return found == m_entries.end() ? nullptr : found->second.curve;
}

void LiveCurves::list() {
    if (!m_listing.begin())
        return;
    m_desk.ask(
        session::Lane::Read, this,
        [run = RunId(m_run.toStdString())](session::Services& services, const session::Work&) {
            return services.catalog.metrics(run);
        },
        [this](Result<std::vector<session::MetricSummary>> metrics) {
            const bool again = m_listing.end();
            if (!metrics) {
                emit failed(metrics.error());
                return;
            }
            QStringList grown;
            for (const auto& metric : *metrics)
                grown.append(QString::fromStdString(metric.name));
            m_listed = true;
            grow(grown);
            if (grown.isEmpty() && !m_loaded) {
                m_loaded = true;
                emit loadedChanged();
            }
            if (again)
                list();
        });
}

void LiveCurves::grow(const QStringList& series) {
    for (const auto& name : series) {
        auto& entry = m_entries[name];
        const bool fresh = !entry.curve;
        if (fresh)
            entry.curve = new MemoryCurve(this);
        read(name);
        if (fresh)
            emit seriesAdded(name);
    }
}

void LiveCurves::read(const QString& series) {
    auto& entry = m_entries[series];
    if (!entry.reading.begin())
        return;
    m_desk.ask(
        session::Lane::Read, this,
        [run = RunId(m_run.toStdString()), name = series.toStdString(), cursor = entry.cursor](
            session::Services& services, const session::Work&) -> Result<Slice> {
            Slice slice{{}, cursor};
            FLAMBEAU_TRY(slice.points, services.catalog.pointsAfter(run, name, slice.cursor, kSlice));
            return slice;
        },
        [this, series](Result<Slice> slice) {
            auto& entry = m_entries[series];
            const bool again = entry.reading.end();
            if (!slice) {
                emit failed(slice.error());
                return;
            }
            entry.cursor = slice->cursor;
            if (!slice->points.empty())
                entry.curve->append(slice->points);
            const bool more = static_cast<std::int64_t>(slice->points.size()) >= kSlice;
            if (again || more) {
                read(series);
                return;
            }
            const auto busy = [](const auto& one) { return one.second.reading.busy(); };
            if (m_listed && !m_loaded && std::none_of(m_entries.begin(), m_entries.end(), busy)) {
                m_loaded = true;
                emit loadedChanged();
            }
        });
}

}  // namespace flambeau::ui::metrics
