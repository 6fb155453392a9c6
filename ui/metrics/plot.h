// SPDX-License-Identifier: GPL-3.0-or-later
// The drawn part of a chart: QCustomPlot with our axes, curves, crosshair and hands. Owned by its card.
#pragma once

#include <vector>

#include <qcustomplot.h>
#include <QTimer>

#include "envelope_plottable.h"
#include "flambeau/ui/metrics/chart_card.h"

namespace flambeau::ui::metrics {

/// The vertical line and the dots on the curves, on a layer of its own that is redrawn alone.
class Crosshair : public QCPLayerable {
public:
    struct Dot {
        QPointF at;  ///< in axis coordinates
        int series;
    };
    explicit Crosshair(QCustomPlot* plot) : QCPLayerable(plot, "crosshair") {}
    std::optional<double> x;
    std::vector<Dot> dots;

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(true); }
    void draw(QCPPainter* painter) override;
    QRect clipRect() const override { return mParentPlot->axisRect()->rect(); }
};

class Plot : public QCustomPlot {
    Q_OBJECT
public:
    Plot(ChartLink* link, QWidget* parent = nullptr);
    ~Plot() override;

    void add(const CurveSpec& spec);
    void clear();
    void setShown(int curve, bool shown);
    bool shown(int curve) const { return m_curves[static_cast<std::size_t>(curve)].shown; }
    void highlight(int curve);
    void setLogScale(bool on);
    bool logScale() const { return yAxis->scaleType() == QCPAxis::stLogarithmic; }
    const EnvelopePlottable* drawnOf(int curve) const { return m_curves[static_cast<std::size_t>(curve)].line; }
    /// Where the crosshair is, else the last.
    QString valueText(int curve) const;
    void retheme();
    void flush();

signals:
    void valuesChanged();
    void menuRequested(const QPoint& global);

protected:
    bool event(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    struct Curve {
        CurveSpec spec;
        EnvelopePlottable* raw;  ///< behind, where the curve is smoothed
        EnvelopePlottable* line;
        bool shown = true;
    };
    double offsetOf(const Curve& curve) const;
    double smoothingOf(const Curve& curve) const;
    void schedule();
    void dress();
    void fitAxes();
    Extent wholeRange() const;
    void fitValues();
    void moveCrosshair();
    void zoomBy(double factor, double around);
    void userMoved(const QCPRange& range);

    ChartLink* m_link;
    std::vector<Curve> m_curves;
    Crosshair* m_cross;
    QTimer m_later;
    int m_highlight = -1;
    bool m_fitting = false;
};

}  // namespace flambeau::ui::metrics
