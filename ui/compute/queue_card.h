// SPDX-License-Identifier: GPL-3.0-or-later
// The queue of one or of several hosts as a card: runs that go on, runs that wait and why; one is opened or canceled.
// Owned by its view, GUI thread.
#pragma once

#include "flambeau/session/desk.h"
#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/page.h"
#include "flambeau/ui/common/table.h"
#include "flambeau/ui/common/widgets.h"
#include "queue_model.h"

namespace flambeau::ui::compute {

class QueueCard : public Card {
    Q_OBJECT
public:
    QueueCard(PageHost& host, session::Desk& desk, const QString& note, QWidget* parent = nullptr);
    /// Keeps the selection where its run stays.
    void setQueue(const QueueAnswer& queue);
    /// Why nothing is shown, where nothing is; `newRun`: the host or cluster that a run can be sent to, empty: none
    /// now.
    void setNothing(const QString& title, const QString& sentence, const QString& newRun = {});
    /// What was last known, drawn faint; empty: it is so now.
    void setStale(const QString& since);
    QString nothing() const { return m_empty->title(); }
    TableView* table() const { return m_table; }
    QueueModel* model() const { return m_model; }

private:
    void openRun();
    void cancelRun();
    void showButtons();
    const QueueRow* chosen() const;

    PageHost& m_host;
    session::Desk& m_desk;
    QString m_note;
    QueueModel* m_model;
    TableView* m_table;
    EmptyState* m_empty;
    Button* m_newRun;
    QString m_newRunOn;
    Button* m_open;
    Button* m_cancel;
};

/// Rows of a host's queue; `host` stands before the reason where it is not empty.
std::vector<QueueRow> queueRows(const session::HostQueue& queue, const std::string& host = {});

}  // namespace flambeau::ui::compute
