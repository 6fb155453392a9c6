// SPDX-License-Identifier: GPL-3.0-or-later
// Charts as PNG, SVG and CSV.
#include <charconv>
#include <cmath>

#include <QBuffer>
#include <QSaveFile>
#include <QSvgGenerator>

#include "flambeau/ui/metrics/chart_card.h"
#include "flambeau/ui/metrics/legend.h"
#include "plot.h"

namespace flambeau::ui::metrics {
namespace {

constexpr int kHeading = 30, kSide = 12;

Status writeFile(const QString& path, const QByteArray& bytes) {
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return Error{ErrorCode::Io,
                     QString("Cannot write %1: %2").arg(path, file.errorString()).toStdString(),
                     "Choose another folder, or make room on the disk.",
                     {}};
    return {};
}

/// Title and legend, which the card shows outside of the plot.
void paintHeading(QPainter& painter, const QString& title, const QVector<LegendEntry>& entries, int width) {
    const QRectF line(kSide, 8, width - 2 * kSide, 18);
    const double taken = paintText(painter, line, Qt::AlignLeft | Qt::AlignVCenter, title, color(Token::Text),
                                   ui::font(TextKind::Heading));
    double right = line.right();
    for (auto it = entries.rbegin(); it != entries.rend(); ++it) {
        if (!it->visible)
            continue;
        const QString text = it->name + ' ' + it->value;
        const double wide = QFontMetricsF(ui::font(TextKind::Small)).horizontalAdvance(text) + 18;
        if (right - wide < line.left() + taken + 12)
            break;
        painter.fillRect(QRectF(right - wide, line.center().y() - 1.5, 12, 3), theme().series(it->series));
        paintText(painter, QRectF(right - wide + 18, line.top(), wide, line.height()), Qt::AlignLeft | Qt::AlignVCenter,
                  text, color(Token::Secondary), ui::font(TextKind::Small));
        right -= wide + 14;
    }
}

void appendNumber(QByteArray& text, double value) {
    if (std::isnan(value)) {
        text += "nan";
        return;
    }
    if (std::isinf(value)) {
        text += value > 0 ? "inf" : "-inf";
        return;
    }
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    text.append(buffer, end - buffer);
}

QByteArray quoted(const QString& name) {
    QByteArray text = name.toUtf8();
    if (text.contains(',') || text.contains('"') || text.contains('\n'))
        text = '"' + text.replace("\"", "\"\"") + '"';
    return text;
}

}  // namespace

QImage ChartCard::image(const QSize& size, double scale) const {
    QImage image(size * scale, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(scale);
    image.fill(color(Token::Surface));
    QPainter painter(&image);
    paintHeading(painter, title(), m_legend->entries(), size.width());
    const QSize below(size.width(), size.height() - kHeading);
    painter.drawPixmap(QRectF(0, kHeading, below.width(), below.height()),
                       m_plot->toPixmap(below.width(), below.height(), scale),
                       QRectF(QPointF(), QSizeF(below) * scale));
    return image;
}

Status ChartCard::exportPng(const QString& path) const {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image(size()).save(&buffer, "PNG");
    return writeFile(path, bytes);
}

Status ChartCard::exportSvg(const QString& path) const {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(size());
    generator.setViewBox(QRect(QPoint(), size()));
    generator.setTitle(title());
    QCPPainter painter;
    painter.begin(&generator);
    painter.fillRect(rect(), color(Token::Surface));
    paintHeading(painter, title(), m_legend->entries(), width());
    painter.translate(0, kHeading);
    painter.setMode(QCPPainter::pmVectorized);
    m_plot->toPainter(&painter, width(), height() - kHeading);
    painter.end();
    return writeFile(path, bytes);
}

Status ChartCard::exportCsv(const QString& path) const {
    QByteArray text = "curve,step,epoch,time,value\n";
    for (const CurveSpec& curve : m_curves) {
        const QByteArray name = quoted(curve.name);
        curve.source->visit([&](const series::Point& point) {
            text += name + ',' + QByteArray::number(static_cast<qint64>(point.step)) + ',';
            if (!std::isnan(point.epoch))
                appendNumber(text, point.epoch);
            text += ',';
            appendNumber(text, point.time);
            text += ',';
            appendNumber(text, point.value);
            text += '\n';
        });
    }
    return writeFile(path, text);
}

}  // namespace flambeau::ui::metrics
