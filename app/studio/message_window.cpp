// SPDX-License-Identifier: GPL-3.0-or-later
#include "message_window.h"

#include <QCloseEvent>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include "flambeau/ui/common/widgets.h"

namespace flambeau::studio {
namespace {
constexpr int kTextWidth = 560;
}

MessageWindow::MessageWindow(const QString& title, const QString& sentence, QWidget* parent)
    : QWidget(parent),
      m_sentence(ui::textLabel(sentence, ui::TextKind::Body, ui::Token::Secondary)),
      m_detail(ui::textLabel({}, ui::TextKind::Mono, ui::Token::Secondary)),
      m_bar(new ui::ProgressLine),
      m_buttons(new QHBoxLayout) {
    setWindowTitle("Flambeau");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(12);
    auto* heading = ui::textLabel(title, ui::TextKind::Strong);
    for (QLabel* label : {heading, m_sentence, m_detail}) {
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setMinimumWidth(kTextWidth);
        column->addWidget(label);
    }
    m_detail->hide();
    setAccessibleName(title);
    setAccessibleDescription(sentence);
    m_bar->hide();
    column->addWidget(m_bar);
    column->addStretch(1);
    m_buttons->setSpacing(8);
    m_buttons->addStretch(1);
    column->addLayout(m_buttons);
    setMinimumHeight(160);
}

void MessageWindow::setDetail(const QString& detail) {
    m_detail->setText(detail);
    m_detail->setVisible(!detail.isEmpty());
}

void MessageWindow::setShare(double share) {
    m_bar->setShare(share);
    m_bar->show();
}

void MessageWindow::addButton(const QString& text, std::function<void()> pressed) {
    const bool first = m_buttons->count() == 1;
    auto* button = new ui::Button(text, first ? ui::Button::Kind::Primary : ui::Button::Kind::Plain);
    connect(button, &QPushButton::clicked, this, std::move(pressed));
    m_buttons->addWidget(button);
    if (first)
        button->setFocus();
}

void MessageWindow::closeEvent(QCloseEvent* event) {
    event->ignore();
    emit closeWanted();
}

void MessageWindow::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), ui::color(ui::Token::Window));
}

}  // namespace flambeau::studio
