// SPDX-License-Identifier: GPL-3.0-or-later
// Where something came from and what came of it, as boxes from left to right with arrows between them; what stands side
// by side at one place of the line is stacked. A box that leads somewhere is a button. Where the line is too long for
// the width it goes on below. GUI thread, owned by its parent.
#pragma once

#include <vector>

#include <QString>
#include <QVector>
#include <QWidget>

#include "flambeau/ui/common/paint.h"

namespace flambeau::ui {

class LineageBar : public QWidget {
    Q_OBJECT
public:
    struct Box {
        QString icon, title, value;
        QString page, what;  ///< where a press leads; empty: nowhere
        QString reason;      ///< why it leads nowhere
        QString toolTip;
        QString state, detail;  ///< a third line: a state in its colour, then the rest
        Tone tone = Tone::Neutral;
        bool self = false;  ///< what the page is about
    };
    using Stack = QVector<Box>;

    explicit LineageBar(QWidget* parent = nullptr);
    ~LineageBar() override;
    /// Each after the one before.
    void setBoxes(const QVector<Box>& boxes);
    void setStacks(const QVector<Stack>& stacks);
    /// A box is never narrower; the line goes on below instead.
    void setLeastWidth(int width);
    QString asText() const;
    /// The boxes that are shown, in reading order; for tests.
    QList<QWidget*> boxes() const;

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return lay(width, false); }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {m_leastWidth, boxHeight()}; }

signals:
    void opened(const QString& page, const QString& what);

protected:
    void paintEvent(QPaintEvent*) override;
    void resizeEvent(QResizeEvent*) override;

private:
    class BoxButton;
    int boxHeight() const;
    /// The height that `width` needs; `move`: puts the boxes there.
    int lay(int width, bool move) const;

    int m_leastWidth = 90;
    std::vector<BoxButton*> m_buttons;  ///< those beyond the boxes are hidden
    std::vector<int> m_sizes;           ///< boxes in each stack
};

}  // namespace flambeau::ui
