// SPDX-License-Identifier: GPL-3.0-or-later
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include "flambeau/ui/common/widgets.h"

namespace flambeau::ui {

Card::Card(const QString& title, const QString& note, QWidget* parent)
    : QFrame(parent),
      m_outer(new QVBoxLayout(this)),
      m_header(new QWidget),
      m_headerRow(new QHBoxLayout(m_header)),
      m_body(new QVBoxLayout),
      m_title(new ElidedLabel({}, TextKind::Heading)),
      m_note(new ElidedLabel({}, TextKind::SmallMedium, Token::Secondary)) {
    const int padding = theme().size("cardPadding");
    m_outer->setContentsMargins(padding, padding - 3, padding, padding - 2);
    m_outer->setSpacing(10);
    m_headerRow->setContentsMargins(0, 0, 0, 0);
    m_headerRow->setSpacing(12);
    m_headerRow->addWidget(m_title);
    m_headerRow->addStretch(1);
    m_headerRow->addWidget(m_note);
    m_body->setSpacing(8);
    m_outer->addWidget(m_header);
    m_outer->addLayout(m_body, 1);
    setTitle(title);
    setNote(note);
}

void Card::setTitle(const QString& title) {
    m_title->setText(title);
    setAccessibleName(title);
    showHeader();
}

void Card::setNote(const QString& note) {
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    showHeader();
}

QString Card::title() const {
    return m_title->text();
}

void Card::showHeader() {
    m_header->setVisible(!m_title->text().isEmpty() || !m_note->text().isEmpty() || m_headerRow->count() > 3);
}

void Card::addHeaderWidget(QWidget* widget) {
    m_headerRow->addWidget(widget);
    showHeader();
}

void Card::setWide() {
    constexpr int kEdge = 8;
    const int padding = theme().size("cardPadding");
    m_outer->setContentsMargins(kEdge, padding - 3, kEdge, kEdge - 2);
    m_headerRow->setContentsMargins(padding - kEdge, 0, padding - kEdge, 0);
    m_outer->setSpacing(4);
}

void Card::setSelected(bool selected) {
    m_selected = selected;
    update();
}

void Card::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintFrame(painter, rect(), theme().size("cardRadius"), color(m_selected ? Token::Selection : Token::Surface),
               color(m_selected ? Token::Accent : Token::Border));
}

}  // namespace flambeau::ui
