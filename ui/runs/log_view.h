// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of a log as a terminal shows them: only those on the screen are ever asked for. Follows the end until
// somebody scrolls up; wraps where asked; text is chosen with the mouse or the keyboard and copied. GUI thread, owned
// by its parent; the feed must outlive it.
#pragma once

#include <QAbstractScrollArea>

#include "log_feed.h"

namespace flambeau::ui {
class EmptyState;
}

namespace flambeau::ui::runs {

class LogView : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit LogView(LogFeed& feed, QWidget* parent = nullptr);

    void setWrap(bool wrap);
    bool wrap() const { return m_wrap; }
    void setFollow(bool follow);
    bool follow() const { return m_follow; }
    void setNumbers(bool numbers);
    /// Shown where the text occurs; empty: nothing is.
    void setMark(const QString& text);
    /// Into the middle, and chosen.
    void showLine(quint64 line);
    void selectAll();
    void copy();
    bool hasSelection() const { return m_selected; }
    quint64 firstShown() const { return m_top; }
    /// What is on the screen, for tests and screen readers.
    QStringList shownTexts() const;
    /// The widget to show in the place of lines while there are none.
    void setEmptyState(EmptyState* state);

signals:
    void followChanged(bool follow);
    /// What is there to be copied.
    void selectionChanged();

protected:
    void paintEvent(QPaintEvent*) override;
    void resizeEvent(QResizeEvent*) override;
    void scrollContentsBy(int dx, int dy) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Place {
        quint64 line = 0;
        qsizetype column = 0;
        auto operator<=>(const Place&) const = default;
    };
    quint64 lineCount() const;
    const ShownLine* lineAt(quint64 line) const;
    int lineHeight() const;
    double charWidth() const;
    int gutter() const;
    int columns() const;
    int rowsOf(quint64 line) const;
    int rowsShown() const;
    /// First line and row of it that are shown when the end is at the bottom.
    std::pair<quint64, int> endTop() const;
    void update_();
    Place placeAt(const QPoint& at) const;
    void paintRow(QPainter& painter, double y, quint64 number, const ShownLine& line, qsizetype from,
                  qsizetype to) const;

    LogFeed& m_feed;
    EmptyState* m_empty = nullptr;
    bool m_wrap = false, m_follow = true, m_numbers = true, m_selected = false, m_updating = false;
    quint64 m_top = 0;
    int m_topRow = 0;  // rows of the top line that lie above the edge
    int m_widest = 0;  // characters of the longest line that was shown
    Place m_anchor, m_cursor;
    QString m_mark;
    QStringList m_shown;
};

}  // namespace flambeau::ui::runs
