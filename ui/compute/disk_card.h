// SPDX-License-Identifier: GPL-3.0-or-later
// What this machine's disk is used for, and cleaning up the workspace. Owned by the page, GUI thread.
#pragma once

#include "clean_card.h"
#include "flambeau/session/disk_use.h"
#include "flambeau/session/maintenance.h"

namespace flambeau::ui::compute {

class DiskCard : public CleanCard {
    Q_OBJECT
public:
    DiskCard(PageHost& host, session::Desk& desk, QWidget* parent = nullptr);
    ~DiskCard() override;
    void ask();
    QCheckBox* trashBox() const { return box(); }

protected:
    session::TaskHandle askPreview(bool emptyTrash) override;
    session::TaskHandle askClean(bool emptyTrash) override;

private:
    void show(const session::DiskUse& use);
    void showPreview(const session::CleanResult& result, std::size_t trash);

    session::TaskHandle m_task;
};

}  // namespace flambeau::ui::compute
