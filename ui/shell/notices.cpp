// SPDX-License-Identifier: GPL-3.0-or-later
#include "notices.h"

#include <algorithm>

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include "flambeau/ui/common/icons.h"
#include "flambeau/ui/common/widgets.h"

namespace flambeau::ui::shell {
namespace {
constexpr int kShownMs = 8000;
constexpr int kBelow = 14;  // air between the banner and the page
constexpr qsizetype kDetailLetters = 4000;
}  // namespace

Toast::Toast(QWidget* parent)
    : QWidget(parent),
      m_text(new ElidedLabel({}, TextKind::Body, Token::Text, this)),
      m_button(new Button({}, Button::Kind::Plain, this)),
      m_close(new Button({}, Button::Kind::Quiet, this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(14, 6, 6, 6);
    row->setSpacing(12);
    row->addWidget(m_text);
    row->addWidget(m_button);
    row->addWidget(m_close);
    m_button->setSmall(true);
    m_close->setSmall(true);
    m_close->setIconName("cross");
    m_close->setAccessibleName(tr("Close this notice"));
    connect(m_close, &QPushButton::clicked, this, &Toast::dismiss);
    connect(m_button, &QPushButton::clicked, this, [this] {
        const std::function<void()> action = m_action;
        dismiss();
        if (action)
            action();
    });
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Toast::dismiss);
    hide();
}

void Toast::say(const QString& text, const QString& actionText, std::function<void()> action) {
    m_text->setText(text);
    m_button->setText(actionText);
    m_button->setVisible(!actionText.isEmpty());
    m_action = std::move(action);
    m_timer.start(kShownMs);
    setAccessibleName(text);
    show();
    raise();
    layout()->activate();
    placeIn(m_area);
}

void Toast::dismiss() {
    m_timer.stop();
    hide();
}

QString Toast::text() const {
    return isHidden() ? QString() : m_text->text();
}

void Toast::placeIn(const QRect& area) {
    m_area = area;
    const int wide = std::min(layout()->sizeHint().width(), area.width() - 32);
    const int high = layout()->sizeHint().height();
    setGeometry(area.center().x() - wide / 2, area.bottom() - high - 12, wide, high);
}

void Toast::enterEvent(QEnterEvent*) {
    m_timer.stop();
}

void Toast::leaveEvent(QEvent*) {
    m_timer.start(kShownMs);
}

void Toast::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintFrame(painter, rect(), theme().size("cardRadius"), color(Token::Surface), color(Token::Faint));
}

ErrorBanner::ErrorBanner(QWidget* parent)
    : QFrame(parent),
      m_message(textLabel({}, TextKind::Strong, Token::Text)),
      m_hint(textLabel({}, TextKind::Body, Token::Text)),
      m_detail(textLabel({}, TextKind::Mono, Token::Text)),
      m_unfold(new Button(tr("Details"), Button::Kind::Plain)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(42, 10, 8, 10 + kBelow);
    row->setSpacing(8);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(3);
    for (QLabel* label : {m_message, m_hint, m_detail}) {
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        texts->addWidget(label);
    }
    row->addLayout(texts, 1);
    auto* copy = new Button(tr("Copy"), Button::Kind::Plain);
    auto* close = new Button({}, Button::Kind::Quiet);
    close->setIconName("cross");
    close->setAccessibleName(tr("Close this error"));
    for (Button* button : {m_unfold, copy, close}) {
        button->setSmall(true);
        row->addWidget(button, 0, Qt::AlignTop);
    }
    connect(m_unfold, &QPushButton::clicked, this, [this] { m_detail->setVisible(m_detail->isHidden()); });
    connect(copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(m_copied); });
    connect(close, &QPushButton::clicked, this, &ErrorBanner::dismiss);
    hide();
}

void ErrorBanner::setError(const Error& error) {
    const QString message = QString::fromStdString(error.message), hint = QString::fromStdString(error.hint);
    const QString detail = QString::fromStdString(error.detail).trimmed();
    m_message->setText(message);
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    m_detail->setText(detail.size() > kDetailLetters ? QChar(0x2026) + detail.right(kDetailLetters) : detail);
    m_detail->hide();
    m_unfold->setVisible(!detail.isEmpty());
    m_copied = QStringList{message, hint, detail}.join('\n').trimmed();
    setAccessibleName(tr("Error: %1").arg(message));
    setAccessibleDescription(hint);
    QFrame::show();
}

void ErrorBanner::dismiss() {
    hide();
}

QString ErrorBanner::text() const {
    return isHidden() ? QString() : m_message->text();
}

void ErrorBanner::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintFrame(painter, rect().adjusted(0, 0, 0, -kBelow), theme().size("cardRadius"), color(Token::BadSoft),
               color(Token::Bad));
    paintIcon(painter, {15, 12, 15, 15}, "caution", color(Token::Bad));
}

}  // namespace flambeau::ui::shell
