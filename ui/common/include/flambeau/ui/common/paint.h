// SPDX-License-Identifier: GPL-3.0-or-later
// Strokes that widgets and delegates share: frames whose lines fall on device pixels at each scale, chips, key caps,
// texts that are cut with an ellipsis. Pure painting on the GUI thread.
#pragma once

#include <QColor>
#include <QPainter>
#include <QRectF>
#include <QSizeF>
#include <QString>

#include "flambeau/ui/common/theme.h"

namespace flambeau::ui {

/// How a state is coloured; the word beside it says it too.
enum class Tone { Neutral, Info, Good, Caution, Bad, Accent };
Token toneToken(Tone tone);
Token toneGround(Tone tone);

/// A rounded rectangle filled and with a line of one pixel inside its edge.
void paintFrame(QPainter& painter, const QRectF& rect, double radius, const QColor& fill, const QColor& line,
                bool dashed = false);
/// A line as thick as one logical pixel, snapped to device pixels.
void paintLine(QPainter& painter, QPointF from, QPointF to, const QColor& color);
/// One line of text; too long, it ends in an ellipsis. Returns the width that it took.
double paintText(QPainter& painter, const QRectF& rect, Qt::Alignment alignment, const QString& text,
                 const QColor& color, const QFont& font);

/// A state as a dot and a word on a soft ground; `outlined` without dot, as aliases are.
QSizeF chipSize(const QString& text, bool outlined = false);
void paintChip(QPainter& painter, const QRectF& rect, const QString& text, Tone tone, bool outlined = false);

/// The keys of a command, such as "Ctrl K".
QSizeF keyCapSize(const QString& text);
void paintKeyCap(QPainter& painter, const QRectF& rect, const QString& text, const QColor& ink, const QColor& line);

/// A bar of `share` (0 to 1) of its ground.
void paintBar(QPainter& painter, const QRectF& rect, double share, const QColor& color);

}  // namespace flambeau::ui
