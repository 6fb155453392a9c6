// SPDX-License-Identifier: GPL-3.0-or-later
// Names, colours and values of a chart's curves, in one painted widget in the card's heading. A click hides or shows a
// curve, the mouse over one brings it out; by keys: arrows and Space. GUI thread.
#pragma once

#include <QVector>
#include <QWidget>

namespace flambeau::ui::metrics {

struct LegendEntry {
    QString name, value;
    int series = 0;
    bool visible = true;
};

class Legend : public QWidget {
    Q_OBJECT
public:
    explicit Legend(QWidget* parent = nullptr);
    void setEntries(QVector<LegendEntry> entries);
    const QVector<LegendEntry>& entries() const { return m_entries; }
    /// Does not move the others: the widest value that was shown keeps its room.
    void setValue(int entry, const QString& value);
    QRectF entryRect(int entry) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void toggled(int entry);
    void hovered(int entry);

protected:
    void paintEvent(QPaintEvent*) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    double entryWidth(int entry) const;
    int entryAt(const QPointF& at) const;
    int shownCount() const;
    QString restText() const;
    void setHovered(int entry);
    void describe();

    QVector<LegendEntry> m_entries;
    QVector<double> m_valueRoom;
    int m_hovered = -1, m_current = -1;
};

}  // namespace flambeau::ui::metrics
