// SPDX-License-Identifier: GPL-3.0-or-later
// A user's hand on a window, as events: finds what is shown by its text or name, clicks, types, drags files in. For the
// demo and tests; nothing of the program's own. GUI thread.
#pragma once

#include <QPoint>
#include <QString>
#include <QStringList>
#include <QWidget>

namespace flambeau::studio {

class Hand {
public:
    explicit Hand(QWidget& window) : m_window(window) {}

    /// A visible button whose text, or accessible name, is or begins so; null where none is.
    QWidget* button(const QString& text) const;
    /// A visible widget with that accessible name.
    QWidget* named(const QString& name) const;
    /// Whether it can be clicked now.
    static bool ready(const QWidget* widget);
    void click(QWidget* widget, QPoint at = {-1, -1}) const;
    /// Goes into the field, takes out what is there, types and, unless told otherwise, leaves it by Tab.
    void type(QWidget* field, const QString& text, bool leave = true) const;
    void key(QWidget* widget, int key, const QString& text = {}) const;

    /// A drag of files over the window; drop() or leave() ends it.
    void dragOver(const QStringList& paths) const;
    void drop(const QStringList& paths) const;

private:
    QWidget& m_window;
};

}  // namespace flambeau::studio
