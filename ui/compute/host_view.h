// SPDX-License-Identifier: GPL-3.0-or-later
// Another machine on the page: how busy it is, its queue, its last test, its disk. Asks the host only while it is
// shown, every second, and more seldom while it cannot be reached; what was last known of it then stays, drawn faint.
// Owned by the page, GUI thread.
#pragma once

#include <QTimer>

#include "error_block.h"
#include "host_disk_card.h"
#include "host_work.h"
#include "queue_card.h"
#include "test_card.h"
#include "use_view.h"

namespace flambeau::ui::compute {

class HostView : public QWidget {
    Q_OBJECT
public:
    HostView(PageHost& host, session::Desk& desk, HostWork& work, QWidget* parent = nullptr);
    ~HostView() override;

    /// Which one is shown; empty: none.
    void setHost(const QString& name);
    const QString& name() const { return m_name; }
    /// Asks everything anew.
    void refresh();
    bool closeTop() { return m_disk->closePreview(); }

    TableView* table() const { return m_queue->table(); }
    QueueCard* queue() const { return m_queue; }
    HostDiskCard* disk() const { return m_disk; }
    TestCard* test() const { return m_test; }
    UseView* use() const { return m_use; }
    Card* notice() const { return m_notice; }
    Button* signIn() const { return m_signIn; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void build();
    void buildNotice();
    void tick();
    void askLoad();
    void askQueue();
    void stop();
    void askOurs();
    void showUse();
    void showQueue();
    void showNotice();
    QString staleSince() const;

    PageHost& m_host;
    session::Desk& m_desk;
    HostWork& m_work;
    QString m_name;
    Card* m_notice = nullptr;
    ErrorBlock* m_error = nullptr;
    Button* m_signIn = nullptr;
    Card* m_useCard = nullptr;
    UseView* m_use = nullptr;
    QueueCard* m_queue = nullptr;
    std::optional<session::HostQueue> m_ours;  ///< what this workspace knows to be there
    TestCard* m_test = nullptr;
    HostDiskCard* m_disk = nullptr;
    QTimer m_tick;
    int m_rest = 0;  ///< seconds until it is asked again
    int m_ticks = 0;
    bool m_diskAsked = false;
    session::TaskHandle m_loadTask, m_queueTask, m_oursTask;
};

}  // namespace flambeau::ui::compute
