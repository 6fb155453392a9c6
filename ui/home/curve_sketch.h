// SPDX-License-Identifier: GPL-3.0-or-later
// A run's loss as a small drawing: curves over epochs with three values at the left, nothing to handle. Owned by its
// parent, GUI thread.
#pragma once

#include <QTimer>
#include <QVector>
#include <QWidget>

#include "flambeau/ui/metrics/live_curves.h"

namespace flambeau::ui::home {

class CurveSketch : public QWidget {
    Q_OBJECT
public:
    explicit CurveSketch(QWidget* parent = nullptr);
    /// The curves must outlive it or be taken off with null. `lastEpoch`: the right edge; 0: the last point.
    void setCurves(metrics::LiveCurves* curves, double lastEpoch);
    QSize sizeHint() const override { return {420, 132}; }
    QSize minimumSizeHint() const override { return {200, 110}; }

protected:
    void paintEvent(QPaintEvent*) override;
    void showEvent(QShowEvent*) override;

private:
    struct Line {
        metrics::MemoryCurve* curve = nullptr;
        int series = 0;
    };
    struct Frame;
    void find();
    void drawSoon();
    void paintGrid(QPainter& painter, const Frame& frame) const;
    void paintLines(QPainter& painter, const Frame& frame) const;

    metrics::LiveCurves* m_curves = nullptr;
    double m_lastEpoch = 0;
    QVector<Line> m_lines;
    QTimer m_soon;
    bool m_waiting = false;
};

}  // namespace flambeau::ui::home
