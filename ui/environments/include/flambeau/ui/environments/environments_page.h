// SPDX-License-Identifier: GPL-3.0-or-later
// The page of engines: which there are, which one trains, what is built in; preparing an engine and the ONNX Runtime.
// Owned by the window, GUI thread.
#pragma once

#include <memory>

#include "flambeau/session/desk.h"
#include "flambeau/ui/common/page.h"

namespace flambeau::ui::environments {

class EnvironmentsPage : public Page {
    Q_OBJECT
public:
    EnvironmentsPage(PageHost& host, session::Desk& desk, QWidget* parent = nullptr);
    ~EnvironmentsPage() override;

    PageHeader header() const override;
    void refresh() override;
    bool closeTop() override;
    QByteArray saveLayout() const override;
    void restoreLayout(const QByteArray& state) override;

private:
    struct State;
    void build();
    void ask();
    void use(const QString& trainer);
    void remove(const QString& folder);
    void prepareCuda();

    PageHost& m_host;
    session::Desk& m_desk;
    std::unique_ptr<State> m;
};

}  // namespace flambeau::ui::environments
