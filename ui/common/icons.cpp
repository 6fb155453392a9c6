// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/common/icons.h"

#include <cmath>

#include <QDir>
#include <QFile>
#include <QHash>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace flambeau::ui {
namespace {

QByteArray drawing(const QString& name) {
    static QHash<QString, QByteArray> read;
    auto it = read.find(name);
    if (it == read.end()) {
        QFile file(":/flambeau/icons/" + name + ".svg");
        if (!file.open(QIODevice::ReadOnly))
            qWarning("no icon is named %s", qPrintable(name));
        it = read.insert(name, file.readAll());
    }
    return it.value();
}

}  // namespace

void paintIcon(QPainter& painter, const QRectF& rect, const QString& name, const QColor& color) {
    if (rect.isEmpty() || name.isEmpty())
        return;
    const double ratio = painter.device()->devicePixelRatioF();
    const QSize pixels = (rect.size() * ratio).toSize();
    const QString key =
        QString("flambeau/%1/%2/%3x%4@%5").arg(name, color.name()).arg(pixels.width()).arg(pixels.height()).arg(ratio);
    QPixmap pixmap;
    if (!QPixmapCache::find(key, &pixmap)) {
        pixmap = QPixmap(pixels);
        pixmap.fill(Qt::transparent);
        QPainter own(&pixmap);
        own.setRenderHint(QPainter::Antialiasing);
        QSvgRenderer svg(drawing(name).replace("currentColor", color.name().toLatin1()));
        svg.render(&own, QRectF(QPointF(), QSizeF(pixels)));
        own.end();
        pixmap.setDevicePixelRatio(ratio);
        QPixmapCache::insert(key, pixmap);
    }
    // A place between device pixels would blur it, and at 1.5x a widget itself can begin between two.
    const QTransform& device = painter.deviceTransform();
    const auto whole = [ratio](double value, double origin) {
        return (std::round(value * ratio + origin) - origin) / ratio;
    };
    painter.drawPixmap(QPointF(whole(rect.x(), device.dx()), whole(rect.y(), device.dy())), pixmap);
}

void SvgIconEngine::paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) {
    paintIcon(*painter, rect, m_name, color(mode == QIcon::Disabled ? Token::Faint : m_token));
}

QPixmap SvgIconEngine::pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) {
    QPixmap pixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paint(&painter, QRect(QPoint(), size), mode, state);
    return pixmap;
}

QIcon icon(const QString& name, Token token) {
    return QIcon(new SvgIconEngine(name, token));
}

QStringList iconNames() {
    QStringList names = QDir(":/flambeau/icons").entryList({"*.svg"}, QDir::Files, QDir::Name);
    for (QString& name : names)
        name.chop(4);
    return names;
}

}  // namespace flambeau::ui
