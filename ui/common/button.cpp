// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <QAction>
#include <QKeyEvent>
#include <QPainter>

#include "flambeau/ui/common/icons.h"
#include "flambeau/ui/common/widgets.h"

namespace flambeau::ui {
namespace {

constexpr int kIcon = 14, kIconGap = 6, kKeyGap = 10, kMark = 12;

int sidePadding(bool small, bool quiet) {
    return quiet ? 8 : small ? 8 : 12;
}

}  // namespace

Button::Button(const QString& text, Kind kind, QWidget* parent) : QPushButton(text, parent), m_kind(kind) {
    setCursor(Qt::ArrowCursor);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAutoDefault(false);
}

Button* Button::forAction(QAction* action, Kind kind, QWidget* parent) {
    auto* button = new Button(QString(), kind, parent);
    button->followAction(action);
    connect(action, &QAction::changed, button, [button, action] { button->followAction(action); });
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    return button;
}

void Button::followAction(QAction* action) {
    setText(action->iconText());
    setIconName(action->property("iconName").toString());
    setEnabled(action->isEnabled());
    setVisible(action->isVisible());
    setToolTip(action->toolTip() == action->iconText() ? QString() : action->toolTip());
    setAccessibleName(action->iconText());
    updateGeometry();
}

void Button::setIconName(const QString& name) {
    m_icon = name;
    updateGeometry();
    update();
}

void Button::setKeyHint(const QString& keys) {
    m_keys = keys;
    updateGeometry();
}

void Button::setSmall(bool small) {
    m_small = small;
    updateGeometry();
}

void Button::setMenuMark(bool on) {
    m_menuMark = on;
    updateGeometry();
}

void Button::setKind(Kind kind) {
    m_kind = kind;
    updateGeometry();
    update();
}

void Button::setBlocked(const QString& reason) {
    if (isEnabled())
        m_ownToolTip = toolTip();
    setEnabled(reason.isEmpty());
    setToolTip(reason.isEmpty() ? m_ownToolTip : reason);
}

QFont Button::textFont() const {
    if (m_small)
        return ui::font(TextKind::SmallMedium);
    return ui::font(TextKind::BodyMedium);
}

QSize Button::sizeHint() const {
    const QFontMetricsF metrics(textFont());
    double width = text().isEmpty() ? 0 : metrics.horizontalAdvance(text());
    if (!m_icon.isEmpty())
        width += kIcon + (text().isEmpty() ? 0 : kIconGap);
    if (!m_keys.isEmpty())
        width += kKeyGap + keyCapSize(m_keys).width();
    if (m_menuMark)
        width += kIconGap + kMark;
    const int height = theme().size(m_small ? "smallControlHeight" : "controlHeight");
    return {std::max(static_cast<int>(std::ceil(width)) + 2 * sidePadding(m_small, m_kind == Kind::Quiet), height),
            height};
}

QColor Button::textColor() const {
    if (!isEnabled())
        return color(Token::Faint);
    switch (m_kind) {
        case Kind::Primary:
            return color(Token::OnAccent);
        case Kind::Danger:
            return color(Token::Bad);
        case Kind::Quiet:
            return color(underMouse() || isDown() ? Token::Text : Token::Secondary);
        case Kind::Plain:
            break;
    }
    return color(Token::Text);
}

void Button::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const double radius = theme().size("controlRadius");
    const bool hot = isEnabled() && underMouse();
    const bool down = isDown() || isChecked();
    if (m_kind == Kind::Primary) {
        QColor ground = isEnabled() ? color(Token::Accent) : color(Token::Sunken);
        if (hot || down)
            ground = mixed(ground, color(Token::OnAccent), down ? 0.18 : 0.09);
        paintFrame(painter, rect(), radius, ground, isEnabled() ? QColor() : color(Token::Border));
    } else if (m_kind != Kind::Quiet) {
        const QColor ground = !isEnabled() || down ? color(Token::Sunken) : color(Token::Surface);
        paintFrame(painter, rect(), radius, ground,
                   hot && !down ? mixed(color(Token::Border), color(Token::Faint), 0.5) : color(Token::Border));
    } else if (hot || down) {
        paintFrame(painter, rect(), radius, color(down ? Token::Grid : Token::Sunken), {});
    }
    const QColor ink = textColor();
    QRectF left(rect());
    const QSize wanted = sizeHint();
    left.adjust(sidePadding(m_small, m_kind == Kind::Quiet) + std::max(0, (width() - wanted.width()) / 2), 0, 0, 0);
    if (!m_icon.isEmpty()) {
        paintIcon(painter, {left.left(), (height() - kIcon) / 2.0, kIcon, kIcon}, m_icon, ink);
        left.setLeft(left.left() + kIcon + kIconGap);
    }
    const double textWidth = QFontMetricsF(textFont()).horizontalAdvance(text());
    left.setWidth(textWidth + 1);
    paintText(painter, left, Qt::AlignVCenter | Qt::AlignLeft, text(), ink, textFont());
    if (!m_keys.isEmpty()) {
        const QSizeF cap = keyCapSize(m_keys);
        paintKeyCap(
            painter, {left.left() + textWidth + kKeyGap, (height() - cap.height()) / 2, cap.width(), cap.height()},
            m_keys, ink,
            mixed(m_kind == Kind::Primary && isEnabled() ? color(Token::Accent) : color(Token::Surface), ink, 0.4));
    }
    if (m_menuMark)
        paintIcon(painter, {left.left() + textWidth + kIconGap, (height() - kMark) / 2.0, kMark, kMark}, "chevron-down",
                  ink);
}

void Button::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        click();
        return;
    }
    QPushButton::keyPressEvent(event);
}

bool Button::event(QEvent* event) {
    if (event->type() == QEvent::HoverEnter || event->type() == QEvent::HoverLeave ||
        event->type() == QEvent::EnabledChange)
        update();
    return QPushButton::event(event);
}

}  // namespace flambeau::ui
