// SPDX-License-Identifier: GPL-3.0-or-later
#include "navigation.h"

#include <cmath>

#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QVBoxLayout>

#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/icons.h"
#include "flambeau/ui/common/paint.h"

namespace flambeau::ui::shell {
namespace {

constexpr int kMargin = 8, kButtonHeight = 32, kPitch = 34;

/// The flame and the name.
class Wordmark : public QWidget {
public:
    explicit Wordmark(QWidget* parent) : QWidget(parent) {
        setFixedHeight(40);
        setAccessibleName("Flambeau");
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        paintIcon(painter, {9, 7, 18, 18}, "flame", color(Token::Accent));
        QFont name = ui::font(TextKind::Strong);
        name.setPixelSize(15);
        name.setWeight(QFont::Bold);
        paintText(painter, QRectF(36, 0, width() - 36, 33), Qt::AlignLeft | Qt::AlignVCenter, "Flambeau",
                  color(Token::Text), name);
    }
};

}  // namespace

NavigationButton::NavigationButton(const QString& label, const QString& name, QWidget* parent) : QPushButton(parent) {
    setText(label);
    m_icon = name;
    setCheckable(true);
    setAutoExclusive(true);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(label);
}

void NavigationButton::setCount(qint64 count) {
    m_count = count < 0 ? QString() : format::count(count);
    setAccessibleDescription(m_count);
    update();
}

QSize NavigationButton::sizeHint() const {
    return {100, kButtonHeight};
}

void NavigationButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const double radius = theme().size("controlRadius");
    if (isChecked())
        paintFrame(painter, rect(), radius, color(Token::Surface), color(Token::Border));
    else if (underMouse() || isDown())
        paintFrame(painter, rect(), radius, mixed(color(Token::Navigation), color(Token::Border), 0.55), {});
    const QColor ink = color(isChecked() || underMouse() ? Token::Text : Token::Secondary);
    paintIcon(painter, {8, (height() - 16) / 2.0, 16, 16}, m_icon, isChecked() ? color(Token::Accent) : ink);
    const QFont shown = ui::font(TextKind::BodyMedium);
    const double right = m_count.isEmpty() ? 0 : std::ceil(QFontMetricsF(shown).horizontalAdvance(m_count)) + 8;
    paintText(painter, QRectF(34, 0, width() - 34 - 8 - right, height()), Qt::AlignLeft | Qt::AlignVCenter, text(), ink,
              shown);
    paintText(painter, QRectF(width() - right - 8, 0, right, height()), Qt::AlignRight | Qt::AlignVCenter, m_count,
              color(Token::Secondary), shown);
}

void NavigationButton::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QPushButton::keyPressEvent(event);
}

WorkspaceButton::WorkspaceButton(QWidget* parent) : QPushButton(parent) {
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void WorkspaceButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintFrame(painter, rect(), theme().size("controlRadius"), color(Token::Surface),
               underMouse() ? mixed(color(Token::Border), color(Token::Faint), 0.5) : color(Token::Border));
    paintText(painter, QRectF(8, 0, width() - 36, height()), Qt::AlignLeft | Qt::AlignVCenter, text(),
              color(Token::Text), ui::font(TextKind::Body));
    paintIcon(painter, {width() - 23.0, (height() - 14) / 2.0, 14, 14}, "chevron-down", color(Token::Secondary));
}

NavigationRail::NavigationRail(QWidget* parent)
    : QWidget(parent), m_top(new QVBoxLayout), m_bottom(new QVBoxLayout), m_workspace(new WorkspaceButton) {
    setFixedWidth(theme().size("navigationWidth"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kMargin, 8, kMargin + 1, 12);
    column->setSpacing(0);
    column->addWidget(new Wordmark(this));
    column->addWidget(m_workspace);
    column->addSpacing(14);
    for (QVBoxLayout* part : {m_top, m_bottom}) {
        part->setSpacing(kPitch - kButtonHeight);
        column->addLayout(part);
        if (part == m_top)
            column->addStretch(1);
    }
    connect(m_workspace, &QPushButton::clicked, this, &NavigationRail::fillMenu);
    setWorkspaces({tr("Workspace")}, 0);
}

void NavigationRail::add(const QString& id, const QString& label, const QString& iconName, bool bottom) {
    auto* button = new NavigationButton(label, iconName, this);
    m_buttons.insert(id, button);
    (bottom ? m_bottom : m_top)->addWidget(button);
    connect(button, &QPushButton::clicked, this, [this, id] { emit chosen(id); });
}

void NavigationRail::setCurrent(const QString& id) {
    if (auto* button = m_buttons.value(id))
        button->setChecked(true);
}

void NavigationRail::setCount(const QString& id, qint64 count) {
    if (auto* button = m_buttons.value(id))
        button->setCount(count);
}

void NavigationRail::setWorkspaces(const QStringList& names, int current) {
    m_names = names;
    m_currentWorkspace = current;
    m_workspace->setText(names.value(current));
    m_workspace->setAccessibleName(tr("Workspace %1").arg(names.value(current)));
    m_workspace->setToolTip(tr("Switch the workspace"));
}

void NavigationRail::addWorkspaceAction(QAction* action) {
    m_workspaceActions << action;
}

void NavigationRail::fillMenu() {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int i = 0; i < m_names.size(); ++i) {
        QAction* action = menu->addAction(m_names[i], this, [this, i] { emit workspaceChosen(i); });
        if (i == m_currentWorkspace)
            action->setIcon(icon("check", Token::Accent));
    }
    if (!m_workspaceActions.isEmpty())
        menu->addSeparator();
    menu->addActions(m_workspaceActions);
    menu->setMinimumWidth(m_workspace->width());
    menu->popup(m_workspace->mapToGlobal(QPoint(0, m_workspace->height() + 2)));
}

void NavigationRail::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), color(Token::Navigation));
    paintLine(painter, {width() - 1.0, 0}, {width() - 1.0, double(height())}, color(Token::Border));
}

}  // namespace flambeau::ui::shell
