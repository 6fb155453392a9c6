// SPDX-License-Identifier: GPL-3.0-or-later
#include "run_list.h"

namespace flambeau::ui::runs {
namespace {
/// Rows a piece: a few milliseconds of the worker, so that what else is asked for comes in between.
constexpr std::size_t kPiece = 250;
constexpr int kWatched = 200, kUnwatched = 2000;
}  // namespace

RunList& RunList::of(session::Desk& desk) {
    auto* list = desk.findChild<RunList*>(QString(), Qt::FindDirectChildrenOnly);
    return list != nullptr ? *list : *new RunList(desk, &desk);
}

RunList::RunList(session::Desk& desk, QObject* parent)
    : QObject(parent), m_desk(desk), m_known(std::make_shared<session::KnownRuns>()) {
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, [this] {
        readDirty();
        if (m_stale)
            read();
    });
    connect(&desk, &session::Desk::runChanged, this, [this](const QString& run, const QStringList&, bool) {
        m_dirty.insert(run);
        schedule();
    });
    connect(&desk, &session::Desk::changed, this, [this](session::Topic topic) {
        if (topic != session::Topic::Runs)
            return;
        m_stale = true;
        schedule();
    });
}

void RunList::watch(QObject* looker) {
    if (m_lookers.contains(looker))
        return;
    m_lookers.insert(looker);
    connect(looker, &QObject::destroyed, this, [this, looker] { m_lookers.remove(looker); });
    refresh();
}

void RunList::unwatch(QObject* looker) {
    m_lookers.remove(looker);
    disconnect(looker, nullptr, this, nullptr);
}

void RunList::refresh() {
    m_stale = true;
    m_soon.start(0);
}

void RunList::schedule() {
    const int wait = m_lookers.isEmpty() ? kUnwatched : kWatched;
    if (!m_soon.isActive() || m_soon.remainingTime() > wait)
        m_soon.start(wait);
}

void RunList::read() {
    if (!m_reading.begin())
        return;
    m_stale = false;
    m_desk.ask(
        session::Lane::Read, this,
        [known = m_known](session::Services& services, const session::Work&) {
            return session::RunTable(services.workspace).news(*known, kPiece);
        },
        [this](Result<session::RunTableNews> news) {
            const bool again = m_reading.end();
            if (!news) {
                emit failed(news.error());
                return;
            }
            take(news->rows, news->gone);
            if (news->waiting > 0 || again) {
                read();
                return;
            }
            if (!m_loaded) {
                m_loaded = true;
                emit loadedChanged();
            }
        });
}

void RunList::readDirty() {
    if (m_dirty.isEmpty())
        return;
    std::vector<RunId> ids;
    for (const QString& run : std::as_const(m_dirty))
        ids.emplace_back(run.toStdString());
    m_dirty.clear();
    m_desk.ask(
        session::Lane::Read, this,
        [known = m_known, ids = std::move(ids)](session::Services& services,
                                                const session::Work&) -> Result<std::vector<session::RunRowPtr>> {
            std::vector<session::RunRowPtr> rows;
            for (const RunId& id : ids) {
                auto row = session::RunTable(services.workspace).row(id, *known);
                if (row)
                    rows.push_back(std::move(row).value());
                else if (row.error().code != ErrorCode::NotFound)  // what is gone is told by the next look at all
                    return row.error();
            }
            return rows;
        },
        [this](Result<std::vector<session::RunRowPtr>> rows) {
            if (rows)
                take(*rows, {});
            else
                emit failed(rows.error());
        });
}

void RunList::take(const std::vector<session::RunRowPtr>& rows, const std::vector<RunId>& goneRuns) {
    m_readEver += static_cast<qint64>(rows.size());
    QStringList changedRuns, lost;
    for (const auto& row : rows) {
        const QString id = QString::fromStdString(row->id.str());
        m_rows.insert(id, row);
        changedRuns << id;
    }
    for (const RunId& run : goneRuns) {
        const QString id = QString::fromStdString(run.str());
        if (m_rows.remove(id) > 0)
            lost << id;
    }
    if (!changedRuns.isEmpty())
        emit changed(changedRuns);
    if (!lost.isEmpty())
        emit gone(lost);
}

}  // namespace flambeau::ui::runs
