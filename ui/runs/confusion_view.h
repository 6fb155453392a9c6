// SPDX-License-Identifier: GPL-3.0-or-later
// A confusion matrix: a row for each class that pictures have, a column for each that was seen in them. Paints the
// cells that are shown, so that a thousand classes scroll; arrow keys move, Enter or a click chooses. GUI thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <QAbstractScrollArea>

#include "flambeau/base/result.h"

namespace flambeau::ui::runs {

struct ConfusionCell {
    std::int64_t count = 0;
    std::vector<std::string> files;
};
struct Confusion {
    std::vector<std::string> classes;
    std::map<std::pair<int, int>, ConfusionCell> cells;  ///< (actual, predicted)
    std::int64_t of(int actual, int predicted) const;
    std::int64_t total(int actual) const;
};
/// Of outputs/tables/confusion.json; Corrupt where it is none.
Result<Confusion> parseConfusion(const std::string& json);

struct ClassQuality {
    std::string name;
    std::int64_t pictures = 0;
    double precision = 0, recall = 0, f1 = 0;
};
/// Of outputs/tables/per_class.json.
Result<std::vector<ClassQuality>> parsePerClass(const std::string& json);

class ConfusionView : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit ConfusionView(QWidget* parent = nullptr);
    void setConfusion(Confusion confusion);
    const Confusion& confusion() const { return m_confusion; }
    void choose(int actual, int predicted);
    /// The middle of a cell, in the viewport.
    QPoint cellCenter(int actual, int predicted) const;
    QSize sizeHint() const override;

signals:
    void chosen(int actual, int predicted);

protected:
    void paintEvent(QPaintEvent*) override;
    void resizeEvent(QResizeEvent*) override { layOut(); }
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent*) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    void layOut();
    int count() const { return static_cast<int>(m_confusion.classes.size()); }
    QRectF cellRect(int actual, int predicted) const;
    bool cellAt(const QPointF& at, int& actual, int& predicted) const;
    QString told(int actual, int predicted) const;
    void paintNames(QPainter& painter) const;

    Confusion m_confusion;
    double m_cell = 48, m_left = 90, m_top = 40;
    int m_actual = -1, m_predicted = -1, m_hoverActual = -1, m_hoverPredicted = -1;
};

}  // namespace flambeau::ui::runs
