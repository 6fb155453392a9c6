// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/common/paint.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>

namespace flambeau::ui {
namespace {

constexpr double kChipHeight = 20, kChipDot = 6, kChipMargin = 8;

/// The width of a line in device pixels: one at 1x and 1.5x, two at 2x.
double deviceLine(double ratio) {
    return std::max(1.0, std::floor(ratio));
}

/// Puts points on whole device pixels. Of the device, not of the widget: at 1.5x a widget can begin between two.
class Snap {
public:
    explicit Snap(const QPainter& painter)
        : m_ratio(painter.device()->devicePixelRatioF()),
          m_origin(painter.deviceTransform().dx(), painter.deviceTransform().dy()) {}
    double ratio() const { return m_ratio; }
    QPointF operator()(QPointF point) const { return {one(point.x(), m_origin.x()), one(point.y(), m_origin.y())}; }
    QRectF operator()(const QRectF& rect) const { return {(*this)(rect.topLeft()), (*this)(rect.bottomRight())}; }

private:
    double one(double value, double origin) const { return (std::round(value * m_ratio + origin) - origin) / m_ratio; }
    double m_ratio;
    QPointF m_origin;
};

}  // namespace

Token toneToken(Tone tone) {
    switch (tone) {
        case Tone::Info:
            return Token::Info;
        case Tone::Good:
            return Token::Good;
        case Tone::Caution:
            return Token::Caution;
        case Tone::Bad:
            return Token::Bad;
        case Tone::Accent:
            return Token::Accent;
        case Tone::Neutral:
            break;
    }
    return Token::Secondary;
}

Token toneGround(Tone tone) {
    switch (tone) {
        case Tone::Info:
            return Token::InfoSoft;
        case Tone::Good:
            return Token::GoodSoft;
        case Tone::Caution:
            return Token::CautionSoft;
        case Tone::Bad:
            return Token::BadSoft;
        case Tone::Accent:
            return Token::AccentSoft;
        case Tone::Neutral:
            break;
    }
    return Token::Grid;
}

void paintFrame(QPainter& painter, const QRectF& rect, double radius, const QColor& fill, const QColor& line,
                bool dashed) {
    painter.save();
    const Snap snap(painter);
    const double width = deviceLine(snap.ratio()) / snap.ratio();
    const QRectF outer = snap(rect);
    const QRectF inner = outer.adjusted(width / 2, width / 2, -width / 2, -width / 2);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(line, width);
    if (dashed)
        pen.setDashPattern({3, 3});
    painter.setPen(line.isValid() ? pen : QPen(Qt::NoPen));
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    const double corner = std::min(radius, std::min(inner.width(), inner.height()) / 2);
    painter.drawRoundedRect(line.isValid() ? inner : outer, corner, corner);
    painter.restore();
}

void paintLine(QPainter& painter, QPointF from, QPointF to, const QColor& color) {
    const Snap snap(painter);
    const double width = deviceLine(snap.ratio()) / snap.ratio();
    QRectF line(snap(from), snap(to));
    if (from.y() == to.y())
        line.setHeight(width);
    else
        line.setWidth(width);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.fillRect(line, color);
    painter.restore();
}

double paintText(QPainter& painter, const QRectF& rect, Qt::Alignment alignment, const QString& text,
                 const QColor& color, const QFont& font) {
    if (text.isEmpty() || rect.width() <= 0)
        return 0;
    const QFontMetricsF metrics(font);
    double width = metrics.horizontalAdvance(text);
    QString shown = text;
    if (width > rect.width() + 0.5) {
        shown = metrics.elidedText(text, Qt::ElideRight, rect.width());
        width = metrics.horizontalAdvance(shown);
    }
    painter.setFont(font);
    painter.setPen(color);
    painter.drawText(rect, static_cast<int>(alignment | Qt::TextSingleLine | Qt::TextDontClip), shown);
    return width;
}

QSizeF chipSize(const QString& text, bool outlined) {
    const double width = QFontMetricsF(font(TextKind::SmallMedium)).horizontalAdvance(text);
    return {std::ceil(width + (outlined ? 12 : 2 * kChipMargin + kChipDot + 5)), kChipHeight};
}

void paintChip(QPainter& painter, const QRectF& rect, const QString& text, Tone tone, bool outlined) {
    const QColor ink = color(toneToken(tone));
    if (outlined) {
        paintFrame(painter, rect, 4, {}, ink);
        paintText(painter, rect.adjusted(6, 0, -6, 0), Qt::AlignCenter, text, ink, font(TextKind::SmallMedium));
        return;
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color(toneGround(tone)));
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2);
    painter.setBrush(ink);
    painter.drawEllipse(QRectF(rect.left() + kChipMargin, rect.center().y() - kChipDot / 2, kChipDot, kChipDot));
    painter.restore();
    paintText(painter, rect.adjusted(kChipMargin + kChipDot + 5, 0, -kChipMargin + 1, 0),
              Qt::AlignVCenter | Qt::AlignLeft, text, ink, font(TextKind::SmallMedium));
}

static QFont keyFont() {
    QFont small = font(TextKind::Small);
    small.setPixelSize(small.pixelSize() - 1);
    return small;
}

QSizeF keyCapSize(const QString& text) {
    return {std::ceil(QFontMetricsF(keyFont()).horizontalAdvance(text)) + 12, 20};
}

void paintKeyCap(QPainter& painter, const QRectF& rect, const QString& text, const QColor& ink, const QColor& line) {
    paintFrame(painter, rect, 4, {}, line);
    paintText(painter, rect, Qt::AlignCenter, text, ink, keyFont());
}

void paintBar(QPainter& painter, const QRectF& rect, double share, const QColor& ink) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const double radius = rect.height() / 2;
    painter.setBrush(mixed(color(Token::Grid), color(Token::Border), 0.7));  // seen on each ground
    painter.drawRoundedRect(rect, radius, radius);
    if (share > 0) {
        QRectF done = rect;
        done.setWidth(std::max(rect.height(), rect.width() * std::min(share, 1.0)));
        painter.setBrush(ink);
        painter.drawRoundedRect(done, radius, radius);
    }
    painter.restore();
}

}  // namespace flambeau::ui
