// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs_model.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include <QDateTime>

#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/table.h"
#include "run_texts.h"

namespace flambeau::ui::runs {
namespace {
constexpr int kRebuildAfter = 250;
}  // namespace

RunsModel::RunsModel(RunList& list, QObject* parent) : QAbstractTableModel(parent), m_list(list) {
    m_columns = defaultColumns();
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &RunsModel::rebuild);
    connect(&list, &RunList::changed, this, &RunsModel::runsChanged);
    connect(&list, &RunList::gone, this, [this] {
        m_stale = true;
        if (m_active && !m_soon.isActive())
            m_soon.start(kRebuildAfter);
    });
    // Times of what goes on.
    m_clock.setInterval(1000);
    connect(&m_clock, &QTimer::timeout, this, [this] {
        const auto column = static_cast<int>(m_columns.indexOf("duration"));
        for (int row = 0; column >= 0 && row < rowCount(); ++row) {
            const Row& shown = m_rows[static_cast<std::size_t>(row)];
            if (shown.kind != Kind::Group && shown.chain.front()->started > 0 && shown.chain.front()->ended <= 0)
                emit dataChanged(index(row, column), index(row, column), {Qt::DisplayRole});
        }
    });
}

void RunsModel::setActive(bool active) {
    m_active = active;
    if (active) {
        m_clock.start();
        if (m_stale)
            rebuild();
    } else {
        m_clock.stop();
    }
}

void RunsModel::setColumns(const QStringList& keys) {
    QStringList known;
    for (const QString& key : keys) {
        if (!columnOf(key).key.isEmpty() && !known.contains(key))
            known << key;
    }
    if (!known.contains("name"))
        known.prepend("name");
    if (known == m_columns)
        return;
    beginResetModel();
    m_columns = known;
    endResetModel();
}

void RunsModel::setQuery(const RunQuery& query) {
    m_query = query;
    rebuild();
}

void RunsModel::setTrash(bool trash) {
    m_trash = trash;
    rebuild();
}

void RunsModel::setGrouped(bool grouped) {
    m_grouped = grouped;
    rebuild();
}

void RunsModel::setSort(const QString& key, bool descending) {
    if (key == m_sort && descending == m_descending)
        return;
    m_sort = key;
    m_descending = descending;
    rebuild();
}

void RunsModel::sort(int column, Qt::SortOrder order) {
    if (column >= 0 && column < m_columns.size())
        setSort(m_columns[column], order == Qt::DescendingOrder);
}

void RunsModel::toggle(int row) {
    const Row& shown = m_rows[static_cast<std::size_t>(row)];
    QSet<QString>& set = shown.kind == Kind::Group ? m_closedGroups : m_open;
    const QString id = shown.id;
    if (!set.remove(id))
        set.insert(id);
    rebuild();
}

void RunsModel::hold(bool on) {
    m_held = on;
    if (!on && m_stale)
        m_soon.start(0);
}

