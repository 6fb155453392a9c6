// SPDX-License-Identifier: GPL-3.0-or-later
// What is shown while there is no workspace's window: why it cannot be opened, or that it is being moved. GUI thread.
#pragma once

#include <functional>

#include <QWidget>

#include "flambeau/base/result.h"

class QHBoxLayout;
class QLabel;

namespace flambeau::ui {
class ProgressLine;
}

namespace flambeau::studio {

class MessageWindow : public QWidget {
    Q_OBJECT
public:
    MessageWindow(const QString& title, const QString& sentence, QWidget* parent = nullptr);
    /// What the system said, for who asks for help; nothing is shown where it is empty.
    void setDetail(const QString& detail);
    /// Shows the bar; below 0: it is not known how much.
    void setShare(double share);
    /// The first is the one that Enter presses.
    void addButton(const QString& text, std::function<void()> pressed);

signals:
    /// The desktop's way to close a window was used; it stays until its owner lets it go.
    void closeWanted();

protected:
    void closeEvent(QCloseEvent* event) override;
    void paintEvent(QPaintEvent*) override;

private:
    QLabel* m_sentence;
    QLabel* m_detail;
    ui::ProgressLine* m_bar;
    QHBoxLayout* m_buttons;
};

}  // namespace flambeau::studio
