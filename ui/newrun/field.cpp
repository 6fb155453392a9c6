// SPDX-License-Identifier: GPL-3.0-or-later
#include "field.h"

#include <cmath>

#include <QGridLayout>
#include <QPainter>
#include <QSignalBlocker>
#include <QStyle>
#include <QVBoxLayout>
#include <QWheelEvent>

namespace flambeau::ui::newrun {

Field::Field(const QString& label, QWidget* control, QWidget* parent)
    : QWidget(parent),
      m_label(new ElidedLabel(label, TextKind::Small, Token::Secondary)),
      m_control(control),
      m_hint(textLabel({}, TextKind::Small, Token::Secondary)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_label);
    column->addWidget(m_control);
    column->addWidget(m_hint);
    column->addStretch(1);
    m_hint->hide();
    m_control->setAccessibleName(label);
    if (auto* box = qobject_cast<QComboBox*>(m_control); box != nullptr && box->isEditable())
        box->lineEdit()->setAccessibleName(label);
}

void Field::setLabel(const QString& label) {
    m_label->setText(label);
}

void Field::setHint(const QString& hint) {
    if (hint == m_hintText)
        return;
    m_hintText = hint;
    show();
}

void Field::setProblem(const QString& problem) {
    if (problem == m_problemText)
        return;
    const bool other = problem.isEmpty() != m_problemText.isEmpty();
    m_problemText = problem;
    show();
    if (!other)
        return;
    m_control->setProperty("invalid", !problem.isEmpty());
    m_control->style()->unpolish(m_control);
    m_control->style()->polish(m_control);
}

void Field::show() {
    const bool wrong = !m_problemText.isEmpty();
    if (wrong && m_problem == nullptr) {
        m_problem = textLabel({}, TextKind::Small, Token::Bad);
        static_cast<QVBoxLayout*>(layout())->insertWidget(2, m_problem);
    }
    if (m_problem != nullptr) {
        m_problem->setText(m_problemText);
        m_problem->setVisible(wrong);
    }
    m_hint->setText(m_hintText);
    m_hint->setVisible(!wrong && !m_hintText.isEmpty());
    m_control->setAccessibleDescription(wrong ? m_problemText : m_hintText);
}

UnitEdit::UnitEdit(const QString& unit, QWidget* parent) : QLineEdit(parent), m_unit(unit) {
    if (unit.isEmpty())
        return;
    const double width = QFontMetricsF(ui::font(TextKind::Small)).horizontalAdvance(unit);
    setTextMargins(0, 0, static_cast<int>(std::ceil(width)) + 8, 0);
}

void UnitEdit::paintEvent(QPaintEvent* event) {
    QLineEdit::paintEvent(event);
    if (m_unit.isEmpty())
        return;
    QPainter painter(this);
    paintText(painter, rect().adjusted(0, 0, -10, 0), Qt::AlignRight | Qt::AlignVCenter, m_unit,
              color(isEnabled() ? Token::Secondary : Token::Faint), ui::font(TextKind::Small));
}

namespace {

/// Turning the wheel over the page scrolls the page: it changes a choice only where one is being made.
class CalmBox : public QComboBox {
protected:
    void wheelEvent(QWheelEvent* event) override {
        if (hasFocus())
            QComboBox::wheelEvent(event);
        else
            event->ignore();
    }
};

}  // namespace

QComboBox* comboBox(bool editable) {
    auto* box = new CalmBox;
    box->setFocusPolicy(Qt::StrongFocus);
    box->setEditable(editable);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(6);
    box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    box->setMaxVisibleItems(16);
    if (editable)
        box->setInsertPolicy(QComboBox::NoInsert);
    return box;
}

bool choose(QComboBox* box, const QString& data) {
    const QSignalBlocker quiet(box);
    const int at = box->findData(data);
    box->setCurrentIndex(at);
    return at >= 0;
}

QGridLayout* threeColumns() {
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(theme().size("gap"));
    for (int column = 0; column < 3; ++column)
        grid->setColumnStretch(column, 1);
    return grid;
}

}  // namespace flambeau::ui::newrun
