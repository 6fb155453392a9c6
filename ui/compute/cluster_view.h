// SPDX-License-Identifier: GPL-3.0-or-later
// A cluster on the page: its hosts with what each has free, and their queues together. Looks at its hosts while it is
// shown. Owned by the page, GUI thread.
#pragma once

#include <QAbstractTableModel>
#include <QTimer>

#include "host_work.h"
#include "queue_card.h"

namespace flambeau::ui::compute {

class MemberModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, State, Room, What, Columns };
    struct Row {
        QString name, state, room, what;
        Tone tone = Tone::Neutral;
        bool known = true;
        bool operator==(const Row&) const = default;
    };
    using QAbstractTableModel::QAbstractTableModel;
    void setRows(std::vector<Row> rows);
    const Row* at(int row) const;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& = {}) const override { return Columns; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<Row> m_rows;
};

class ClusterView : public QWidget {
    Q_OBJECT
public:
    ClusterView(PageHost& host, session::Desk& desk, HostWork& work, QWidget* parent = nullptr);
    /// Which one is shown; empty: none.
    void setCluster(const QString& name);
    void refresh() { look(); }
    TableView* members() const { return m_table; }
    QueueCard* queue() const { return m_queue; }
    Button* editButton() const { return m_edit; }

signals:
    void editWanted(const QString& name);
    void hostWanted(const QString& name);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* buildHosts();
    void look();
    void show();

    HostWork& m_work;
    QString m_name;
    MemberModel* m_members;
    TableView* m_table;
    Button* m_edit;
    Button* m_remove;
    QueueCard* m_queue;
    QTimer m_tick;
};

/// "2 of 3 hosts answer", "1 of 12 GPUs", beside its name.
SeenWords wordsOf(const session::Cluster& cluster, const HostWork& work);
/// "3 hosts, 12 × A40"
QString summaryOf(const session::Cluster& cluster, const HostWork& work);

}  // namespace flambeau::ui::compute
