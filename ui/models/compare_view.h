// SPDX-License-Identifier: GPL-3.0-or-later
// Two versions side by side, and the versions in the trash: what stands at the right instead of one version. GUI
// thread, owned by the page.
#pragma once

#include <QAbstractTableModel>

#include "flambeau/ui/common/widgets.h"
#include "shelf.h"

class QComboBox;

namespace flambeau::ui {
class TableView;
}

namespace flambeau::ui::models {

class TrashModel;

/// What differs, as RegistryService::compare finds it; of metrics also by how much and which is better.
class DifferencesModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { What, First, Second, Change, Columns };
    using QAbstractTableModel::QAbstractTableModel;
    void set(const VersionPtr& first, const VersionPtr& second);
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : Columns; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        QString what, first, second, change;
        QString firstWhole, secondWhole;
        Tone tone = Tone::Neutral;
        bool mono = false;
    };
    static Row rowOf(const session::ModelDifference& difference);
    QVector<Row> m_rows;
    QString m_first, m_second;
};

class CompareView : public Card {
    Q_OBJECT
public:
    explicit CompareView(Shelf& shelf, QWidget* parent = nullptr);
    void set(const QString& first, const QString& second);
    /// After the catalog changed.
    void update();
    const DifferencesModel& model() const { return *m_model; }

signals:
    void closed();

private:
    void fillChoices();
    void showDifferences();

    Shelf& m_shelf;
    DifferencesModel* m_model;
    QComboBox* m_first;
    QComboBox* m_second;
    TableView* m_table;
    QLabel* m_none;
    bool m_filling = false;
};

class TrashView : public Card {
    Q_OBJECT
public:
    explicit TrashView(Shelf& shelf, QWidget* parent = nullptr);
    void update();

signals:
    void closed();

private:
    void restoreSelected();

    Shelf& m_shelf;
    TrashModel* m_model;
    TableView* m_table;
};

}  // namespace flambeau::ui::models
