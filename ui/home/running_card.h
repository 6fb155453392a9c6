// SPDX-License-Identifier: GPL-3.0-or-later
// What is running now: the first run with its curve, the next ones a line each. Owned by the page, GUI thread.
#pragma once

#include <memory>

#include "flambeau/ui/common/page.h"
#include "flambeau/ui/common/run_state.h"
#include "flambeau/ui/common/widgets.h"
#include "flambeau/ui/metrics/live_curves.h"
#include "home_facts.h"

namespace flambeau::ui {
class EmptyState;
}

namespace flambeau::ui::home {

class CurveSketch;
class RunLine;

class RunningCard : public Card {
    Q_OBJECT
public:
    RunningCard(PageHost& host, session::Desk& desk, QWidget* parent = nullptr);
    void show(const HomeFacts& facts);
    CurveSketch* sketch() const { return m_sketch; }

private:
    void showFirst(const session::RunView& run);
    void cancel();

    PageHost& m_host;
    session::Desk& m_desk;
    QString m_run;
    QWidget* m_content;
    QWidget* m_nothing;
    ElidedLabel* m_name;
    Chip* m_state;
    ElidedLabel* m_what;
    ProgressLine* m_bar;
    ElidedLabel* m_done;
    ElidedLabel* m_left;
    Button* m_open;
    Button* m_cancel;
    CurveSketch* m_sketch;
    std::unique_ptr<metrics::LiveCurves> m_curves;
    QVector<RunLine*> m_others;
};

}  // namespace flambeau::ui::home
