// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/common/format.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

namespace flambeau::ui::format {
namespace {

constexpr QChar kNoBreak(0xA0);
constexpr QChar kDash(0x2013);

QString tr(const char* text, const char* about = nullptr) {
    return QCoreApplication::translate("Format", text, about);
}

QString grouped(QString digits) {
    for (auto at = digits.size() - 3; at > 0; at -= 3)
        digits.insert(at, ',');
    return digits;
}

/// One decimal below 100, none above; no ".0".
QString shortNumber(double number) {
    QString text = QString::number(number, 'f', number < 99.95 ? 1 : 0);
    if (text.endsWith(".0"))
        text.chop(2);
    return text;
}

QString sized(qint64 size, double step) {
    static constexpr std::array<const char*, 5> kUnits = {"KB", "MB", "GB", "TB", "PB"};
    double amount = static_cast<double>(size);
    if (std::abs(amount) < step)
        return tr("%1 bytes").arg(count(size)).replace(' ', kNoBreak);
    std::size_t unit = 0;
    for (amount /= step; amount >= step - 0.5 && unit + 1 < kUnits.size(); ++unit)
        amount /= step;
    return shortNumber(amount) + kNoBreak + kUnits[unit];
}

QString twoParts(qint64 large, const char* largeUnit, qint64 small, const char* smallUnit) {
    QString text = QString::number(large) + kNoBreak + tr(largeUnit);
    if (small > 0)
        text += ' ' + QString::number(small) + kNoBreak + tr(smallUnit);
    return text;
}

}  // namespace

QString count(qint64 value) {
    const QString digits = QString::number(value);
    return value < 0 ? '-' + grouped(digits.mid(1)) : grouped(digits);
}

QString percent(double share) {
    if (!std::isfinite(share))
        return kDash;
    return QString::number(share * 100, 'f', 1) + kNoBreak + '%';
}

QString value(double value) {
    if (std::isnan(value))
        return kDash;
    if (std::isinf(value))
        return value > 0 ? QString(QChar(0x221E)) : '-' + QString(QChar(0x221E));
    const double size = std::abs(value);
    if (size >= 1000 && size < 1e7)
        return count(std::llround(value));
    if (size == 0 || (size >= 0.001 && size < 1000)) {
        const int decimals = size == 0 ? 0 : size < 0.0995 ? 4 : size < 9.995 ? 3 : size < 99.95 ? 2 : 1;
        QString text = QString::number(value, 'f', decimals);
        if (text.contains('.')) {
            while (text.endsWith('0'))
                text.chop(1);
            if (text.endsWith('.'))
                text.chop(1);
        }
        return text;
    }
    QString text = QString::number(value, 'e', 2);
    static const QRegularExpression zeros("\\.?0*e([+-])0*(\\d+)$");
    text.replace(zeros, "e\\1\\2");
    return text.replace("e+", "e");
}

QString bytes(qint64 size) {
    return sized(size, 1000);
}

QString memory(qint64 size) {
    return sized(size, 1024);
}

QString memoryOf(qint64 used, qint64 total) {
    const QString whole = memory(total);
    double step = 1;
    for (const char* unit : {"KB", "MB", "GB", "TB", "PB"}) {
        step *= 1024;
        if (whole.endsWith(QLatin1String(unit)))
            return tr("%1 of %2", "an amount of memory").arg(shortNumber(static_cast<double>(used) / step), whole);
    }
    return tr("%1 of %2", "an amount of memory").arg(used).arg(whole);
}

QString duration(double seconds) {
    if (!std::isfinite(seconds) || seconds < 0)
        return kDash;
    if (seconds < 0.0995)
        return QString::number(std::lround(seconds * 1000)) + kNoBreak + tr("ms");
    if (seconds < 9.95)
        return shortNumber(seconds) + kNoBreak + tr("s");
    const qint64 whole = std::llround(seconds);
    if (whole < 60)
        return QString::number(whole) + kNoBreak + tr("s");
    if (whole < 3600)
        return twoParts(whole / 60, "min", whole % 60, "s");
    if (whole < 86400)
        return twoParts(whole / 3600, "h", whole % 3600 / 60, "min");
    return twoParts(whole / 86400, "d", whole % 86400 / 3600, "h");
}

QString timeLeft(double seconds) {
    // Coarser than the clock, or it flickers.
    const double coarse = seconds > 60 ? std::ceil(seconds / 10) * 10 : std::ceil(seconds);
    return tr("about %1 left").arg(duration(coarse));
}

QString date(const QDateTime& at, const QDateTime& now) {
    if (!at.isValid())
        return kDash;
    const QDateTime local = at.toLocalTime(), today = now.toLocalTime();
    const qint64 days = local.date().daysTo(today.date());
    const QString clock = local.toString("HH:mm");
    if (days == 0)
        return tr("today %1").arg(clock);
    if (days == 1)
        return tr("yesterday %1").arg(clock);
    if (days > 1 && days < 7)
        return QCoreApplication::translate("Format", "%n days ago", nullptr, static_cast<int>(days));
    const QString day = QLocale().toString(local.date(), "d MMM");
    return local.date().year() == today.date().year() ? day : day + ' ' + QString::number(local.date().year());
}

QString exactDate(const QDateTime& at) {
    return at.isValid() ? at.toLocalTime().toString("yyyy-MM-dd HH:mm:ss") : QString(kDash);
}

QString shortHash(const QString& hash, int groups) {
    QString text;
    for (int i = 0; i < groups && i * 4 < hash.size(); ++i)
        text += (i ? " " : "") + hash.mid(i * 4, 4);
    return hash.size() > groups * 4 ? text + ' ' + QChar(0x2026) : text;
}

std::optional<double> parseReal(const QString& text) {
    QString plain = text.trimmed();
    static const QRegularExpression separators("[\\s'\u2019\u00A0\u202F]");
    plain.remove(separators);
    plain.replace(QChar(0x2212), '-');
    // Thousands are told from decimals by their groups of three and by the other mark behind them.
    static const QRegularExpression english("^[+-]?\\d{1,3}(,\\d{3})+\\.\\d+$|^[+-]?\\d{1,3}(,\\d{3}){2,}$");
    static const QRegularExpression german("^[+-]?\\d{1,3}(\\.\\d{3})+,\\d+$|^[+-]?\\d{1,3}(\\.\\d{3}){2,}$");
    if (english.match(plain).hasMatch())
        plain.remove(',');
    else if (german.match(plain).hasMatch())
        plain.remove('.');
    if (plain.count(',') + plain.count('.') > 1)
        return std::nullopt;
    plain.replace(',', '.');
    bool good = false;
    const double number = QLocale::c().toDouble(plain, &good);
    return good && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

std::optional<qint64> parseWhole(const QString& text) {
    QString plain = text.trimmed();
    plain.replace(QChar(0x2212), '-');
    static const QRegularExpression groups("^[+-]?\\d{1,3}([,.'\u2019\\s]\\d{3})+$");
    if (groups.match(plain).hasMatch())
        plain.remove(QRegularExpression("[,.'\u2019\\s]"));
    bool good = false;
    const qint64 number = plain.toLongLong(&good);
    return good ? std::optional(number) : std::nullopt;
}

}  // namespace flambeau::ui::format
