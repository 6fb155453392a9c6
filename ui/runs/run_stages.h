// SPDX-License-Identifier: GPL-3.0-or-later
// Preparing, Queued, Running, Finalizing: what is done, what is on and for how long, why it waits, where it failed.
// GUI thread, owned by its parent.
#pragma once

#include <QVector>
#include <QWidget>

#include "flambeau/session/run_catalog.h"

namespace flambeau::ui::runs {

struct Stage {
    enum class How { Ahead, On, Done, Failed, Left };  ///< Left: it ended here without a failure
    QString name;
    How how = How::Ahead;
    double seconds = -1;  ///< negative: not reached
    QString reason;
};
QVector<Stage> stagesOf(const session::RunView& view, double now);

class StageStrip : public QWidget {
    Q_OBJECT
public:
    explicit StageStrip(QWidget* parent = nullptr);
    void setStages(QVector<Stage> stages);
    const QVector<Stage>& stages() const { return m_stages; }
    QSize sizeHint() const override { return {400, 28}; }
    QSize minimumSizeHint() const override { return {300, 28}; }

protected:
    void paintEvent(QPaintEvent*) override;
    bool event(QEvent* event) override;

private:
    double partWidth() const;
    QVector<Stage> m_stages;
};

}  // namespace flambeau::ui::runs
