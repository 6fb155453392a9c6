// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui_support.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>

#include "flambeau/ui/common/theme.h"
#include "flambeau/ui/common/widgets.h"

namespace flambeau::ui::test {
namespace {

QString nameOf(const QWidget& widget) {
    QString text = widget.metaObject()->className();
    if (const auto* label = qobject_cast<const QLabel*>(&widget))
        text += " '" + label->text() + "'";
    else if (!widget.accessibleName().isEmpty())
        text += " '" + widget.accessibleName() + "'";
    return text;
}

bool scrolled(const QWidget& widget) {
    for (const QWidget* above = widget.parentWidget(); above != nullptr; above = above->parentWidget()) {
        if (qobject_cast<const QAbstractScrollArea*>(above) != nullptr)
            return true;
    }
    return false;
}

QString faultOf(const QWidget& widget, const QWidget& root) {
    if (const auto* label = qobject_cast<const QLabel*>(&widget); label != nullptr && !label->text().isEmpty()) {
        if (label->wordWrap() && label->heightForWidth(label->width()) > label->height() + 1)
            return QString("%1 is cut: %2 of %3 high")
                .arg(nameOf(widget))
                .arg(label->height())
                .arg(label->heightForWidth(label->width()));
        if (!label->wordWrap() && label->sizeHint().width() > label->width() + 1)
            return nameOf(widget) + " is cut";
    }
    if (const auto* label = qobject_cast<const ElidedLabel*>(&widget); label != nullptr && label->cut())
        return nameOf(widget) + " is cut";
    // Qt lays the icons out that it draws into a line to be typed in, and draws them at that size.
    if (qobject_cast<const QAbstractButton*>(&widget) != nullptr && !widget.inherits("QLineEditIconButton") &&
        widget.sizePolicy().horizontalPolicy() == QSizePolicy::Fixed && widget.width() < widget.sizeHint().width())
        return nameOf(widget) + " is narrower than its text '" + static_cast<const QAbstractButton&>(widget).text() +
               "'";
    const QWidget* parent = widget.parentWidget();
    if (parent == nullptr || &widget == &root)
        return {};
    const QRect within = QRect(QPoint(), parent->size());
    if (!within.contains(widget.geometry()) && !scrolled(widget))
        return QString("%1 lies outside of %2").arg(nameOf(widget), nameOf(*parent));
    return {};
}

}  // namespace

void useTheme(bool dark) {
    if (theme().dark() != dark)
        applyTheme(Theme::builtIn(dark));
}

void settle() {
    for (int i = 0; i < 6; ++i) {
        QApplication::sendPostedEvents();
        QApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QApplication::processEvents();
    }
}

bool waitFor(const std::function<bool()>& done) {
    QElapsedTimer clock;
    clock.start();
    while (!done()) {
        if (clock.elapsed() > 5000)
            return false;
        QApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
    }
    return true;
}

QImage shot(QWidget& widget) {
    widget.show();
    settle();
    return widget.grab().toImage().convertToFormat(QImage::Format_RGB32);
}

void save(const QImage& image, const QString& name) {
    QDir().mkpath(FLAMBEAU_GALLERY);
    image.save(QString(FLAMBEAU_GALLERY) + '/' + name + ".png");
}

QStringList layoutFaults(QWidget& root) {
    QStringList faults;
    for (const QWidget* widget : root.findChildren<QWidget*>()) {
        if (!widget->isVisible() || widget->window() != root.window() || widget->objectName() == "focusRing")
            continue;
        if (const auto* area = qobject_cast<const QScrollArea*>(widget);
            area != nullptr && area->horizontalScrollBar()->maximum() > 0)
            faults << "the page is wider than its room by " + QString::number(area->horizontalScrollBar()->maximum());
        const QString fault = faultOf(*widget, root);
        if (!fault.isEmpty())
            faults << fault;
    }
    return faults;
}

QStringList unnamed(QWidget& root) {
    QStringList faults;
    for (const QWidget* widget : root.findChildren<QWidget*>()) {
        if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus))
            continue;
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        if (widget->accessibleName().isEmpty() && (button == nullptr || button->text().isEmpty()))
            faults << nameOf(*widget);
    }
    return faults;
}

void press(QWidget& widget, int key, Qt::KeyboardModifiers modifiers) {
    QTest::keyClick(&widget, static_cast<Qt::Key>(key), modifiers);
    settle();
}

void pressShortcut(QWidget& window, int key, Qt::KeyboardModifiers modifiers) {
    QApplication::setActiveWindow(&window);
    settle();
    QWidget* target = window.focusWidget() != nullptr ? window.focusWidget() : &window;
    QTest::keyClick(target, static_cast<Qt::Key>(key), modifiers);
    settle();
}

void click(QWidget& widget, const QPoint& at) {
    QTest::mouseClick(&widget, Qt::LeftButton, {}, at);
    settle();
}

}  // namespace flambeau::ui::test
