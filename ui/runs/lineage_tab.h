// SPDX-License-Identifier: GPL-3.0-or-later
// Where a run comes from and what came of it, as a line of boxes: dataset and first weights, runs that it goes on from,
// itself, model versions and runs that go on from it. GUI thread, owned by its parent.
#pragma once

#include <QScrollArea>

#include "flambeau/ui/common/lineage_bar.h"
#include "run_facts.h"

namespace flambeau::ui::runs {

QVector<LineageBar::Stack> lineageOf(const RunFacts& facts);

class LineageTab : public QScrollArea {
    Q_OBJECT
public:
    explicit LineageTab(QWidget* parent = nullptr);
    void setFacts(const RunFacts& facts);
    LineageBar* bar() const { return m_bar; }

signals:
    /// A page, and what it is to show.
    void opened(const QString& page, const QString& what);

private:
    LineageBar* m_bar;
};

}  // namespace flambeau::ui::runs
