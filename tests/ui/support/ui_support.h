// SPDX-License-Identifier: GPL-3.0-or-later
// What tests of the window share: events, pictures of widgets, and the search for texts that are cut and controls that
// lie outside.
#pragma once

#include <functional>
#include <ostream>

#include <QImage>
#include <QString>
#include <QStringList>

#include <catch2/catch.hpp>

class QWidget;

inline std::ostream& operator<<(std::ostream& out, const QString& text) {
    return out << text.toStdString();
}
inline std::ostream& operator<<(std::ostream& out, const QStringList& texts) {
    return out << texts.join(" | ").toStdString();
}

namespace flambeau::ui::test {

void useTheme(bool dark);
/// Handles events until none is left, timers that are due included.
void settle();
/// Waits until `done` or five seconds are over; true where it is done.
bool waitFor(const std::function<bool()>& done);

QImage shot(QWidget& widget);
/// Into the build folder's gallery/, to be looked at.
void save(const QImage& image, const QString& name);

/// What is wrong with the layout of a visible widget and all in it: texts that are cut, controls outside of their
/// parents.
QStringList layoutFaults(QWidget& root);
/// Widgets that the keyboard reaches but that no screen reader can name.
QStringList unnamed(QWidget& root);

void press(QWidget& widget, int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
/// As the window system would: finds shortcuts.
void pressShortcut(QWidget& window, int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
void click(QWidget& widget, const QPoint& at);

}  // namespace flambeau::ui::test
