// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <QPainter>

#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/widgets.h"

namespace flambeau::ui {

TabBar::TabBar(QWidget* parent) : QTabBar(parent) {
    setDrawBase(false);
    setExpanding(false);
    setUsesScrollButtons(false);
    setAttribute(Qt::WA_Hover);
}

void TabBar::setCount(int index, qint64 count) {
    setTabData(index, count < 0 ? QVariant() : QVariant(count));
    setAccessibleTabName(index, count < 0 ? tabText(index) : tabText(index) + ' ' + format::count(count));
    setTabText(index, tabText(index));  // or the tab keeps the width that it had without its count
    updateGeometry();
    update();
}

QString TabBar::countText(int index) const {
    return tabData(index).isValid() ? format::count(tabData(index).toLongLong()) : QString();
}

QSize TabBar::tabSizeHint(int index) const {
    const QFontMetricsF metrics(ui::font(TextKind::BodyMedium));
    const QString count = countText(index);
    const double width =
        metrics.horizontalAdvance(tabText(index)) + (count.isEmpty() ? 0 : 4 + metrics.horizontalAdvance(count));
    return {static_cast<int>(std::ceil(width)) + 18, 30};
}

void TabBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintLine(painter, {0, height() - 1.0}, {double(width()), height() - 1.0}, color(Token::Border));
    for (int i = 0; i < count(); ++i) {
        const bool chosen = i == currentIndex();
        const QRectF tab = QRectF(tabRect(i)).adjusted(0, 0, -18, -2);
        const QFont shown = ui::font(chosen ? TextKind::BodyMedium : TextKind::Body);
        const Token ink = !isTabEnabled(i) ? Token::Faint : chosen ? Token::Text : Token::Secondary;
        const double width = paintText(painter, tab.adjusted(0, 0, 18, 0), Qt::AlignLeft | Qt::AlignVCenter, tabText(i),
                                       color(ink), shown);
        paintText(painter, tab.adjusted(width + 4, 0, 18, 0), Qt::AlignLeft | Qt::AlignVCenter, countText(i),
                  color(Token::Faint), shown);
        if (chosen)
            painter.fillRect(QRectF(tab.left(), height() - 2.0, tab.width(), 2), color(Token::Accent));
    }
}

}  // namespace flambeau::ui
