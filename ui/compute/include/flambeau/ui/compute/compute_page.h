// SPDX-License-Identifier: GPL-3.0-or-later
// The page of the machines: this one and others over SSH, what the chosen one does now, its queue, its last test, its
// disk; adding a host. Measures only while it is shown. Owned by the window, GUI thread.
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
    /// "clean": also looks what could be freed. "add": to the field that adds a host. "new:cluster": to the form of a
    /// new cluster. Else the name of a host or a cluster, "local" for this machine; empty: the one that was chosen
    /// last.
    void open(const QString& what) override;
    QString place() const override;
    bool closeTop() override;
    QByteArray saveLayout() const override;
    void restoreLayout(const QByteArray& state) override;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    struct State;
    void build();
    void connectAll();
    void lookAround();
    void makeCluster();
    void showRows();
    void showChosen();
    void choose(const QString& name);
    void test();
    void openTerminal();
    void showActions();

    PageHost& m_host;
    session::Desk& m_desk;
    std::unique_ptr<State> m;
};

}  // namespace flambeau::ui::compute
