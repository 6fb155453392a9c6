// SPDX-License-Identifier: GPL-3.0-or-later
// Tick labels in the hand of ui/common/format. Owned by the axes.
#pragma once

#include <qcustomplot.h>

#include "flambeau/ui/metrics/chart_link.h"

namespace flambeau::ui::metrics {

/// As many decimals as the distance of ticks needs, the same for all but zero; powers of ten where numbers are small or
/// large.
QString tickText(double value, double step);
/// Seconds since the start in the unit that fits the distance of ticks: "30 s", "5 min", "1.5 h".
QString elapsedText(double seconds, double step);

class NumberTicker : public QCPAxisTicker {
protected:
    double getTickStep(const QCPRange& range) override;
    QString getTickLabel(double tick, const QLocale&, QChar, int) override { return tickText(tick, m_step); }
    int getSubTickCount(double) override { return 0; }

private:
    double m_step = 1;
};

class ElapsedTicker : public QCPAxisTicker {
protected:
    double getTickStep(const QCPRange& range) override;
    QString getTickLabel(double tick, const QLocale&, QChar, int) override { return elapsedText(tick, m_step); }
    int getSubTickCount(double) override { return 0; }

private:
    double m_step = 1;
};

QSharedPointer<QCPAxisTicker> keyTicker(XMode mode, const QCPRange& range);
/// Fewer ticks where the chart is low.
QSharedPointer<QCPAxisTicker> valueTicker(bool log, int height);

}  // namespace flambeau::ui::metrics
