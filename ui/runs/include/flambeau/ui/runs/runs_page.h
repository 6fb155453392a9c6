// SPDX-License-Identifier: GPL-3.0-or-later
// All runs: a table with a line of conditions above it, groups, chains of resumed runs as one row, the trash. Owned by
// the window, GUI thread.
#pragma once

#include "flambeau/session/desk.h"
#include "flambeau/ui/common/page.h"

class QAction;
class QLabel;
class QLineEdit;

namespace flambeau::ui {
class Button;
class ElidedLabel;
class EmptyState;
class Segmented;
}  // namespace flambeau::ui

namespace flambeau::ui::runs {

class RunActions;
class RunList;
class RunsModel;
class RunsView;

class RunsPage : public Page {
    Q_OBJECT
public:
    RunsPage(PageHost& host, session::Desk& desk, QWidget* parent = nullptr);

    PageHeader header() const override;
    void refresh() override;
    void open(const QString& what) override;
    QString place() const override;
    bool closeTop() override;
    QByteArray saveLayout() const override;
    void restoreLayout(const QByteArray& state) override;

    // For tests.
    RunsView* view() const { return m_view; }
    RunsModel* model() const { return m_model; }
    QLineEdit* query() const { return m_query; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* bar();
    void makeActions();
    void applyQuery();
    void chosen(const QStringList& runs);
    void showCounts();
    void showMenu(const QPoint& at);
    void showColumnsMenu();
    void removeChosen();
    void updateEmptyState();

    PageHost& m_host;
    RunList& m_list;
    RunActions& m_actions;
    RunsModel* m_model;
    RunsView* m_view;
    QLineEdit* m_query = nullptr;
    ElidedLabel* m_note = nullptr;
    Segmented* m_group = nullptr;
    Segmented* m_place = nullptr;
    Button* m_columns = nullptr;
    EmptyState* m_empty = nullptr;
    QAction* m_new;
    QAction* m_delete;
    QAction* m_restore;
    bool m_none = false;
};

}  // namespace flambeau::ui::runs
