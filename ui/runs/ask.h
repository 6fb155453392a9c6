// SPDX-License-Identifier: GPL-3.0-or-later
// A small question over a window: one line or several, with what is wrong with it said beside it. Does not hold
// anything up: it is opened, and answers by a call. GUI thread; deletes itself.
#pragma once

#include <functional>

#include <QDialog>
#include <QString>

class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace flambeau::ui {
class Button;
}

namespace flambeau::ui::runs {

struct Question {
    QString title, label, text, hint, accept;
    bool lines = false;      ///< several lines
    bool dangerous = false;  ///< no text is asked for: only whether to do it
    /// What is wrong with the text; empty: nothing.
    std::function<QString(const QString&)> check;
    std::function<void(const QString&)> answer;
};

class AskDialog : public QDialog {
    Q_OBJECT
public:
    /// Shown over `over`'s window.
    static AskDialog* open(QWidget* over, const Question& question);

private:
    AskDialog(QWidget* over, const Question& question);
    QString typed() const;
    void look();
    void accept() override;

    Question m_question;
    QLineEdit* m_line = nullptr;
    QPlainTextEdit* m_lines = nullptr;
    QLabel* m_problem;
    Button* m_accept;
};

}  // namespace flambeau::ui::runs
