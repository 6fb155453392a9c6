// SPDX-License-Identifier: GPL-3.0-or-later
// The table of runs as it is looked at: headings of groups over all columns, chains that open, progress beside its
// words, selection and place that stay when the rows are made anew. GUI thread.
#pragma once

#include "flambeau/ui/common/table.h"
#include "runs_model.h"

namespace flambeau::ui::runs {

class RunsDelegate : public TableDelegate {
    Q_OBJECT
public:
    using TableDelegate::TableDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const override;

private:
    void paintGroup(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    void paintProgress(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    void paintName(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
};

class RunsView : public TableView {
    Q_OBJECT
public:
    explicit RunsView(RunsModel& model, QWidget* parent = nullptr);

    QStringList selectedRuns() const;
    void selectRuns(const QStringList& runs);
    void renameCurrent();
    /// The columns with their widths in the order in which they stand, and the sorting.
    QByteArray layoutState() const;
    void restoreLayoutState(const QByteArray& state);
    void showColumns(const QStringList& keys);

signals:
    void selectionChangedTo(const QStringList& runs);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;

private:
    void keepPlace();
    void comeBack();
    void setWidths(const QHash<QString, int>& widths);
    QStringList columnsInOrder() const;

    RunsModel& m_model;
    QStringList m_kept;
    QString m_keptCurrent, m_keptTop;
    int m_keptOffset = 0, m_keptColumn = 0, m_keptSide = 0;
    bool m_restoring = false;
};

}  // namespace flambeau::ui::runs
