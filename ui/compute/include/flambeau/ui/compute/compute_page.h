// SPDX-License-Identifier: GPL-3.0-or-later
// The page of this machine: how busy it is now, the queue of runs, what the disk is used for. Measures only while it is
// shown. Owned by the window, GUI thread.
#pragma once

#include <memory>

#include "flambeau/session/desk.h"
#include "flambeau/ui/common/page.h"

namespace flambeau::ui::compute {

class ComputePage : public Page {
    Q_OBJECT
public:
    ComputePage(PageHost& host, session::Desk& desk, QWidget* parent = nullptr);
    ~ComputePage() override;

    PageHeader header() const override;
    void refresh() override;
    /// "clean": also looks what could be freed.
    void open(const QString& what) override;
    bool closeTop() override;
    QByteArray saveLayout() const override;
    void restoreLayout(const QByteArray& state) override;

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
    void askDisk();
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
