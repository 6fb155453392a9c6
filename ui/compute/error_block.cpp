// SPDX-License-Identifier: GPL-3.0-or-later
#include "error_block.h"

#include <algorithm>

#include <QClipboard>
#include <QGuiApplication>
#include <QTextDocument>
#include <QVBoxLayout>

#include "flambeau/ui/common/text.h"

namespace flambeau::ui::compute {
namespace {

constexpr int kMostLines = 12;

void replace(std::string& text, const std::string& what, const std::string& with) {
    if (const auto at = text.find(what); at != std::string::npos)
        text.replace(at, what.size(), with);
}

}  // namespace

QString breakable(QString text) {
    for (const char letter : {'/', '-'})
        text.replace(QChar(letter), QString(QChar(letter)) + QChar(0x200b));
    return text;
}

Error forWindow(Error error) {
    replace(error.hint, "Name your key with --identity", say("Name your key under More options").toStdString());
    replace(error.hint, "Name another one with --folder.", say("Name another one under More options.").toStdString());
    return error;
}

ErrorBlock::ErrorBlock(QWidget* parent)
    : QWidget(parent),
      m_message(textLabel({}, TextKind::BodyMedium, Token::Bad)),
      m_hint(textLabel({}, TextKind::Small, Token::Secondary)),
      m_detail(new QPlainTextEdit),
      m_copy(new Button(tr("Copy"), Button::Kind::Quiet)) {
    for (QLabel* label : {m_message, m_hint})
        label->setTextFormat(Qt::PlainText);
    m_detail->setReadOnly(true);
    m_detail->setFont(ui::font(TextKind::Mono));
    m_detail->setWordWrapMode(QTextOption::WrapAnywhere);
    m_detail->setAccessibleName(tr("Details"));
    m_detail->setTabChangesFocus(true);
    m_copy->setSmall(true);
    m_copy->setIconName("copy");
    m_copy->setToolTip(tr("Copies all that is said here"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(m_message);
    column->addWidget(m_hint);
    column->addWidget(m_detail);
    column->addWidget(m_copy, 0, Qt::AlignLeft);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_all); });
    hide();
}

void ErrorBlock::show(const Error& error) {
    const Error said = forWindow(error);
    m_message->setText(breakable(text(said.message)));
    m_hint->setText(breakable(text(said.hint)));
    m_detail->setPlainText(text(said.detail).trimmed());
    QStringList all;
    for (const std::string& one : {said.message, said.hint, said.detail}) {
        if (!one.empty())
            all << text(one).trimmed();
    }
    m_all = all.join('\n');
    m_hint->setVisible(!said.hint.empty());
    m_detail->setVisible(!said.detail.empty());
    const QFontMetrics metrics(m_detail->font());
    int lines = 0;  // as many as they will take in the width of a narrow column
    for (const QString& line : m_detail->toPlainText().split('\n'))
        lines += 1 + metrics.horizontalAdvance(line) / 215;
    m_detail->setFixedHeight(std::min(lines, kMostLines) * metrics.lineSpacing() + 22);
    setVisible(!said.message.empty());
}

}  // namespace flambeau::ui::compute
