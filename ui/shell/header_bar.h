// SPDX-License-Identifier: GPL-3.0-or-later
// The line above a page: title, state, subtitle, the search field, the page's buttons. Where it gets narrow the
// subtitle goes first, then the field shrinks, then the title is cut. Owned by the window.
#pragma once

#include <QPushButton>
#include <QWidget>

#include "flambeau/ui/common/page.h"

namespace flambeau::ui {
class Button;
class Chip;
class ElidedLabel;
}  // namespace flambeau::ui

namespace flambeau::ui::shell {

/// Looks like a field, is a button: it opens the command palette.
class SearchField : public QPushButton {
    Q_OBJECT
public:
    explicit SearchField(QWidget* parent = nullptr);
    QSize sizeHint() const override { return {280, 32}; }

protected:
    void paintEvent(QPaintEvent*) override;
};

class HeaderBar : public QWidget {
    Q_OBJECT
public:
    explicit HeaderBar(QWidget* parent = nullptr);
    void setHeader(const PageHeader& header);
    SearchField* searchField() const { return m_search; }
    QList<Button*> buttons() const { return m_buttons; }
    QString title() const;

protected:
    void resizeEvent(QResizeEvent*) override;
    bool event(QEvent* event) override;

private:
    void place();

    ElidedLabel* m_title;
    Chip* m_chip;
    ElidedLabel* m_subtitle;
    SearchField* m_search;
    QList<Button*> m_buttons;
};

}  // namespace flambeau::ui::shell