void RunsModel::rebuild() {
    if (m_held || !m_active) {
        m_stale = true;
        return;
    }
    m_soon.stop();
    m_stale = false;
    ++m_rebuilds;
    std::vector<Row> rows = heads();
    const int shown = static_cast<int>(rows.size());
    arrange(rows);
    int all = 0;
    for (const auto& run : m_list.rows())
        all += (run->trashed > 0) == m_trash ? 1 : 0;
    const bool same = rows == m_rows;
    if (!same)
        beginResetModel();
    m_rows = std::move(rows);
    m_position.clear();
    m_continued.clear();
    for (int row = 0; row < static_cast<int>(m_rows.size()); ++row) {
        const Row& one = m_rows[static_cast<std::size_t>(row)];
        if (one.kind == Kind::Group)
            continue;
        m_position.insert(one.id, row);
        for (std::size_t i = 1; i < one.chain.size(); ++i)
            m_continued.insert(text(one.chain[i]->id.str()));
    }
    if (!same)
        endResetModel();
    else if (!m_rows.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    if (m_shownRuns != shown || m_allRuns != all) {
        m_shownRuns = shown;
        m_allRuns = all;
    }
    emit countsChanged();
}

bool RunsModel::touchesOrder(const QString& id) const {
    const auto run = m_list.row(id);
    const int position = rowOf(id);
    const bool belongs = (run->trashed > 0) == m_trash && m_query.matches(*run);
    if (position < 0)
        return belongs && !(m_grouped && m_closedGroups.contains(text(run->experiment)) && !run->resumedFrom);
    const Row& shown = m_rows[static_cast<std::size_t>(position)];
    if (!belongs || shown.chain.front()->experiment != run->experiment)
        return true;
    if (shown.kind == Kind::Earlier)
        return false;
    auto chain = shown.chain;
    chain.front() = run;
    return !(sortKeyOf(m_sort, chain, nowSeconds()) == shown.key);
}

void RunsModel::runsChanged(const QStringList& runs) {
    if (!m_active) {
        m_stale = true;
        return;
    }
    bool touched = false;
    for (const QString& id : runs) {
        touched = touched || touchesOrder(id);
        const int row = rowOf(id);
        if (row < 0) {
            touched = touched || m_continued.contains(id);
            continue;
        }
        m_rows[static_cast<std::size_t>(row)].chain.front() = m_list.row(id);
        emit dataChanged(index(row, 0), index(row, columnCount() - 1));
    }
    if (touched) {
        m_stale = true;
        if (!m_soon.isActive())
            m_soon.start(m_rows.empty() ? 0 : kRebuildAfter);
    }
}

QString RunsModel::runAt(int row) const {
    if (row < 0 || row >= rowCount() || kindAt(row) == Kind::Group)
        return {};
    return m_rows[static_cast<std::size_t>(row)].id;
}

QStringList RunsModel::parameterNames() const {
    QSet<const domain::Parameters*> seen;
    QSet<QString> names;
    for (const auto& run : m_list.rows()) {
        if (seen.contains(run->parameters.get()))
            continue;
        seen.insert(run->parameters.get());
        for (const auto& [name, value] : *run->parameters)
            names.insert(text(name));
    }
    QStringList sorted = names.values();
    sorted.sort();
    return sorted;
}

QStringList RunsModel::metricNames() const {
    // Ten names in a hundred thousand places: each is made a QString once.
    std::unordered_set<std::string_view> names;
    for (const auto& run : m_list.rows()) {
        for (const auto& metric : run->metrics)
            names.insert(metric.name);
    }
    QStringList sorted;
    for (const std::string_view name : names)
        sorted << QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    sorted.sort();
    return sorted;
}

int RunsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int RunsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant RunsModel::groupData(const Row& row, int column, int role) const {
    const bool named = m_columns[column] == "name";
    switch (role) {
        case Qt::DisplayRole:
            return named ? row.id : QString();
        case Qt::AccessibleTextRole:
            return tr("Experiment %1, %2").arg(row.id, runsText(row.count));
        case OpenRole:
            return !m_closedGroups.contains(row.id);
        case ChainRole:
            return row.count;
        default:
            return {};
    }
}

QVariant RunsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == RowKindRole)
        return static_cast<int>(row.kind);
    if (row.kind == Kind::Group)
        return groupData(row, index.column(), role);
    const QString& key = m_columns[index.column()];
    if (role == RunIdRole)
        return row.id;
    if (role == ChainRole)
        return row.count;
    if (role == OpenRole)
        return m_open.contains(row.id);
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>((columnOf(key).right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    const Cell cell = cellOf(key, row.chain, nowSeconds());
    switch (role) {
        case Qt::DisplayRole:
        case Qt::EditRole:
            return cell.text;
        case Qt::ToolTipRole:
            return cell.tip;
        case Qt::AccessibleTextRole:
            return columnOf(key).title + ' ' + cell.text;
        case CopyRole:
            return cell.copied.isEmpty() ? QVariant() : cell.copied;
        case ChipToneRole:
            return cell.tone < 0 ? QVariant() : cell.tone;
        case CellProgressRole:
            return cell.progress;
        case StrongRole:
            return cell.strong && row.kind == Kind::Run;
        case TokenRole:
            return cell.faint || row.kind == Kind::Earlier ? QVariant(static_cast<int>(Token::Secondary)) : QVariant();
        default:
            return {};
    }
}

bool RunsModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    const QString name = value.toString().trimmed();
    if (role != Qt::EditRole || name.isEmpty() || name == index.data(Qt::EditRole).toString())
        return false;
    emit renamed(runAt(index.row()), name);
    return true;
}

QVariant RunsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= m_columns.size())
        return {};
    const RunColumn column = columnOf(m_columns[section]);
    if (role == Qt::DisplayRole)
        return column.title;
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>((column.right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return {};
}

Qt::ItemFlags RunsModel::flags(const QModelIndex& index) const {
    Qt::ItemFlags flags = Qt::ItemIsEnabled;
    if (!index.isValid() || kindAt(index.row()) == Kind::Group)
        return flags;
    flags |= Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    if (m_columns[index.column()] == "name" && !m_trash)
        flags |= Qt::ItemIsEditable;
    return flags;
}

}  // namespace flambeau::ui::runs
