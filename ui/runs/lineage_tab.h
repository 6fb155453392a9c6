// SPDX-License-Identifier: GPL-3.0-or-later
// Where a run comes from and what came of it: dataset, weights, runs that it goes on from and that go on from it, model
// versions. GUI thread, owned by its parent.
#pragma once

#include <QAbstractTableModel>
#include <QWidget>

#include "run_facts.h"

namespace flambeau::ui {
class PageHost;
class TableView;
}  // namespace flambeau::ui

namespace flambeau::ui::runs {

struct LineageRow {
    QString what, name, state, detail, page, place;
    int tone = -1;
    bool self = false;
};
QVector<LineageRow> lineageOf(const RunFacts& facts);

class LineageModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;
    void setRows(QVector<LineageRow> rows);
    const LineageRow& at(int row) const { return m_rows[row]; }
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex&) const override { return 4; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QVector<LineageRow> m_rows;
};

class LineageTab : public QWidget {
    Q_OBJECT
public:
    explicit LineageTab(PageHost& host, QWidget* parent = nullptr);
    void setFacts(const RunFacts& facts);
    TableView* view() const { return m_view; }

signals:
    void runWanted(const QString& run);

private:
    LineageModel* m_model;
    TableView* m_view;
};

}  // namespace flambeau::ui::runs
