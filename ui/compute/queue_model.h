// SPDX-License-Identifier: GPL-3.0-or-later
// The queue as a table. GUI thread.
#pragma once

#include <QAbstractTableModel>

#include "readings.h"

namespace flambeau::ui::compute {

class QueueModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, State, Why, Columns };
    using QAbstractTableModel::QAbstractTableModel;
    /// Rows that stay keep their place in the selection.
    void setQueue(const QueueAnswer& queue);
    /// It is what was last known.
    void setStale(bool stale);
    const QueueRow* at(int row) const;
    int rowOf(const std::string& id) const;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& = {}) const override { return Columns; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString why(const QueueRow& row) const;
    QString reason(const QueueRow& row) const;
    QueueAnswer m_queue;
    bool m_stale = false;
};

}  // namespace flambeau::ui::compute
