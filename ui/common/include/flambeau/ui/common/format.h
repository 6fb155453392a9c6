// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers, times and sizes as people read them, the same in every locale, and as people type them. Pure functions.
#pragma once

#include <optional>

#include <QDateTime>
#include <QString>

namespace flambeau::ui::format {

/// 18,440
QString count(qint64 value);
/// 0.9542 -> "95.4 %"; NaN -> "–".
QString percent(double share);
/// A metric's value in three or four digits: 0.213, 1e-4, 148, 1,820; NaN "–", infinities "∞".
QString value(double value);
/// 45.3 MB, 4 KB, 812 bytes: files and disks, a thousand a step.
QString bytes(qint64 size);
/// 1.2 GB: memory, 1,024 a step, under the names that shops use.
QString memory(qint64 size);
/// "1.2 of 24 GB": one unit for both.
QString memoryOf(qint64 used, qint64 total);
/// 0.4 s, 8 s, 3 min 12 s, 2 h 5 min, 3 d 4 h; below a second 18 ms.
QString duration(double seconds);
/// "about 2 min 20 s left"
QString timeLeft(double seconds);
/// Within a week relative: "today 12:20", "yesterday 09:05", "3 days ago"; else "12 Nov", with the year if it is
/// another.
QString date(const QDateTime& at, const QDateTime& now = QDateTime::currentDateTime());
/// For a tooltip: 2026-11-21 12:20:31.
QString exactDate(const QDateTime& at);
/// Hexadecimal in groups of four, the first `groups`, then an ellipsis.
QString shortHash(const QString& hash, int groups = 2);

/// A real number with a decimal point or comma; separators of thousands are understood where both stand or one repeats.
std::optional<double> parseReal(const QString& text);
/// A whole number; thousands may be separated by comma, point, space or apostrophe in groups of three.
std::optional<qint64> parseWhole(const QString& text);

}  // namespace flambeau::ui::format
