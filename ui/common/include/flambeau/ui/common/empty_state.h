// SPDX-License-Identifier: GPL-3.0-or-later
// What a page or a table shows while it has nothing: a drawing, what is not there, the next step and its buttons; and
// the zone that things are dropped on. Owned by their parents, GUI thread.
#pragma once

#include <QFrame>

#include "flambeau/ui/common/drop.h"
#include "flambeau/ui/common/widgets.h"

namespace flambeau::ui {

class EmptyState : public QWidget {
    Q_OBJECT
public:
    EmptyState(const QString& iconName, const QString& title, const QString& sentence, QWidget* parent = nullptr);
    void setTitle(const QString& title);
    void setSentence(const QString& sentence);
    /// Large is for a page that has nothing else; the drawing is 32 high and in the accent's colour.
    void setLarge(bool large);
    void setIconToken(Token token);
    Button* addButton(const QString& text, Button::Kind kind, const QString& iconName = {});
    QString title() const;

private:
    class Drawing;
    Drawing* m_drawing;
    QLabel* m_title;
    QLabel* m_sentence;
    QWidget* m_buttons;
    QHBoxLayout* m_buttonRow;
};

/// A dashed frame around an EmptyState. While something is dragged over it, it says what letting go would do.
class DropZone : public QFrame {
    Q_OBJECT
public:
    DropZone(const QString& iconName, const QString& title, const QString& sentence, QWidget* parent = nullptr);
    EmptyState* content() const { return m_content; }
    /// Without a router the zone only emits dropped(). Must outlive the zone.
    void setRouter(const DropRouter* router) { m_router = router; }
    bool hovered() const { return m_hovered; }
    /// A click, Enter or the space bar emit activated().
    void setActivatable(bool on);

signals:
    /// Of what no router took.
    void dropped(const QStringList& localPaths);
    void activated();

protected:
    void paintEvent(QPaintEvent*) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void setOffer(const std::optional<DropOffer>& offer);

    EmptyState* m_content;
    QString m_title, m_sentence;
    const DropRouter* m_router = nullptr;
    std::optional<DropOffer> m_offer;
    bool m_hovered = false, m_activatable = false;
};

}  // namespace flambeau::ui
