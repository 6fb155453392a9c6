// SPDX-License-Identifier: GPL-3.0-or-later
#include "tickers.h"

#include <algorithm>
#include <cmath>

#include "flambeau/ui/common/format.h"

namespace flambeau::ui::metrics {
namespace {

constexpr QChar kNoBreak(0xA0);
constexpr int kLow = 130;

/// Ticks at 1, 2 or 5 times a power of ten.
double niceStep(double span, int count) {
    const double exact = span / std::max(1, count);
    if (!(exact > 0) || !std::isfinite(exact))
        return 1;
    const double power = std::pow(10, std::floor(std::log10(exact)));
    const double mantissa = exact / power;
    return power * (mantissa < 1.5 ? 1 : mantissa < 3.5 ? 2 : mantissa < 7.5 ? 5 : 10);
}

class LogTicker : public QCPAxisTickerLog {
protected:
    QString getTickLabel(double tick, const QLocale&, QChar, int) override { return format::value(tick); }
};

}  // namespace

QString tickText(double value, double step) {
    if (std::abs(value) < step * 1e-6)
        return "0";
    // More than three decimals would not fit beside the axis.
    if (step < 9.9e-4 && std::abs(value) < 0.1) {
        const auto places = std::floor(std::log10(std::abs(value)) + 1e-9) - std::floor(std::log10(step) + 1e-9);
        QString text = QString::number(value, 'e', std::clamp(static_cast<int>(places), 0, 3));
        static const QRegularExpression padding("\\.?0*e([+-])0*(\\d+)$");
        return text.replace(padding, "e\\1\\2");
    }
    if (step < 9.9e-4 || std::abs(value) >= 1e7)
        return format::value(value);
    const int decimals = std::max(0, static_cast<int>(std::ceil(-std::log10(step) - 1e-9)));
    if (decimals == 0)
        return format::count(std::llround(value));
    return QString::number(value, 'f', decimals);
}

QString elapsedText(double seconds, double step) {
    const double unit = step < 60 ? 1 : step < 3600 ? 60 : 3600;
    if (std::abs(seconds) < step * 1e-6)
        return "0";
    QString number = QString::number(seconds / unit, 'f', 2);
    number.remove(QRegularExpression("\\.?0+$"));
    return number + kNoBreak + (unit == 1 ? "s" : unit == 60 ? "min" : "h");
}

double NumberTicker::getTickStep(const QCPRange& range) {
    m_step = niceStep(range.size(), tickCount());
    return m_step;
}

double ElapsedTicker::getTickStep(const QCPRange& range) {
    static const std::vector<double> steps = {0.1, 0.2, 0.5,  1,    2,    5,    10,    20,    30,    60,   120,
                                              300, 600, 1200, 1800, 3600, 7200, 14400, 21600, 43200, 86400};
    const double exact = range.size() / std::max(1, tickCount());
    const auto fits = std::lower_bound(steps.begin(), steps.end(), exact * 0.8);
    m_step = fits == steps.end() ? niceStep(range.size() / 86400, tickCount()) * 86400 : *fits;
    return m_step;
}

QSharedPointer<QCPAxisTicker> keyTicker(XMode mode, const QCPRange& range) {
    if (mode == XMode::Clock) {
        QSharedPointer<QCPAxisTickerDateTime> clock(new QCPAxisTickerDateTime);
        clock->setDateTimeFormat(range.size() < 300 ? "HH:mm:ss" : range.size() < 86400 ? "HH:mm" : "d MMM HH:mm");
        clock->setTickCount(4);
        return clock;
    }
    if (mode == XMode::Elapsed) {
        QSharedPointer<ElapsedTicker> elapsed(new ElapsedTicker);
        elapsed->setTickCount(5);
        return elapsed;
    }
    QSharedPointer<NumberTicker> number(new NumberTicker);
    number->setTickCount(5);
    return number;
}

QSharedPointer<QCPAxisTicker> valueTicker(bool log, int height) {
    if (log) {
        QSharedPointer<LogTicker> ticker(new LogTicker);
        ticker->setSubTickCount(0);
        return ticker;
    }
    QSharedPointer<NumberTicker> number(new NumberTicker);
    number->setTickCount(height < kLow ? 2 : 4);
    return number;
}

}  // namespace flambeau::ui::metrics
