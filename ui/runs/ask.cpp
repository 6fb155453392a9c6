// SPDX-License-Identifier: GPL-3.0-or-later
#include "ask.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QShortcut>
#include <QVBoxLayout>

#include "flambeau/ui/common/widgets.h"

namespace flambeau::ui::runs {

AskDialog* AskDialog::open(QWidget* over, const Question& question) {
    auto* dialog = new AskDialog(over, question);
    dialog->QDialog::open();
    return dialog;
}

AskDialog::AskDialog(QWidget* over, const Question& question)
    : QDialog(over == nullptr ? nullptr : over->window()), m_question(question) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(question.title);
    setMinimumWidth(420);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 16);
    column->setSpacing(10);
    column->addWidget(textLabel(question.title, TextKind::Heading));
    if (!question.label.isEmpty())
        column->addWidget(textLabel(question.label, TextKind::Body, Token::Secondary));
    if (question.lines) {
        m_lines = new QPlainTextEdit(question.text);
        m_lines->setTabChangesFocus(true);
        m_lines->setAccessibleName(question.title);
        m_lines->setMinimumHeight(140);
        column->addWidget(m_lines);
        connect(m_lines, &QPlainTextEdit::textChanged, this, &AskDialog::look);
        // Enter is a new line here.
        for (const auto& keys : {QKeySequence(Qt::CTRL | Qt::Key_Return), QKeySequence(Qt::CTRL | Qt::Key_Enter)})
            connect(new QShortcut(keys, this), &QShortcut::activated, this, &AskDialog::accept);
    } else if (!question.dangerous) {
        m_line = new QLineEdit(question.text);
        m_line->setAccessibleName(question.title);
        m_line->selectAll();
        column->addWidget(m_line);
        connect(m_line, &QLineEdit::textChanged, this, &AskDialog::look);
    }
    m_problem = textLabel(question.hint, TextKind::Small, Token::Faint);
    column->addWidget(m_problem);
    m_problem->setVisible(!question.hint.isEmpty());  // once it lies in the dialog: else it were a window for a moment
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addStretch(1);
    auto* cancel = new Button(tr("Cancel"));
    cancel->setAutoDefault(false);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    m_accept = new Button(question.accept, question.dangerous ? Button::Kind::Danger : Button::Kind::Primary);
    m_accept->setDefault(true);
    connect(m_accept, &QPushButton::clicked, this, &AskDialog::accept);
    row->addWidget(cancel);
    row->addWidget(m_accept);
    column->addLayout(row);
    look();
}

QString AskDialog::typed() const {
    return m_line != nullptr ? m_line->text().trimmed() : m_lines != nullptr ? m_lines->toPlainText().trimmed() : "";
}

void AskDialog::look() {
    const QString problem = m_question.check ? m_question.check(typed()) : QString();
    m_accept->setBlocked(problem);
    const QString shown = problem.isEmpty() ? m_question.hint : problem;
    m_problem->setText(shown);
    m_problem->setVisible(!shown.isEmpty());
}

void AskDialog::accept() {
    if (m_question.check && !m_question.check(typed()).isEmpty())
        return;
    const auto answer = m_question.answer;
    const QString text = typed();
    QDialog::accept();
    if (answer)
        answer(text);
}

}  // namespace flambeau::ui::runs
