// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/common/empty_state.h"

#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>
#include <QTimer>
#include <QVBoxLayout>

#include "flambeau/ui/common/icons.h"

namespace flambeau::ui {

class EmptyState::Drawing : public QWidget {
public:
    Drawing(QString name, QWidget* parent) : QWidget(parent), m_name(std::move(name)) { setFixedSize(20, 20); }
    void set(int size) { setFixedSize(size, size); }
    void setToken(Token token) {
        m_token = token;
        update();
    }
    void setName(const QString& name) {
        m_name = name;
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        paintIcon(painter, rect(), m_name, color(m_token));
    }

private:
    QString m_name;
    Token m_token = Token::Secondary;
};

EmptyState::EmptyState(const QString& iconName, const QString& title, const QString& sentence, QWidget* parent)
    : QWidget(parent),
      m_drawing(new Drawing(iconName, this)),
      m_title(textLabel(title, TextKind::Strong)),
      m_sentence(textLabel(sentence, TextKind::Small, Token::Secondary)),
      m_buttons(new QWidget),
      m_buttonRow(new QHBoxLayout(m_buttons)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(0);
    column->addStretch(1);
    column->addWidget(m_drawing, 0, Qt::AlignHCenter);
    column->addSpacing(10);
    for (QLabel* label : {m_title, m_sentence}) {
        label->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
        column->addWidget(label);
    }
    m_buttonRow->setContentsMargins(0, 10, 0, 0);
    m_buttonRow->setSpacing(12);
    m_buttons->hide();
    column->addWidget(m_buttons, 0, Qt::AlignHCenter);
    column->addStretch(1);
    setAccessibleName(title);
    setAccessibleDescription(sentence);
}

void EmptyState::setTitle(const QString& title) {
    m_title->setText(title);
    setAccessibleName(title);
}

void EmptyState::setSentence(const QString& sentence) {
    m_sentence->setText(sentence);
    setAccessibleDescription(sentence);
}

QString EmptyState::title() const {
    return m_title->text();
}

void EmptyState::setLarge(bool large) {
    m_drawing->set(large ? 38 : 20);
    m_drawing->setToken(large ? Token::Accent : Token::Secondary);
    QFont title = ui::font(TextKind::Strong);
    if (large)
        title.setPixelSize(17);
    m_title->setFont(title);
    m_sentence->setFont(ui::font(large ? TextKind::Body : TextKind::Small));
    auto* column = static_cast<QVBoxLayout*>(layout());
    column->itemAt(2)->spacerItem()->changeSize(0, large ? 19 : 10);
    m_sentence->setContentsMargins(0, large ? 5 : 0, 0, 0);
    m_buttonRow->setContentsMargins(0, large ? 14 : 10, 0, 0);
    column->invalidate();
}

void EmptyState::setIconToken(Token token) {
    m_drawing->setToken(token);
}

Button* EmptyState::addButton(const QString& text, Button::Kind kind, const QString& iconName) {
    auto* button = new Button(text, kind);
    button->setIconName(iconName);
    m_buttonRow->addWidget(button);
    m_buttons->show();
    return button;
}

DropZone::DropZone(const QString& iconName, const QString& title, const QString& sentence, QWidget* parent)
    : QFrame(parent), m_content(new EmptyState(iconName, title, sentence)), m_title(title), m_sentence(sentence) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->addWidget(m_content);
    setAcceptDrops(true);
    setAccessibleName(title);
}

void DropZone::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintFrame(painter, rect(), theme().size("cardRadius"), color(m_hovered ? Token::Selection : Token::Surface),
               color(m_hovered || (m_activatable && underMouse()) ? Token::Accent : Token::Border), true);
}

void DropZone::setActivatable(bool on) {
    m_activatable = on;
    setFocusPolicy(on ? Qt::StrongFocus : Qt::NoFocus);
    setCursor(on ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void DropZone::mouseReleaseEvent(QMouseEvent* event) {
    if (m_activatable && event->button() == Qt::LeftButton && rect().contains(event->position().toPoint()))
        emit activated();
    else
        QFrame::mouseReleaseEvent(event);
}

void DropZone::keyPressEvent(QKeyEvent* event) {
    const bool asked = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    if (m_activatable && asked)
        emit activated();
    else
        QFrame::keyPressEvent(event);
}

void DropZone::enterEvent(QEnterEvent* event) {
    QFrame::enterEvent(event);
    update();
}

void DropZone::leaveEvent(QEvent* event) {
    QFrame::leaveEvent(event);
    update();
}

void DropZone::setOffer(const std::optional<DropOffer>& offer) {
    m_offer = offer;
    m_content->setTitle(offer ? offer->text : m_title);
    m_content->setSentence(offer ? tr("let go to do this") : m_sentence);
}

void DropZone::dragEnterEvent(QDragEnterEvent* event) {
    const QStringList paths = localPaths(event->mimeData());
    if (paths.isEmpty())
        return;
    if (m_router != nullptr) {
        const auto offer = m_router->offerFor(paths);
        if (!offer)
            return;  // the window behind says that nothing takes it
        setOffer(offer);
    }
    m_hovered = true;
    update();
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void DropZone::dragMoveEvent(QDragMoveEvent* event) {
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void DropZone::dragLeaveEvent(QDragLeaveEvent*) {
    m_hovered = false;
    setOffer(std::nullopt);
    update();
}

void DropZone::dropEvent(QDropEvent* event) {
    const QStringList paths = localPaths(event->mimeData());
    const std::optional<DropOffer> offer = m_offer;
    m_hovered = false;
    setOffer(std::nullopt);
    update();
    event->setDropAction(Qt::CopyAction);
    event->accept();
    // Not now: who dragged it waits until this returns.
    if (offer && offer->accept)
        QTimer::singleShot(0, this, offer->accept);
    else
        emit dropped(paths);
}

}  // namespace flambeau::ui
