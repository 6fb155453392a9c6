// SPDX-License-Identifier: GPL-3.0-or-later
// A card with a chart: curves, their legend with values in the heading's line, crosshair, zoom, export. QCustomPlot is
// inside and does not show. GUI thread, owned by its parent; sources and link must outlive it or be taken off it.
//
// Drag moves, Ctrl+wheel and +/- zoom, Shift+drag zooms into a rectangle, a double click or Home shows all, arrow keys
// move the crosshair. The wheel alone scrolls the page.
#pragma once

#include <memory>

#include <QImage>

#include "flambeau/base/result.h"
#include "flambeau/ui/common/widgets.h"
#include "flambeau/ui/metrics/chart_link.h"
#include "flambeau/ui/metrics/curve_source.h"

namespace flambeau::ui::metrics {

class Legend;
class Plot;

struct CurveSpec {
    QString name;
    int series = 0;  ///< colour; a run keeps its own everywhere
    CurveSource* source = nullptr;
    bool smooth = true;    ///< false: as it is, whatever the smoothing; for values that come once an epoch
    double startTime = 0;  ///< seconds since 1970 that Elapsed counts from
};

class ChartCard : public Card {
    Q_OBJECT
public:
    ChartCard(const QString& title, ChartLink* link, QWidget* parent = nullptr);
    ~ChartCard() override;

    int addCurve(const CurveSpec& curve);
    void clearCurves();
    int curveCount() const;
    void setCurveVisible(int curve, bool visible);
    bool curveVisible(int curve) const;
    /// Draws one thicker and the others paler; negative: none.
    void highlight(int curve);
    void setLogScale(bool on);
    bool logScale() const;

    /// The vertical range that is shown.
    Extent valueRange() const;
    Extent keyRange() const;
    /// What was drawn of a curve the last time, for tests and readers: the columns of its pixels.
    const std::vector<series::Column>& drawnColumns(int curve) const;

    QImage image(const QSize& size, double scale = 2) const;
    Status exportPng(const QString& path) const;
    Status exportSvg(const QString& path) const;
    /// curve,step,epoch,time,value; every point, numbers that read back to the same bits.
    Status exportCsv(const QString& path) const;
    /// Draws what is waiting to be drawn.
    void flush();

    Plot* plot() const { return m_plot; }
    Legend* legend() const { return m_legend; }

signals:
    /// Of an export that was asked for in the card's menu.
    void exportFailed(const flambeau::Error& error);

protected:
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void exportWith(const QString& suffix, Status (ChartCard::*write)(const QString&) const);
    void showMenu(const QPoint& at);
    void describe();

    ChartLink* m_link;
    Plot* m_plot;
    Legend* m_legend;
    std::vector<CurveSpec> m_curves;
};

}  // namespace flambeau::ui::metrics
