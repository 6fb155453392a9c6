// SPDX-License-Identifier: GPL-3.0-or-later
// The list of datasets at the left: a name and a line below. GUI thread, owned by its parent.
#pragma once

#include <vector>

#include <QAbstractListModel>
#include <QListView>

#include "flambeau/session/dataset_service.h"

namespace flambeau::ui::datasets {

class DatasetListModel : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;
    /// What is the same stays, selection included.
    void setEntries(std::vector<session::DatasetEntry> entries);
    const std::vector<session::DatasetEntry>& entries() const { return m_entries; }
    int rowOf(const QString& name) const;
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<session::DatasetEntry> m_entries;
};

class DatasetList : public QListView {
    Q_OBJECT
public:
    explicit DatasetList(QWidget* parent = nullptr);
    int heightForContents() const;

signals:
    void deleteRequested();
    void opened();

protected:
    void keyPressEvent(QKeyEvent* event) override;
};

}  // namespace flambeau::ui::datasets
