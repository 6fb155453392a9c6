// SPDX-License-Identifier: GPL-3.0-or-later
// How busy processor and GPUs are: a line each with two bars, painted. Owned by its parent, GUI thread.
#pragma once

#include <QVector>
#include <QWidget>

namespace flambeau::ui::compute {

struct UseLine {
    QString name;
    double use = -1;     ///< 0 to 1; below 0: not known
    double memory = -1;  ///< likewise
    QString memoryText;  ///< "9.8 of 24 GB"
    QString note;        ///< at the right
};

class UseView : public QWidget {
    Q_OBJECT
public:
    explicit UseView(QWidget* parent = nullptr);
    void setLines(QVector<UseLine> lines);
    /// What was last known, drawn faint.
    void setStale(bool stale);
    bool stale() const { return m_stale; }
    const QVector<UseLine>& lines() const { return m_lines; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {420, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent*) override;

private:
    QVector<UseLine> m_lines;
    bool m_stale = false;
};

}  // namespace flambeau::ui::compute
