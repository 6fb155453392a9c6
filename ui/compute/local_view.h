// SPDX-License-Identifier: GPL-3.0-or-later
// This machine on the page: how busy it is now, the queue of runs, what the disk is used for. Measures only while it is
// shown. Owned by the page, GUI thread.
#pragma once

#include <memory>

#include "flambeau/session/desk.h"
#include "flambeau/ui/common/page.h"

namespace flambeau::ui::compute {

class LocalView : public QWidget {
    Q_OBJECT
public:
    LocalView(PageHost& host, session::Desk& desk, QWidget* parent = nullptr);
    ~LocalView() override;

    void refresh();
    /// Looks what could be freed.
    void clean();
    bool closeTop();
    QByteArray saveLayout() const;
    void restoreLayout(const QByteArray& state);

    QString host() const;       ///< the machine's name; empty: not known yet
    QString line() const;       ///< "2 cores, 24 GB, no GPU"
    QString stateText() const;  ///< "Idle", "1 running"
    Tone stateTone() const;

signals:
    /// What is said of the machine is other than before.
    void told();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    struct State;
    void build();
    QWidget* buildQueue();
    void connectAll();
    void sampleLoad();
    void sampleGpus();
    void askQueue();
    void askFacts();
    void showUse();
    void showMachine();
    void setSlots(int count);
    void cancelRun();
    void showQueueButtons();

    PageHost& m_host;
    session::Desk& m_desk;
    std::unique_ptr<State> m;
};

}  // namespace flambeau::ui::compute
