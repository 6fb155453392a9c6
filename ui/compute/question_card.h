// SPDX-License-Identifier: GPL-3.0-or-later
// A host's question on the page, in place: its key's fingerprint to be trusted or not, or a secret to be typed. Hidden
// while nobody asks. Owned by the page, GUI thread.
#pragma once

#include <QCheckBox>
#include <QLineEdit>
#include <QPlainTextEdit>

#include "flambeau/ui/common/widgets.h"
#include "questions.h"

namespace flambeau::ui::compute {

class QuestionCard : public Card {
    Q_OBJECT
public:
    explicit QuestionCard(Questions& questions, QWidget* parent = nullptr);
    /// Says no; false where nothing is asked.
    bool refuse();

    QLabel* attempt() const { return m_attempt; }
    QLabel* words() const { return m_words; }
    QPlainTextEdit* fingerprint() const { return m_fingerprint; }
    QLineEdit* field() const { return m_field; }
    QString remark() const { return m_remark->text(); }
    Button* yes() const { return m_yes; }
    Button* no() const { return m_no; }

signals:
    /// A question came: what it is about stands in front of everything else.
    void asked();

private:
    void show();
    void showKey(const Question& question);
    void showSecret(const Question& question);
    void answer();

    Questions& m_questions;
    QLabel* m_attempt;
    QLabel* m_words;
    QPlainTextEdit* m_fingerprint;
    QLabel* m_remark;
    QLineEdit* m_field;
    QCheckBox* m_shown;
    Button* m_yes;
    Button* m_no;
};

}  // namespace flambeau::ui::compute
