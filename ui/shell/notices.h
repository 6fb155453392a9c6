// SPDX-License-Identifier: GPL-3.0-or-later
// What the window says: a sentence that goes by itself, and errors, which stay until they are closed. Owned by the
// window.
#pragma once

#include <functional>

#include <QFrame>
#include <QTimer>
#include <QWidget>

#include "flambeau/base/result.h"

class QLabel;

namespace flambeau::ui {
class Button;
class ElidedLabel;
}  // namespace flambeau::ui

namespace flambeau::ui::shell {

/// Over the page, at its bottom; eight seconds, longer while the mouse is on it.
class Toast : public QWidget {
    Q_OBJECT
public:
    explicit Toast(QWidget* parent);
    void say(const QString& text, const QString& actionText, std::function<void()> action);
    void dismiss();
    QString text() const;
    Button* actionButton() const { return m_button; }
    /// Centres it above the bottom edge of `area`, in the parent's coordinates.
    void placeIn(const QRect& area);

protected:
    void paintEvent(QPaintEvent*) override;
    void enterEvent(QEnterEvent*) override;
    void leaveEvent(QEvent*) override;

private:
    ElidedLabel* m_text;
    Button* m_button;
    Button* m_close;
    QTimer m_timer;
    std::function<void()> m_action;
    QRect m_area;
};

/// What failed, why, what to do; the detail is folded and can be copied.
class ErrorBanner : public QFrame {
    Q_OBJECT
public:
    explicit ErrorBanner(QWidget* parent = nullptr);
    void setError(const Error& error);
    void dismiss();
    QString text() const;

protected:
    void paintEvent(QPaintEvent*) override;

private:
    QLabel* m_message;
    QLabel* m_hint;
    QLabel* m_detail;
    Button* m_unfold;
    QString m_copied;
};

}  // namespace flambeau::ui::shell
