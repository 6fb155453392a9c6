// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of the table of runs: those that the query lets through, sorted, in groups by experiment if asked, a chain
// of resumed runs as one row that opens. What changes of a run repaints its row; the order is made anew only where the
// change touches it, at most four times a second. GUI thread; the list must outlive it.
#pragma once

#include <vector>

#include <QAbstractTableModel>
#include <QSet>
#include <QTimer>

#include "run_list.h"
#include "run_query.h"
#include "runs_columns.h"

namespace flambeau::ui::runs {

enum RunsRole {
    RunIdRole = Qt::UserRole + 300,
    RowKindRole,      ///< int(RunsModel::Kind)
    ChainRole,        ///< int: how many runs the row stands for
    OpenRole,         ///< bool: the chain's or the group's rows are shown
    CellProgressRole  ///< double: a bar beside the text
};

class RunsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum class Kind { Group, Run, Earlier };

    explicit RunsModel(RunList& list, QObject* parent = nullptr);

    void setColumns(const QStringList& keys);
    const QStringList& columns() const { return m_columns; }
    void setQuery(const RunQuery& query);
    void setTrash(bool trash);
    bool trash() const { return m_trash; }
    void setGrouped(bool grouped);
    bool grouped() const { return m_grouped; }
    void setSort(const QString& key, bool descending);
    const QString& sortKey() const { return m_sort; }
    bool sortDescending() const { return m_descending; }
    /// Opens or closes a chain or a group.
    void toggle(int row);
    /// While a name is being typed in, rows stay where they are.
    void hold(bool on);
    /// Nobody looks: nothing is made anew.
    void setActive(bool active);

    /// Runs (chains count once) that are shown, and all that are not in the trash or, of the trash, all in it.
    int shownRuns() const { return m_shownRuns; }
    int allRuns() const { return m_allRuns; }
    QString runAt(int row) const;
    int rowOf(const QString& run) const { return m_position.value(run, -1); }
    Kind kindAt(int row) const { return m_rows[static_cast<std::size_t>(row)].kind; }
    /// Names of parameters and metrics that any run has.
    QStringList parameterNames() const;
    QStringList metricNames() const;
    /// How often the order was made; for tests.
    int rebuilds() const { return m_rebuilds; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    void sort(int column, Qt::SortOrder order) override;

signals:
    /// F2 and a name.
    void renamed(const QString& run, const QString& name);
    void countsChanged();

private:
    struct Row {
        Kind kind = Kind::Run;
        QString id;     ///< of a group: its name
        QString head;   ///< of an earlier run: the chain's last
        int count = 1;  ///< runs of a group or a chain
        std::vector<session::RunRowPtr> chain;
        SortKey key;
        bool operator==(const Row& other) const {
            return kind == other.kind && id == other.id && head == other.head && count == other.count;
        }
    };
    std::vector<session::RunRowPtr> chainOf(const session::RunRowPtr& run) const;
    std::vector<Row> heads() const;
    void arrange(std::vector<Row>& rows) const;
    void rebuild();
    void runsChanged(const QStringList& runs);
    bool touchesOrder(const QString& run) const;
    QVariant groupData(const Row& row, int column, int role) const;

    RunList& m_list;
    QStringList m_columns;
    RunQuery m_query;
    bool m_trash = false, m_grouped = false, m_descending = true, m_held = false, m_active = false, m_stale = true;
    QString m_sort = "created";
    QSet<QString> m_open, m_closedGroups;
    std::vector<Row> m_rows;
    QHash<QString, int> m_position;
    QSet<QString> m_continued;  ///< runs that another one that is shown goes on from
    int m_shownRuns = 0, m_allRuns = 0, m_rebuilds = 0;
    QTimer m_soon, m_clock;
};

}  // namespace flambeau::ui::runs
