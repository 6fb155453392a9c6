// SPDX-License-Identifier: GPL-3.0-or-later
// The first page: how to begin, in an empty workspace; else drop zones, what is running, the best models and the last
// runs. Owned by the window, GUI thread.
#pragma once

#include <QTimer>

#include "flambeau/session/desk.h"
#include "flambeau/ui/common/page.h"

namespace flambeau::ui {
class Card;
class DropZone;
class TableView;
}  // namespace flambeau::ui

namespace flambeau::ui::home {

class BestModelsCard;
class EmptyHome;
class RecentRuns;
class RunningCard;
struct HomeFacts;

class HomePage : public Page {
    Q_OBJECT
public:
    HomePage(PageHost& host, session::Desk& desk, QWidget* parent = nullptr);
    ~HomePage() override;

    PageHeader header() const override;
    void refresh() override;
    /// The zone for pictures, of the side that is shown.
    DropZone* dropZone() const;
    bool showsFilled() const { return m_filled != nullptr && m_filled->isVisibleTo(this); }
    /// The workspace has been looked at.
    bool known() const { return m_known; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    void lookSoon();
    void take(HomeFacts facts);
    void makeFilled();
    QWidget* zones();
    void run(const char* command);

    PageHost& m_host;
    session::Desk& m_desk;
    QAction* m_newRun;
    EmptyHome* m_empty;
    QWidget* m_filled = nullptr;
    DropZone* m_zone = nullptr;
    RunningCard* m_running = nullptr;
    BestModelsCard* m_models = nullptr;
    RecentRuns* m_recent = nullptr;
    TableView* m_table = nullptr;
    Card* m_recentCard = nullptr;
    QTimer m_soon;
    bool m_known = false, m_looking = false, m_stale = true;
};

}  // namespace flambeau::ui::home
