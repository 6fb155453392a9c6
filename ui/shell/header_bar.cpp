// SPDX-License-Identifier: GPL-3.0-or-later
#include "header_bar.h"

#include <algorithm>

#include <QEvent>
#include <QPainter>

#include "flambeau/ui/common/icons.h"
#include "flambeau/ui/common/widgets.h"

namespace flambeau::ui::shell {
namespace {
constexpr int kTop = 16, kField = 32, kBelow = 14, kGap = 12, kSearch = 280, kSearchLeast = 150;
}

SearchField::SearchField(QWidget* parent) : QPushButton(parent) {
    setAttribute(Qt::WA_Hover);
    setText(tr("Search or run a command"));
    setAccessibleName(text());
    setToolTip(tr("Everything there is to do, with its key"));
}

void SearchField::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintFrame(painter, rect(), theme().size("controlRadius"), color(Token::Surface),
               underMouse() ? mixed(color(Token::Border), color(Token::Faint), 0.5) : color(Token::Border));
    paintIcon(painter, {10, (height() - 14) / 2.0, 14, 14}, "search", color(Token::Secondary));
    const QString keys = tr("Ctrl K", "the keys that open the command palette");
    const QSizeF cap = keyCapSize(keys);
    const QRectF capRect(width() - cap.width() - 10, (height() - cap.height()) / 2, cap.width(), cap.height());
    paintKeyCap(painter, capRect, keys, color(Token::Secondary), color(Token::Border));
    paintText(painter, QRectF(31, 0, capRect.left() - 31 - 8, height()), Qt::AlignLeft | Qt::AlignVCenter, text(),
              color(Token::Faint), ui::font(TextKind::Body));
}

HeaderBar::HeaderBar(QWidget* parent)
    : QWidget(parent),
      m_title(new ElidedLabel({}, TextKind::Title, Token::Text, this)),
      m_chip(new Chip({}, Tone::Neutral, this)),
      m_subtitle(new ElidedLabel({}, TextKind::Body, Token::Secondary, this)),
      m_search(new SearchField(this)) {
    m_subtitle->setObjectName("headerSubtitle");
    setFixedHeight(kTop + kField + kBelow);
}

QString HeaderBar::title() const {
    return m_title->text();
}

void HeaderBar::setHeader(const PageHeader& header) {
    m_title->setText(header.title);
    m_chip->set(header.chip, header.chipTone);
    m_chip->setVisible(!header.chip.isEmpty());
    m_subtitle->setText(header.subtitle);
    QList<QAction*> shown;
    for (Button* button : m_buttons)
        shown << button->property("action").value<QAction*>();
    if (shown != header.actions) {
        // Later: this may be called from the press of one of them.
        for (Button* button : m_buttons) {
            button->hide();
            button->deleteLater();
        }
        m_buttons.clear();
        for (QAction* action : header.actions) {
            const auto kind = action == header.primary     ? Button::Kind::Primary
                              : action == header.dangerous ? Button::Kind::Danger
                                                           : Button::Kind::Plain;
            auto* button = Button::forAction(action, kind, this);
            button->setProperty("action", QVariant::fromValue(action));
            button->show();
            m_buttons << button;
        }
        // Tab order is reading order.
        QWidget* before = m_search;
        for (Button* button : m_buttons) {
            setTabOrder(before, button);
            before = button;
        }
    }
    place();
}

bool HeaderBar::event(QEvent* event) {
    if (event->type() == QEvent::LayoutRequest)
        place();
    return QWidget::event(event);
}

void HeaderBar::resizeEvent(QResizeEvent*) {
    place();
}

void HeaderBar::place() {
    const int margin = theme().size("pageMargin");
    int right = width() - margin;
    for (auto it = m_buttons.rbegin(); it != m_buttons.rend(); ++it) {
        if ((*it)->isHidden())
            continue;
        const QSize size = (*it)->sizeHint();
        right -= size.width();
        (*it)->setGeometry(right, kTop + 1, size.width(), size.height());
        right -= kGap;
    }
    const int chip = m_chip->isHidden() ? 0 : m_chip->sizeHint().width() + kGap;
    const int title = m_title->sizeHint().width();
    const int room = right - margin;  // for title, chip, subtitle and the field
    const int search = std::clamp(room - title - chip - kGap, kSearchLeast, kSearch);
    m_search->setGeometry(right - search, kTop, search, kField);
    const int titleWidth = std::min(title, std::max(24, room - search - chip - kGap));
    int x = margin;
    m_title->setGeometry(x, kTop, titleWidth, kField);
    x += titleWidth + kGap;
    if (!m_chip->isHidden()) {
        const QSize size = m_chip->sizeHint();
        m_chip->setGeometry(x, kTop + (kField - size.height()) / 2, size.width(), size.height());
        x += chip;
    }
    const int rest = right - search - kGap - x;
    m_subtitle->setVisible(rest > 40 && !m_subtitle->text().isEmpty());
    m_subtitle->setGeometry(x, kTop, std::max(0, rest), kField);
}

}  // namespace flambeau::ui::shell
