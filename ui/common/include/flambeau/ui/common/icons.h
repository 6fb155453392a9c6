// SPDX-License-Identifier: GPL-3.0-or-later
// Icons are SVG drawings on a 16 grid in currentColor; they take the colour of a token when they are painted, so they
// follow the theme and are sharp at each scale. GUI thread only.
#pragma once

#include <QIcon>
#include <QIconEngine>
#include <QRectF>
#include <QString>
#include <QStringList>

#include "flambeau/ui/common/theme.h"

class QPainter;

namespace flambeau::ui {

class SvgIconEngine : public QIconEngine {
public:
    SvgIconEngine(QString name, Token token) : m_name(std::move(name)), m_token(token) {}
    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override;
    QIconEngine* clone() const override { return new SvgIconEngine(*this); }
    QString key() const override { return QStringLiteral("flambeau"); }

private:
    QString m_name;
    Token m_token;
};

QIcon icon(const QString& name, Token token = Token::Text);
void paintIcon(QPainter& painter, const QRectF& rect, const QString& name, const QColor& color);
/// Names of all drawings there are.
QStringList iconNames();

}  // namespace flambeau::ui
