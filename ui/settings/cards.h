// SPDX-License-Identifier: GPL-3.0-or-later
// The cards of the settings. Each asks the desk when it is refreshed and keeps what it knows. Owned by the page, GUI
// thread.
#pragma once

#include <vector>

#include <QPointer>

#include "flambeau/session/desk.h"
#include "flambeau/session/disk_use.h"
#include "flambeau/session/maintenance.h"
#include "flambeau/session/workspace.h"
#include "flambeau/ui/common/key_value_list.h"
#include "flambeau/ui/common/page.h"
#include "flambeau/ui/common/widgets.h"

class QComboBox;
class QLabel;
class QSpinBox;
class QVBoxLayout;

namespace flambeau::ui::settings {

/// A row of a card: what it is about and a sentence at the left, what can be done at the right.
QWidget* settingRow(const QString& title, const QString& sentence, QWidget* control);

class AppearanceCard : public Card {
    Q_OBJECT
public:
    explicit AppearanceCard(PageHost& host);
    void refresh();

private:
    PageHost& m_host;
    Segmented* m_theme;
    QComboBox* m_language;
};

/// How many runs go on at once.
class QueueCard : public Card {
    Q_OBJECT
public:
    QueueCard(PageHost& host, session::Desk& desk);
    void refresh();

private:
    void save();

    PageHost& m_host;
    session::Desk& m_desk;
    QSpinBox* m_slots;
    int m_saved = 0;
};

class EnginesCard : public Card {
    Q_OBJECT
public:
    EnginesCard(PageHost& host, session::Desk& desk);
    void refresh();

private:
    void prepareRuntime();

    PageHost& m_host;
    session::Desk& m_desk;
    KeyValueList* m_facts;
    Button* m_environments;
    Button* m_prepare;
    ProgressLine* m_bar;
    session::TaskHandle m_preparing;
};

/// What is on the disk, by kind; first shows what a cleaning would free, then frees it.
class StorageCard : public Card {
    Q_OBJECT
public:
    StorageCard(PageHost& host, session::Desk& desk);
    void refresh();

private:
    void look();
    void showFreeable(const session::CleanResult& found);
    void clean();

    PageHost& m_host;
    session::Desk& m_desk;
    KeyValueList* m_sizes;
    QLabel* m_freeable;
    Button* m_look;
    Button* m_clean;
    ProgressLine* m_bar;
    bool m_busy = false;
};

class WorkspacesCard : public Card {
    Q_OBJECT
public:
    WorkspacesCard(PageHost& host, session::Desk& desk);
    void refresh();

private:
    void showOthers(const std::vector<session::KnownWorkspace>& known);
    void check();
    void backup();

    PageHost& m_host;
    session::Desk& m_desk;
    KeyValueList* m_facts;
    Button* m_check;
    Button* m_backup;
    QVBoxLayout* m_others;
    std::vector<session::KnownWorkspace> m_known;
};

class AboutCard : public Card {
    Q_OBJECT
public:
    explicit AboutCard(PageHost& host);
};

}  // namespace flambeau::ui::settings
