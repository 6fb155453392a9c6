// SPDX-License-Identifier: GPL-3.0-or-later
#include "drop_overlay.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

#include "flambeau/ui/common/icons.h"
#include "flambeau/ui/common/paint.h"

namespace flambeau::ui::shell {

DropOverlay::DropOverlay(QWidget* window) : QWidget(window) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setObjectName("dropOverlay");
    hide();
}

void DropOverlay::offer(const QString& text, const QString& iconName) {
    put(text, iconName.isEmpty() ? "download" : iconName, true);
}

void DropOverlay::refuse(const QString& text) {
    put(text, "cross", false);
}

void DropOverlay::put(const QString& text, const QString& iconName, bool accepted) {
    m_text = text;
    m_icon = iconName;
    m_accepted = accepted;
    setAccessibleName(text);
    setGeometry(parentWidget()->rect());
    raise();
    show();
    update();
}

void DropOverlay::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Token ink = m_accepted ? Token::Accent : Token::Secondary;
    paintFrame(painter, QRectF(rect()).adjusted(6, 6, -6, -6), theme().size("cardRadius"), {}, color(ink), true);
    QFont shown = ui::font(TextKind::Strong);
    shown.setPixelSize(17);
    const double text = QFontMetricsF(shown).horizontalAdvance(m_text);
    const double wide = std::min<double>(width() - 48, std::max(320.0, text + 96));
    const QRectF panel(std::floor((width() - wide) / 2), std::floor(height() / 2.0 - 60), std::floor(wide), 120);
    paintFrame(painter, panel, theme().size("cardRadius"), color(m_accepted ? Token::AccentSoft : Token::Surface),
               color(ink));
    paintIcon(painter, {panel.center().x() - 14, panel.top() + 22, 28, 28}, m_icon, color(ink));
    paintText(painter, panel.adjusted(24, 58, -24, -18), Qt::AlignCenter, m_text, color(Token::Text), shown);
}

}  // namespace flambeau::ui::shell
