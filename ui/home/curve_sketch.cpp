// SPDX-License-Identifier: GPL-3.0-or-later
#include "curve_sketch.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/paint.h"
#include "flambeau/ui/metrics/strokes.h"

namespace flambeau::ui::home {
namespace {

constexpr int kLeft = 34, kBottom = 18, kTop = 6, kRight = 16, kBetweenDrawings = 100;
constexpr double kSmoothing = 0.6;

/// 1, 2 or 5 times a power of ten, so that `span` holds at most `most` of them.
double niceStep(double span, int most) {
    const double rough = span / std::max(1, most);
    const double power = std::pow(10, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= rough)
            return factor * power;
    }
    return 10 * power;
}

}  // namespace

struct CurveSketch::Frame {
    QRectF plot;
    double xFrom = 0, xTo = 1, yTo = 1, yStep = 0.5;
    series::Axis axis = series::Axis::Epoch;

    QPointF at(double x, double y) const {
        return {plot.left() + (x - xFrom) / (xTo - xFrom) * plot.width(), plot.bottom() - y / yTo * plot.height()};
    }
};

CurveSketch::CurveSketch(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Loss while it trains"));
    m_soon.setSingleShot(true);
    m_soon.setInterval(kBetweenDrawings);
    connect(&m_soon, &QTimer::timeout, this, qOverload<>(&QWidget::update));
}

void CurveSketch::setCurves(metrics::LiveCurves* curves, double lastEpoch) {
    m_lastEpoch = lastEpoch;
    if (m_curves == curves) {
        drawSoon();
        return;
    }
    if (m_curves != nullptr)
        disconnect(m_curves, nullptr, this, nullptr);
    m_curves = curves;
    m_lines.clear();
    if (curves != nullptr) {
        connect(curves, &metrics::LiveCurves::seriesAdded, this, &CurveSketch::find);
        connect(curves, &metrics::LiveCurves::loadedChanged, this, &CurveSketch::drawSoon);
    }
    find();
}

void CurveSketch::find() {
    m_lines.clear();
    int colour = 0;
    for (const char* name : {"train/loss", "val/loss"}) {
        auto* curve = m_curves != nullptr ? m_curves->curve(name) : nullptr;
        if (curve != nullptr) {
            connect(curve, &metrics::CurveSource::changed, this, &CurveSketch::drawSoon, Qt::UniqueConnection);
            m_lines.push_back({curve, colour});
        }
        ++colour;
    }
    drawSoon();
}

void CurveSketch::drawSoon() {
    if (!isVisible())
        m_waiting = true;
    else if (!m_soon.isActive())
        m_soon.start();
}

void CurveSketch::showEvent(QShowEvent*) {
    if (std::exchange(m_waiting, false))
        update();
}

void CurveSketch::paintGrid(QPainter& painter, const Frame& frame) const {
    const QFont small = ui::font(TextKind::Small);
    for (double y = 0; y <= frame.yTo * 1.001; y += frame.yStep) {
        const double at = frame.at(frame.xFrom, y).y();
        paintLine(painter, {frame.plot.left(), at}, {frame.plot.right(), at}, color(Token::Grid));
        paintText(painter, {0, at - 8, kLeft - 8.0, 16}, Qt::AlignRight | Qt::AlignVCenter, format::value(y),
                  color(Token::Secondary), small);
    }
    const double span = frame.xTo - frame.xFrom;
    const double step = std::max(frame.axis == series::Axis::Time ? 0 : 1.0, niceStep(span, 6));
    for (double x = std::ceil(frame.xFrom / step) * step; x <= frame.xTo * 1.0001; x += step) {
        const double at = frame.at(x, 0).x();
        paintText(painter, {at - 30, frame.plot.bottom() + 3, 60, 15}, Qt::AlignHCenter | Qt::AlignTop,
                  format::value(x), color(Token::Secondary), small);
    }
}

void CurveSketch::paintLines(QPainter& painter, const Frame& frame) const {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(frame.plot.adjusted(0, -2, 1, 2));
    const series::ColumnGrid grid{frame.xFrom, frame.xTo, static_cast<std::size_t>(std::max(2.0, frame.plot.width()))};
    for (const Line& line : m_lines) {
        const double smoothing = line.series == 0 ? kSmoothing : 0;
        const auto columns = line.curve->envelope(grid, frame.axis, smoothing);
        const auto neighbours = line.curve->neighbours({frame.xFrom, frame.xTo}, frame.axis, smoothing);
        QPen pen(theme().series(line.series), 1.6);
        pen.setCapStyle(Qt::RoundCap);
        painter.setPen(pen);
        painter.drawLines(metrics::strokes(
            columns, neighbours, [&](double x, double y) { return frame.at(x, y); }, frame.plot));
    }
}

void CurveSketch::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    Frame frame;
    frame.plot = QRectF(rect()).adjusted(kLeft, kTop, -kRight, -kBottom);
    std::optional<metrics::Extent> extent;
    for (const auto axis : {series::Axis::Epoch, series::Axis::Step}) {
        frame.axis = axis;
        for (const Line& line : m_lines) {
            const auto one = line.curve->extent(axis);
            if (one)
                extent =
                    extent ? metrics::Extent{std::min(extent->from, one->from), std::max(extent->to, one->to)} : one;
        }
        if (extent)
            break;
    }
    if (!extent) {
        paintText(painter, rect(), Qt::AlignCenter, tr("no values yet"), color(Token::Faint),
                  ui::font(TextKind::Small));
        return;
    }
    frame.xTo = std::max({extent->to, frame.axis == series::Axis::Epoch ? m_lastEpoch : 0., 1e-9});
    double highest = 0;
    for (const Line& line : m_lines) {
        const series::ColumnGrid grid{frame.xFrom, frame.xTo, 64};
        for (const auto& column : line.curve->envelope(grid, frame.axis, line.series == 0 ? kSmoothing : 0)) {
            if (column.count > 0 && std::isfinite(column.max))
                highest = std::max(highest, column.max);
        }
    }
    frame.yStep = highest > 0 ? niceStep(highest, 2) : 0.5;
    frame.yTo = std::max(highest * 1.02, frame.yStep);
    paintGrid(painter, frame);
    paintLines(painter, frame);
}

}  // namespace flambeau::ui::home
