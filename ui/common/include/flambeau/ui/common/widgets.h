// SPDX-License-Identifier: GPL-3.0-or-later
// The small parts that pages are made of. Owned by their parents, GUI thread only. They paint themselves from theme(),
// since a style sheet costs more and draws fewer of them right.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QTabBar>
#include <QVector>
#include <QWidget>

#include "flambeau/ui/common/paint.h"

class QAction;
class QBoxLayout;
class QHBoxLayout;
class QVBoxLayout;

namespace flambeau::ui {

/// Primary: the one of a page. Plain: a frame. Quiet: text alone. Danger: a frame with the text in bad's colour.
class Button : public QPushButton {
    Q_OBJECT
public:
    enum class Kind { Primary, Plain, Quiet, Danger };
    explicit Button(const QString& text = {}, Kind kind = Kind::Plain, QWidget* parent = nullptr);
    /// A button for an action: text, icon, tooltip and whether it can be pressed follow it.
    static Button* forAction(QAction* action, Kind kind, QWidget* parent = nullptr);

    void setIconName(const QString& name);
    void setKeyHint(const QString& keys);
    void setSmall(bool small);
    /// A chevron after the text.
    void setMenuMark(bool on);
    void setKind(Kind kind);
    /// Greyed, with the reason as tooltip; an empty reason makes it usable.
    void setBlocked(const QString& reason);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent*) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    void followAction(QAction* action);
    QColor textColor() const;
    QFont textFont() const;

    Kind m_kind;
    QString m_icon, m_keys, m_ownToolTip;
    bool m_small = false, m_menuMark = false;
};

/// A label of one line that is cut with an ellipsis and then tells the whole as its tooltip.
class ElidedLabel : public QWidget {
    Q_OBJECT
public:
    explicit ElidedLabel(const QString& text = {}, TextKind kind = TextKind::Body, Token token = Token::Text,
                         QWidget* parent = nullptr);
    QString text() const { return m_text; }
    void setText(const QString& text);
    void setToken(Token token);
    void setElideMode(Qt::TextElideMode mode);
    bool cut() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent*) override;
    bool event(QEvent* event) override;

private:
    QString m_text;
    TextKind m_kind;
    Token m_token;
    Qt::TextElideMode m_mode = Qt::ElideRight;
};

/// A QLabel with wrapped text in the colour of a token.
QLabel* textLabel(const QString& text, TextKind kind = TextKind::Body, Token token = Token::Text,
                  QWidget* parent = nullptr);

class Chip : public QWidget {
    Q_OBJECT
public:
    explicit Chip(const QString& text = {}, Tone tone = Tone::Neutral, QWidget* parent = nullptr);
    void set(const QString& text, Tone tone);
    void setOutlined(bool outlined);
    QString text() const { return m_text; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent*) override;

private:
    QString m_text;
    Tone m_tone;
    bool m_outlined = false;
};

/// One of a few, side by side; arrow keys move the choice.
class Segmented : public QWidget {
    Q_OBJECT
public:
    explicit Segmented(const QStringList& choices = {}, QWidget* parent = nullptr);
    void setChoices(const QStringList& choices);
    int current() const;
    void setCurrent(int index);
    /// A choice that cannot be made now stays visible and says why.
    void setBlocked(int index, const QString& reason);

signals:
    void currentChanged(int index);

private:
    QHBoxLayout* m_row;
    QVector<QRadioButton*> m_buttons;
};

/// A surface with a border, a heading at the left and a note or widgets at the right of its first line.
class Card : public QFrame {
    Q_OBJECT
public:
    explicit Card(const QString& title = {}, const QString& note = {}, QWidget* parent = nullptr);
    void setTitle(const QString& title);
    void setNote(const QString& note);
    QString title() const;
    /// At the right end of the heading's line.
    void addHeaderWidget(QWidget* widget);
    /// Where the content goes.
    QVBoxLayout* body() const { return m_body; }
    /// For a table: its rows reach nearly to the border, the heading stays where it is in other cards.
    void setWide();
    /// Drawn with the accent's border and a soft ground, as a choice that is made.
    void setSelected(bool selected);

protected:
    void paintEvent(QPaintEvent*) override;

private:
    void showHeader();

    QVBoxLayout* m_outer;
    QWidget* m_header;
    QHBoxLayout* m_headerRow;
    QVBoxLayout* m_body;
    ElidedLabel* m_title;
    ElidedLabel* m_note;
    bool m_selected = false;
};

/// Tabs with a line below and a count that is greyed.
class TabBar : public QTabBar {
    Q_OBJECT
public:
    explicit TabBar(QWidget* parent = nullptr);
    /// Negative: none.
    void setCount(int index, qint64 count);

protected:
    QSize tabSizeHint(int index) const override;
    QSize minimumTabSizeHint(int index) const override { return tabSizeHint(index); }
    void paintEvent(QPaintEvent*) override;

private:
    QString countText(int index) const;
};

/// Done or not: a thin bar. Below 0 it is not known how much.
class ProgressLine : public QWidget {
    Q_OBJECT
public:
    explicit ProgressLine(QWidget* parent = nullptr);
    void setShare(double share);
    double share() const { return m_share; }
    QSize sizeHint() const override { return {120, 6}; }
    QSize minimumSizeHint() const override { return {24, 6}; }

protected:
    void paintEvent(QPaintEvent*) override;

private:
    double m_share = 0;
};

}  // namespace flambeau::ui
