// SPDX-License-Identifier: GPL-3.0-or-later
// The last runs that ended, as rows of a table; and the best models, as lines that can be opened. GUI thread.
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "flambeau/ui/common/page.h"
#include "flambeau/ui/common/widgets.h"
#include "home_facts.h"

namespace flambeau::ui::home {

class RecentRuns : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Run, Dataset, Best, Compute, Ended, State, kColumns };
    using QAbstractTableModel::QAbstractTableModel;

    void setRuns(std::vector<session::RunView> runs);
    QString idAt(int row) const;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const session::RunView& run, int column) const;

    std::vector<session::RunView> m_runs;
};

class BestModelsCard : public Card {
    Q_OBJECT
public:
    explicit BestModelsCard(PageHost& host, QWidget* parent = nullptr);
    void show(const std::vector<BestModel>& models);

private:
    PageHost& m_host;
    QWidget* m_nothing;
    QVector<QPushButton*> m_lines;
};

}  // namespace flambeau::ui::home
