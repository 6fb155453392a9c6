// SPDX-License-Identifier: GPL-3.0-or-later
// Settings: theme and language, how many runs go on at once, engines, what takes the disk and can be freed, where the
// data lies and which other workspaces there are, about. Each card minds itself. Owned by the window, GUI thread.
#pragma once

#include "flambeau/session/desk.h"
#include "flambeau/ui/common/page.h"

namespace flambeau::ui::settings {

class AppearanceCard;
class EnginesCard;
class QueueCard;
class StorageCard;
class WorkspacesCard;

class SettingsPage : public Page {
    Q_OBJECT
public:
    SettingsPage(PageHost& host, session::Desk& desk, QWidget* parent = nullptr);

    PageHeader header() const override;
    void refresh() override;

private:
    PageHost& m_host;
    AppearanceCard* m_appearance;
    QueueCard* m_queue;
    EnginesCard* m_engines;
    StorageCard* m_storage;
    WorkspacesCard* m_workspaces;
};

}  // namespace flambeau::ui::settings
