// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/common/focus_ring.h"

#include <QApplication>
#include <QFocusEvent>
#include <QPainter>

#include "flambeau/ui/common/paint.h"

namespace flambeau::ui {
namespace {

constexpr int kRoom = 3;

bool byKeys(Qt::FocusReason reason) {
    return reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason || reason == Qt::ShortcutFocusReason;
}

}  // namespace

FocusRing::FocusRing(QWidget* window) : QWidget(window) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
    setFocusPolicy(Qt::NoFocus);
    setObjectName("focusRing");
    hide();
    qApp->installEventFilter(this);
}

FocusRing::~FocusRing() {
    qApp->removeEventFilter(this);
}

bool FocusRing::eventFilter(QObject* object, QEvent* event) {
    switch (event->type()) {
        case QEvent::FocusIn: {
            auto* widget = qobject_cast<QWidget*>(object);
            if (widget == nullptr || widget->window() != parentWidget())
                break;
            // Coming back to the window keeps what was shown.
            const Qt::FocusReason reason = static_cast<QFocusEvent*>(event)->reason();
            // A window that opens gives its first widget the focus as if by Tab: nobody has touched a key yet.
            if (byKeys(reason) && m_keys)
                follow(widget);
            else if (reason != Qt::ActiveWindowFocusReason && reason != Qt::PopupFocusReason)
                follow(nullptr);
            break;
        }
        case QEvent::FocusOut:
            if (object == m_target)
                hide();
            break;
        case QEvent::Move:
        case QEvent::Resize:
        case QEvent::Show:
        case QEvent::Hide:
        case QEvent::LayoutRequest:
            if (m_target != nullptr && object != this && object->isWidgetType()) {
                auto* widget = static_cast<QWidget*>(object);
                if (widget == m_target || widget->isAncestorOf(m_target))
                    place();
            }
            break;
        case QEvent::KeyPress:
        case QEvent::ShortcutOverride:
            m_keys = true;
            break;
        case QEvent::MouseButtonPress:
            m_keys = false;
            follow(nullptr);
            break;
        default:
            break;
    }
    return false;
}

void FocusRing::follow(QWidget* target) {
    m_target = target;
    place();
}

void FocusRing::place() {
    if (m_target == nullptr || !m_target->isVisible() || !m_target->hasFocus()) {
        hide();
        return;
    }
    // What is scrolled out of sight has no ring.
    QRect seen(m_target->mapTo(parentWidget(), QPoint()), m_target->size());
    for (QWidget* above = m_target->parentWidget(); above != nullptr && above != parentWidget();
         above = above->parentWidget())
        seen &= QRect(above->mapTo(parentWidget(), QPoint()), above->size()).adjusted(-kRoom, -kRoom, kRoom, kRoom);
    if (seen.isEmpty()) {
        hide();
        return;
    }
    setGeometry(seen.adjusted(-kRoom, -kRoom, kRoom, kRoom));
    raise();
    show();
}

void FocusRing::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color(Token::Accent), 2));
    const double radius = theme().size("controlRadius") + 2;
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), radius, radius);
}

}  // namespace flambeau::ui
