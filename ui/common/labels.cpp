// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include "flambeau/ui/common/plain_tip.h"
#include "flambeau/ui/common/widgets.h"

namespace flambeau::ui {

ElidedLabel::ElidedLabel(const QString& text, TextKind kind, Token token, QWidget* parent)
    : QWidget(parent), m_kind(kind), m_token(token) {
    setText(text);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ElidedLabel::setText(const QString& text) {
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

void ElidedLabel::setToken(Token token) {
    m_token = token;
    update();
}

void ElidedLabel::setElideMode(Qt::TextElideMode mode) {
    m_mode = mode;
    update();
}

bool ElidedLabel::cut() const {
    return QFontMetricsF(ui::font(m_kind)).horizontalAdvance(m_text) > width() + 0.5;
}

QSize ElidedLabel::sizeHint() const {
    const QFontMetricsF metrics(ui::font(m_kind));
    return {static_cast<int>(std::ceil(metrics.horizontalAdvance(m_text))) + 1,
            static_cast<int>(std::ceil(metrics.height()))};
}

QSize ElidedLabel::minimumSizeHint() const {
    return {std::min(sizeHint().width(), 24), sizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QFont shown = ui::font(m_kind);
    const QString text = cut() ? QFontMetricsF(shown).elidedText(m_text, m_mode, width()) : m_text;
    paintText(painter, rect(), Qt::AlignVCenter | Qt::AlignLeft, text, color(isEnabled() ? m_token : Token::Faint),
              shown);
}

bool ElidedLabel::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty()) {
        if (cut())
            QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), plainTip(m_text), this);
        return true;
    }
    return QWidget::event(event);
}

namespace {

/// Keeps a QLabel's colour at its token when the theme changes; setForegroundRole would know only palette roles.
class TokenColor : public QObject {
public:
    TokenColor(QLabel* label, Token token) : QObject(label), m_label(label), m_token(token) {
        label->installEventFilter(this);
        apply();
    }
    bool eventFilter(QObject*, QEvent* event) override {
        if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
            apply();
        return false;
    }

private:
    void apply() {
        if (m_label->palette().color(QPalette::Active, QPalette::WindowText) == color(m_token))
            return;
        QPalette palette = m_label->palette();
        palette.setColor(QPalette::WindowText, color(m_token));
        m_label->setPalette(palette);
    }
    QLabel* m_label;
    Token m_token;
};

}  // namespace

QLabel* textLabel(const QString& text, TextKind kind, Token token, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setFont(font(kind));
    label->setForegroundRole(QPalette::WindowText);  // on a list's ground it would be Text
    new TokenColor(label, token);
    return label;
}

Chip::Chip(const QString& text, Tone tone, QWidget* parent) : QWidget(parent), m_text(text), m_tone(tone) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(text);
}

void Chip::set(const QString& text, Tone tone) {
    m_text = text;
    m_tone = tone;
    setAccessibleName(text);
    updateGeometry();
    update();
}

void Chip::setOutlined(bool outlined) {
    m_outlined = outlined;
    updateGeometry();
    update();
}

QSize Chip::sizeHint() const {
    return chipSize(m_text, m_outlined).toSize();
}

void Chip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintChip(painter, rect(), m_text, m_tone, m_outlined);
}

ProgressLine::ProgressLine(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Progress"));
}

void ProgressLine::setShare(double share) {
    m_share = share;
    setAccessibleDescription(share < 0 ? tr("not known yet") : tr("%1 percent").arg(static_cast<int>(share * 100)));
    update();
}

void ProgressLine::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintBar(painter, rect(), std::max(m_share, 0.0), color(Token::Accent));
}

}  // namespace flambeau::ui
