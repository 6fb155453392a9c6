// SPDX-License-Identifier: GPL-3.0-or-later
// The machines, this one first, then hosts, then clusters of them: a name, what it is, and its state as a chip. Owned
// by the page, GUI thread.
#pragma once

#include <vector>

#include <QAbstractListModel>
#include <QListView>
#include <QStyledItemDelegate>

#include "flambeau/ui/common/paint.h"

namespace flambeau::ui::compute {

struct MachineRow {
    QString name;   ///< of a host or a cluster, by which it is known; empty: this machine
    QString title;  ///< as it is shown
    QString line;   ///< "2 × RTX 4090, 128 GB"
    QString state;
    Tone tone = Tone::Neutral;
    bool operator==(const MachineRow&) const = default;
};

class MachineModel : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;
    void setRows(std::vector<MachineRow> rows);
    const std::vector<MachineRow>& rows() const { return m_rows; }
    int rowOf(const QString& name) const;
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<MachineRow> m_rows;
};

class MachineList : public QListView {
    Q_OBJECT
public:
    explicit MachineList(QWidget* parent = nullptr);
    void setRows(std::vector<MachineRow> rows);
    const std::vector<MachineRow>& rows() const { return m_model->rows(); }
    /// Of the chosen one; empty: this machine.
    QString chosen() const;
    /// False where there is none of that name; this machine is then chosen.
    bool choose(const QString& name);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void chosenChanged(const QString& name);
    void removeWanted(const QString& name);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    MachineModel* m_model;
    QString m_told;
};

}  // namespace flambeau::ui::compute
