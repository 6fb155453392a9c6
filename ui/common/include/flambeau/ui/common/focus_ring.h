// SPDX-License-Identifier: GPL-3.0-or-later
// Shows where the keyboard is: a ring around the widget with the focus, when it came there by keys. One for each
// window, its child, above all else; a filter on the application tells it of focus. GUI thread.
#pragma once

#include <QPointer>
#include <QWidget>

namespace flambeau::ui {

class FocusRing : public QWidget {
    Q_OBJECT
public:
    explicit FocusRing(QWidget* window);
    ~FocusRing() override;
    QWidget* target() const { return isVisible() ? m_target.data() : nullptr; }

protected:
    bool eventFilter(QObject* object, QEvent* event) override;
    void paintEvent(QPaintEvent*) override;

private:
    void follow(QWidget* target);
    void place();

    QPointer<QWidget> m_target;
    bool m_keys = false;  ///< a key was the last thing that was pressed
};

}  // namespace flambeau::ui
