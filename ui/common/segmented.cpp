// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <QHBoxLayout>
#include <QPainter>
#include <QPainterPath>

#include "flambeau/ui/common/widgets.h"

namespace flambeau::ui {
namespace {

/// A radio button to keyboards and screen readers, drawn as a part of the row.
class Segment : public QRadioButton {
public:
    Segment(const QString& text, QWidget* parent) : QRadioButton(text, parent) {
        setAttribute(Qt::WA_Hover);
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        setAccessibleName(text);
    }
    bool first = false, last = false;

    QSize sizeHint() const override {
        // As wide as its text at the weight that it has when chosen, so that choosing moves nothing.
        const double width = QFontMetricsF(ui::font(TextKind::BodyMedium)).horizontalAdvance(text());
        return {static_cast<int>(std::ceil(width)) + 24, 28};
    }
    QSize minimumSizeHint() const override { return sizeHint(); }
    bool hitButton(const QPoint& at) const override { return rect().contains(at); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const double radius = theme().size("controlRadius");
        const QRectF whole(first ? 0 : -20, 0, width() + (first ? 0 : 20) + (last ? 0 : 20), height());
        const QColor ground = isChecked()                   ? color(Token::AccentSoft)
                              : underMouse() && isEnabled() ? color(Token::Sunken)
                                                            : color(Token::Surface);
        paintFrame(painter, whole, radius, ground, color(Token::Border));
        if (!first)
            paintLine(painter, {0, 0}, {0, double(height())}, color(Token::Border));
        const Token ink = !isEnabled() ? Token::Faint : isChecked() ? Token::Accent : Token::Text;
        paintText(painter, rect(), Qt::AlignCenter, text(), color(ink),
                  ui::font(isChecked() ? TextKind::BodyMedium : TextKind::Body));
    }
};

}  // namespace

Segmented::Segmented(const QStringList& choices, QWidget* parent) : QWidget(parent), m_row(new QHBoxLayout(this)) {
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(0);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setChoices(choices);
}

void Segmented::setChoices(const QStringList& choices) {
    qDeleteAll(m_buttons);
    m_buttons.clear();
    for (int i = 0; i < choices.size(); ++i) {
        auto* segment = new Segment(choices[i], this);
        segment->first = i == 0;
        segment->last = i + 1 == choices.size();
        segment->setChecked(i == 0);
        m_row->addWidget(segment);
        m_buttons << segment;
        connect(segment, &QRadioButton::toggled, this, [this, i](bool on) {
            if (on)
                emit currentChanged(i);
        });
    }
}

int Segmented::current() const {
    for (int i = 0; i < m_buttons.size(); ++i) {
        if (m_buttons[i]->isChecked())
            return i;
    }
    return -1;
}

void Segmented::setCurrent(int index) {
    if (index >= 0 && index < m_buttons.size())
        m_buttons[index]->setChecked(true);
}

void Segmented::setBlocked(int index, const QString& reason) {
    m_buttons[index]->setEnabled(reason.isEmpty());
    m_buttons[index]->setToolTip(reason);
}

}  // namespace flambeau::ui
