// SPDX-License-Identifier: GPL-3.0-or-later
#include "hand.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDragEnterEvent>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QMouseEvent>
#include <QUrl>

namespace flambeau::studio {
namespace {

void fillWith(QMimeData& data, const QStringList& paths) {
    QList<QUrl> urls;
    for (const QString& path : paths)
        urls << QUrl::fromLocalFile(path);
    data.setUrls(urls);
}

}  // namespace

QWidget* Hand::button(const QString& text) const {
    QWidget* nearly = nullptr;
    for (auto* button : m_window.findChildren<QAbstractButton*>()) {
        if (!button->isVisible())
            continue;
        if (button->text() == text || button->accessibleName() == text)
            return button;
        if (nearly == nullptr && (button->text().startsWith(text) || button->accessibleName().startsWith(text)))
            nearly = button;
    }
    return nearly;
}

QWidget* Hand::named(const QString& name) const {
    QWidget* label = nullptr;  // a field's label may be called as the field is
    for (auto* widget : m_window.findChildren<QWidget*>()) {
        if (!widget->isVisible() || widget->accessibleName() != name)
            continue;
        if (widget->focusPolicy() != Qt::NoFocus)
            return widget;
        label = widget;
    }
    return label;
}

bool Hand::ready(const QWidget* widget) {
    return widget != nullptr && widget->isVisible() && widget->isEnabled();
}

void Hand::click(QWidget* widget, QPoint at) const {
    const QPointF local = at.x() < 0 ? QPointF(widget->rect().center()) : QPointF(at);
    const QPointF global = widget->mapToGlobal(local);
    if (widget->focusPolicy() & Qt::ClickFocus)
        widget->setFocus(Qt::MouseFocusReason);
    QMouseEvent press(QEvent::MouseButtonPress, local, global, Qt::LeftButton, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(widget, &press);
    QMouseEvent release(QEvent::MouseButtonRelease, local, global, Qt::LeftButton, Qt::NoButton, Qt::NoModifier);
    QApplication::sendEvent(widget, &release);
}

void Hand::key(QWidget* widget, int key, const QString& text) const {
    QKeyEvent press(QEvent::KeyPress, key, Qt::NoModifier, text);
    QApplication::sendEvent(widget, &press);
    QKeyEvent release(QEvent::KeyRelease, key, Qt::NoModifier, text);
    QApplication::sendEvent(widget, &release);
}

void Hand::type(QWidget* field, const QString& text, bool leave) const {
    field->setFocus(Qt::MouseFocusReason);
    if (auto* line = qobject_cast<QLineEdit*>(field))
        line->selectAll();
    for (const QChar c : text)
        key(field, 0, QString(c));
    if (leave)
        key(field, Qt::Key_Tab);
}

void Hand::dragOver(const QStringList& paths) const {
    QMimeData data;
    fillWith(data, paths);
    const QPoint at = m_window.rect().center();
    QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&m_window, &enter);
    QDragMoveEvent move(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&m_window, &move);
}

void Hand::drop(const QStringList& paths) const {
    QMimeData data;
    fillWith(data, paths);
    QDropEvent drop(QPointF(m_window.rect().center()), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&m_window, &drop);
}

}  // namespace flambeau::studio
