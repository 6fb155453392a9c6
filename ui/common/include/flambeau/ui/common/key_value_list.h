// SPDX-License-Identifier: GPL-3.0-or-later
// Names at the left, values at the right, one line each: one painted widget instead of two labels a line. A value can
// be copied by a click, by the menu, or with Ctrl+C on the line that the arrow keys chose. GUI thread, owned by its
// parent.
#pragma once

#include <QVector>
#include <QWidget>

#include "flambeau/ui/common/paint.h"

namespace flambeau::ui {

struct KeyValue {
    QString key, value;
    QString copied;  ///< what is copied, where it is more than what is shown
    bool mono = false;
    bool strong = false;
    Token token = Token::Text;
};

class KeyValueList : public QWidget {
    Q_OBJECT
public:
    explicit KeyValueList(QWidget* parent = nullptr);
    void setRows(QVector<KeyValue> rows);
    const QVector<KeyValue>& rows() const { return m_rows; }
    QString asText() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void copied(const QString& text);

protected:
    void paintEvent(QPaintEvent*) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent*) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool event(QEvent* event) override;

private:
    int rowAt(const QPoint& at) const;
    void copy(int row);
    double keyWidth() const;

    QVector<KeyValue> m_rows;
    int m_hovered = -1, m_current = -1;
};

}  // namespace flambeau::ui
