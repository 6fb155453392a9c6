// SPDX-License-Identifier: GPL-3.0-or-later
#include "question_card.h"

#include <QDir>
#include <QVBoxLayout>

#include "error_block.h"

namespace flambeau::ui::compute {
namespace {

/// As people write it: from their home.
QString shortPath(const QString& path) {
    const QString home = QDir::homePath() + "/";
    return path.startsWith(home) ? "~/" + path.mid(home.size()) : path;
}

}  // namespace

QuestionCard::QuestionCard(Questions& questions, QWidget* parent)
    : Card({}, {}, parent),
      m_questions(questions),
      m_attempt(textLabel({}, TextKind::BodyMedium, Token::Caution)),
      m_words(textLabel({}, TextKind::Body)),
      m_fingerprint(new QPlainTextEdit),
      m_remark(textLabel({}, TextKind::Small, Token::Secondary)),
      m_field(new QLineEdit),
      m_shown(new QCheckBox(tr("Show it"))),
      m_yes(new Button({}, Button::Kind::Primary)),
      m_no(new Button({}, Button::Kind::Plain)) {
    setSelected(true);
    // What a host says is text, whatever it looks like.
    for (QLabel* label : {m_attempt, m_words, m_remark})
        label->setTextFormat(Qt::PlainText);
    m_fingerprint->setReadOnly(true);
    m_fingerprint->setTabChangesFocus(true);
    m_fingerprint->setFont(ui::font(TextKind::Mono));
    m_fingerprint->setWordWrapMode(QTextOption::WrapAnywhere);
    m_fingerprint->setFixedHeight(2 * QFontMetrics(m_fingerprint->font()).lineSpacing() + 24);
    m_fingerprint->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_field->setMaxLength(4096);
    body()->addWidget(m_attempt);
    body()->addWidget(m_words);
    body()->addWidget(m_fingerprint);
    body()->addWidget(m_field);
    body()->addWidget(m_shown);
    body()->addWidget(m_remark);
    body()->addWidget(m_yes);
    body()->addWidget(m_no);
    connect(m_shown, &QCheckBox::toggled, this,
            [this](bool on) { m_field->setEchoMode(on ? QLineEdit::Normal : QLineEdit::Password); });
    connect(m_field, &QLineEdit::returnPressed, this, &QuestionCard::answer);
    connect(m_yes, &QPushButton::clicked, this, &QuestionCard::answer);
    connect(m_no, &QPushButton::clicked, this, &QuestionCard::refuse);
    connect(&m_questions, &Questions::changed, this, &QuestionCard::show);
    show();
}

void QuestionCard::show() {
    const Question* question = m_questions.current();
    m_field->clear();
    m_shown->setChecked(false);
    if (question == nullptr) {
        hide();
        return;
    }
    const bool key = question->kind == Question::Kind::HostKey;
    if (key)
        showKey(*question);
    else
        showSecret(*question);
    m_attempt->setVisible(question->attempt > 1);
    m_fingerprint->setVisible(key);
    m_field->setVisible(!key);
    m_shown->setVisible(!key && !question->echo);
    m_no->setText(tr("Do not connect"));
    setVisible(true);
    emit asked();
    if (isVisible())
        (key ? static_cast<QWidget*>(m_no) : m_field)->setFocus(Qt::OtherFocusReason);
}

void QuestionCard::showKey(const Question& question) {
    setTitle(tr("Is this %1?").arg(readable(question.who)));
    m_words->setText(tr("It was never connected to. Its %1 key has the fingerprint").arg(question.what));
    m_fingerprint->setPlainText(question.fingerprint);
    m_fingerprint->setAccessibleName(tr("Fingerprint %1").arg(question.fingerprint));
    m_remark->setText(tr("Compare it with what who runs it says, or with ssh-keygen -lf on that host. It is asked once "
                         "and then kept in %1.")
                          .arg(breakable(shortPath(question.knownHosts))));
    m_yes->setText(tr("Trust and connect"));
}

void QuestionCard::showSecret(const Question& question) {
    const bool code = question.kind == Question::Kind::Code;
    setTitle(question.kind == Question::Kind::Passphrase ? tr("Passphrase of a key")
             : code                                      ? tr("%1 asks").arg(question.who)
                                                         : tr("Password of %1").arg(question.who));
    m_attempt->setText(tr("Attempt %1: the last answer was not accepted.").arg(question.attempt));
    m_words->setText(code ? question.what : tr("of %1, to sign in as %2").arg(question.what, question.who));
    m_words->setVisible(question.kind != Question::Kind::Password);
    m_field->setEchoMode(question.echo ? QLineEdit::Normal : QLineEdit::Password);
    m_field->setAccessibleName(title());
    m_remark->setText(code ? tr("These are the host's own words.")
                           : tr("It stays in memory until Flambeau ends, and is written nowhere."));
    m_yes->setText(tr("Sign in"));
}

void QuestionCard::answer() {
    const Question* question = m_questions.current();
    if (question == nullptr)
        return;
    if (question->kind == Question::Kind::HostKey) {
        m_questions.trustIt();
        return;
    }
    const QString secret = m_field->text();
    m_field->clear();
    m_questions.give(secret);
}

bool QuestionCard::refuse() {
    if (m_questions.current() == nullptr)
        return false;
    m_field->clear();
    m_questions.refuse();
    return true;
}

}  // namespace flambeau::ui::compute
