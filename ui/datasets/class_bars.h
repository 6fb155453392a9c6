// SPDX-License-Identifier: GPL-3.0-or-later
// How many pictures each class has in each split, as bars: one painted widget, whatever the number of classes. A class
// can be chosen by a click or by the arrow keys. GUI thread, owned by its parent.
#pragma once

#include <QWidget>

#include "dataset_detail.h"

namespace flambeau::ui::datasets {

class ClassBars : public QWidget {
    Q_OBJECT
public:
    explicit ClassBars(QWidget* parent = nullptr);
    void setDetail(DetailPtr detail);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {160, sizeHint().height()}; }
    static constexpr int kRow = 25;

signals:
    /// A class was chosen, by its number.
    void chosen(int label);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    QString countsText(int row) const;
    int rows() const;

    DetailPtr m_detail;
    std::int64_t m_most = 1;
    int m_nameWidth = 0, m_countsWidth = 0, m_current = 0;
};

}  // namespace flambeau::ui::datasets
