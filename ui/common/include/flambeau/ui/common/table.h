// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of any length: a view that never asks for more rows than it shows, one delegate that paints every kind of
// cell, and the header in the same hand. Models are the pages' own and give the roles below. GUI thread.
#pragma once

#include <QHeaderView>
#include <QStyledItemDelegate>
#include <QTableView>

#include "flambeau/ui/common/paint.h"

namespace flambeau::ui {

class EmptyState;

/// Roles beside Qt's own. Colours are told as tokens and numbers, never as QColor, so that models know no theme.
enum TableRole {
    ChipToneRole = Qt::UserRole + 100,  ///< int(Tone): the text is drawn as a chip
    ChipOutlinedRole,                   ///< bool
    StrongRole,                         ///< bool: semi-bold
    TokenRole,                          ///< int(Token) of the text
    MonoRole,                           ///< bool
    SeriesRole,                         ///< int: a dot in the colour of that series before the text
    IconNameRole,                       ///< QString before the text
    ProgressRole,                       ///< double 0..1: a bar instead of text
    CopyRole,                           ///< QString that Ctrl+C takes, where it is more than what is shown
    SortRole,                           ///< what a proxy sorts by
};

class TableDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

class TableHeader : public QHeaderView {
    Q_OBJECT
public:
    explicit TableHeader(QWidget* parent = nullptr);
    QSize sizeHint() const override;

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;
    void paintEvent(QPaintEvent* event) override;
};

class TableView : public QTableView {
    Q_OBJECT
public:
    explicit TableView(QWidget* parent = nullptr);
    void setModel(QAbstractItemModel* model) override;
    /// Shown in the place of rows while there are none; the view owns it.
    void setEmptyState(EmptyState* state);
    /// Widths and order of the columns, sort order; restore() is quiet about what does not fit.
    QByteArray saveLayout() const;
    void restoreLayout(const QByteArray& state);
    int hoveredRow() const { return m_hovered; }

signals:
    /// Enter or a double click.
    void opened(const QModelIndex& index);
    void deleteRequested();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void showEmptyState();
    void setHovered(int row);
    void copySelection() const;

    EmptyState* m_empty = nullptr;
    int m_hovered = -1;
};

}  // namespace flambeau::ui
