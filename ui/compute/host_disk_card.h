// SPDX-License-Identifier: GPL-3.0-or-later
// What Flambeau's folder on a host takes, by kind, and cleaning up there. Owned by the view of a host, GUI thread.
#pragma once

#include "clean_card.h"

namespace flambeau::ui::compute {

class HostDiskCard : public CleanCard {
    Q_OBJECT
public:
    HostDiskCard(PageHost& host, session::Desk& desk, QWidget* parent = nullptr);
    ~HostDiskCard() override;
    /// Forgets what was shown of another one.
    void setHost(const QString& name);
    void ask();

protected:
    session::TaskHandle askPreview(bool kits) override;
    session::TaskHandle askClean(bool kits) override;

private:
    void show(const session::HostDisk& disk);
    void showPlan(const session::HostCleanPlan& plan);

    QString m_name;
    session::HostCleanPlan m_plan;
    session::TaskHandle m_task;
};

}  // namespace flambeau::ui::compute
