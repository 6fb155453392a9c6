// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue_model.h"

#include <algorithm>

#include <QDateTime>

#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/table.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::compute {
namespace {

bool sameRuns(const QueueAnswer& a, const QueueAnswer& b) {
    return std::equal(a.rows.begin(), a.rows.end(), b.rows.begin(), b.rows.end(),
                      [](const QueueRow& x, const QueueRow& y) { return x.id == y.id; });
}

}  // namespace

void QueueModel::setQueue(const QueueAnswer& queue) {
    if (sameRuns(m_queue, queue)) {
        m_queue = queue;
        if (!m_queue.rows.empty())
            emit dataChanged(index(0, 0), index(rowCount() - 1, Columns - 1));
        return;
    }
    beginResetModel();
    m_queue = queue;
    endResetModel();
}

const QueueRow* QueueModel::at(int row) const {
    return row >= 0 && row < static_cast<int>(m_queue.rows.size()) ? &m_queue.rows[static_cast<std::size_t>(row)]
                                                                   : nullptr;
}

int QueueModel::rowOf(const std::string& id) const {
    for (std::size_t i = 0; i < m_queue.rows.size(); ++i) {
        if (m_queue.rows[i].id == id)
            return static_cast<int>(i);
    }
    return -1;
}

int QueueModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_queue.rows.size());
}

void QueueModel::setStale(bool stale) {
    if (m_stale == stale)
        return;
    m_stale = stale;
    if (!m_queue.rows.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, Columns - 1));
}

QString QueueModel::why(const QueueRow& row) const {
    const QString told = reason(row);
    return row.host.empty() ? told : told.isEmpty() ? text(row.host) : text(row.host) + ": " + told;
}

QString QueueModel::reason(const QueueRow& row) const {
    if (row.place > 0 && !row.why.empty())
        return text(row.why);
    if (row.place == 0) {
        QStringList parts;
        if (!row.why.empty())
            parts << text(row.why);
        if (row.since > 0)
            parts << tr("since %1").arg(format::date(QDateTime::fromSecsSinceEpoch(static_cast<qint64>(row.since))));
        if (row.secondsLeft)
            parts << format::timeLeft(*row.secondsLeft);
        if (!row.doing.empty())
            parts << text(row.doing);
        return parts.join(", ");
    }
    if (row.place > 1)
        return tr("place %1, behind %2").arg(row.place).arg(text(row.behind));
    const auto first = std::find_if(m_queue.rows.begin(), m_queue.rows.end(),
                                    [&](const QueueRow& one) { return one.host == row.host; });
    if (first->place > 0)
        return tr("next, about to begin");
    return m_queue.concurrent == 1 ? tr("next, when %1 ends").arg(text(first->name))
                                   : tr("next, when one of the %1 that run ends").arg(m_queue.concurrent);
}

QVariant QueueModel::data(const QModelIndex& index, int role) const {
    const QueueRow* row = at(index.row());
    if (row == nullptr)
        return {};
    switch (index.column()) {
        case Name:
            if (role == Qt::DisplayRole)
                return text(row->name);
            if (role == StrongRole)
                return true;
            if (role == TokenRole && m_stale)
                return static_cast<int>(Token::Faint);
            if (role == CopyRole || role == Qt::ToolTipRole)
                return text(row->id);
            break;
        case State:
            if (role == Qt::DisplayRole)
                return row->place > 0                               ? tr("Queued")
                       : row->state == domain::RunState::Finalizing ? tr("Finishing")
                                                                    : tr("Running");
            if (role == ChipToneRole)
                return static_cast<int>(m_stale ? Tone::Neutral : row->place > 0 ? Tone::Caution : Tone::Info);
            break;
        case Why:
            if (role == Qt::DisplayRole)
                return why(*row);
            if (role == TokenRole)
                return static_cast<int>(m_stale ? Token::Faint : Token::Secondary);
            break;
    }
    return {};
}

QVariant QueueModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList titles = {tr("Run"), tr("State"), tr("Why")};
    return titles.value(section);
}

}  // namespace flambeau::ui::compute
