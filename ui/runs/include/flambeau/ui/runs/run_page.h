// SPDX-License-Identifier: GPL-3.0-or-later
// One run: its stages, how far it is, charts that grow, log, files, confusion matrix, system, lineage. One page shows
// one run after the other. Owned by the window, GUI thread.
#pragma once

#include <memory>

#include <QTimer>

#include "flambeau/session/desk.h"
#include "flambeau/ui/common/one_at_a_time.h"
#include "flambeau/ui/common/page.h"

class QAction;
class QLabel;
class QSlider;
class QStackedWidget;

namespace flambeau::ui {
class Card;
class ElidedLabel;
class EmptyState;
class ProgressLine;
class Segmented;
class TabBar;
}  // namespace flambeau::ui

namespace flambeau::ui::metrics {
class ChartLink;
class LiveCurves;
}  // namespace flambeau::ui::metrics

namespace flambeau::ui::runs {

class ChartBoard;
class ConfusionTab;
class FilesTab;
class LineageTab;
class LogFeed;
class LogsTab;
class LogView;
class RunActions;
class RunList;
class SideColumn;
class StageStrip;
struct RunFacts;

class RunPage : public Page {
    Q_OBJECT
public:
    enum Tab { Charts, Logs, Files, Confusion, System, Lineage };

    RunPage(PageHost& host, session::Desk& desk, QWidget* parent = nullptr);
    ~RunPage() override;

    PageHeader header() const override;
    void refresh() override;
    /// A run's id.
    void open(const QString& what) override;
    QString place() const override { return m_run; }
    bool closeTop() override;
    QByteArray saveLayout() const override;
    void restoreLayout(const QByteArray& state) override;

    void showTab(Tab tab);
    Tab tab() const;
    /// What is shown has been read; for tests.
    bool ready() const { return m_facts != nullptr; }
    metrics::LiveCurves* curves() const { return m_curves.get(); }
    ChartBoard* board() const { return m_board; }
    LogsTab* logs() const { return m_logs; }
    SideColumn* side() const { return m_side; }
    StageStrip* stages() const { return m_stages; }
    FilesTab* files() const { return m_files; }
    ConfusionTab* confusion() const { return m_confusion; }
    LineageTab* lineage() const { return m_lineage; }
    LogView* logTail() const { return m_logTail; }
    /// The sentence about a failure; empty where there was none.
    QString failureText() const;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void makeActions();
    QWidget* makeProgress();
    QWidget* makeFailure();
    QWidget* makeTabs();
    QWidget* makeCharts();
    void makeTabPages();
    void listen();

    void readSoon();
    void read();
    void show(RunFacts facts);
    void showProgress();
    void showBestEpoch();
    void showFailure();
    void readFailingLine();
    void showHeader();
    void showExpectedEnd();
    void setAxis(int choice);
    void logGrew();

    PageHost& m_host;
    session::Desk& m_desk;
    RunList& m_list;
    RunActions& m_actions;
    QString m_run;
    std::unique_ptr<RunFacts> m_facts;
    std::unique_ptr<metrics::ChartLink> m_link, m_systemLink;
    std::unique_ptr<LogFeed> m_feed;
    std::unique_ptr<metrics::LiveCurves> m_curves;
    OneAtATime m_reading;
    bool m_stale = false, m_fresh = false;
    QString m_failingLine;
    QTimer m_soon, m_clock;

    QAction *m_cancel, *m_resume, *m_againAction, *m_clone, *m_delete;
    StageStrip* m_stages;
    QWidget* m_progressRow = nullptr;
    ProgressLine* m_progress = nullptr;
    ElidedLabel* m_epoch = nullptr;
    ElidedLabel* m_left = nullptr;
    Card* m_failure = nullptr;
    QLabel* m_failureReason = nullptr;
    ElidedLabel* m_failureLine = nullptr;
    TabBar* m_tabs = nullptr;
    QWidget* m_axisBar = nullptr;
    Segmented* m_axis = nullptr;
    QWidget* m_smoothBar = nullptr;
    QSlider* m_smoothing = nullptr;
    QStackedWidget* m_stack = nullptr;
    ChartBoard* m_board = nullptr;
    EmptyState* m_noCharts = nullptr;
    LogView* m_logTail = nullptr;
    Card* m_logCard = nullptr;
    LogsTab* m_logs = nullptr;
    FilesTab* m_files = nullptr;
    ConfusionTab* m_confusion = nullptr;
    ChartBoard* m_system = nullptr;
    EmptyState* m_noSystem = nullptr;
    LineageTab* m_lineage = nullptr;
    SideColumn* m_side = nullptr;
    EmptyState* m_gone = nullptr;
    QWidget* m_body = nullptr;
};

}  // namespace flambeau::ui::runs
