// SPDX-License-Identifier: GPL-3.0-or-later
// The small tables of the page: versions, the runs that used a dataset, the trash. Their models; the views are common
// ones. GUI thread.
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "dataset_detail.h"

namespace flambeau::ui::datasets {

/// Rows of texts with what the table's delegate wants to know of them.
class RowsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    struct Cell {
        QString text;
        QString toolTip, copy;
        int tone = -1;  ///< of a chip; -1: none
        bool strong = false, mono = false, right = false, quiet = false;
        QVariant sort;
    };
    using Row = std::vector<Cell>;
    RowsModel(QStringList heads, QObject* parent);
    /// `keys`: what each row stands for.
    void setRows(std::vector<Row> rows, QStringList keys);
    QString key(int row) const { return m_keys.value(row); }
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    void sortRows();
    QStringList m_heads, m_keys;
    std::vector<Row> m_rows;
    int m_column = -1;
    Qt::SortOrder m_order = Qt::AscendingOrder;
};

RowsModel* versionsModel(QObject* parent);
void fillVersions(RowsModel& model, const DatasetDetail& detail);
RowsModel* usesModel(QObject* parent);
void fillUses(RowsModel& model, const std::vector<DatasetUse>& uses);
RowsModel* trashModel(QObject* parent);
void fillTrash(RowsModel& model, const std::vector<session::DatasetEntry>& entries);

}  // namespace flambeau::ui::datasets
