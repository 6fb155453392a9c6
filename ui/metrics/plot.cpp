// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot.h"

#include <algorithm>
#include <cmath>

#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/theme.h"
#include "tickers.h"

namespace flambeau::ui::metrics {
namespace {

constexpr int kRedrawMs = 40;                              // 25 pictures a second
constexpr double kThin = 1.01, kLine = 1.6, kThick = 2.4;  // exactly 1.0 is a hairline at 2x
const QMargins kMargins(42, 8, 18, 20);                    // the last label has half its width beyond the axis

/// A range with some air, from zero where that is near.
Extent airy(Extent range) {
    if (!(range.to > range.from)) {
        const double half = range.from == 0 ? 1 : std::abs(range.from) * 0.5;
        return {range.from - half, range.to + half};
    }
    const double air = (range.to - range.from) * 0.05;
    const bool fromZero = range.from >= 0 && range.from < (range.to - range.from) * 0.5;
    const bool toOne = range.to <= 1 && range.to > 0.9 && range.from >= 0;
    return {fromZero ? 0 : range.from - air, toOne ? 1.0 : range.to + air};
}

}  // namespace

void Crosshair::draw(QCPPainter* painter) {
    if (!x || !mParentPlot->xAxis->range().contains(*x))
        return;
    const QRect area = mParentPlot->axisRect()->rect();
    const double across = std::floor(mParentPlot->xAxis->coordToPixel(*x)) + 0.5;
    QPen pen(color(Token::Secondary), kThin);
    pen.setDashPattern({3, 3});
    painter->setPen(pen);
    painter->drawLine(QPointF(across, area.top()), QPointF(across, area.bottom()));
    for (const Dot& dot : dots) {
        const QPointF at(mParentPlot->xAxis->coordToPixel(dot.at.x()), mParentPlot->yAxis->coordToPixel(dot.at.y()));
        if (!std::isfinite(at.y()) || !area.contains(at.toPoint()))
            continue;
        painter->setPen(QPen(color(Token::Surface), 1.5));
        painter->setBrush(theme().series(dot.series));
        painter->drawEllipse(at, 4, 4);
    }
}

Plot::Plot(ChartLink* link, QWidget* parent) : QCustomPlot(parent), m_link(link) {
    setPlottingHint(QCP::phFastPolylines);
    setNoAntialiasingOnDrag(false);
    setFocusPolicy(Qt::TabFocus);
    setObjectName("plot");
    setMinimumSize(160, 100);
    addLayer("raw", layer("main"), QCustomPlot::limBelow);
    addLayer("crosshair", layer("main"), QCustomPlot::limAbove);
    layer("crosshair")->setMode(QCPLayer::lmBuffered);
    m_cross = new Crosshair(this);
    axisRect()->setAutoMargins(QCP::msNone);
    axisRect()->setMargins(kMargins);
    axisRect()->setRangeDrag(Qt::Horizontal);
    axisRect()->setRangeZoom(Qt::Horizontal);
    setInteractions(QCP::iRangeDrag);
    for (QCPAxis* axis : {xAxis, yAxis}) {
        axis->setBasePen(Qt::NoPen);
        axis->setTickPen(Qt::NoPen);
        axis->setSubTickPen(Qt::NoPen);
        axis->grid()->setZeroLinePen(Qt::NoPen);
        axis->grid()->setAntialiased(false);
        axis->setNumberFormat("g");
        axis->setTickLabelPadding(4);
    }
    xAxis->grid()->setVisible(false);
    yAxis->setTicker(valueTicker(false, height()));
    m_later.setSingleShot(true);
    m_later.setInterval(kRedrawMs);
    connect(&m_later, &QTimer::timeout, this, [this] {
        fitAxes();
        replot(QCustomPlot::rpQueuedReplot);
    });
    connect(m_link, &ChartLink::modeChanged, this, [this] {
        dress();
        fitAxes();
        replot(QCustomPlot::rpQueuedReplot);
        emit valuesChanged();
    });
    connect(m_link, &ChartLink::smoothingChanged, this, [this] {
        dress();
        schedule();
    });
    connect(m_link, &ChartLink::zoomChanged, this, [this] {
        fitAxes();
        replot(QCustomPlot::rpQueuedReplot);
    });
    connect(m_link, &ChartLink::crosshairChanged, this, &Plot::moveCrosshair);
    connect(xAxis, QOverload<const QCPRange&>::of(&QCPAxis::rangeChanged), this, &Plot::userMoved);
    retheme();
}

// Before its layer, which goes in the base class.
Plot::~Plot() {
    delete m_cross;
}

void Plot::add(const CurveSpec& spec) {
    Curve curve{spec, new EnvelopePlottable(xAxis, yAxis, spec.source),
                new EnvelopePlottable(xAxis, yAxis, spec.source), true};
    curve.raw->setLayer("raw");
    m_curves.push_back(curve);
    connect(spec.source, &CurveSource::changed, this, &Plot::schedule);
    dress();
    schedule();
}

void Plot::clear() {
    for (const Curve& curve : m_curves) {
        disconnect(curve.spec.source, nullptr, this, nullptr);
        removePlottable(curve.raw);
        removePlottable(curve.line);
    }
    m_curves.clear();
    m_highlight = -1;
    m_cross->dots.clear();
    schedule();
}

void Plot::setShown(int curve, bool shown) {
    m_curves[static_cast<std::size_t>(curve)].shown = shown;
    dress();
    schedule();
    moveCrosshair();
}

void Plot::highlight(int curve) {
    if (curve == m_highlight)
        return;
    m_highlight = curve;
    dress();
    schedule();
}

void Plot::setLogScale(bool on) {
    yAxis->setScaleType(on ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    yAxis->setTicker(valueTicker(on, height()));
    fitAxes();
    replot(QCustomPlot::rpQueuedReplot);
}

double Plot::offsetOf(const Curve& curve) const {
    return m_link->mode() == XMode::Elapsed ? -curve.spec.startTime : 0;
}

double Plot::smoothingOf(const Curve& curve) const {
    return curve.spec.smooth ? m_link->smoothing() : 0;
}

void Plot::dress() {
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        const Curve& curve = m_curves[i];
        const bool pale = m_highlight >= 0 && static_cast<int>(i) != m_highlight;
        const QColor ground = color(Token::Surface);
        // Mixed with the ground rather than transparent: a tenth of the cost.
        const QColor ink = mixed(ground, theme().series(curve.spec.series), pale ? 0.3 : 1);
        curve.raw->setPen(QPen(mixed(ground, ink, 0.42), kThin));
        curve.line->setPen(
            QPen(ink, static_cast<int>(i) == m_highlight ? kThick : kLine, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin));
        curve.raw->setSmoothing(0);
        curve.line->setSmoothing(smoothingOf(curve));
        curve.raw->setVisible(curve.shown && smoothingOf(curve) > 0);
        curve.line->setVisible(curve.shown);
        for (EnvelopePlottable* part : {curve.raw, curve.line}) {
            part->setAxis(axisOf(m_link->mode()));
            part->setOffset(offsetOf(curve));
        }
    }
}

void Plot::schedule() {
    if (isVisible() && !m_later.isActive())
        m_later.start();
    emit valuesChanged();
}

Extent Plot::wholeRange() const {
    std::optional<Extent> whole;
    for (const Curve& curve : m_curves) {
        const std::optional<Extent> own = curve.spec.source->extent(axisOf(m_link->mode()));
        if (!own)
            continue;
        const double offset = offsetOf(curve);
        whole = whole ? Extent{std::min(whole->from, own->from + offset), std::max(whole->to, own->to + offset)}
                      : Extent{own->from + offset, own->to + offset};
    }
    if (!whole)
        whole = Extent{0, 1};
    // A run starts at nothing: steps, epochs and seconds are seen from there.
    if (m_link->mode() != XMode::Clock && whole->from >= 0 && whole->from < 0.3 * whole->to)
        whole->from = 0;
    if (m_link->expectedEnd())
        whole->to = std::max(whole->to, *m_link->expectedEnd());
    if (!(whole->to > whole->from))
        return {whole->from - 0.5, whole->from + 0.5};
    return *whole;
}

void Plot::fitValues() {
    std::optional<Extent> seen;
    const Extent keys{xAxis->range().lower, xAxis->range().upper};
    for (const Curve& curve : m_curves) {
        const std::optional<Extent> own =
            curve.shown ? (smoothingOf(curve) > 0 ? curve.raw : curve.line)->valuesIn(keys) : std::nullopt;
        if (!own)
            continue;
        const Extent finite{std::isfinite(own->from) ? own->from : 0,
                            std::isfinite(own->to) ? own->to : std::max(1.0, own->from)};
        seen = seen ? Extent{std::min(seen->from, finite.from), std::max(seen->to, finite.to)} : finite;
    }
    if (!seen)
        seen = Extent{0, 1};
    if (logScale()) {
        const double top = seen->to > 0 ? seen->to : 1;
        const double bottom = seen->from > 0 ? seen->from : top * 1e-4;
        yAxis->setRange(std::pow(10, std::floor(std::log10(bottom) * 2) / 2),
                        std::pow(10, std::ceil(std::log10(top) * 2) / 2));
        return;
    }
    const Extent range = airy(*seen);
    yAxis->setRange(range.from, range.to);
}

void Plot::fitAxes() {
    m_fitting = true;
    const Extent keys = m_link->zoom().value_or(wholeRange());
    xAxis->setRange(keys.from, keys.to);
    xAxis->setTicker(keyTicker(m_link->mode(), xAxis->range()));
    fitValues();
    m_fitting = false;
}

void Plot::userMoved(const QCPRange& range) {
    if (!m_fitting)
        m_link->setZoom(Extent{range.lower, range.upper});
}

void Plot::moveCrosshair() {
    m_cross->x = m_link->crosshair();
    m_cross->dots.clear();
    if (m_cross->x) {
        for (const Curve& curve : m_curves) {
            const double offset = offsetOf(curve);
            const auto at = curve.shown ? curve.spec.source->nearest(*m_cross->x - offset, axisOf(m_link->mode()),
                                                                     smoothingOf(curve))
                                        : std::nullopt;
            if (at)
                m_cross->dots.push_back({*at + QPointF(offset, 0), curve.spec.series});
        }
    }
    if (isVisible())
        layer("crosshair")->replot();
    emit valuesChanged();
}

QString Plot::valueText(int curve) const {
    const Curve& shown = m_curves[static_cast<std::size_t>(curve)];
    if (m_link->crosshair()) {
        const auto at = shown.spec.source->nearest(*m_link->crosshair() - offsetOf(shown), axisOf(m_link->mode()), 0);
        if (at)
            return format::value(at->y());
    }
    return format::value(shown.spec.source->last());
}

void Plot::retheme() {
    setBackground(color(Token::Surface));
    QFont small = ui::font(TextKind::Small);
    small.setPixelSize(small.pixelSize() - 1);
    for (QCPAxis* axis : {xAxis, yAxis}) {
        axis->setTickLabelFont(small);
        axis->setTickLabelColor(color(Token::Secondary));
        axis->grid()->setPen(QPen(color(Token::Grid), 1));
    }
    selectionRect()->setPen(QPen(color(Token::Accent), kThin));
    selectionRect()->setBrush(Qt::NoBrush);
    dress();
    if (isVisible())
        replot(QCustomPlot::rpQueuedReplot);
}

void Plot::flush() {
    m_later.stop();
    fitAxes();
    moveCrosshair();
    replot(QCustomPlot::rpImmediateRefresh);
}

}  // namespace flambeau::ui::metrics
